import { Forbidden, NotFound, ValidationFailed } from '#libs/event-log';
import { actsFor, optionalText, owedReason, requireRoom } from '#libs/vocabulary';
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
  /** Where it stands in what was asked for. */
  readonly path?: readonly string[];
}

/**
 * An answer; a later one replaces it. A yes to some questions needs something to show (P49), everything but a yes its reason.
 * @throws NotFound, InvalidState, ReviewerConflict, LensAlreadySigned, EvidenceRequired, ReasonRequired
 */
export function answerChecklist(review: Review, input: AnswerChecklistInput, ctx: RiskContext): ReviewEvent[] {
  const { lens, itemId, answer, path = ['input'] } = input;
  const known = requireStatus(review, assessing);
  requireImpartial(ctx.actor, ctx);
  const state = requireLens(known, lens);
  requireUnsigned(state);
  if (!state.items.includes(itemId)) throw new NotFound('question of this lens', [...path, 'itemId']);
  const item = ctx.policy.review.value.checklists[lens].find((one) => one.itemId === itemId);
  const rule = { ...textRule('evidence'), path: [...path, 'evidence'] };
  const evidence =
    answer === 'YES' ? optionalText(input.evidence, rule) : owedReason(input.evidence, 'why this is no yes', rule);
  if (evidence === null && item?.evidence === true) throw new EvidenceRequired(itemId, rule.path);
  return [fact('LensQuestionAnswered', { lens, itemId, answer, evidence })];
}

/** Answers of one command. */
export const maxAnswers = 30;

export interface AnswerLensInput {
  readonly lens: Lens;
  readonly answers: readonly Pick<AnswerChecklistInput, 'itemId' | 'answer' | 'evidence'>[];
}

/**
 * Several answers at once: all of them, or none.
 * @throws ValidationFailed, LimitReached, and what {@link answerChecklist} throws
 */
export function answerLens(review: Review, { lens, answers }: AnswerLensInput, ctx: RiskContext): ReviewEvent[] {
  const path = ['input', 'answers'];
  if (answers.length === 0) throw new ValidationFailed('Give at least one answer.', path);
  requireRoom(answers.length, maxAnswers, { what: 'answers', path });
  return answers.flatMap((answer, index) =>
    answerChecklist(review, { ...answer, lens, path: [...path, String(index)] }, ctx),
  );
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
