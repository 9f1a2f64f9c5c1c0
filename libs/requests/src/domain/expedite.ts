import { hasRole, owedReason, type Period, upcomingDate } from '#libs/vocabulary';
import { Forbidden, NotFound, ValidationFailed } from '#libs/event-log';
import { requireForward, requireOpen } from './context.js';
import type { RuleContext } from './context.js';
import type { ExpediteQuota } from './expedite-quota.js';
import type { RequestEvent, RequestFacts } from './facts.js';
import {
  AlreadyExpedited,
  DisplacedRequestRequired,
  type DisplacementObstacle,
  ExpediteNotPending,
  ExpeditePending,
} from './refusals-urgency.js';
import { isActive } from './state.js';
import type { OpenRequest, Request } from './state.js';
import type { Expedite } from './state-delivery.js';
import type { CostOfDelay } from './values-delivery.js';
import type { Workload } from './workload.js';
import { hasRoom, providerTeamOf } from './workload-rules.js';

export interface ExpediteInput {
  /** The day on which it is worth nothing any more. */
  readonly hardDate: string;
  readonly costOfDelay: CostOfDelay;
  readonly reason: string;
  /** The request that has to wait … */
  readonly displacesRequestId?: string | null;
  /** … or why nobody has to. */
  readonly displacesNothing?: string | null;
}

/** What a decision on urgency looks at besides its request, each as it stands in the same append. */
export interface UrgencyLookup {
  /** The request the decision is about. */
  readonly requestId: string;
  request(id: string): Request;
  workload(teamId: string): Workload;
  quota(consumerTeamId: string, period: Period): ExpediteQuota;
}

type Displacing = Pick<RequestFacts['ExpediteRequested'], 'displacesRequestId' | 'displacesNothing'>;

/** Handed in, and nothing to show yet. */
export const hurriable = ['SUBMITTED', 'TRIAGED', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS'] as const;

export function requireLead({ actor }: RuleContext, role: 'MARKETING_LEAD' | 'ENGINEERING_LEAD', right: string): void {
  if (!hasRole(actor, role)) throw new Forbidden(right, `Only the ${role} of the request’s own team does this.`);
}

/** Of two requests of one provider team one can make way for the other; while a provider is unknown, perhaps. */
function obstacleOf(request: Request, other: Request): DisplacementObstacle | null {
  if (!isActive(other)) return 'NOT_ACTIVE';
  if (other.expedite?.status === 'GRANTED') return 'EXPEDITED';
  const [mine, theirs] = [providerTeamOf(request), providerTeamOf(other)];
  return mine !== null && theirs !== null && mine !== theirs ? 'OTHER_PROVIDER' : null;
}

/** Nobody has to wait only where the load of the provider shows room. */
function requireRoomFor(request: Request, look: UrgencyLookup): void {
  const teamId = providerTeamOf(request);
  if (teamId === null) throw new DisplacedRequestRequired('NO_PROVIDER');
  if (!hasRoom(look.workload(teamId), look.requestId)) throw new DisplacedRequestRequired('NO_ROOM');
}

/** A request that can wait. */
export interface Waiting {
  readonly requestId: string;
  readonly request: OpenRequest;
}

/** The request that has to wait; null where nobody has to. @throws DisplacedRequestRequired, NotFound */
export function requireDisplaced(
  request: Request,
  { displacesRequestId }: Displacing,
  look: UrgencyLookup,
): Waiting | null {
  if (displacesRequestId === null) {
    requireRoomFor(request, look);
    return null;
  }
  if (displacesRequestId === look.requestId) throw new DisplacedRequestRequired('SAME_REQUEST');
  const other = look.request(displacesRequestId);
  if (other.status === 'unknown') throw new NotFound('request', ['input', 'displacesRequestId']);
  const obstacle = obstacleOf(request, other);
  if (obstacle !== null) throw new DisplacedRequestRequired(obstacle);
  // Without an obstacle it is active.
  return { requestId: displacesRequestId, request: other as OpenRequest };
}

function displacingOf(input: ExpediteInput, { policy }: RuleContext): Displacing {
  const path = ['input', 'displacesNothing'];
  const displacesRequestId = input.displacesRequestId ?? null;
  const given = input.displacesNothing ?? null;
  if (displacesRequestId !== null && given !== null)
    throw new ValidationFailed('Either name the request that has to wait or say why nobody has to.', path);
  if (displacesRequestId !== null) return { displacesRequestId, displacesNothing: null };
  if (given === null) throw new DisplacedRequestRequired('NOT_NAMED');
  return {
    displacesRequestId,
    displacesNothing: owedReason(given, 'nobody has to wait', { path, max: policy.limits.maxText }),
  };
}

/**
 * Marketing asks to put a request first, and says who waits for it (P21). One question at a time.
 * @throws Forbidden, AlreadyExpedited, ExpeditePending, DateInPast, ReasonRequired, DisplacedRequestRequired, NotFound, RequestOnHold
 */
export function requestExpedite(
  request: Request,
  input: ExpediteInput,
  ctx: RuleContext,
  look: UrgencyLookup,
): RequestEvent[] {
  const { expedite } = requireForward(request, ctx, hurriable);
  requireLead(ctx, 'MARKETING_LEAD', 'request.expedite');
  if (expedite?.status === 'GRANTED') throw new AlreadyExpedited();
  if (expedite?.status === 'REQUESTED') throw new ExpeditePending();
  const hardDate = upcomingDate(input.hardDate, ctx.today, ['input', 'hardDate']);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  const reason = owedReason(input.reason, 'why it cannot wait', rule);
  const displacing = displacingOf(input, ctx);
  requireDisplaced(request, displacing, look);
  return [{ type: 'ExpediteRequested', data: { hardDate, costOfDelay: input.costOfDelay, reason, ...displacing } }];
}

export function requirePending({ expedite }: OpenRequest): Expedite {
  if (expedite?.status !== 'REQUESTED') throw new ExpediteNotPending();
  return expedite;
}

/** Engineering says no; marketing may ask again. @throws Forbidden, ExpediteNotPending, ReasonRequired */
export function declineExpedite(
  request: Request,
  input: { readonly reason: string },
  ctx: RuleContext,
): RequestEvent[] {
  const open = requireOpen(request, ctx);
  requireLead(ctx, 'ENGINEERING_LEAD', 'request.grantExpedite');
  requirePending(open);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  return [{ type: 'ExpediteDeclined', data: { reason: owedReason(input.reason, 'why it does not go first', rule) } }];
}
