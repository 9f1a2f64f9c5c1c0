import { Field, ObjectType } from '@nestjs/graphql';
import { type WarningCode, warningCodes } from '../domain/index.js';
import { publish } from './publish.js';

export const WarningCodeEnum = publish(
  'WarningCode',
  'What a command said aloud and let pass.',
  {
    TOUCH_SUGGESTION_UNANSWERED: 'Suggested touches wait for an answer; without one nobody can estimate.',
    NO_ACCOUNTABLE_ROLE: 'Nobody is accountable for one of the web properties it concerns.',
    WIP_LIMIT_REACHED: 'The provider team works on more than its limit.',
    PATH_AFTER_DATE: 'The last milestone comes after the agreed date.',
    SUCCESS_NOT_JUDGED: 'Not both sides have said what success is and whether it came.',
  },
  warningCodes,
);

const MESSAGES: Readonly<Record<WarningCode, string>> = {
  TOUCH_SUGGESTION_UNANSWERED: 'Confirm or dismiss the suggested touches: without an answer nobody can estimate it.',
  NO_ACCOUNTABLE_ROLE: 'Nobody is accountable for one of its web properties: say who in the responsibility map.',
  WIP_LIMIT_REACHED: 'The provider team works on more than its limit: something will have to wait.',
  PATH_AFTER_DATE: 'The last milestone comes after the agreed date: move one of the two.',
  SUCCESS_NOT_JUDGED: 'Not both sides have said what success is and whether it came: judgeSuccess stays open.',
};

@ObjectType({ description: 'A command was carried out, and this is worth a look. It stays in the history.' })
export class Warning {
  @Field(() => WarningCodeEnum, { description: 'What it is about.' })
  code: WarningCode;

  @Field(() => String, { description: 'For people, in one sentence.' })
  message: string;
}

export const warningOf = (code: WarningCode): Warning => ({ code, message: MESSAGES[code] });
