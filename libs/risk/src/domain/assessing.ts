import { Forbidden, NotFound } from '#libs/event-log';
import { actsFor, optionalText, owedReason } from '#libs/vocabulary';
import {
  assessing,
  requireCurrentScope,
  requireImpartial,
  requireLens,
  requireStatus,
  type RiskContext,
  textRule,
} from './context.js';
import { fact, type ReviewEvent } from './facts.js';
import { signingPoints } from './open-points.js';
import { EvidenceRequired, LensAlreadySigned, LensIncomplete, ReviewerNotQualified } from './refusals.js';
import type { LensState, Review } from './state.js';
import type { Answer, Lens } from './values.js';

/** @throws LensAlreadySigned */
function requireUnsigned({ lens, signed }: LensState): void {
  if (signed) throw new LensAlreadySigned(lens);
}

export interface AssignReviewerInput {
  readonly lens: Lens;
  readonly reviewerId: string;
  /** What the reviewer may do, looked up by the caller. */
  readonly reviewerRoles: readonly string[];
}

/**
 * Somebody who neither asked for it nor builds it looks through a lens. With the last one the assessment begins.
 * @throws NotFound, InvalidState, LensAlreadySigned, ReviewerConflict, ReviewerNotQualified
 */
export function assignReviewer(review: Review, input: AssignReviewerInput, ctx: RiskContext): ReviewEvent[] {
  const { lens, reviewerId } = input;
  const known = requireStatus(review, assessing);
  const state = requireLens(known, lens);
  requireUnsigned(state);
  requireImpartial({ personId: reviewerId }, ctx, ['input', 'reviewerId']);
  const roles = ctx.policy.review.value.reviewerRoles[lens];
  if (!roles.some((role) => input.reviewerRoles.includes(role))) throw new ReviewerNotQualified(lens, roles);
  if (state.reviewerId === reviewerId) return [];
  return [fact('ReviewerAssigned', { lens, reviewerId, previousReviewerId: state.reviewerId })];
}

export interface AnswerChecklistInput {
  readonly lens: Lens;
  readonly itemId: string;
  readonly answer: Answer;
  readonly evidence?: string | null;
}

/**
 * An answer; a later one replaces it. A yes to some questions needs something to show (P49), everything but a yes its reason.
 * @throws NotFound, InvalidState, LensAlreadySigned, EvidenceRequired, ReasonRequired
 */
export function answerChecklist(review: Review, input: AnswerChecklistInput, { policy }: RiskContext): ReviewEvent[] {
  const { lens, itemId, answer } = input;
  const state = requireLens(requireStatus(review, assessing), lens);
  requireUnsigned(state);
  if (!state.items.includes(itemId)) throw new NotFound('question of this lens', ['input', 'itemId']);
  const item = policy.review.value.checklists[lens].find((one) => one.itemId === itemId);
  const rule = textRule('evidence');
  const evidence =
    answer === 'YES' ? optionalText(input.evidence, rule) : owedReason(input.evidence, 'why this is no yes', rule);
  if (evidence === null && item?.evidence === true) throw new EvidenceRequired(itemId);
  return [fact('LensQuestionAnswered', { lens, itemId, answer, evidence })];
}

/**
 * The lens's own reviewer, or their deputy, vouches for it (K1). With the last signature a decision is due.
 * @throws NotFound, InvalidState, LensAlreadySigned, Forbidden, ReviewerConflict, ScopeChanged, LensIncomplete
 */
export function signLens(review: Review, { lens }: { readonly lens: Lens }, ctx: RiskContext): ReviewEvent[] {
  const known = requireStatus(review, ['IN_ASSESSMENT']);
  const state = requireLens(known, lens);
  requireUnsigned(state);
  const { reviewerId } = state;
  if (reviewerId === null || !actsFor(ctx.actor, reviewerId)) {
    throw new Forbidden('risk.sign', 'Only the reviewer of a lens signs it.');
  }
  // Somebody may have begun to build it since they were asked to review.
  requireImpartial({ personId: reviewerId }, ctx);
  requireImpartial(ctx.actor, ctx);
  requireCurrentScope(known, ctx);
  const missing = signingPoints(known, state);
  if (missing.length > 0) throw new LensIncomplete(lens, missing);
  return [fact('LensSigned', { lens, reviewerId, scopeHash: known.scopeHash })];
}
