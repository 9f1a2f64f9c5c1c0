import { codeOf, people } from './given.spec-kit.js';
import { capacityGap, declarePeak, evolvePeak, type KnownPeak, type Peak } from './peak.js';
import { recordCheck, registerProperty } from './property-rules.js';
import { evolveProperty, type Property } from './property.js';

const none: Peak = { status: 'unknown' };
const input = { propertyId: 'shop', title: 'Sale', from: '2026-11-27', to: '2026-11-30', expectedPeakRpm: 6000 };
const declared = (testedCapacityRpm: number | null): KnownPeak =>
  declarePeak(none, { ...input, testedCapacityRpm }).reduce(evolvePeak, none) as KnownPeak;

const property = (capacityRpm: number): Property => {
  const shop: Property = registerProperty(
    { status: 'unknown' },
    { name: 'Shop', url: 'https://shop.example', isPublic: true },
  ).reduce(evolveProperty, { status: 'unknown' } as Property);
  const check = { kind: 'PERFORMANCE', result: 'PASSED', evidence: 'report', checkedOn: '2026-01-04' } as const;
  const ctx = { now: '2026-01-05T08:00:00.000Z', today: '2026-01-05', actor: people.backend };
  return recordCheck(shop, { ...check, capacityRpm }, ctx).reduce(evolveProperty, shop);
};

describe('a peak (P49)', () => {
  it('lacks what is expected beyond what was tested, by its own test or the last one of the property', () => {
    const gaps = [
      capacityGap(declared(null), { status: 'unknown' }),
      capacityGap(declared(null), property(5000)),
      capacityGap(declared(6500), property(5000)),
      capacityGap(declared(100), property(5000)),
    ];
    expect(gaps).toEqual([6000, 1000, -500, 1000]);
  });

  it('has days, a title and figures', () => {
    const declare =
      (change: object, state: Peak = none) =>
      () =>
        declarePeak(state, { ...input, ...change });
    expect(codeOf(declare({ expectedPeakRpm: 0 }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ expectedPeakRpm: 1.5 }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ testedCapacityRpm: -1 }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ to: '2026-11-26' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({ title: '' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(declare({}, declared(null)))).toBe('ALREADY_REGISTERED');
  });
});
