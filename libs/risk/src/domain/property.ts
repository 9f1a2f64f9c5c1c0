import { type Aggregate, NotFound, type Recorded, ValidationFailed } from '#libs/event-log';
import { type Circumstances, freeText, type LocalDate, owedReason, pastDate, plainText } from '#libs/vocabulary';
import { textRule } from './context.js';
import { requireRpm } from './peak-figures.js';
import { AlreadyRegistered } from './refusals.js';

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

function evolveKnown(property: KnownProperty, event: PropertyEvent): KnownProperty | undefined {
  switch (event.type) {
    case 'PropertyRegistered':
      return property;
    case 'ResponsibilityAssigned':
      return { ...property, responsible: { ...property.responsible, [event.data.area]: event.data.personId } };
    case 'CheckRecorded':
      return checked(property, event.data);
  }
}

/** How one fact changes a property. Total. */
export function evolveProperty(property: Property, event: PropertyEvent): Property {
  if (property.status !== 'unknown') return evolveKnown(property, event) ?? property;
  if (event.type !== 'PropertyRegistered') return property;
  return { status: 'REGISTERED', ...event.data, responsible: {}, checks: {}, testedCapacityRpm: null };
}

/** The aggregate of one web property. */
export const property: Aggregate<Property, PropertyEvent> = {
  type: 'property',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (state, event: Recorded<PropertyEvent>) => evolveProperty(state, event),
};

export interface RegisterPropertyInput {
  readonly name: string;
  readonly url: string;
  readonly isPublic: boolean;
}

/**
 * A site or an app both sides work on.
 * @throws AlreadyRegistered, ValidationFailed
 */
export function registerProperty(state: Property, { name, url, isPublic }: RegisterPropertyInput): PropertyEvent[] {
  if (state.status !== 'unknown') throw new AlreadyRegistered('property');
  const address = plainText(url, { path: ['input', 'url'], max: 2000 });
  if (!/^https?:\/\/\S+$/.test(address)) throw new ValidationFailed('Write an http(s) address.', ['input', 'url']);
  return [
    { type: 'PropertyRegistered', data: { name: freeText(name, textRule('name', 200)), url: address, isPublic } },
  ];
}

/** @throws NotFound */
function requireKnownProperty(state: Property): KnownProperty {
  if (state.status === 'unknown') throw new NotFound('property');
  return state;
}

/**
 * Who answers for a part of it from now on; nothing where they do already.
 * @throws NotFound
 */
export function assignResponsibility(
  state: Property,
  { area, personId }: { readonly area: ResponsibilityArea; readonly personId: string },
): PropertyEvent[] {
  const previousPersonId = requireKnownProperty(state).responsible[area] ?? null;
  if (previousPersonId === personId) return [];
  return [{ type: 'ResponsibilityAssigned', data: { area, personId, previousPersonId } }];
}

export interface RecordCheckInput {
  readonly kind: CheckKind;
  readonly result: CheckResult;
  readonly evidence?: string | null;
  readonly checkedOn: string;
  readonly capacityRpm?: number | null;
}

/**
 * What a check found, and what shows it.
 * @throws NotFound, ReasonRequired, DateInFuture, ValidationFailed for a capacity of another kind of check
 */
export function recordCheck(state: Property, input: RecordCheckInput, { today }: Circumstances): PropertyEvent[] {
  requireKnownProperty(state);
  const { kind, result, capacityRpm = null } = input;
  const path = ['input', 'capacityRpm'];
  if (capacityRpm !== null && kind !== 'PERFORMANCE') {
    throw new ValidationFailed('Only a PERFORMANCE check reaches a capacity.', path);
  }
  const data: CheckData = {
    kind,
    result,
    evidence: owedReason(input.evidence, 'what the check shows', textRule('evidence')),
    checkedOn: pastDate(input.checkedOn, today, ['input', 'checkedOn']),
    capacityRpm: capacityRpm === null ? null : requireRpm(capacityRpm, path),
  };
  return [{ type: 'CheckRecorded', data }];
}
