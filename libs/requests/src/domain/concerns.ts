import { freeText, hasRole, isSamePerson, plainText, requireRoom } from '#libs/vocabulary';
import { Forbidden, NotFound } from '#libs/event-log';
import { requireOpen } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { ConcernClosed, ConcernOpen } from './refusals.js';
import type { KnownRequest, Request } from './state.js';
import type { ConcernSeverity } from './values.js';

export interface RaiseConcernInput {
  readonly severity: ConcernSeverity;
  readonly text: string;
  /** The risk lens it belongs to, if any. */
  readonly lens?: string | null;
}

export interface ResolveConcernInput {
  readonly concernId: string;
  readonly resolution: string;
}

/** @throws ConcernOpen (P22) */
export function requireNoOpenConcern(request: KnownRequest): void {
  const blocking = request.concerns.filter(
    ({ severity, resolution }) => severity === 'BLOCKING' && resolution === null,
  );
  if (blocking.length > 0) throw new ConcernOpen(blocking.map(({ id }) => id));
}

/** A worry the requester has to see, numbered `K1`, `K2` … @throws ValidationFailed, PiiNotAllowed, LimitReached */
export function raiseConcern(request: Request, input: RaiseConcernInput, ctx: RuleContext): RequestEvent[] {
  const open = requireOpen(request, ctx);
  const { maxConcerns, maxShortText, maxText } = ctx.policy.limits;
  const number = open.concerns.length + 1;
  requireRoom(number, maxConcerns, { what: 'concerns on one request' });
  const text = freeText(input.text, { path: ['input', 'text'], max: maxText });
  const lens =
    input.lens == null ? {} : { lens: plainText(input.lens, { path: ['input', 'lens'], max: maxShortText }) };
  return [{ type: 'ConcernRaised', data: { concernId: `K${number}`, severity: input.severity, text, ...lens } }];
}

/** Who raised it, or an engineering lead, says how it is settled. @throws NotFound, ConcernClosed, Forbidden, PiiNotAllowed */
export function resolveConcern(request: Request, input: ResolveConcernInput, ctx: RuleContext): RequestEvent[] {
  const concern = requireOpen(request, ctx).concerns.find(({ id }) => id === input.concernId);
  if (!concern) throw new NotFound('concern', ['input', 'concernId']);
  if (concern.resolution !== null) throw new ConcernClosed(concern.id);
  if (!isSamePerson(ctx.actor, concern.raisedBy) && !hasRole(ctx.actor, 'ENGINEERING_LEAD')) {
    throw new Forbidden('request.resolveConcern', 'Who raised a concern, or an engineering lead, resolves it.');
  }
  const resolution = freeText(input.resolution, { path: ['input', 'resolution'], max: ctx.policy.limits.maxText });
  return [{ type: 'ConcernResolved', data: { concernId: concern.id, resolution } }];
}
