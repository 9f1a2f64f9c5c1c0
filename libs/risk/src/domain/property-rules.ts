import { NotFound, ValidationFailed } from '#libs/event-log';
import {
  type Circumstances,
  freeText,
  type LocalDate,
  owedReason,
  pastDate,
  plainText,
  requireRoom,
} from '#libs/vocabulary';
import { textRule } from './context.js';
import { requireRpm } from './peak-figures.js';
import {
  type CheckData,
  type CheckKind,
  type CheckResult,
  type KnownProperty,
  maxNotedFreezes,
  type NotedFreeze,
  type Property,
  type PropertyEvent,
  type ResponsibilityArea,
} from './property.js';
import { AlreadyRegistered } from './refusals.js';

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

/**
 * A property somebody registered; `path`: where its id stands.
 * @throws NotFound
 */
export function requireKnownProperty(
  state: Property,
  path: readonly string[] = ['input', 'propertyId'],
): KnownProperty {
  if (state.status === 'unknown') throw new NotFound('property', path);
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

/**
 * Notes a freeze on a property it covers; the freeze itself is decided in the same append.
 * @throws NotFound; LimitReached where too many are ahead
 */
export function freezeProperty(
  state: Property,
  noted: NotedFreeze,
  { today }: Pick<Circumstances, 'today'>,
): PropertyEvent[] {
  const path = ['input', 'propertyIds'];
  const { freezes } = requireKnownProperty(state, path);
  const ahead = freezes.filter(({ to }) => today <= to);
  requireRoom(ahead.length + 1, maxNotedFreezes, { what: 'freezes ahead on one property', path });
  return [{ type: 'PropertyFrozen', data: noted }];
}

/** A freeze ends; nothing where it does not hold there any more. */
export function thawProperty(state: Property, freezeId: string, on: LocalDate): PropertyEvent[] {
  const holds = state.status !== 'unknown' && state.freezes.some((one) => one.freezeId === freezeId && on <= one.to);
  return holds ? [{ type: 'PropertyThawed', data: { freezeId, on } }] : [];
}

/** Ids of the freezes that are noted on a property for a day. */
export const freezesNotedOn = (state: Property, day: LocalDate): string[] =>
  state.status === 'unknown'
    ? []
    : state.freezes.filter(({ from, to }) => from <= day && day <= to).map(({ freezeId }) => freezeId);
