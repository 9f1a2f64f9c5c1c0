import { freeText, owedReason, plainText, requireRoom } from '#libs/vocabulary';
import { requireForward, requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { EstimateStale } from './refusals-delivery.js';
import type { CommittedRequest, Request } from './state.js';

export interface DeliverInput {
  /** What was built and where to look at it. */
  readonly notes: string;
  /** The build or change it is in, mostly an address. */
  readonly buildRef?: string | null;
}

/** What was signed covers what is being built (R5). @throws EstimateStale */
export function requireFresh({ estimate }: CommittedRequest): void {
  if (estimate.owes !== null) throw new EstimateStale(estimate.estimateId, estimate.owes);
}

/** Somebody begins to build it. @throws InvalidState, RequestOnHold */
export function startWork(request: Request, _input: object, ctx: RuleContext): RequestEvent[] {
  requireForward(request, ctx, ['APPROVED']);
  return [{ type: 'WorkStarted', data: { by: ctx.actor.personId } }];
}

/**
 * It is built: marketing looks at each criterion now.
 * @throws InvalidState, RequestOnHold, EstimateStale, ValidationFailed, PiiNotAllowed, LimitReached
 */
export function deliverRequest(request: Request, input: DeliverInput, ctx: RuleContext): RequestEvent[] {
  const working = requireForward(request, ctx, ['IN_PROGRESS']);
  const { maxText, maxUrlLength, maxDeliveries } = ctx.policy.limits;
  requireFresh(working);
  requireRoom(working.deliveries.length + 1, maxDeliveries, { what: 'deliveries of one request' });
  const notes = freeText(input.notes, { path: ['input', 'notes'], max: maxText });
  const ref = input.buildRef?.trim() ?? '';
  const buildRef = ref === '' ? null : plainText(ref, { path: ['input', 'buildRef'], max: maxUrlLength });
  return [{ type: 'RequestDelivered', data: { by: ctx.actor.personId, notes, buildRef } }];
}

/** Accepted work needs code after all, e.g. for a launch that was blocked; everything is verified anew. @throws ReasonRequired, InvalidState */
export function returnToWork(request: Request, input: { reason: string }, ctx: RuleContext): RequestEvent[] {
  requireStatus(request, ctx, ['ACCEPTED']);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  return [{ type: 'RequestReturnedToWork', data: { reason: owedReason(input.reason, 'what it still needs', rule) } }];
}
