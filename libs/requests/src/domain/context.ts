import { Forbidden, InvalidState, NotFound } from '#libs/event-log';
import { type Actor, actsFor, type Circumstances } from '#libs/vocabulary';
import type { RequestPolicy } from './policy.js';
import { RequestOnHold } from './refusals.js';
import { activeStatuses, isOpen, openStatuses } from './state.js';
import type { ActiveStatus, KnownRequest, OpenRequest, OpenStatus, Request, RequestStatus } from './state.js';

/** All a rule may know besides the state and the input: time, caller and policy come in as data. */
export interface RuleContext extends Circumstances {
  readonly policy: RequestPolicy;
}

/** @throws NotFound for a request nobody drafted */
export function requireKnown(request: Request): KnownRequest {
  if (request.status === 'unknown') throw new NotFound('request');
  return request;
}

/** True for the requester, a co-author, and who stands for one of them. */
export const isRequester = (request: KnownRequest, actor: Actor): boolean =>
  [request.requesterId, ...request.coAuthors.map(({ personId }) => personId)].some((personId) =>
    actsFor(actor, personId),
  );

export function requireOwn(request: KnownRequest, { actor }: RuleContext): void {
  if (actor.grant === 'all') return;
  if (!isRequester(request, actor)) {
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
  return inStatus(known, allowed);
}

/** As {@link requireStatus}, where the rule itself says whose the request has to be. @throws InvalidState */
export function inStatus<S extends RequestStatus>(
  known: KnownRequest,
  allowed: readonly S[],
): Extract<Request, { status: S }> {
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

/** Any request before its launch. */
export const requireActive = (request: Request, ctx: RuleContext): Extract<Request, { status: ActiveStatus }> =>
  requireStatus(request, ctx, activeStatuses);

/** Any request that has not ended. */
export const requireOpen = (request: Request, ctx: RuleContext): OpenRequest =>
  requireStatus(request, ctx, openStatuses);
