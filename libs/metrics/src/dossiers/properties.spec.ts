import fc from 'fast-check';
import type { Recorded } from '#libs/event-log';
import { measureAll, windowOf, wholeMonths } from '../domain/index.js';
import { circumstancesOf, dossierFolds, type FiledDossier, gather, keyedDossiers } from './index.js';
import { dossiersOf, measureStory, partOf, requestStory, TEAMS, type Told, whence, worked } from './story.spec-kit.js';

const DAYS = 90;
const day = (offset: number): string => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
const offset = fc.nat({ max: DAYS - 1 });

/** An ordinary request that came some part of its way, with something that happened to it. */
const request = (number: number): fc.Arbitrary<Told[]> =>
  fc
    .record({
      begun: offset,
      steps: fc.array(fc.nat({ max: 20 }), { minLength: 4, maxLength: 4 }),
      until: fc.nat({ max: 4 }),
      likely: fc.integer({ min: 60, max: 9_000 }),
      bugs: fc.array(offset, { maxLength: 3 }),
    })
    .map(({ begun, steps, until, likely, bugs }) => {
      const days = steps.reduce<number[]>((all, step) => [...all, all.at(-1)! + step], [begun]).map(day);
      const [submitted, ...later] = days as [string, ...string[]];
      const [triaged, approved, delivered, launched] = later.slice(0, until);
      const way = { submitted, likely, ...(triaged && { triaged }), ...(approved && { approved }) };
      const whole = { ...way, ...(delivered && { delivered }), ...(launched && { launched }) };
      const found = bugs.map((foundAt): Told => [
        `request-${number}`,
        day(DAYS),
        'BugReported',
        { foundAt: day(foundAt) },
      ]);
      return [...requestStory(number, whole), ...found];
    });

const entries = fc
  .array(fc.record({ on: offset, minutes: fc.integer({ min: 1, max: 480 }), rework: fc.boolean() }), { maxLength: 12 })
  .map((all) =>
    all.map(({ on, minutes, rework }, index) =>
      worked(`t${index}`, day(on), minutes, { requestId: '1', activity: rework ? 'REWORK' : 'BUILD' }),
    ),
  );

const streams = fc
  .tuple(request(1), request(2), request(3), entries)
  .map(([one, two, three, worked]) => [one, two, three, ...worked.map((entry) => [entry])]);

const boardOf = (story: readonly Told[]) => {
  const dossiers = dossiersOf([...TEAMS, ...story]);
  const circumstances = circumstancesOf(dossiers, whence('2026-04-30'));
  return measureAll({ dossiers, window: windowOf({ quarter: '2026-Q1' }), circumstances });
};

describe('metrics', () => {
  it('are the same in whatever order streams come', () => {
    const property = fc.property(streams, fc.infiniteStream(fc.nat()), (all, order) => {
      const shuffled = all
        .map((stream) => ({ stream, at: order.next().value as number }))
        .toSorted((one, other) => one.at - other.at)
        .map(({ stream }) => stream);
      expect(boardOf(shuffled.flat())).toEqual(boardOf(all.flat()));
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('that count add up over the parts of a window', () => {
    const additive = [
      ['M1', 'signals'],
      ['M2', 'total'],
      ['M18', 'expedites'],
      ['M7', 'bugs'],
    ] as const;
    const months = wholeMonths(windowOf({ quarter: '2026-Q1' })).map((month) => windowOf({ month }));
    fc.assert(
      fc.property(streams, (all) => {
        for (const [key, part] of additive) {
          const figures = months.map((window) => measureStory(key, all.flat(), { day: '2026-05-31', window }));
          const whole = measureStory(key, all.flat(), { day: '2026-05-31' });
          expect(figures.reduce((sum, one) => sum + (partOf(one, part) ?? 0), 0)).toBe(partOf(whole, part));
          if (key === 'M7') expect(figures.reduce((sum, { n }) => sum + n, 0)).toBe(whole.n);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('do not look beyond what they are made of: other facts change nothing', () => {
    const strange: Told[] = [
      ['request-1', '2026-02-02', 'LabelsChanged', { added: ['x'], removed: [] }],
      ['agreement-1', '2026-02-02', 'AgreementDrafted', {}],
      ['metricless-1', '2026-02-02', 'MetricDefined', {}],
    ];
    fc.assert(
      fc.property(streams, (all) => {
        expect(boardOf([...all.flat(), ...strange])).toEqual(boardOf(all.flat()));
      }),
      { numRuns: 10 },
    );
  });
});

describe('dossiers', () => {
  it('have names and types of streams of their own, and follow only facts they change by', () => {
    expect(new Set(dossierFolds.map(({ name }) => name)).size).toBe(dossierFolds.length);
    expect(new Set(dossierFolds.map(({ streamType }) => streamType)).size).toBe(dossierFolds.length);
    expect(dossierFolds.every(({ types = [] }) => types.length > 0)).toBe(true);
    expect(keyedDossiers.types).toEqual([...new Set(dossierFolds.flatMap(({ types = [] }) => types))]);
  });

  it('are plain JSON', () => {
    const property = fc.property(streams, (all) => {
      const filed = new Map<string, FiledDossier>();
      all.flat().forEach(([streamId, , type, data = {}], index) => {
        const event = {
          streamId,
          type,
          data,
          recordedAt: `2026-01-05T09:00:00.${index}Z`,
          meta: {},
        } as unknown as Recorded;
        if (keyedDossiers.key(event) !== null)
          filed.set(streamId, keyedDossiers.step(filed.get(streamId) ?? null, event));
      });
      const rows = [...filed.values()];
      expect(gather(JSON.parse(JSON.stringify(rows)) as FiledDossier[])).toEqual(gather(rows));
    });
    fc.assert(property, { numRuns: 10 });
  });
});
