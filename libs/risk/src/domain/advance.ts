import type { LocalDate } from '#libs/vocabulary';
import { addDays, earlier } from './calendar.js';
import type { RiskContext } from './context.js';
import { fact, type ReviewEvent } from './facts.js';
import { onReview, type ReviewDecision } from './gate-fact.js';
import { bandOf } from './matrix.js';
import type { RiskPolicy } from './policy.js';
import { withGate } from './reopening.js';
import { currentOf, type Review, type ReviewState, type Risk } from './state.js';

/** A risk that has to be looked at again, from a day on. */
export interface DueRisk {
  readonly riskId: string;
  readonly dueOn: LocalDate;
  readonly cause: 'CADENCE' | 'MATRIX_CHANGED';
}

/** When a risk is due (P51): by its band since it was rated last; at once where a newer matrix sees another band (K5). */
export function dueOf(risk: Risk, { matrix, review }: RiskPolicy): DueRisk | null {
  const current = currentOf(risk);
  if (!current) return null;
  const { riskId } = risk;
  const byCadence = addDays(current.ratedOn, review.value.reviewDays[current.band]);
  const isMoved = matrix.version > current.matrixVersion && bandOf(matrix.value, current) !== current.band;
  const byMatrix = isMoved ? matrix.effectiveFrom : null;
  return byMatrix !== null && byMatrix < byCadence
    ? { riskId, dueOn: byMatrix, cause: 'MATRIX_CHANGED' }
    : { riskId, dueOn: byCadence, cause: 'CADENCE' };
}

/** Risks of a live review that are due by a day. */
export const risksDue = (review: ReviewState, day: LocalDate, policy: RiskPolicy): DueRisk[] =>
  review.status === 'CANCELLED'
    ? []
    : review.risks.flatMap((risk) => dueOf(risk, policy) ?? []).filter(({ dueOn }) => dueOn <= day);

const isPassing = ({ status }: ReviewState): boolean => status === 'CLEARED' || status === 'CONDITIONAL';

function dueFacts(review: ReviewState, { today, policy }: RiskContext): ReviewEvent[] {
  const said = new Map(review.risks.map((risk) => [risk.riskId, risk.saidDue]));
  return risksDue(review, today, policy)
    .filter(({ riskId, dueOn }) => said.get(riskId)?.includes(dueOn) !== true)
    .map((due) => fact('RiskReviewDue', due));
}

function expiry(review: ReviewState, ended: readonly ReviewEvent[], today: LocalDate): ReviewEvent[] {
  const validUntil = review.decision?.validUntil ?? null;
  if (!isPassing(review) || validUntil === null) return [];
  if (ended.length > 0) return [fact('ReviewExpired', { cause: 'ACCEPTANCE', validUntil })];
  return today > validUntil ? [fact('ReviewExpired', { cause: 'VALIDITY', validUntil })] : [];
}

/**
 * What the calendar alone brings about by now: acceptances end, and with them or with its own validity a decision; risks are due.
 * Nothing where nothing is due: the clock may try as often as it likes.
 */
export function advanceReview(
  review: Review,
  { reviewId }: { readonly reviewId: string },
  ctx: RiskContext,
): ReviewDecision {
  if (review.status === 'unknown' || review.status === 'CANCELLED') return onReview();
  const ended = review.risks.flatMap(({ riskId, acceptance }) =>
    acceptance && ctx.today > acceptance.expiresOn
      ? [fact('RiskAcceptanceExpired', { riskId, expiredOn: acceptance.expiresOn })]
      : [],
  );
  return withGate(reviewId, review, [...ended, ...expiry(review, ended, ctx.today), ...dueFacts(review, ctx)]);
}

/** The local day with whose first instant the calendar moves a review; in the past where that is still to be done, null while it rests. */
export function dueDayOf(review: Review, policy: RiskPolicy): LocalDate | null {
  if (review.status === 'unknown' || review.status === 'CANCELLED') return null;
  const { risks, decision } = review;
  const ends = risks.flatMap(({ acceptance }) => acceptance?.expiresOn ?? []);
  if (isPassing(review) && decision?.validUntil != null) ends.push(decision.validUntil);
  const due = risks.flatMap((risk) => {
    const next = dueOf(risk, policy);
    return next === null || risk.saidDue.includes(next.dueOn) ? [] : next.dueOn;
  });
  const [first, ...rest] = [...ends.map((day) => addDays(day, 1)), ...due];
  return first === undefined ? null : rest.reduce(earlier, first);
}
