import type { AssetKind, ExpectedImpact, Measure, MeasurementChannel, NotNeeded, UserStory } from './values.js';

/** A criterion as it comes in: with its id to keep or change it, without one to add it. */
export interface CriterionInput {
  readonly id?: string | null;
  readonly text: string;
  readonly measure?: Measure | null;
}

export interface BriefContextInput {
  readonly campaignGoal: string;
  readonly audience: string;
  readonly expectedImpact?: ExpectedImpact | null;
}

export interface AssetInput {
  readonly kind: AssetKind;
  readonly url: string;
  readonly version?: string | null;
  readonly approvedBy?: string | null;
}

export interface TrackingInput {
  readonly event: string;
  readonly parameters?: readonly string[] | null;
  readonly property: string;
  readonly consentRequired: boolean;
  readonly verifier?: string | null;
}

export interface MeasurementPlanInput {
  readonly channel: MeasurementChannel;
  readonly method: string;
  readonly owner?: string | null;
}

/** Parts of a brief: a part that is left out stays as it is, `null` empties it, anything else replaces it whole. */
export interface BriefInput {
  readonly userStories?: readonly UserStory[] | null;
  readonly criteria?: readonly CriterionInput[] | null;
  readonly context?: BriefContextInput | null;
  readonly assets?: readonly AssetInput[] | null;
  readonly assetsNotNeeded?: NotNeeded | null;
  readonly tracking?: readonly TrackingInput[] | null;
  readonly trackingNotNeeded?: NotNeeded | null;
  readonly measurementPlan?: readonly MeasurementPlanInput[] | null;
}
