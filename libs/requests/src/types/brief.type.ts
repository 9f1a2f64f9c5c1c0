import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Brief, Criterion, LintFinding } from '../domain/index.js';
import { AssetKindEnum, LintCodeEnum, MeasurementChannelEnum, MeasureOperatorEnum } from './enums.js';

@ObjectType('UserStory', { description: 'Who wants what, and what for.' })
export class UserStoryType {
  @Field(() => String, { description: 'Who, e.g. `returning visitor`.' })
  role: string;

  @Field(() => String, { description: 'What they want to do.' })
  want: string;

  @Field(() => String, { description: 'What they gain by it.' })
  benefit: string;
}

@ObjectType('CriterionMeasure', { description: 'What makes a criterion measurable, e.g. load time LTE 2 seconds.' })
export class CriterionMeasureType {
  @Field(() => String, { description: 'What is measured, e.g. `load time`.' })
  metric: string;

  @Field(() => MeasureOperatorEnum, { description: 'How the measured value must compare.' })
  operator: string;

  @Field(() => Float, { description: 'The wanted value, in `unit`.' })
  value: number;

  @Field(() => String, { description: 'Unit of the value, e.g. `seconds`.' })
  unit: string;
}

@ObjectType('AcceptanceCriterion', { description: 'A testable condition.' })
export class CriterionType {
  @Field(() => String, { description: 'Its id inside the request, e.g. `C1`; given once and never again.' })
  id: string;

  @Field(() => String, { description: 'The condition in words.' })
  text: string;

  @Field(() => CriterionMeasureType, { nullable: true, description: 'The condition as a measurement, if it is one.' })
  measure: Criterion['measure'];
}

@ObjectType('ExpectedImpact', { description: 'The effect hoped for, in figures.' })
export class ExpectedImpactType {
  @Field(() => String, { description: 'What should move, e.g. `activation rate`.' })
  metric: string;

  @Field(() => Float, { description: 'Where it stands today, in the metric’s unit.' })
  baseline: number;

  @Field(() => Float, { description: 'Where it should go, in the metric’s unit.' })
  target: number;

  @Field(() => Int, { description: 'Days after the launch in which it is measured.' })
  windowDays: number;
}

@ObjectType('BriefContext', { description: 'Why it is wanted.' })
export class BriefContextType {
  @Field(() => String, { description: 'What the campaign is to reach.' })
  campaignGoal: string;

  @Field(() => String, { description: 'Whom it is for.' })
  audience: string;

  @Field(() => ExpectedImpactType, { nullable: true, description: 'The effect hoped for, if it was put into figures.' })
  expectedImpact: ExpectedImpactType | null;
}

@ObjectType('Asset', { description: 'A link to a design asset.' })
export class AssetType {
  @Field(() => AssetKindEnum, { description: 'What it is.' })
  kind: string;

  @Field(() => String, { description: 'Where it is.' })
  url: string;

  @Field(() => String, { nullable: true, description: 'Which version of it is meant.' })
  version: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who approved it.' })
  approvedBy: string | null;
}

@ObjectType('TrackingItem', { description: 'An event that has to be tracked.' })
export class TrackingItemType {
  @Field(() => String, { description: 'Name of the event, e.g. `webinar_paid`.' })
  event: string;

  @Field(() => [String], { description: 'Names of its parameters.' })
  parameters: readonly string[];

  @Field(() => String, { description: 'The web property it is sent from.' })
  property: string;

  @Field(() => Boolean, { description: 'Whether the visitor must have consented.' })
  consentRequired: boolean;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who checks that it arrives.' })
  verifier: string | null;
}

@ObjectType('MeasurementPlanItem', { description: 'How an effect is measured.' })
export class MeasurementPlanItemType {
  @Field(() => MeasurementChannelEnum, { description: 'Online or offline.' })
  channel: string;

  @Field(() => String, { description: 'How it is captured.' })
  method: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of the person who collects it; an offline channel has one.',
  })
  owner: string | null;
}

@ObjectType('Brief', { description: 'What is wanted, in five sections.' })
export class BriefType {
  @Field(() => [UserStoryType], { description: 'Section STORY.' })
  userStories: Brief['userStories'];

  @Field(() => [CriterionType], { description: 'Section CRITERIA.' })
  criteria: Brief['criteria'];

  @Field(() => BriefContextType, { nullable: true, description: 'Section CONTEXT.' })
  context: Brief['context'];

  @Field(() => [AssetType], { description: 'Section ASSETS.' })
  assets: Brief['assets'];

  @Field(() => String, { nullable: true, description: 'Why no assets are needed, if somebody said so.' })
  assetsNotNeeded: string | null;

  @Field(() => [TrackingItemType], { description: 'Section TRACKING.' })
  tracking: Brief['tracking'];

  @Field(() => String, { nullable: true, description: 'Why nothing is tracked, if somebody said so.' })
  trackingNotNeeded: string | null;

  @Field(() => [MeasurementPlanItemType], { description: 'How its effect is measured, on every channel.' })
  measurementPlan: Brief['measurementPlan'];
}

@ObjectType('LintFinding', { description: 'A warning about wording; never a refusal.' })
export class LintFindingType {
  @Field(() => LintCodeEnum, { description: 'What is lacking.' })
  code: LintFinding['code'];

  @Field(() => String, { description: 'Where, e.g. `criteria.C1.text`.' })
  path: string;

  @Field(() => String, { description: 'The word or words meant.' })
  word: string;

  @Field(() => Int, { description: 'Offset of the word in the text at `path`, in UTF-16 units from 0.' })
  index: number;
}
