import fc from 'fast-check';
import { firstVersion, isPolicyKind, type PolicyVersion, versionOn } from './policy.js';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

describe('the version of a day', () => {
  const versions: readonly PolicyVersion<string>[] = [
    { version: 3, effectiveFrom: '2026-04-01', value: 'c' },
    firstVersion('a'),
    { version: 2, effectiveFrom: '2026-04-01', value: 'b' },
    { version: 4, effectiveFrom: '2026-03-01', value: 'd' },
  ];

  it.each([
    ['0001-01-01', 1],
    ['2026-02-28', 1],
    ['2026-03-01', 4],
    ['2026-03-31', 4],
    ['2026-04-01', 3],
  ])('on %s is %d: the latest to begin, of several that begin together the newest', (on, version) =>
    expect(versionOn(versions, on).version).toBe(version),
  );

  it('is none where none has begun', () =>
    expect(() => versionOn([{ version: 2, effectiveFrom: '2026-04-01', value: 'b' }], '2026-03-31')).toThrow(
      RangeError,
    ));

  it('is never changed by what is set later, for a day that is over (P44)', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(30)), { maxLength: 8 }), (changes) => {
        // Each is set on a later day than the one before, from that day or a later one on.
        let today = 0;
        const set: PolicyVersion<number>[] = [firstVersion(0)];
        const seen = new Map<string, number>();
        for (const [wait, ahead] of changes) {
          for (let n = 0; n < wait; n += 1, today += 1) seen.set(day(today), versionOn(set, day(today)).version);
          set.push({ version: set.length + 1, effectiveFrom: day(today + ahead), value: ahead });
        }
        for (const [on, version] of seen) expect(versionOn(set, on).version).toBe(version);
      }),
    ));

  it('knows its kinds', () => expect([isPolicyKind('REQUESTS'), isPolicyKind('MOON')]).toEqual([true, false]));
});
