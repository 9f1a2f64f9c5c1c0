import { Forbidden } from '#libs/event-log';
import { optionalText, owedReason, type Side, upcomingDate } from '#libs/vocabulary';
import { addDays } from './calendar.js';
import {
  live,
  requireImpartial,
  requireRated,
  requireRisk,
  requireStatus,
  type RiskContext,
  signatureOf,
  textRule,
  undecided,
} from './context.js';
import { type AcceptanceTerms, fact, type ReviewEvent } from './facts.js';
import { onReview, type ReviewDecision } from './gate-fact.js';
import { AcceptanceTooLong, CriticalNotAcceptable, ReductionWithoutMitigation, RiskOwnerMissing } from './refusals.js';
import { isReduced, mayBeSmaller } from './rating.js';
import { reopening, unsigning } from './reopening.js';
import { currentOf, type Review, type Risk } from './state.js';
import { requireLead, requireOtherPerson } from './two-leads.js';
import type { Band, RiskOwner, Signature, Treatment } from './values.js';

export interface ChooseTreatmentInput {
  readonly riskId: string;
  readonly treatment: Treatment;
  readonly owner: RiskOwner;
}

/** An acceptance, given. */
const accepted = (
  { riskId }: Risk,
  band: Band,
  { terms, by }: { terms: AcceptanceTerms; by: readonly Signature[] },
  { policy }: RiskContext,
): ReviewEvent =>
  fact('RiskAccepted', {
    riskId,
    band,
    ...terms,
    by,
    automatic: by.length === 0,
    policyVersion: policy.review.version,
  });

/** LOW is accepted by itself, until it is looked at again. */
function automatic(risk: Risk, { treatment }: ChooseTreatmentInput, ctx: RiskContext): ReviewEvent[] {
  const current = currentOf(risk);
  if (treatment !== 'ACCEPT' || current?.band !== 'LOW') return [];
  const expiresOn = addDays(ctx.today, ctx.policy.review.value.reviewDays.LOW);
  const terms = { expiresOn, justification: 'Low: accepted by itself until it is looked at again.', control: null };
  return [accepted(risk, 'LOW', { terms, by: [] }, ctx)];
}

/**
 * What is done about a risk, and who carries it. A LOW one is accepted with that; a risk that is smaller because it is avoided stays so.
 * @throws NotFound, InvalidState, ReviewerConflict, ReductionWithoutMitigation
 */
export function chooseTreatment(review: Review, input: ChooseTreatmentInput, ctx: RiskContext): ReviewEvent[] {
  const known = requireStatus(review, undecided);
  const { riskId, treatment, owner } = input;
  const risk = requireRisk(known, riskId);
  requireImpartial(ctx.actor, ctx);
  if (isReduced(risk) && !mayBeSmaller(risk, treatment, ctx.subject.scopeHash)) {
    throw new ReductionWithoutMitigation(riskId);
  }
  return [fact('TreatmentChosen', { riskId, treatment, owner }), ...automatic(risk, input, ctx)];
}

export interface AcceptRiskInput {
  readonly riskId: string;
  readonly side: Side;
  /** The last day it holds. */
  readonly expiresOn: string;
  readonly justification?: string | null;
  readonly control?: string | null;
}

/** @throws DateInPast, AcceptanceTooLong, ReasonRequired */
function termsOf(input: AcceptRiskInput, band: Band, { today, policy }: RiskContext): AcceptanceTerms {
  const expiresOn = upcomingDate(input.expiresOn, today, ['input', 'expiresOn']);
  const maxDays = policy.review.value.acceptanceDays[band] ?? 0;
  const latest = addDays(today, maxDays);
  if (expiresOn > latest) throw new AcceptanceTooLong(band, maxDays, latest);
  const justification = owedReason(input.justification, 'why the risk is accepted', textRule('justification'));
  const rule = textRule('control');
  const control =
    band === 'HIGH' ? owedReason(input.control, 'what is done instead', rule) : optionalText(input.control, rule);
  return { expiresOn, justification, control };
}

/** The lead of the side that carries it is enough. @throws RiskOwnerMissing, Forbidden */
function requireOwningSide({ riskId, owner }: Risk, side: Side): void {
  if (!owner) throw new RiskOwnerMissing(riskId);
  if (owner.side !== side) throw new Forbidden('risk.accept', 'The lead of the side that carries the risk accepts it.');
}

const isSameOffer = (a: AcceptanceTerms, b: AcceptanceTerms): boolean =>
  a.expiresOn === b.expiresOn && a.justification === b.justification && a.control === b.control;

/** HIGH: the first lead offers; the same terms of the other lead settle it, other terms are an offer of their own. */
function bySide(risk: Risk, { side }: AcceptRiskInput, terms: AcceptanceTerms, ctx: RiskContext): ReviewEvent[] {
  const { riskId, offered } = risk;
  const by = signatureOf(ctx.actor);
  const given = fact('RiskAcceptanceGivenBySide', { riskId, band: 'HIGH', ...terms, side, by });
  if (!offered || !isSameOffer(offered, terms)) return [given];
  requireOtherPerson(side, offered, ctx);
  return [given, accepted(risk, 'HIGH', { terms, by: [offered.by, by] }, ctx)];
}

/**
 * Somebody answers for living with a risk, until a day (K4). LOW: by itself with its treatment, or a lead. MEDIUM: the lead of the side
 * that carries it. HIGH: both leads, two persons, with what is done instead, 90 days at most. CRITICAL: nobody.
 * @throws NotFound, InvalidState, InherentRatingMissing, CriticalNotAcceptable, Forbidden, RiskOwnerMissing, DateInPast,
 *   AcceptanceTooLong, ReasonRequired, SideAlreadySigned, BothSidesBySamePerson
 */
export function acceptRisk(review: Review, input: AcceptRiskInput, ctx: RiskContext): ReviewEvent[] {
  const risk = requireRisk(requireStatus(review, undecided), input.riskId);
  const { band } = requireRated(risk);
  if (band === 'CRITICAL') throw new CriticalNotAcceptable(risk.riskId);
  const terms = termsOf(input, band, ctx);
  if (band === 'MEDIUM') requireOwningSide(risk, input.side);
  requireLead(input.side, ctx, 'risk.accept');
  if (band === 'HIGH') return bySide(risk, input, terms, ctx);
  return [accepted(risk, band, { terms, by: [signatureOf(ctx.actor)] }, ctx)];
}

export interface RevokeInput {
  readonly reviewId: string;
  readonly riskId: string;
  readonly side: Side;
  readonly reason?: string | null;
}

/**
 * A lead no longer lives with it. A decision that rested on the acceptance is taken up again (K3).
 * @throws NotFound, InvalidState, Forbidden, ReasonRequired
 */
export function revokeAcceptance(review: Review, input: RevokeInput, ctx: RiskContext): ReviewDecision {
  const known = requireStatus(review, live);
  const { riskId, reviewId, side } = input;
  const risk = requireRisk(known, riskId);
  requireLead(side, ctx, 'risk.accept');
  const reason = owedReason(input.reason, 'why it is no longer accepted', textRule('reason'));
  if (!risk.acceptance && !risk.offered) return onReview();
  const revoked = fact('RiskAcceptanceRevoked', { riskId, cause: 'LEAD', reason });
  const isPassing = known.status === 'CLEARED' || known.status === 'CONDITIONAL';
  if (!isPassing || !risk.acceptance) return onReview(revoked);
  const facts = [revoked, ...unsigning(known, [risk.lens], 'ACCEPTANCE_REVOKED')];
  return reopening(known, { reviewId, facts, cause: 'ACCEPTANCE_REVOKED' });
}

/**
 * The requesting side knows what may happen to it (P50); worth it again when the risk grows.
 * @throws NotFound, InvalidState, Forbidden, InherentRatingMissing
 */
export function acknowledgeRisk(
  review: Review,
  { riskId }: { readonly riskId: string },
  { actor }: RiskContext,
): ReviewEvent[] {
  const risk = requireRisk(requireStatus(review, live), riskId);
  const { band } = requireRated(risk);
  if (actor.side !== 'CONSUMER') throw new Forbidden('risk.acknowledge', 'The requesting side acknowledges risks.');
  return [fact('RiskAcknowledged', { riskId, band, by: signatureOf(actor) })];
}
