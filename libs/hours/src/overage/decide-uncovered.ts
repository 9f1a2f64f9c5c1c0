import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { publish } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat } from '../allotment-key.js';
import { HoursCommand } from '../decisions.js';
import { adjustGrant, decideUncovered } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { MonthHandler } from './month-handler.js';

export const UncoveredDecisionEnum = publish(
  'UncoveredDecision',
  'What becomes of worked minutes that nothing covers.',
  {
    WRITE_OFF: 'Nobody pays for them; the provider’s lead alone decides it.',
    DEBT: 'Billed at base price, and taken from the next month; both leads decide it.',
  },
  ['WRITE_OFF', 'DEBT'],
);

@InputType({ description: 'What becomes of worked minutes that nothing covers.' })
export class DecideUncoveredInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; OPEN or CLOSING.' })
  allotmentId: string;

  @Text({ each: true, description: 'Ids the recorders gave the entries, e.g. `["F17"]`; 1 to 500 of them.' })
  entryIds: string[];

  @Choice(UncoveredDecisionEnum, { description: 'What becomes of them.' })
  decision: keyof typeof UncoveredDecisionEnum;

  @Choice(SideEnum, { description: 'The side you speak for; a write-off is the provider’s.' })
  side: Side;
}

@InputType({ description: 'A change of what one month grants.' })
export class AdjustGrantInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month.' })
  allotmentId: string;

  @Whole({ description: 'Minutes more or, negative, less, e.g. -600; not 0, at most 1,000,000 either way.' })
  minutes: number;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Text({ description: 'Why; at most 4,000 characters.' })
  reason: string;
}

export class DecideUncovered extends HoursCommand<DecideUncoveredInput> {}
export class AdjustGrant extends HoursCommand<AdjustGrantInput> {}

@CommandHandler(DecideUncovered)
export class DecideUncoveredHandler extends MonthHandler<DecideUncoveredInput> {
  protected readonly rule = decideUncovered;
}

@CommandHandler(AdjustGrant)
export class AdjustGrantHandler extends MonthHandler<AdjustGrantInput> {
  protected readonly rule = adjustGrant;
}

@Resolver()
export class DecisionMutations {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Decides what becomes of worked minutes that nothing covers. A debt takes effect when the other lead decides the same of the same ' +
      'entries. NOTHING_UNCOVERED, DEBT_NOT_ALLOWED; FORBIDDEN unless you lead that side, or stand for who does; ' +
      'BOTH_SIDES_BY_SAME_PERSON, SIDE_ALREADY_APPROVED, LIMIT_REACHED, VALIDATION_FAILED, INVALID_STATE, PERIOD_CLOSED.',
  })
  @Needs('hours.consent')
  decideUncovered(
    @InputArg() input: DecideUncoveredInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new DecideUncovered(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AllotmentPayload, {
    description:
      'Changes what a month grants, once both leads want the same number of minutes. A cut beyond what is free is applied as far as it ' +
      'goes; the rest waits for minutes that become free. FORBIDDEN unless you lead that side, or stand for who does; ' +
      'BOTH_SIDES_BY_SAME_PERSON, SIDE_ALREADY_APPROVED, LIMIT_REACHED, REASON_REQUIRED, PII_NOT_ALLOWED, VALIDATION_FAILED, PERIOD_CLOSED.',
  })
  @Needs('hours.consent')
  adjustGrant(
    @InputArg() input: AdjustGrantInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new AdjustGrant(input, expectedVersion(expect), caller));
  }
}
