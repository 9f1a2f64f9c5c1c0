import { optionalText, owedReason } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import type { KnownRequest, Request } from './state.js';
import type { TrackingStatus } from './values-delivery.js';

/** Whether the events of the brief were seen to arrive (P6). A brief that asks for none needs no check. */
export function trackingStatus({ brief, tracking }: KnownRequest): TrackingStatus {
  if (brief.tracking.length === 0) return 'NOT_NEEDED';
  return tracking?.status ?? 'UNVERIFIED';
}

function requireTracking(request: KnownRequest): void {
  if (request.brief.tracking.length === 0) throw new NotFound('tracking in the brief');
}

/**
 * Its events were seen to arrive: before the launch, or after one that went without. No fact when that is known.
 * @throws InvalidState, NotFound when the brief asks for no tracking, PiiNotAllowed, ValidationFailed
 */
export function verifyTracking(
  request: Request,
  input: { readonly evidence?: string | null },
  ctx: RuleContext,
): RequestEvent[] {
  const built = requireStatus(request, ctx, ['ACCEPTED', 'LAUNCHED']);
  requireTracking(built);
  const evidence = optionalText(input.evidence, { path: ['input', 'evidence'], max: ctx.policy.limits.maxText });
  if (built.tracking?.status === 'VERIFIED') return [];
  return [{ type: 'TrackingVerified', data: { by: ctx.actor.personId, evidence } }];
}

/**
 * It may be launched without; the launched request stays among the gaps until somebody verifies it.
 * @throws InvalidState, NotFound when the brief asks for no tracking, ReasonRequired, PiiNotAllowed, ValidationFailed
 */
export function waiveTracking(request: Request, input: { readonly reason: string }, ctx: RuleContext): RequestEvent[] {
  const accepted = requireStatus(request, ctx, ['ACCEPTED']);
  requireTracking(accepted);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  return [{ type: 'TrackingWaived', data: { reason: owedReason(input.reason, 'why it goes without', rule) } }];
}
