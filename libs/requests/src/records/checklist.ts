import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { answerChecklist, type ChecklistAnswer } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { ChecklistAnswerEnum } from '../types/enums-records.js';

@InputType({ description: 'The answer to one item.' })
export class ChecklistAnswerInput {
  @InnerId({ description: 'The item, e.g. `REUSE`; `checklist` of the request names them.' })
  itemId: string;

  @Choice(ChecklistAnswerEnum, { description: 'The answer.' })
  answer: ChecklistAnswer;

  @Text({ nullable: true, description: 'Why; owed where the answer is not YES. At most 4,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'Answers to the build-quality checklist.' })
export class AnswerChecklistInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Nested(() => ChecklistAnswerInput, { each: true, description: 'One or more items, each once.' })
  answers: ChecklistAnswerInput[];
}

export class AnswerChecklist extends RequestCommand<AnswerChecklistInput> {}

@CommandHandler(AnswerChecklist)
export class AnswerChecklistHandler extends RuleHandler<AnswerChecklistInput> {
  protected readonly rule = answerChecklist;
}

@Resolver()
export class ChecklistMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Answers items of the build-quality checklist from triage to acceptance; the last answer of an item stands. NOT_FOUND for an item ' +
      'its type does not have; REASON_REQUIRED for NO and NOT_APPLICABLE without a note; VALIDATION_FAILED, LIMIT_REACHED, ' +
      'PII_NOT_ALLOWED, INVALID_STATE.',
  })
  @Needs('request.answerChecklist')
  async answerChecklist(
    @InputArg() input: AnswerChecklistInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AnswerChecklist(input, expectedVersion(expect), caller));
  }
}
