import { Instant, LocalDate } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import {
  CriterionRejectionCauseEnum,
  CriterionStatusEnum,
  LaunchCheckEnum,
  RollbackReasonEnum,
  TrackingStatusEnum,
} from './enums-delivery.js';

@ObjectType('Delivery', { description: 'One build handed over.' })
export class DeliveryType {
  @Field(() => String, { description: 'What was built and where to look at it.' })
  notes: string;

  @Field(() => String, {
    nullable: true,
    description: 'The build or change it is in, e.g. `https://build.example/12`.',
  })
  buildRef: string | null;

  @Field(() => ID, { description: 'Global id of the person who delivered it.' })
  byId: string;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType('CriterionVerdict', { description: 'What was found of one criterion of the brief since it was delivered.' })
export class CriterionVerdictType {
  @Field(() => ID, { description: 'The id of the criterion inside the request, e.g. `C1`.' })
  criterionId: string;

  @Field(() => CriterionStatusEnum, { description: 'Whether it holds.' })
  verdict: string;

  @Field(() => String, { nullable: true, description: 'How it was seen, e.g. `1.4 seconds on the staging site`.' })
  evidence: string | null;

  @Field(() => CriterionRejectionCauseEnum, { nullable: true, description: 'Why it does not hold, if so.' })
  cause: string | null;

  @Field(() => String, { nullable: true, description: 'What does not hold, in words.' })
  note: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who looked; null while nobody did.' })
  byId: string | null;
}

@ObjectType('TrackingCheck', { description: 'Whether the tracking of the brief was seen to arrive.' })
export class TrackingCheckType {
  @Field(() => TrackingStatusEnum, { description: 'How it stands.' })
  tracking: string;

  @Field(() => String, { nullable: true, description: 'How it was seen.' })
  evidence: string | null;

  @Field(() => String, { nullable: true, description: 'Why the launch goes without, or why none is needed.' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who verified or waived it.' })
  byId: string | null;

  @Field(() => Instant, { nullable: true, description: 'When.' })
  at: string | null;
}

@ObjectType('GateCheck', { description: 'How one condition stood when the launch was allowed.' })
export class GateCheckType {
  @Field(() => LaunchCheckEnum, { description: 'The condition.' })
  check: string;

  @Field(() => Boolean, { description: 'Whether it was met.' })
  passed: boolean;

  @Field(() => String, { nullable: true, description: 'What is worth knowing about it, e.g. `Waived: …`.' })
  note: string | null;
}

@ObjectType('LaunchCondition', { description: 'How one condition of a launch stands now.' })
export class LaunchConditionType {
  @Field(() => LaunchCheckEnum, { description: 'The condition.' })
  check: string;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  passed: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What a launch would be refused with, e.g. `TRACKING_UNVERIFIED`.',
  })
  code: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is not met, or what is worth knowing where it is.' })
  reason: string | null;
}

@ObjectType('LaunchReadiness', {
  description: 'Whether a launch would be allowed: the same conditions that it is held against.',
})
export class LaunchReadinessType {
  @Field(() => Boolean, { description: 'Whether all of them are met.' })
  ready: boolean;

  @Field(() => [LaunchConditionType], { description: 'Every condition, in the order in which a launch is refused.' })
  conditions: LaunchConditionType[];
}

@ObjectType('LaunchRollback', { description: 'A launch that was taken back.' })
export class LaunchRollbackType {
  @Field(() => RollbackReasonEnum, { description: 'Why.' })
  rollbackReason: string;

  @Field(() => String, { nullable: true, description: 'The reason in words.' })
  note: string | null;

  @Field(() => Boolean, { description: 'False where an experiment was killed: that is a result, no failure.' })
  failed: boolean;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType('Launch', { description: 'One time it went live.' })
export class LaunchType {
  @Field(() => Instant, { description: 'When.' })
  launchedAt: string;

  @Field(() => LocalDate, { description: 'Which day that was in the workspace’s zone.' })
  launchedOn: string;

  @Field(() => [String], { description: 'The web properties it concerned, e.g. `["www.example"]`.' })
  properties: string[];

  @Field(() => [GateCheckType], { description: 'How every condition stood.' })
  gateSnapshot: GateCheckType[];

  @Field(() => LaunchRollbackType, { nullable: true, description: 'Set when it was taken back.' })
  rolledBack: LaunchRollbackType | null;
}
