import { bandOf, defaultGrid, requireGrid } from './matrix.js';
import { codeOf } from './given.spec-kit.js';
import { defaultPolicies, policyOn, versionOn } from './policy.js';
import { isShort, itemsOf, lensesFor } from './triggers.js';
import { type Band, lenses, levels } from './values.js';

const triggers = policyOn(defaultPolicies, '2026-01-01').triggers.value;
const terms = policyOn(defaultPolicies, '2026-01-01').review.value;
const rowsWith = (likelihood: number, impact: number, band: Band) =>
  defaultGrid.map((row, l) => row.map((one, i) => (l === likelihood - 1 && i === impact - 1 ? band : one)));

describe('the matrix', () => {
  it('has 8 LOW, 7 MEDIUM, 7 HIGH and 3 CRITICAL cells', () => {
    const count = (band: Band) => defaultGrid.flat().filter((one) => one === band).length;
    expect([count('LOW'), count('MEDIUM'), count('HIGH'), count('CRITICAL')]).toEqual([8, 7, 7, 3]);
  });

  it.each([
    [1, 4, 'LOW'],
    [1, 5, 'MEDIUM'],
    [3, 3, 'MEDIUM'],
    [2, 5, 'HIGH'],
    [4, 4, 'HIGH'],
    [4, 5, 'CRITICAL'],
    [5, 5, 'CRITICAL'],
  ] as const)('(%d,%d) is %s', (likelihood, impact, band) =>
    expect(bandOf(defaultGrid, { likelihood, impact })).toBe(band),
  );

  it('may call (1,5) HIGH, but never get milder as things get worse', () => {
    // (1,5) HIGH asks for no more than that (2,5) is at least HIGH, which it is.
    expect(bandOf(requireGrid(rowsWith(1, 5, 'HIGH')), { likelihood: 1, impact: 5 })).toBe('HIGH');
    expect(codeOf(() => requireGrid(rowsWith(3, 3, 'LOW')))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => requireGrid(defaultGrid.slice(1)))).toBe('VALIDATION_FAILED');
    expect(() => bandOf([], { likelihood: 1, impact: levels[0] })).toThrow(RangeError);
  });
});

describe('versions of a policy', () => {
  const versions = [
    { version: 1, effectiveFrom: '2026-01-01', value: 'a' },
    { version: 3, effectiveFrom: '2026-04-01', value: 'c' },
    { version: 2, effectiveFrom: '2026-04-01', value: 'b' },
  ];

  it.each([
    ['2026-01-01', 1],
    ['2026-03-31', 1],
    ['2026-04-01', 3],
  ])('on %s it is version %d', (day, version) => expect(versionOn(versions, day).version).toBe(version));

  it('has none before the first', () => expect(() => versionOn(versions, '2025-12-31')).toThrow(RangeError));
});

describe('the trigger map', () => {
  it.each([
    ['PAYMENTS', ['PAYMENT', 'SECURITY']],
    ['PERSONAL_DATA', ['SECURITY', 'PRIVACY']],
    ['THIRD_PARTY_INTEGRATION', ['SECURITY', 'THIRD_PARTY']],
    ['AUTHENTICATION', ['SECURITY']],
    ['PUBLIC_PEAK', ['PEAK_TRAFFIC']],
    ['NEW_VENDOR', ['THIRD_PARTY']],
    ['LEGAL_CLAIMS', ['LEGAL']],
    ['DATA_MIGRATION', ['RELIABILITY']],
  ] as const)('%s opens %j', (touch, wanted) => expect(lensesFor({ touches: [{ touch }] }, triggers)).toEqual(wanted));

  it('asks for PEAK_TRAFFIC from the threshold on, and for urgent work on a public property', () => {
    const peak = (expectedPeakRpm: number) =>
      lensesFor({ touches: [{ touch: 'PUBLIC_PEAK', expectedPeakRpm }] }, triggers);
    expect([peak(999), peak(1000)]).toEqual([[], ['PEAK_TRAFFIC']]);
    const urgent = (publicProperty: boolean) => lensesFor({ touches: [], expedite: true, publicProperty }, triggers);
    expect([urgent(false), urgent(true)]).toEqual([[], ['PEAK_TRAFFIC']]);
  });

  it('asks small work without payments three questions a lens at most', () => {
    const small = { touches: [{ touch: 'PERSONAL_DATA' }], likelyMinutes: 480 } as const;
    expect(Math.max(...lenses.map((lens) => itemsOf(lens, small, terms).length))).toBe(3);
    expect(isShort({ ...small, likelyMinutes: 481 }, terms)).toBe(false);
    expect(isShort({ touches: [], likelyMinutes: null }, terms)).toBe(false);
    expect(isShort({ ...small, touches: [{ touch: 'PAYMENTS' }] }, terms)).toBe(false);
    expect(itemsOf('PAYMENT', { touches: [] }, terms)).toHaveLength(4);
  });
});
