import { InvalidState, NotFound } from '#libs/event-log';
import { type Actor, actsFor, type Circumstances } from '#libs/vocabulary';
import type { RiskPolicy } from './policy.js';
import type { Concerned } from './facts.js';
import { InherentRatingMissing, ReviewerConflict, ScopeChanged } from './refusals.js';
import { currentOf, type LensState, type Review, type ReviewState, type ReviewStatus, type Risk } from './state.js';
import type { Lens, Rating, Signature, Subject } from './values.js';

/** What the subject's own stream says; a decision names that stream, so that it cannot change unseen. */
export interface SubjectView extends Subject, Concerned {
  /** Who asked for it. */
  readonly requesterIds: readonly string[];
  /** Who builds it. */
  readonly engineerIds: readonly string[];
  /** Hash of its scope (R5); constant for a subject without one. */
  readonly scopeHash: string;
  /** Withdrawn, declined, merged or closed. */
  readonly ended: boolean;
}

/** All a rule may know beside the state and the input. `today` is the workspace's local day. */
export interface RiskContext extends Circumstances {
  readonly policy: RiskPolicy;
  readonly subject: SubjectView;
}

/** States in which people look at risks. */
export const assessing = ['OPEN', 'IN_ASSESSMENT', 'DECISION_PENDING'] as const satisfies readonly ReviewStatus[];
/** No decision that lets pass rests on it. */
export const undecided = [...assessing, 'BLOCKED', 'EXPIRED'] as const satisfies readonly ReviewStatus[];
/** Everything but what ended with its subject. */
export const live = [...undecided, 'CLEARED', 'CONDITIONAL'] as const satisfies readonly ReviewStatus[];

/** @throws NotFound */
export function requireKnown(review: Review): ReviewState {
  if (review.status === 'unknown') throw new NotFound('risk review');
  return review;
}

/**
 * A review in one of the statuses a command allows.
 * @throws NotFound, InvalidState
 */
export function requireStatus(review: Review, allowed: readonly ReviewStatus[]): ReviewState {
  const known = requireKnown(review);
  if (!allowed.includes(known.status)) throw new InvalidState(known.status, allowed);
  return known;
}

/** @throws NotFound */
export function requireLens(review: ReviewState, lens: Lens): LensState {
  const found = review.lenses.find((one) => one.lens === lens);
  if (!found) throw new NotFound('lens of this review', ['input', 'lens']);
  return found;
}

/** @throws NotFound */
export function requireRisk(review: ReviewState, riskId: string): Risk {
  const found = review.risks.find((one) => one.riskId === riskId);
  if (!found) throw new NotFound('risk of this review', ['input', 'riskId']);
  return found;
}

/** @throws InherentRatingMissing */
export function requireRated(risk: Risk): Rating {
  const current = currentOf(risk);
  if (!current) throw new InherentRatingMissing(risk.riskId);
  return current;
}

/** Neither who asked for it nor who builds it, themselves or by deputy. @throws ReviewerConflict */
export function requireImpartial(
  actor: Pick<Actor, 'personId' | 'onBehalfOf'>,
  { subject }: Pick<RiskContext, 'subject'>,
  path?: readonly string[],
): void {
  const isOneOf = (ids: readonly string[]) => ids.find((id) => actsFor(actor as Actor, id));
  const requester = isOneOf(subject.requesterIds);
  if (requester !== undefined) throw new ReviewerConflict(requester, 'REQUESTER', path);
  const engineer = isOneOf(subject.engineerIds);
  if (engineer !== undefined) throw new ReviewerConflict(engineer, 'ENGINEER', path);
}

/** What is signed or decided is the scope of today. @throws ScopeChanged */
export function requireCurrentScope({ scopeHash }: ReviewState, { subject }: RiskContext): void {
  if (scopeHash !== subject.scopeHash) throw new ScopeChanged(scopeHash, subject.scopeHash);
}

export const signatureOf = ({ personId, onBehalfOf }: Actor): Signature => ({
  personId,
  onBehalfOf: onBehalfOf ?? null,
});

/** A text of a person, up to 4 000 characters. */
export const textRule = (field: string, max = 4000) => ({ path: ['input', field], max });
