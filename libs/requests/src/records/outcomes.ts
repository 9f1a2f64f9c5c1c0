import {
  Caller,
  Choice,
  Day,
  Decimal,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { type OutcomeTargetKind, recordOutcome, setOutcomeTarget } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { OutcomeTargetKindEnum } from '../types/enums-records.js';

@InputType({ description: 'A value to reach, or a change in percent.' })
export class TargetInput {
  @Choice(OutcomeTargetKindEnum, { description: 'How the target is told.' })
  kind: OutcomeTargetKind;

  @Decimal({
    description:
      'The value in the unit of the metric, or percent of change against the baseline, e.g. `15` or `-20`; at most 6 decimals.',
  })
  value: number;
}

@InputType({ description: 'What the launch is to bring.' })
export class SetOutcomeTargetInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'What is measured, with its unit, e.g. `orders a day`; at most 200 characters.' })
  metric: string;

  @Decimal({ description: 'The figure before, in the unit of the metric, e.g. `40`; at most 6 decimals.' })
  baseline: number;

  @Nested(() => TargetInput, { description: 'What is to be reached.' })
  target: TargetInput;

  @Whole({ description: 'Days from the launch on in which it counts, 1 to 730.' })
  windowDays: number;
}

@InputType({ description: 'What was measured after the launch.' })
export class RecordOutcomeInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @InnerId({ description: 'The target, e.g. `O1`.' })
  targetId: string;

  @Decimal({ description: 'What was measured, in the unit of the metric, e.g. `48.8`; at most 6 decimals.' })
  value: number;

  @Day({ description: 'The day it is of: between the launch and today.' })
  measuredAt: string;

  @Text({ description: 'Where it comes from, e.g. `Shop report`; at most 200 characters.' })
  source: string;
}

@ObjectType({ description: 'What became of a target.' })
export class SetOutcomeTargetPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `O1`; null when it was refused.' })
  targetId?: string | null;
}

export class SetOutcomeTarget extends RequestCommand<SetOutcomeTargetInput> {}
export class RecordOutcome extends RequestCommand<RecordOutcomeInput> {}

@CommandHandler(SetOutcomeTarget)
export class SetOutcomeTargetHandler extends RuleHandler<SetOutcomeTargetInput> {
  protected readonly rule = setOutcomeTarget;
}

@CommandHandler(RecordOutcome)
export class RecordOutcomeHandler extends RuleHandler<RecordOutcomeInput> {
  protected readonly rule = recordOutcome;
}

@Resolver()
export class OutcomeMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => SetOutcomeTargetPayload, {
    description:
      'Says what the launch is to bring. BASELINE_ZERO for a relative target on a baseline of 0; LIMIT_REACHED from 20 on; ' +
      'VALIDATION_FAILED, PII_NOT_ALLOWED, INVALID_STATE when the request has ended.',
  })
  @Needs('request.outcome')
  async setOutcomeTarget(
    @InputArg() input: SetOutcomeTargetInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SetOutcomeTargetPayload> {
    const { payload, fact } = await this.commands.carryOutFor(
      new SetOutcomeTarget(input, expectedVersion(expect), caller),
      'OutcomeTargetSet',
    );
    return Object.assign(new SetOutcomeTargetPayload(), payload, { targetId: fact.targetId });
  }

  @Mutation(() => RequestPayload, {
    description:
      'Writes down what was measured; the last figure stands. NOT_LAUNCHED unless it is live or closed; NOT_FOUND when there is no such ' +
      'target; DATE_IN_FUTURE; VALIDATION_FAILED for a day before the launch; LIMIT_REACHED, PII_NOT_ALLOWED.',
  })
  @Needs('request.outcome')
  async recordOutcome(
    @InputArg() input: RecordOutcomeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new RecordOutcome(input, expectedVersion(expect), caller));
  }
}
