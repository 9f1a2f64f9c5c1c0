import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { addDays } from './calendar.js';

export const responsibilities = ['CONTENT', 'TECHNOLOGY', 'SECURITY', 'PRIVACY', 'ON_CALL'] as const;
/** What somebody answers for on a property. */
export type ResponsibilityArea = (typeof responsibilities)[number];

export const checkKinds = ['TEST', 'SECURITY', 'PERFORMANCE', 'ACCESSIBILITY'] as const;
export type CheckKind = (typeof checkKinds)[number];

export const checkResults = ['PASSED', 'FAILED'] as const;
export type CheckResult = (typeof checkResults)[number];

export interface CheckData {
  readonly kind: CheckKind;
  readonly result: CheckResult;
  readonly evidence: string;
  readonly checkedOn: LocalDate;
  /** Requests a minute a PERFORMANCE check reached. */
  readonly capacityRpm: number | null;
}

/** Days on which nothing is launched, as the properties of a freeze keep them: a launch looks nowhere else (P49). */
export interface NotedFreeze {
  readonly freezeId: string;
  readonly from: LocalDate;
  /** The last day. */
  readonly to: LocalDate;
}

export interface PropertyFacts {
  PropertyRegistered: {
    readonly name: string;
    readonly url: string;
    /** Everybody can reach it. */
    readonly isPublic: boolean;
  };
  ResponsibilityAssigned: {
    readonly area: ResponsibilityArea;
    readonly personId: string;
    readonly previousPersonId: string | null;
  };
  CheckRecorded: CheckData;
  /** A freeze covers it, in the append that declares the freeze. */
  PropertyFrozen: NotedFreeze;
  /** A freeze ends before its time: `on` is the first day without it. */
  PropertyThawed: { readonly freezeId: string; readonly on: LocalDate };
}
export type PropertyEvent = {
  [T in keyof PropertyFacts]: { readonly type: T; readonly data: PropertyFacts[T] };
}[keyof PropertyFacts];

export interface KnownProperty {
  readonly status: 'REGISTERED';
  readonly name: string;
  readonly url: string;
  readonly isPublic: boolean;
  readonly responsible: Readonly<Partial<Record<ResponsibilityArea, string>>>;
  /** The last one of each kind. */
  readonly checks: Readonly<Partial<Record<CheckKind, CheckData>>>;
  /** What the last passed PERFORMANCE check reached; a later one that failed takes it back. */
  readonly testedCapacityRpm: number | null;
  /** Those ahead and in force, and of those that are over as many as there is room for. */
  readonly freezes: readonly NotedFreeze[];
}
export type Property = { readonly status: 'unknown' } | KnownProperty;

/** A check counts in the order of its days, whenever it was written down. */
function checked(property: KnownProperty, data: CheckData): KnownProperty {
  const last = property.checks[data.kind];
  if (last && last.checkedOn > data.checkedOn) return property;
  const checks = { ...property.checks, [data.kind]: data };
  if (data.kind !== 'PERFORMANCE') return { ...property, checks };
  return { ...property, checks, testedCapacityRpm: data.result === 'PASSED' ? data.capacityRpm : null };
}

/** Freezes a property keeps; a rule sees to it that so many are never ahead. */
export const maxNotedFreezes = 200;

/** Where there are too many, the one that is over the longest goes. */
function frozen(property: KnownProperty, noted: NotedFreeze): KnownProperty {
  const freezes = [...property.freezes, noted];
  if (freezes.length <= maxNotedFreezes) return { ...property, freezes };
  const first = freezes.reduce((oldest, one) => (one.to < oldest.to ? one : oldest));
  return { ...property, freezes: freezes.filter((one) => one !== first) };
}

/** It held on the days before; one that had not begun never did. */
function thawed(property: KnownProperty, { freezeId, on }: PropertyFacts['PropertyThawed']): KnownProperty {
  const freezes = property.freezes.flatMap((one) => {
    if (one.freezeId !== freezeId || one.to < on) return [one];
    return one.from < on ? [{ ...one, to: addDays(on, -1) }] : [];
  });
  return { ...property, freezes };
}

function evolveKnown(property: KnownProperty, event: PropertyEvent): KnownProperty | undefined {
  switch (event.type) {
    case 'PropertyRegistered':
      return property;
    case 'ResponsibilityAssigned':
      return { ...property, responsible: { ...property.responsible, [event.data.area]: event.data.personId } };
    case 'CheckRecorded':
      return checked(property, event.data);
    case 'PropertyFrozen':
      return frozen(property, event.data);
    case 'PropertyThawed':
      return thawed(property, event.data);
  }
}

/** How one fact changes a property. Total. */
export function evolveProperty(property: Property, event: PropertyEvent): Property {
  if (property.status !== 'unknown') return evolveKnown(property, event) ?? property;
  if (event.type !== 'PropertyRegistered') return property;
  return { status: 'REGISTERED', ...event.data, responsible: {}, checks: {}, testedCapacityRpm: null, freezes: [] };
}

/** The aggregate of one web property. */
export const property: Aggregate<Property, PropertyEvent> = {
  type: 'property',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (state, event: Recorded<PropertyEvent>) => evolveProperty(state, event),
};
