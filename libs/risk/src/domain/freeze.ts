import { type Aggregate, NotFound, type Recorded, ValidationFailed } from '#libs/event-log';
import { type Circumstances, type LocalDate, owedReason, requireRoom, type Side } from '#libs/vocabulary';
import { requireSpan } from './calendar.js';
import { signatureOf, textRule } from './context.js';
import { AlreadyRegistered, FreezeAlreadyOverridden } from './refusals.js';
import { requireLead, requireOtherPerson } from './two-leads.js';
import type { Signature } from './values.js';

export interface FreezeFacts {
  FreezeDeclared: {
    readonly properties: readonly string[];
    readonly from: LocalDate;
    /** The last day it holds. */
    readonly to: LocalDate;
    readonly reason: string;
  };
  FreezeOverrideGivenBySide: {
    readonly requestId: string;
    readonly side: Side;
    readonly by: Signature;
    readonly reason: string;
  };
  /** Both leads let one request through (P49). */
  FreezeOverridden: {
    readonly requestId: string;
    readonly by: readonly Signature[];
    readonly reasons: readonly string[];
  };
}
export type FreezeEvent = {
  [T in keyof FreezeFacts]: { readonly type: T; readonly data: FreezeFacts[T] };
}[keyof FreezeFacts];

interface FirstYes {
  readonly side: Side;
  readonly by: Signature;
  readonly reason: string;
}

export interface KnownFreeze {
  readonly status: 'DECLARED';
  readonly properties: readonly string[];
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly reason: string;
  /** By request: one lead said yes. */
  readonly half: Readonly<Record<string, FirstYes>>;
  /** Requests both leads let through. */
  readonly overridden: readonly string[];
}
export type Freeze = { readonly status: 'unknown' } | KnownFreeze;

function evolveKnown(freeze: KnownFreeze, event: FreezeEvent): KnownFreeze | undefined {
  switch (event.type) {
    case 'FreezeDeclared':
      return freeze;
    case 'FreezeOverrideGivenBySide': {
      const { requestId, ...yes } = event.data;
      return { ...freeze, half: { ...freeze.half, [requestId]: freeze.half[requestId] ?? yes } };
    }
    case 'FreezeOverridden':
      return { ...freeze, overridden: [...freeze.overridden, event.data.requestId] };
  }
}

/** How one fact changes a freeze. Total. */
export function evolveFreeze(freeze: Freeze, event: FreezeEvent): Freeze {
  if (freeze.status !== 'unknown') return evolveKnown(freeze, event) ?? freeze;
  return event.type === 'FreezeDeclared' ? { status: 'DECLARED', ...event.data, half: {}, overridden: [] } : freeze;
}

/** The aggregate of one freeze window. */
export const freeze: Aggregate<Freeze, FreezeEvent> = {
  type: 'freeze',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (state, event: Recorded<FreezeEvent>) => evolveFreeze(state, event),
};

/** Properties of one freeze. */
export const maxFrozen = 200;
/** Requests let through one freeze, asked for or granted. */
export const maxOverrides = 500;

export interface DeclareFreezeInput {
  readonly properties: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly reason?: string | null;
}

/**
 * From the first to the last day nothing is launched on these properties (P49).
 * @throws AlreadyRegistered, ValidationFailed, ReasonRequired, LimitReached
 */
export function declareFreeze(state: Freeze, input: DeclareFreezeInput): FreezeEvent[] {
  if (state.status !== 'unknown') throw new AlreadyRegistered('freeze');
  const properties = [...new Set(input.properties)];
  const path = ['input', 'properties'];
  if (properties.length === 0) throw new ValidationFailed('Name at least one property.', path);
  requireRoom(properties.length, maxFrozen, { what: 'properties in one freeze', path });
  const reason = owedReason(input.reason, 'why nothing is launched', textRule('reason'));
  return [{ type: 'FreezeDeclared', data: { properties, ...requireSpan(input.from, input.to), reason } }];
}

export interface OverrideFreezeInput {
  readonly freezeId: string;
  readonly requestId: string;
  readonly side: Side;
  readonly reason?: string | null;
}

/**
 * A lead lets one request through; with the lead of the other side it is so.
 * @throws NotFound, Forbidden, ReasonRequired, FreezeAlreadyOverridden, SideAlreadySigned, BothSidesBySamePerson, LimitReached
 */
export function overrideFreeze(state: Freeze, input: OverrideFreezeInput, ctx: Circumstances): FreezeEvent[] {
  if (state.status === 'unknown') throw new NotFound('freeze');
  const { requestId, side } = input;
  requireLead(side, ctx, 'freeze.override');
  if (state.overridden.includes(requestId)) throw new FreezeAlreadyOverridden(input.freezeId, requestId);
  const reason = owedReason(input.reason, 'why this cannot wait', textRule('reason'));
  const first = Object.hasOwn(state.half, requestId) ? state.half[requestId] : undefined;
  if (first) requireOtherPerson(side, first, ctx);
  else requireRoom(Object.keys(state.half).length + 1, maxOverrides, { what: 'overrides of one freeze' });
  const by = signatureOf(ctx.actor);
  const given: FreezeEvent = { type: 'FreezeOverrideGivenBySide', data: { requestId, side, by, reason } };
  if (!first) return [given];
  return [
    given,
    { type: 'FreezeOverridden', data: { requestId, by: [first.by, by], reasons: [first.reason, reason] } },
  ];
}

export interface FrozenAsk {
  readonly requestId: string;
  readonly properties: readonly string[];
  readonly day: LocalDate;
}

/** The freezes that keep a request from being launched on a day, the earliest first. */
export function freezesOn(freezes: Readonly<Record<string, Freeze>>, { requestId, properties, day }: FrozenAsk) {
  const holds = (one: KnownFreeze): boolean =>
    one.from <= day &&
    day <= one.to &&
    one.properties.some((property) => properties.includes(property)) &&
    !one.overridden.includes(requestId);
  return Object.entries(freezes)
    .flatMap(([freezeId, one]) => (one.status !== 'unknown' && holds(one) ? [{ freezeId, ...one }] : []))
    .sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1));
}
