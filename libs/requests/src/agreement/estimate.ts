import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Directory } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import {
  type Confidence,
  confirmEstimate,
  type EstimateLineKind,
  submitEstimate,
  type SubmitEstimateInput as Estimate,
} from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { ConfidenceEnum, EstimateLineKindEnum } from '../types/enums.js';

@InputType({ description: 'One kind of work in an estimate.' })
export class EstimateLineInput {
  @Choice(EstimateLineKindEnum, { description: 'Kind of work.' })
  kind: EstimateLineKind;

  @Whole({ description: 'Likely minutes, 0 to 1,000,000.' })
  minutes: number;
}

@InputType({
  description: 'A three-point estimate: optimistic ≤ likely ≤ pessimistic, in minutes from 1 to 1,000,000.',
})
export class SubmitEstimateInput {
  @GlobalId('Request', { description: 'Of which request.' })
  requestId: string;

  @Whole({ description: 'If all goes well, in minutes.' })
  optimisticMinutes: number;

  @Whole({ description: 'Most likely, in minutes.' })
  likelyMinutes: number;

  @Whole({ description: 'If much goes wrong, in minutes.' })
  pessimisticMinutes: number;

  @Nested(() => EstimateLineInput, { each: true, description: 'The likely minutes by kind of work, at most 20 lines.' })
  lines: EstimateLineInput[];

  @Choice(ConfidenceEnum, { description: 'How sure you are.' })
  confidence: Confidence;

  @Text({ each: true, nullable: true, description: 'What it takes for granted, at most 50.' })
  assumptions?: string[] | null;

  @Whole({ description: 'Calendar days from start to delivery, 0 to 3,650.' })
  durationForecastDays: number;

  @Day({ description: 'The last day on which it can be approved, e.g. `2026-02-28`; today or later.' })
  validUntil: string;

  @GlobalId('Person', {
    nullable: true,
    description: 'Who worked it out, when a lead hands it in and so countersigns it.',
  })
  preparedById?: string | null;
}

@InputType({ description: 'Which estimate still holds.' })
export class ConfirmEstimateInput {
  @GlobalId('Request', { description: 'Of which request.' })
  requestId: string;
}

export class SubmitEstimate extends RequestCommand<SubmitEstimateInput> {}
export class ConfirmEstimate extends RequestCommand<ConfirmEstimateInput> {}

@CommandHandler(SubmitEstimate)
export class SubmitEstimateHandler implements ICommandHandler<SubmitEstimate> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: SubmitEstimate): Promise<RequestChange> {
    const { input, caller } = command;
    const { preparedById } = input;
    const path = ['input', 'preparedById'];
    if (preparedById != null) await this.directory.requirePerson(caller.command.workspaceId, preparedById, path);
    const estimate = toDomain(input);
    return this.decisions.change(command, (state, _input, context) => submitEstimate(state, estimate, context));
  }
}

/** The API has the unit in its names; the domain counts minutes throughout. */
function toDomain(input: SubmitEstimateInput): Estimate {
  const { optimisticMinutes, likelyMinutes, pessimisticMinutes, preparedById, ...rest } = input;
  const points = { optimistic: optimisticMinutes, likely: likelyMinutes, pessimistic: pessimisticMinutes };
  return { ...rest, ...points, preparedBy: preparedById };
}

@CommandHandler(ConfirmEstimate)
export class ConfirmEstimateHandler extends RuleHandler<ConfirmEstimateInput> {
  protected readonly rule = confirmEstimate;
}

@Resolver()
export class EstimateMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Hands in an estimate, or a new one in place of the last; approvals of the last one are void. Of signed work whose estimate is ' +
      'stale it is a top-up, which both sides sign; ESTIMATE_NOT_STALE while what was signed holds. ESTIMATE_ORDER, ' +
      'ESTIMATE_LINES_MISMATCH, QUESTION_OPEN, TOUCH_SUGGESTION_UNANSWERED, CHECKLIST_INCOMPLETE, EARLY_INVOLVEMENT_REQUIRED, ' +
      'ESTIMATE_MISSING_HIDDEN_WORK, DATE_IN_PAST, PII_NOT_ALLOWED, LIMIT_REACHED, REQUEST_HELD, INVALID_STATE.',
  })
  @Needs('request.estimate')
  async submitEstimate(
    @InputArg() input: SubmitEstimateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new SubmitEstimate(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Says that the minutes still hold after the scope of an approved request moved. ESTIMATE_NOT_STALE when they never ceased to; ESTIMATE_STALE ' +
      'when only a new estimate or signatures help; ' +
      'QUESTION_OPEN, TOUCH_SUGGESTION_UNANSWERED, ESTIMATE_MISSING_HIDDEN_WORK, REQUEST_HELD, INVALID_STATE.',
  })
  @Needs('request.estimate')
  async confirmEstimate(
    @InputArg() input: ConfirmEstimateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ConfirmEstimate(input, expectedVersion(expect), caller));
  }
}
