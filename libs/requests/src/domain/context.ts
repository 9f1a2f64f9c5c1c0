import { Forbidden, InvalidState, NotFound } from '#libs/event-log';
import type { Instant } from '#libs/event-log';
import type { RequestPolicy } from './policy.js';
import { LimitReached, RequestOnHold } from './refusals.js';
import { isOpen, openStatuses } from './state.js';
import type { DoneBy, KnownRequest, OpenRequest, OpenStatus, Request, RequestStatus } from './state.js';
import type { LocalDate, Side } from './values.js';

/** Who acts. `roles` are those held in the request's two teams; the one that carries the right comes first. */
export interface Actor {
  readonly personId: string;
  readonly roles: readonly string[];
  /** The team's part in this request; null for somebody outside of both teams. */
  readonly side: Side | null;
  /** `own`: only as requester or co-author. */
  readonly grant: 'all' | 'own';
  /** The person a deputy stands for. */
  readonly onBehalfOf?: string;
}

/** All a rule may know besides the state and the input: time, caller and policy come in as data. */
export interface RuleContext {
  readonly now: Instant;
  /** The local day that counts for this request. */
  readonly today: LocalDate;
  readonly actor: Actor;
  readonly policy: RequestPolicy;
}

/** The ids an actor answers for: their own, and that of the person they stand for. */
export const personsOf = (actor: Actor): readonly string[] =>
  actor.onBehalfOf === undefined ? [actor.personId] : [actor.personId, actor.onBehalfOf];

export const actsFor = (actor: Actor, personId: string): boolean => personsOf(actor).includes(personId);

/** True when the actor is who did it, or one stands for the other. */
export const isSamePerson = (actor: Actor, done: DoneBy): boolean =>
  actsFor(actor, done.personId) || (done.onBehalfOf !== null && actsFor(actor, done.onBehalfOf));

export const hasRole = (actor: Actor, ...roles: readonly string[]): boolean =>
  roles.some((role) => actor.roles.includes(role));

/** The role an event names for its actor. */
export const leadingRole = (actor: Actor): string => actor.roles[0] ?? 'NONE';

/** @throws NotFound for a request nobody drafted */
export function requireKnown(request: Request): KnownRequest {
  if (request.status === 'unknown') throw new NotFound('request');
  return request;
}

function requireOwn(request: KnownRequest, { actor }: RuleContext): void {
  if (actor.grant === 'all') return;
  const mine = [request.requesterId, ...request.coAuthors.map(({ personId }) => personId)];
  if (!mine.some((personId) => actsFor(actor, personId))) {
    throw new Forbidden('own', 'You may do this on requests of your own only, as requester or co-author.');
  }
}

/**
 * The request in one of the statuses a command allows, for somebody who may touch it.
 * @throws NotFound, Forbidden, InvalidState
 */
export function requireStatus<S extends RequestStatus>(
  request: Request,
  ctx: RuleContext,
  allowed: readonly S[],
): Extract<Request, { status: S }> {
  const known = requireKnown(request);
  requireOwn(known, ctx);
  if (!(allowed as readonly RequestStatus[]).includes(known.status)) throw new InvalidState(known.status, allowed);
  return known as Extract<Request, { status: S }>;
}

/** As {@link requireStatus}, for a step forward: refused on hold (`REQUEST_HELD`). */
export function requireForward<S extends OpenStatus>(
  request: Request,
  ctx: RuleContext,
  allowed: readonly S[],
): Extract<Request, { status: S }> {
  const ready = requireStatus(request, ctx, allowed);
  if (isOpen(request) && request.held) throw new RequestOnHold(request.held.reviewDate);
  return ready;
}

/** Any request that has not ended. */
export const requireOpen = (request: Request, ctx: RuleContext): OpenRequest =>
  requireStatus(request, ctx, openStatuses);

/** @throws LimitReached when `count` things would be more than `max` */
export function requireRoom(count: number, max: number, of: { what: string; path?: readonly string[] }): void {
  if (count > max) throw new LimitReached(of.what, max, of.path);
}
