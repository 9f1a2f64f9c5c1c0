import type { FreezeFacts, PeakDeclaredData, PropertyFacts } from './domain/index.js';
import { counted, leadOf, quoted, span, spoken } from './words.js';

type Sentences<Facts> = { readonly [T in keyof Facts]: (data: Facts[T]) => string };

const AREAS: Readonly<Record<PropertyFacts['ResponsibilityAssigned']['area'], string>> = {
  CONTENT: 'its content',
  TECHNOLOGY: 'its technology',
  SECURITY: 'its security',
  PRIVACY: 'privacy on it',
  ON_CALL: 'being called about it',
};

const CHECKS: Readonly<Record<PropertyFacts['CheckRecorded']['kind'], string>> = {
  TEST: 'Its test',
  SECURITY: 'Its security check',
  PERFORMANCE: 'Its performance check',
  ACCESSIBILITY: 'Its accessibility check',
};

const ofProperties: Sentences<PropertyFacts> = {
  PropertyRegistered: ({ name, url, isPublic }) =>
    `${quoted(name)} was registered at ${url}${isPublic ? ', open to everybody' : ''}`,
  ResponsibilityAssigned: ({ area, previousPersonId }) =>
    `${previousPersonId === null ? 'Somebody' : 'Somebody else'} answers for ${AREAS[area]} now`,
  CheckRecorded: ({ kind, result, checkedOn, capacityRpm, evidence }) =>
    `${CHECKS[kind]} of ${checkedOn} ${spoken(result)}` +
    `${capacityRpm === null ? '' : ` at ${capacityRpm} requests a minute`}: ${quoted(evidence)}`,
  PropertyFrozen: ({ from, to }) => `Nothing is launched on it ${span(from, to)}`,
  PropertyThawed: ({ on }) => `Launches on it are possible again from ${on} on`,
};

const ofPeaks: Sentences<{ readonly PeakDeclared: PeakDeclaredData }> = {
  PeakDeclared: ({ title, from, to, expectedPeakRpm, testedCapacityRpm }) =>
    `${quoted(title)}: up to ${expectedPeakRpm} requests a minute are expected ${span(from, to)}` +
    (testedCapacityRpm === null ? '' : `, ${testedCapacityRpm} were reached in a test`),
};

const ofFreezes: Sentences<FreezeFacts> = {
  FreezeDeclared: ({ properties, from, to, reason }) =>
    `Nothing is launched on ${counted(properties.length, 'site')} ${span(from, to)}: ${quoted(reason)}`,
  FreezeOverrideGivenBySide: ({ side, reason }) => `The ${leadOf(side)} would let a launch through: ${quoted(reason)}`,
  FreezeOverridden: () => 'Both leads let a launch through',
  FreezeEnded: ({ on, reason }) => `It ends before its time, from ${on} on: ${quoted(reason)}`,
};

/** Sentences about properties, peaks and freezes, without their full stop. */
export const PROPERTY_SENTENCES = { ...ofProperties, ...ofPeaks, ...ofFreezes };
