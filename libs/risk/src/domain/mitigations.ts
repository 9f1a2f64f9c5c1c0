import { Forbidden, InvalidState, NotFound } from '#libs/event-log';
import { actsFor, freeText, isSamePerson, owedReason, requireRoom, upcomingDate } from '#libs/vocabulary';
import {
  live,
  requireImpartial,
  requireRisk,
  requireStatus,
  type RiskContext,
  signatureOf,
  textRule,
  undecided,
} from './context.js';
import { fact, type ReviewEvent } from './facts.js';
import { requirePlace } from './matrix.js';
import { SelfApprovalForbidden } from './refusals.js';
import type { Mitigation, Review, ReviewState } from './state.js';

/** Mitigations of one review. */
export const maxMitigations = 300;

export interface AddMitigationInput {
  readonly riskId: string;
  readonly title: string;
  readonly ownerId: string;
  readonly due: string;
  /** It has to be verified before a launch. */
  readonly preLaunch: boolean;
  /** Where the risk shall be afterwards. */
  readonly expected?: { readonly likelihood: number; readonly impact: number } | null;
}

/**
 * Something that will make a risk smaller, who sees to it, and by when. What has to happen before a launch is not added to a decision
 * that lets launch already.
 * @throws NotFound, InvalidState, DateInPast, ScoreOutOfRange, LimitReached
 */
export function addMitigation(review: Review, input: AddMitigationInput, { today }: RiskContext): ReviewEvent[] {
  const { riskId, ownerId, preLaunch, expected } = input;
  const known = requireStatus(review, preLaunch ? undecided : live);
  requireRisk(known, riskId);
  requireRoom(known.counters.mitigations + 1, maxMitigations, { what: 'mitigations in one review' });
  return [
    fact('MitigationAdded', {
      mitigationId: `M${known.counters.mitigations + 1}`,
      riskId,
      title: freeText(input.title, textRule('title', 200)),
      ownerId,
      due: upcomingDate(input.due, today, ['input', 'due']),
      preLaunch,
      expected: expected ? requirePlace(expected.likelihood, expected.impact, ['input', 'expected']) : null,
    }),
  ];
}

/** Which mitigation of a review; with its risk, it has to be one of that risk. */
export interface MitigationKey {
  readonly riskId?: string;
  readonly mitigationId: string;
}

/** @throws NotFound */
function requireMitigation(review: ReviewState, { riskId, mitigationId }: MitigationKey): Mitigation {
  const risks = riskId === undefined ? review.risks : [requireRisk(review, riskId)];
  const found = risks.flatMap((risk) => risk.mitigations).find((one) => one.mitigationId === mitigationId);
  if (!found) throw new NotFound('mitigation of this review', ['input', 'mitigationId']);
  return found;
}

/** @throws InvalidState */
function requireMitigationStatus({ status }: Mitigation, needed: Mitigation['status']): void {
  if (status !== needed) throw new InvalidState(status, [needed]);
}

/**
 * It is done, and this shows it. Some may say so of their own alone.
 * @throws NotFound, Forbidden, InvalidState, ReasonRequired
 */
export function completeMitigation(
  review: Review,
  input: MitigationKey & { readonly evidence?: string | null },
  { actor }: RiskContext,
): ReviewEvent[] {
  const mitigation = requireMitigation(requireStatus(review, live), input);
  if (actor.grant === 'own' && !actsFor(actor, mitigation.ownerId)) {
    throw new Forbidden('risk.completeMitigation', 'Only who carries this mitigation says that it is done.');
  }
  requireMitigationStatus(mitigation, 'PLANNED');
  const evidence = owedReason(input.evidence, 'what shows that it is done', textRule('evidence'));
  return [fact('MitigationCompleted', { mitigationId: input.mitigationId, by: signatureOf(actor), evidence })];
}

/**
 * Somebody who neither carries it nor did it has looked at the evidence (K2).
 * @throws NotFound, InvalidState, SelfApprovalForbidden, ReviewerConflict
 */
export function verifyMitigation(review: Review, key: MitigationKey, ctx: RiskContext): ReviewEvent[] {
  const { mitigationId } = key;
  const mitigation = requireMitigation(requireStatus(review, live), key);
  requireMitigationStatus(mitigation, 'DONE');
  const { ownerId, completedBy } = mitigation;
  const isOwn = actsFor(ctx.actor, ownerId) || (completedBy !== null && isSamePerson(ctx.actor, completedBy));
  if (isOwn) throw new SelfApprovalForbidden();
  requireImpartial(ctx.actor, ctx);
  return [fact('MitigationVerified', { mitigationId, by: signatureOf(ctx.actor) })];
}
