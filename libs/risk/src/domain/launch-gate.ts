import type { Refusal } from '#libs/event-log';
import type { BlockCause, GateEntries, GateFactData, LocalDate, MissingKind, MissingPoint } from '#libs/vocabulary';
import { type Freeze, freezesOn } from './freeze.js';
import { highestBandOf, openLensPoints, openRiskPoints } from './open-points.js';
import { FreezeWindowHolds, LaunchBlockedByRisk } from './refusals.js';
import type { Review } from './state.js';
import { lensesFor, type Scope } from './triggers.js';
import type { TriggerMap } from './policy.js';
import type { Band } from './values.js';

export { type BlockCause, blockCauses } from '#libs/vocabulary';

/** What the gate asks of a request; all of it is on the request's own stream. */
export interface GateRequest {
  readonly requestId: string;
  readonly gate: GateEntries;
  readonly scopeHash: string;
  readonly scope: Scope;
  readonly properties: readonly string[];
}

/** What else it looks at: reviews for the words of a refusal, freezes that have not been read into the request. */
export interface GateAround {
  /** The local day of the launch. */
  readonly launchDate: LocalDate;
  /** By review id, as far as they were read. */
  readonly reviews: Readonly<Record<string, Review>>;
  readonly freezes: Readonly<Record<string, Freeze>>;
  readonly triggers: TriggerMap;
}

/** Why one review forbids the launch. */
export interface LaunchBlock {
  /** Null where a review has still to be opened. */
  readonly reviewId: string | null;
  /** `<n>` of `RR-<n>`; null where it was not read. */
  readonly reviewNumber: number | null;
  readonly cause: BlockCause;
  readonly riskIds: readonly string[];
  readonly highestBand: Band;
  readonly missing: readonly MissingPoint[];
}

/** One reason of the list, with what a launch would be refused with. */
export type LaunchReason =
  | { readonly check: 'RISK'; readonly block: LaunchBlock }
  | { readonly check: 'FREEZE'; readonly freezeId: string; readonly until: LocalDate };

type Found = { readonly cause: BlockCause; readonly points: readonly MissingPoint[] };

const point = (kind: MissingKind, id: string, text: string): MissingPoint => ({ kind, id, riskId: null, text });

const openConditions = ({ conditions }: GateFactData): MissingPoint[] =>
  conditions
    .filter(({ preLaunch, met }) => preLaunch && !met)
    .map(({ conditionId, text }) => point('CONDITION', conditionId, `condition “${text}” not met`));

const lasting = (fact: GateFactData, launchDate: LocalDate): boolean =>
  fact.validUntil !== null && launchDate <= fact.validUntil;

/** A word that lets pass: is it about this scope, does it last until then, are its conditions met? */
function foundInPass(fact: GateFactData, { scopeHash }: GateRequest, launchDate: LocalDate): Found | null {
  const { reviewId } = fact;
  if (fact.scopeHash !== scopeHash) {
    return { cause: 'STALE', points: [point('SCOPE', reviewId, 'the scope changed after the decision')] };
  }
  if (!lasting(fact, launchDate)) {
    const text = `the decision holds until ${fact.validUntil ?? 'no day'}`;
    return { cause: 'EXPIRED', points: [point('VALIDITY', reviewId, text)] };
  }
  const points = openConditions(fact);
  return points.length > 0 ? { cause: 'CONDITIONS_OPEN', points } : null;
}

const words = {
  BLOCKED: 'the review is blocked',
  STALE: 'the review is open again',
  EXPIRED: 'the decision expired',
  CANCELLED: 'the review was cancelled',
} as const;

function foundIn(
  fact: GateFactData | null,
  reviewId: string,
  request: GateRequest,
  launchDate: LocalDate,
): Found | null {
  if (fact === null) return { cause: 'UNDECIDED', points: [point('DECISION', reviewId, 'the review is not decided')] };
  const { outcome } = fact;
  if (outcome === 'CLEARED' || outcome === 'CONDITIONAL') return foundInPass(fact, request, launchDate);
  return { cause: outcome, points: [point('DECISION', reviewId, words[outcome])] };
}

/** What the review itself says is missing, and how bad it is. */
function detailsOf(
  review: Review | undefined,
  launchDate: LocalDate,
): Pick<LaunchBlock, 'highestBand' | 'reviewNumber'> & { readonly points: readonly MissingPoint[] } {
  if (!review || review.status === 'unknown') return { points: [], highestBand: 'LOW', reviewNumber: null };
  return {
    points: [...openRiskPoints(review, launchDate), ...openLensPoints(review)],
    highestBand: highestBandOf(review),
    reviewNumber: review.number,
  };
}

function blockOf(reviewId: string, request: GateRequest, { reviews, launchDate }: GateAround): LaunchBlock | null {
  const fact = request.gate[reviewId] ?? null;
  const found = foundIn(fact, reviewId, request, launchDate);
  if (!found) return null;
  const { points, highestBand, reviewNumber } = detailsOf(reviews[reviewId], launchDate);
  const riskIds = [...new Set(points.flatMap(({ riskId }) => riskId ?? []))];
  return { reviewId, reviewNumber, cause: found.cause, riskIds, highestBand, missing: [...points, ...found.points] };
}

/** Touches ask for a review that is not there yet. */
function unopened({ gate, scope }: GateRequest, { triggers }: GateAround): LaunchBlock[] {
  const wanted = Object.keys(gate).length > 0 ? [] : lensesFor(scope, triggers);
  if (wanted.length === 0) return [];
  const missing = wanted.map((lens) => point('REVIEW', lens, `no review looks through ${lens} yet`));
  return [{ reviewId: null, reviewNumber: null, cause: 'UNDECIDED', riskIds: [], highestBand: 'LOW', missing }];
}

/**
 * Rules 2 and 5 of the launch gate: every reason against a launch on that day, none where risk and freezes let it pass. The same list
 * answers beforehand and refuses. The request's own facts decide; reviews only tell what is missing.
 */
export function launchReasons(request: GateRequest, around: GateAround): LaunchReason[] {
  const blocks = Object.keys(request.gate).flatMap((reviewId) => blockOf(reviewId, request, around) ?? []);
  const { requestId, properties } = request;
  const frozen = freezesOn(around.freezes, { requestId, properties, day: around.launchDate });
  return [
    ...[...unopened(request, around), ...blocks].map((block) => ({ check: 'RISK', block }) as const),
    ...frozen.map(({ freezeId, to }) => ({ check: 'FREEZE', freezeId, until: to }) as const),
  ];
}

/** What a launch with these reasons is refused with: risk first, then freezes; null without any. */
export function launchRefusals(reasons: readonly LaunchReason[]): Refusal[] {
  const blocks = reasons.flatMap((reason) => (reason.check === 'RISK' ? reason.block : []));
  const frozen = reasons.flatMap((reason) => (reason.check === 'FREEZE' ? reason : []));
  const [block] = blocks;
  const [freeze] = frozen;
  const ids = frozen.map(({ freezeId }) => freezeId);
  return [
    ...(block ? [new LaunchBlockedByRisk(block, blocks)] : []),
    ...(freeze ? [new FreezeWindowHolds(freeze.freezeId, ids, freeze.until)] : []),
  ];
}

/** @throws LaunchBlockedByRisk, FreezeWindowHolds */
export function requireLaunchable(request: GateRequest, around: GateAround): void {
  const [refusal] = launchRefusals(launchReasons(request, around));
  if (refusal) throw refusal;
}
