import { isSamePerson, optionalText } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import { requireForward, requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { CriteriaUnverified, DelivererCannotAccept } from './refusals-delivery.js';
import type { CommittedRequest, KnownRequest, Request } from './state.js';
import type { CriterionRejectionCause } from './values-delivery.js';
import { requireFresh } from './work.js';

export interface VerifyCriterionInput {
  readonly criterionId: string;
  /** How it was seen, e.g. a measured value or an address. */
  readonly evidence?: string | null;
}

export interface RejectCriterionInput {
  readonly criterionId: string;
  readonly cause: CriterionRejectionCause;
  readonly note?: string | null;
}

/** A delivered request that has this criterion. */
function deliveredWith(request: Request, criterionId: string, ctx: RuleContext): CommittedRequest<'DELIVERED'> {
  const delivered = requireStatus(request, ctx, ['DELIVERED']);
  if (!delivered.brief.criteria.some(({ id }) => id === criterionId))
    throw new NotFound('criterion', ['input', 'criterionId']);
  return delivered;
}

/** One criterion holds (P3). No fact when the same was said before. @throws InvalidState, NotFound, PiiNotAllowed, ValidationFailed */
export function verifyCriterion(request: Request, input: VerifyCriterionInput, ctx: RuleContext): RequestEvent[] {
  const { criterionId } = input;
  const { verdicts } = deliveredWith(request, criterionId, ctx);
  const evidence = optionalText(input.evidence, { path: ['input', 'evidence'], max: ctx.policy.limits.maxText });
  const known = verdicts.find((one) => one.criterionId === criterionId);
  if (known?.verified && known.evidence === evidence) return [];
  return [{ type: 'CriterionVerified', data: { criterionId, evidence } }];
}

/** One criterion does not hold: back to work. @throws InvalidState, NotFound, PiiNotAllowed, ValidationFailed */
export function rejectCriterion(request: Request, input: RejectCriterionInput, ctx: RuleContext): RequestEvent[] {
  const { criterionId, cause } = input;
  deliveredWith(request, criterionId, ctx);
  const note = optionalText(input.note, { path: ['input', 'note'], max: ctx.policy.limits.maxText });
  return [{ type: 'CriterionRejected', data: { criterionId, cause, note } }];
}

/** Ids of the criteria nobody has verified of what was delivered, in the order of the brief. */
export function unverifiedCriteria({ brief, verdicts }: KnownRequest): string[] {
  const verified = new Set(verdicts.filter((one) => one.verified).map(({ criterionId }) => criterionId));
  return brief.criteria.map(({ id }) => id).filter((id) => !verified.has(id));
}

/**
 * Every criterion holds and what was signed covers it. Somebody else than the deliverer accepts, counting deputies.
 * @throws InvalidState, RequestOnHold, DelivererCannotAccept, EstimateStale, CriteriaUnverified
 */
export function acceptRequest(request: Request, _input: object, ctx: RuleContext): RequestEvent[] {
  const delivered = requireForward(request, ctx, ['DELIVERED']);
  const deliverer = delivered.deliveries.at(-1)?.by;
  if (deliverer && isSamePerson(ctx.actor, deliverer)) throw new DelivererCannotAccept();
  requireFresh(delivered);
  const unverified = unverifiedCriteria(delivered);
  if (unverified.length > 0) throw new CriteriaUnverified(unverified);
  return [{ type: 'RequestAccepted', data: { by: ctx.actor.personId, releasedMinutes: [] } }];
}
