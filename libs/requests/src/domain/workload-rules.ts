import { Forbidden, type Instant, ValidationFailed } from '#libs/event-log';
import { hasRole } from '#libs/vocabulary';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { stateAfter } from './foreseen.js';
import { WipLimitReached } from './refusals-urgency.js';
import type { Request, RequestStatus } from './state.js';
import type { Workload, WorkloadEvent } from './workload.js';

/** The statuses in which a request is work in progress of its provider team. */
export const inWorkStatuses: readonly RequestStatus[] = ['APPROVED', 'IN_PROGRESS', 'DELIVERED'];

export const isInWork = ({ status }: Request): boolean => (inWorkStatuses as readonly string[]).includes(status);

/** The team that builds it; null before triage. */
export const providerTeamOf = (request: Request): string | null =>
  'triage' in request && request.triage ? request.triage.providerTeamId : null;

/** A request that comes into the work of a team, or goes out of it. */
export interface WorkMove {
  readonly requestId: string;
  readonly teamId: string;
  /** The status it goes to. */
  readonly to: RequestStatus;
  readonly kind: 'TAKEN' | 'LEFT';
}

/** Whether these facts take the request into the work of its team or out of it; null when it stays where it was. */
export function workMove(
  requestId: string,
  before: Request,
  { facts, now }: { facts: readonly RequestEvent[]; now: Instant },
): WorkMove | null {
  const after = stateAfter(before, facts, now);
  const teamId = providerTeamOf(after);
  if (isInWork(before) === isInWork(after) || teamId === null || after.status === 'unknown') return null;
  return { requestId, teamId, to: after.status, kind: isInWork(after) ? 'TAKEN' : 'LEFT' };
}

/** The fact for the team's stream. Once more taken, or once more left, is no fact. */
export function moveWork(state: Workload, { requestId, to, kind }: WorkMove): WorkloadEvent[] {
  if (state.inWork.includes(requestId) === (kind === 'TAKEN')) return [];
  return [
    kind === 'TAKEN' ? { type: 'WorkTaken', data: { requestId } } : { type: 'WorkLeft', data: { requestId, why: to } },
  ];
}

/** How many requests besides this one are in work. */
export const othersInWork = ({ inWork }: Workload, requestId: string): number =>
  inWork.filter((id) => id !== requestId).length;

/** Room for this request within the limit; always, while none is set. */
export const hasRoom = (state: Workload, requestId: string): boolean =>
  state.limit === null || othersInWork(state, requestId) < state.limit;

/**
 * The facts of an approval as the load of the team lets them be: with a warning at the limit. Work that comes back (a rollback, a
 * reopening) is there, limit or not.
 * @throws WipLimitReached where the limit is hard
 */
export function withinLimit(state: Workload, move: WorkMove, facts: readonly RequestEvent[]): readonly RequestEvent[] {
  const approves = facts.some(({ type }) => type === 'RequestApproved');
  if (!approves || move.kind !== 'TAKEN' || hasRoom(state, move.requestId) || state.limit === null) return facts;
  if (state.hard) throw new WipLimitReached(state.limit, othersInWork(state, move.requestId));
  return facts.map((fact): RequestEvent => {
    if (fact.type !== 'RequestApproved') return fact;
    return { ...fact, data: { ...fact.data, warnings: [...(fact.data.warnings ?? []), 'WIP_LIMIT_REACHED'] } };
  });
}

export interface WipLimitInput {
  readonly teamId: string;
  /** 1 to 1,000; null takes the limit away. */
  readonly limit: number | null;
  readonly hard: boolean;
}

function limitOf({ limit }: WipLimitInput, { policy }: RuleContext): number | null {
  const { maxWipLimit } = policy.limits;
  if (limit === null || (Number.isSafeInteger(limit) && limit >= 1 && limit <= maxWipLimit)) return limit;
  throw new ValidationFailed(`A limit is 1 to ${maxWipLimit} requests; null takes it away.`, ['input', 'limit']);
}

/**
 * How much a team works on at a time (P24). No fact when it stands so already. What is in work stays there, limit or not.
 * @param ctx roles held in that team alone
 * @throws Forbidden, ValidationFailed
 */
export function setWipLimit(state: Workload, input: WipLimitInput, ctx: RuleContext): WorkloadEvent[] {
  if (!hasRole(ctx.actor, 'ENGINEERING_LEAD'))
    throw new Forbidden('request.setWipLimit', 'The engineering lead of the team sets its limit.');
  const limit = limitOf(input, ctx);
  const hard = limit !== null && input.hard;
  return state.limit === limit && state.hard === hard ? [] : [{ type: 'WipLimitSet', data: { limit, hard } }];
}
