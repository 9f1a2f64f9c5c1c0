import { Instant, LocalDate } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { LaunchCheckEnum, RollbackReasonEnum } from './enums-delivery.js';
import { BandEnum, LaunchCauseEnum, LaunchVerdictEnum, MissingKindEnum } from './enums-gate.js';

@ObjectType('GateCheck', { description: 'How one condition stood when the launch was allowed.' })
export class GateCheckType {
  @Field(() => LaunchCheckEnum, { description: 'The condition.' })
  check: string;

  @Field(() => Boolean, { description: 'Whether it was met.' })
  passed: boolean;

  @Field(() => String, { nullable: true, description: 'What is worth knowing about it, e.g. `Waived: …`.' })
  note: string | null;
}

@ObjectType('MissingPoint', { description: 'One thing that has to happen first.' })
export class MissingPointType {
  @Field(() => MissingKindEnum, { description: 'What kind of thing.' })
  kind: string;

  @Field(() => String, {
    description: 'Which lens, item, risk, mitigation, condition or review, by its id inside the review, e.g. `M1`.',
  })
  id: string;

  @Field(() => String, { nullable: true, description: 'The risk it is about, by its id inside the review, e.g. `K4`.' })
  riskId: string | null;

  @Field(() => String, { description: 'It in words, e.g. `mitigation “hosted card fields” not verified`.' })
  text: string;
}

@ObjectType('LaunchReason', {
  description: 'One reason against a launch: of RISK one for every review, of FREEZE one for every freeze window.',
})
export class LaunchReasonType {
  @Field(() => LaunchCheckEnum, { description: 'The condition that is not met.' })
  check: string;

  @Field(() => LaunchCauseEnum, { nullable: true, description: 'Why, of RISK and FREEZE; null of the others.' })
  cause: string | null;

  @Field(() => String, { description: 'All of it in words.' })
  text: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of the review that does not let it pass; null where one has still to be opened.',
  })
  reviewId: string | null;

  @Field(() => Int, { nullable: true, description: 'The number of that review, e.g. 2 for `RR-2`.' })
  reviewNumber: number | null;

  @Field(() => BandEnum, { nullable: true, description: 'How serious the risks of that review are now, at worst.' })
  highestBand: string | null;

  @Field(() => [String], { description: 'Its risks that stand in the way, by their ids inside it, e.g. `["K4"]`.' })
  riskIds: string[];

  @Field(() => [MissingPointType], {
    description: 'What has to happen first, one by one; empty where the text says it.',
  })
  missing: MissingPointType[];

  @Field(() => ID, { nullable: true, description: 'Global id of the freeze window.' })
  freezeId: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Its last day.' })
  until: string | null;
}

@ObjectType('LaunchCondition', { description: 'How one condition of a launch stands.' })
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

  @Field(() => [LaunchReasonType], { description: 'Every reason against it, one at least unless it is met.' })
  reasons: LaunchReasonType[];
}

@ObjectType('LaunchReadiness', {
  description: 'Whether a launch would be allowed: the same conditions that it is held against.',
})
export class LaunchReadinessType {
  @Field(() => Boolean, { description: 'Whether all of them are met.' })
  ready: boolean;

  @Field(() => LaunchVerdictEnum, { description: 'What they come to.' })
  verdict: string;

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
