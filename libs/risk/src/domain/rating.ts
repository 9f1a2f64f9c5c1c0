import { InvalidState } from '#libs/event-log';
import { optionalText, owedReason } from '#libs/vocabulary';
import {
  assessing,
  live,
  requireImpartial,
  requireRated,
  requireRisk,
  requireStatus,
  type RiskContext,
  textRule,
} from './context.js';
import { fact, type ReviewEvent } from './facts.js';
import { bandOf, rankOf, requirePlace, scoreOf } from './matrix.js';
import { CurrentAboveInherent, ReductionWithoutMitigation } from './refusals.js';
import { currentOf, type Review, type ReviewState, type Risk } from './state.js';
import type { Rating, Stage, Treatment } from './values.js';

/** Worse in score, or in band where the grid says so. */
const isWorse = (a: Rating, b: Rating): boolean => a.score > b.score || rankOf(a.band) > rankOf(b.band);

/** Something that makes a risk smaller did happen: a verified mitigation, or the scope that brought it is gone. */
export function mayBeSmaller({ mitigations, scopeHash }: Risk, treatment: Treatment | null, now: string): boolean {
  const isVerified = mitigations.some(({ status }) => status === 'VERIFIED');
  return isVerified || (treatment === 'AVOID' && scopeHash !== now);
}

/** True where a risk is held to be smaller than before anything was done. */
export function isReduced(risk: Risk): boolean {
  const { inherent, rerated } = risk;
  return inherent !== null && rerated !== null && isWorse(inherent, rerated);
}

/** @throws CurrentAboveInherent, ReductionWithoutMitigation */
function requirePair(
  risk: Risk,
  after: Risk,
  { reason, scopeHash }: { reason: string | null; scopeHash: string },
): void {
  const { inherent } = after;
  const current = currentOf(after);
  if (!inherent || !current) return;
  if (isWorse(current, inherent) && reason === null) throw new CurrentAboveInherent(inherent.score, current.score);
  if (isReduced(after) && !mayBeSmaller(risk, risk.treatment, scopeHash)) {
    throw new ReductionWithoutMitigation(risk.riskId);
  }
}

/** A decision that lets pass does not outlive a risk that grows: it is taken up again first. @throws InvalidState */
function requireNoGrowth({ status }: ReviewState, before: Risk, after: Risk): void {
  if (status !== 'CLEARED' && status !== 'CONDITIONAL') return;
  const [was, is] = [currentOf(before), currentOf(after)];
  if (was && is && isWorse(is, was)) throw new InvalidState(status, assessing);
}

/** Whoever accepted it accepted a milder risk. */
function outgrown({ riskId, acceptance }: Risk, current: Rating | null): ReviewEvent[] {
  if (!acceptance || !current || rankOf(current.band) <= rankOf(acceptance.band)) return [];
  return [fact('RiskAcceptanceRevoked', { riskId, cause: 'RATED_HIGHER', reason: null })];
}

export interface RateRiskInput {
  readonly riskId: string;
  readonly stage: Stage;
  /** 1 to 5. */
  readonly likelihood: number;
  /** 1 to 5. */
  readonly impact: number;
  readonly rationale?: string | null;
  /** Owed where it is worse now than before anything was done. */
  readonly reason?: string | null;
}

const withRating = (risk: Risk, stage: Stage, rating: Rating): Risk => {
  if (stage === 'INHERENT') return { ...risk, inherent: rating };
  return stage === 'CURRENT' ? { ...risk, rerated: rating } : risk;
};

/**
 * A place on the matrix of today, with what it rests on (K5). CURRENT is INHERENT until it is rated itself; rating it again, even
 * the same, is how a risk is looked at again. After a decision that lets pass a risk may only shrink.
 * @throws NotFound, InvalidState, ReviewerConflict, ScoreOutOfRange, ReasonRequired, InherentRatingMissing, CurrentAboveInherent,
 *   ReductionWithoutMitigation
 */
export function rateRisk(review: Review, input: RateRiskInput, ctx: RiskContext): ReviewEvent[] {
  const known = requireStatus(review, live);
  const risk = requireRisk(known, input.riskId);
  requireImpartial(ctx.actor, ctx);
  const { riskId, stage } = input;
  const place = requirePlace(input.likelihood, input.impact);
  const rationale = owedReason(input.rationale, 'what the rating rests on', textRule('rationale'));
  const reason = optionalText(input.reason, textRule('reason'));
  if (stage !== 'INHERENT') requireRated(risk);
  const { matrix } = ctx.policy;
  const rating: Rating = {
    ...place,
    score: scoreOf(place),
    band: bandOf(matrix.value, place),
    matrixVersion: matrix.version,
    ratedOn: ctx.today,
  };
  const after = withRating(risk, stage, rating);
  requirePair(risk, after, { reason, scopeHash: ctx.subject.scopeHash });
  requireNoGrowth(known, risk, after);
  return [fact('RiskRated', { riskId, stage, ...rating, rationale, reason }), ...outgrown(risk, currentOf(after))];
}
