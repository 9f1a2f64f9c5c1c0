import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate, Side } from '#libs/vocabulary';
import { addDays } from './calendar.js';
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
  /** It was declared by mistake, or is needed no longer: `on` is the first day without it. */
  FreezeEnded: { readonly on: LocalDate; readonly reason: string };
}
export type FreezeEvent = {
  [T in keyof FreezeFacts]: { readonly type: T; readonly data: FreezeFacts[T] };
}[keyof FreezeFacts];

/** A lead's yes to one launch. */
export interface FreezeYes {
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
  /** By request: who said yes, the first one first. */
  readonly given: Readonly<Record<string, readonly FreezeYes[]>>;
  /** Requests both leads let through. */
  readonly overridden: readonly string[];
  /** That it ended before its time; null where its days just pass. */
  readonly ended: FreezeFacts['FreezeEnded'] | null;
}
export type Freeze = { readonly status: 'unknown' } | KnownFreeze;

/** Who said yes to a request, the first one first. */
export const yesesTo = ({ given }: KnownFreeze, requestId: string): readonly FreezeYes[] =>
  (Object.hasOwn(given, requestId) ? given[requestId] : undefined) ?? [];

function evolveKnown(freeze: KnownFreeze, event: FreezeEvent): KnownFreeze | undefined {
  switch (event.type) {
    case 'FreezeDeclared':
      return freeze;
    case 'FreezeOverrideGivenBySide': {
      const { requestId, ...yes } = event.data;
      return { ...freeze, given: { ...freeze.given, [requestId]: [...yesesTo(freeze, requestId), yes] } };
    }
    case 'FreezeOverridden':
      return { ...freeze, overridden: [...freeze.overridden, event.data.requestId] };
    case 'FreezeEnded':
      return { ...freeze, ended: freeze.ended ?? event.data };
  }
}

/** How one fact changes a freeze. Total. */
export function evolveFreeze(freeze: Freeze, event: FreezeEvent): Freeze {
  if (freeze.status !== 'unknown') return evolveKnown(freeze, event) ?? freeze;
  if (event.type !== 'FreezeDeclared') return freeze;
  return { status: 'DECLARED', ...event.data, given: {}, overridden: [], ended: null };
}

/** The aggregate of one freeze window. */
export const freeze: Aggregate<Freeze, FreezeEvent> = {
  type: 'freeze',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (state, event: Recorded<FreezeEvent>) => evolveFreeze(state, event),
};

export const freezeStandings = ['AHEAD', 'IN_FORCE', 'OVER', 'ENDED'] as const;
/** Where a freeze stands on a day. ENDED: before its time. */
export type FreezeStanding = (typeof freezeStandings)[number];

export function standingOf({ from, to, ended }: KnownFreeze, today: LocalDate): FreezeStanding {
  if (ended !== null) return 'ENDED';
  if (today < from) return 'AHEAD';
  return today <= to ? 'IN_FORCE' : 'OVER';
}

/** Its last day as it came to be; before its first where it ended before it began. */
export const lastDayOf = ({ to, ended }: KnownFreeze): LocalDate =>
  ended === null || ended.on > to ? to : addDays(ended.on, -1);

export interface FrozenAsk {
  readonly requestId: string;
  readonly properties: readonly string[];
  readonly day: LocalDate;
}

/** The freezes that keep a request from being launched on a day, the earliest first. */
export function freezesOn(freezes: Readonly<Record<string, Freeze>>, { requestId, properties, day }: FrozenAsk) {
  const holds = (one: KnownFreeze): boolean =>
    one.from <= day &&
    day <= lastDayOf(one) &&
    one.properties.some((property) => properties.includes(property)) &&
    !one.overridden.includes(requestId);
  return Object.entries(freezes)
    .flatMap(([freezeId, one]) =>
      one.status !== 'unknown' && holds(one) ? [{ freezeId, ...one, to: lastDayOf(one) }] : [],
    )
    .sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1));
}
