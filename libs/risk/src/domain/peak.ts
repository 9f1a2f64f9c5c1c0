import type { Aggregate, Recorded } from '#libs/event-log';
import { freeText, type LocalDate } from '#libs/vocabulary';
import { requireSpan } from './calendar.js';
import { textRule } from './context.js';
import { requireRpm } from './peak-figures.js';
import type { Property } from './property.js';
import { AlreadyRegistered } from './refusals.js';

export interface PeakDeclaredData {
  readonly propertyId: string;
  readonly from: LocalDate;
  /** The last day. */
  readonly to: LocalDate;
  /** Requests a minute. */
  readonly expectedPeakRpm: number;
  /** Requests a minute a test reached; null: not tested for this peak. */
  readonly testedCapacityRpm: number | null;
  readonly title: string;
}
export type PeakEvent = { readonly type: 'PeakDeclared'; readonly data: PeakDeclaredData };

export type KnownPeak = { readonly status: 'DECLARED' } & PeakDeclaredData;
export type Peak = { readonly status: 'unknown' } | KnownPeak;

/** How one fact changes a peak. Total. */
export const evolvePeak = (peak: Peak, event: PeakEvent): Peak =>
  peak.status === 'unknown' && event.type === 'PeakDeclared' ? { status: 'DECLARED', ...event.data } : peak;

/** The aggregate of one declared peak. */
export const peak: Aggregate<Peak, PeakEvent> = {
  type: 'peak',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (state, event: Recorded<PeakEvent>) => evolvePeak(state, event),
};

export interface DeclarePeakInput {
  readonly propertyId: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly expectedPeakRpm: number;
  readonly testedCapacityRpm?: number | null;
}

/**
 * Many visitors are expected on a property from the first to the last day (P49).
 * @throws AlreadyRegistered, ValidationFailed
 */
export function declarePeak(state: Peak, input: DeclarePeakInput): PeakEvent[] {
  if (state.status !== 'unknown') throw new AlreadyRegistered('peak');
  const { propertyId, testedCapacityRpm = null } = input;
  const data: PeakDeclaredData = {
    propertyId,
    ...requireSpan(input.from, input.to),
    expectedPeakRpm: requireRpm(input.expectedPeakRpm, ['input', 'expectedPeakRpm']),
    testedCapacityRpm:
      testedCapacityRpm === null ? null : requireRpm(testedCapacityRpm, ['input', 'testedCapacityRpm'], 0),
    title: freeText(input.title, textRule('title', 200)),
  };
  return [{ type: 'PeakDeclared', data }];
}

/** What a property was shown to bear at a peak: the better of the peak's own test and the last one of the property. */
export function testedCapacityOf({ testedCapacityRpm }: KnownPeak, property: Property): number {
  const known = property.status === 'unknown' ? null : property.testedCapacityRpm;
  return Math.max(testedCapacityRpm ?? 0, known ?? 0);
}

/** Requests a minute that are missing at a peak: expected − tested; 0 or less where it bears them. */
export const capacityGap = (declared: KnownPeak, property: Property): number =>
  declared.expectedPeakRpm - testedCapacityOf(declared, property);
