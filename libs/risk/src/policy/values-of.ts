import {
  type MatrixGrid,
  type ReviewTerms,
  reviewTermsPolicy,
  riskTriggersPolicy,
  type TriggerMap,
} from '../domain/index.js';
import type { MatrixRowInput, SetReviewTermsInput, SetRiskTriggersInput } from './inputs.js';

/** The matrix as rules know it. */
export const gridOf = (rows: readonly MatrixRowInput[]): MatrixGrid => rows.map(({ bands }) => bands);

/** What is said of some keys, over what version 1 says of all. */
const over = <K extends string, V>(all: Readonly<Record<K, V>>, said: readonly (readonly [K, V])[]): Record<K, V> => ({
  ...all,
  ...(Object.fromEntries(said) as Partial<Record<K, V>>),
});

export function triggersOf({
  touches,
  scopeParts,
  peakThresholdRpm,
  expeditePublic,
}: SetRiskTriggersInput): TriggerMap {
  const { initial } = riskTriggersPolicy;
  return {
    lensesOf: over(
      initial.lensesOf,
      touches.map(({ touch, lenses }) => [touch, lenses]),
    ),
    peakThresholdRpm,
    expeditePublic,
    lensesOfPart: over(
      initial.lensesOfPart,
      scopeParts.map(({ part, lenses }) => [part, lenses ?? 'ALL']),
    ),
  };
}

export function termsOf(input: SetReviewTermsInput): ReviewTerms {
  const { initial } = reviewTermsPolicy;
  const { bands, lenses } = input;
  return {
    reviewDays: over(
      initial.reviewDays,
      bands.map(({ band, reviewDays }) => [band, reviewDays]),
    ),
    acceptanceDays: over(
      initial.acceptanceDays,
      bands.map(({ band, acceptanceDays = null }) => [band, acceptanceDays]),
    ),
    targetHours: { NORMAL: input.normalTargetHours, FAST: input.fastTargetHours },
    reviewerRoles: over(
      initial.reviewerRoles,
      lenses.map(({ lens, reviewerRoles }) => [lens, reviewerRoles]),
    ),
    checklists: over(
      initial.checklists,
      lenses.map(({ lens, checklist }) => [lens, checklist]),
    ),
    short: { upToMinutes: input.shortUpToMinutes, items: input.shortItems },
  };
}
