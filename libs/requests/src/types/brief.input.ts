import { Choice, Decimal, Flag, GlobalId, InnerId, Nested, Text, Whole } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';
import type { AssetKind, MeasurementChannel, MeasureOperator } from '../domain/index.js';
import { AssetKindEnum, MeasurementChannelEnum, MeasureOperatorEnum } from './enums.js';

@InputType({ description: 'Who wants what, and what for. All three parts are owed: BRIEF_STORY_INCOMPLETE.' })
export class UserStoryInput {
  @Text({ description: 'Who, e.g. `returning visitor`; at most 4,000 characters.' })
  role: string;

  @Text({ description: 'What they want to do; at most 4,000 characters.' })
  want: string;

  @Text({ description: 'What they gain by it; at most 4,000 characters.' })
  benefit: string;
}

@InputType({ description: 'What makes a criterion measurable, e.g. load time LTE 2 seconds.' })
export class CriterionMeasureInput {
  @Text({ description: 'What is measured, e.g. `load time`; at most 200 characters.' })
  metric: string;

  @Choice(MeasureOperatorEnum, { description: 'How the measured value must compare.' })
  operator: MeasureOperator;

  @Decimal({ description: 'The wanted value, in `unit`, e.g. `2`.' })
  value: number;

  @Text({ description: 'Unit of the value, e.g. `seconds`; at most 200 characters.' })
  unit: string;
}

@InputType({ description: 'A testable condition.' })
export class AcceptanceCriterionInput {
  @InnerId({
    nullable: true,
    description: 'Its id inside the request, e.g. `C1`, to keep or change it; leave it out to add a criterion.',
  })
  id?: string | null;

  @Text({ description: 'The condition in words; at most 4,000 characters.' })
  text: string;

  @Nested(() => CriterionMeasureInput, { nullable: true, description: 'The condition as a measurement, if it is one.' })
  measure?: CriterionMeasureInput | null;
}

@InputType({ description: 'The effect hoped for, in figures.' })
export class ExpectedImpactInput {
  @Text({ description: 'What should move, e.g. `activation rate`; at most 200 characters.' })
  metric: string;

  @Decimal({ description: 'Where it stands today, in the metric’s unit.' })
  baseline: number;

  @Decimal({ description: 'Where it should go, in the metric’s unit.' })
  target: number;

  @Whole({ description: 'Days after the launch in which it is measured, 1 to 3,650.' })
  windowDays: number;
}

@InputType({ description: 'Why it is wanted. A draft may leave parts blank; the section counts when all are there.' })
export class BriefContextInput {
  @Text({ description: 'What the campaign is to reach; at most 4,000 characters.' })
  campaignGoal: string;

  @Text({ description: 'Whom it is for; at most 4,000 characters.' })
  audience: string;

  @Nested(() => ExpectedImpactInput, { nullable: true, description: 'The effect hoped for, in figures.' })
  expectedImpact?: ExpectedImpactInput | null;
}

@InputType({ description: 'A link to a design asset.' })
export class AssetInput {
  @Choice(AssetKindEnum, { description: 'What it is.' })
  kind: AssetKind;

  @Text({ description: 'Where it is: a whole http(s) address of at most 2,000 characters.' })
  url: string;

  @Text({ nullable: true, description: 'Which version of it is meant; at most 200 characters.' })
  version?: string | null;

  @GlobalId('Person', { nullable: true, description: 'Who approved it.' })
  approvedBy?: string | null;
}

@InputType({ description: 'An event that has to be tracked.' })
export class TrackingItemInput {
  @Text({ description: 'Name of the event, e.g. `webinar_paid`; at most 200 characters.' })
  event: string;

  @Text({ each: true, nullable: true, description: 'Names of its parameters, at most 50.' })
  parameters?: string[] | null;

  @Text({ description: 'The web property it is sent from; at most 200 characters.' })
  property: string;

  @Flag({ description: 'Whether the visitor must have consented.' })
  consentRequired: boolean;

  @GlobalId('Person', { nullable: true, description: 'Who checks that it arrives.' })
  verifier?: string | null;
}

@InputType({ description: 'How an effect is measured.' })
export class MeasurementPlanItemInput {
  @Choice(MeasurementChannelEnum, { description: 'Online or offline.' })
  channel: MeasurementChannel;

  @Text({ description: 'How it is captured; at most 4,000 characters.' })
  method: string;

  @GlobalId('Person', { nullable: true, description: 'Who collects it; an offline channel needs somebody.' })
  owner?: string | null;
}

@InputType({
  description:
    'Parts of a brief: a part that is left out stays as it is, null empties it, anything else replaces it whole. ' +
    'At most 100,000 characters together.',
})
export class BriefInput {
  @Nested(() => UserStoryInput, { each: true, nullable: true, description: 'Section STORY, at most 50.' })
  userStories?: UserStoryInput[] | null;

  @Nested(() => AcceptanceCriterionInput, { each: true, nullable: true, description: 'Section CRITERIA, at most 100.' })
  criteria?: AcceptanceCriterionInput[] | null;

  @Nested(() => BriefContextInput, { nullable: true, description: 'Section CONTEXT.' })
  context?: BriefContextInput | null;

  @Nested(() => AssetInput, { each: true, nullable: true, description: 'Section ASSETS, at most 50.' })
  assets?: AssetInput[] | null;

  @Text({ nullable: true, description: 'Why no assets are needed; it takes the place of a list of assets.' })
  assetsNotNeeded?: string | null;

  @Nested(() => TrackingItemInput, { each: true, nullable: true, description: 'Section TRACKING, at most 100.' })
  tracking?: TrackingItemInput[] | null;

  @Text({ nullable: true, description: 'Why nothing is tracked; it takes the place of a list of events.' })
  trackingNotNeeded?: string | null;

  @Nested(() => MeasurementPlanItemInput, {
    each: true,
    nullable: true,
    description: 'How its effect is measured on every channel, at most 50.',
  })
  measurementPlan?: MeasurementPlanItemInput[] | null;
}
