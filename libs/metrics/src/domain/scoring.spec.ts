import { type BaselineSet, type MetricState, type OwnDefinition, untouched } from './metric.js';
import type { MeasuringCircumstances } from './circumstances.js';
import type { Dossiers } from './dossiers.js';
import { changePercent, median, nearestRank, rounded } from './figures.js';
import { definitionsOf, metricKeys, metricOf } from './known-metrics.js';
import { figureOf, measureAll } from './scoring.js';
import { eventMetrics } from './metrics/index.js';
import { windowOf } from './window.js';

const circumstances: MeasuringCircumstances = {
  now: '2026-03-31T21:59:00.000Z',
  day: '2026-03-31',
  dayOf: (at) => at.slice(0, 10),
  startOf: (day) => `${day}T00:00:00.000Z`,
  workingMinutes: () => 0,
  cadence: () => null,
};

const definition = (definitionVersion: number, more: Partial<OwnDefinition> = {}): OwnDefinition => ({
  definitionVersion,
  name: 'Collaboration score',
  text: 'Mean of five items',
  unit: 'points',
  direction: 'UP',
  minSample: 5,
  ...more,
});
const march = { from: '2026-03-01', until: '2026-03-31' };
const december = { from: '2025-12-01', until: '2025-12-31' };
const baseline = (definitionVersion: number, value: number): BaselineSet => ({
  definitionVersion,
  window: december,
  value,
  n: 10,
  source: 'IMPORTED',
});
const observed = (definitionVersion: number, value: number, n = 10) => ({
  definitionVersion,
  window: march,
  value,
  n,
  source: 'Survey tool',
});

const dossiersWith = (state: Partial<MetricState>, key = 'score'): Dossiers => ({
  requests: new Map(),
  entries: [],
  reviews: [],
  interruptions: [],
  metrics: new Map([[key, { ...untouched, ...state }]]),
});

const figure = (state: Partial<MetricState>, version: number | null = null) => {
  const dossiers = dossiersWith(state);
  return figureOf(metricOf(dossiers, 'score', version)!, {
    dossiers,
    window: windowOf({ month: '2026-03' }),
    circumstances,
  });
};

describe('a metric of somebody’s own', () => {
  const given = {
    definitions: [definition(1), definition(2, { minSample: 20 })],
    baselines: [baseline(1, 60)],
    observations: [observed(1, 66), observed(2, 71)],
    targets: [{ definitionVersion: 1, value: null, changePercent: 25, by: '2026-12-31' }],
  };

  it('keeps what was measured under each version of its definition apart', () => {
    const old = figure(given, 1);
    expect([old.measured.value, old.baseline?.value, old.changePercent, old.flags]).toEqual([66, 60, 10, []]);
    const now = figure(given);
    expect([now.measured.value, now.baseline, now.changePercent, now.wanted]).toEqual([71, null, null, null]);
    expect(now.flags).toEqual(['INSUFFICIENT_DATA']);
  });

  it('gives both once it was measured anew under the new one', () => {
    const both = { ...given, baselines: [...given.baselines, baseline(2, 50)] };
    expect(figure(both, 1).changePercent).toBe(10);
    expect(figure(both).changePercent).toBe(42);
  });

  it('says how much of a wanted change has come', () =>
    expect(figure(given, 1).wanted).toMatchObject({ value: 75, attainmentPercent: 40, met: false }));

  it('counts the last of several observations of a window, and none of another one', () => {
    const again = { ...given, observations: [observed(2, 71), observed(2, 72)] };
    expect(figure(again).measured.value).toBe(72);
    expect(figure({ ...given, observations: [{ ...observed(2, 71), window: december }] }).measured.value).toBeNull();
  });

  it('is unknown under a version that is not there', () => {
    expect(metricOf(dossiersWith(given), 'score', 3)).toBeNull();
    expect(metricOf(dossiersWith(given), 'other')).toBeNull();
    expect(definitionsOf(dossiersWith(given), 'score').map((one) => one.definition.version)).toEqual([1, 2]);
  });

  it('is on no scoreboard once it is retired', () => {
    const window = windowOf({ month: '2026-03' });
    const keysOf = (dossiers: Dossiers) =>
      measureAll({ dossiers, window, circumstances }).map(({ metric }) => metric.key);
    expect(keysOf(dossiersWith(given)).at(-1)).toBe('score');
    expect(keysOf(dossiersWith({ ...given, retired: { reason: 'No more' } }))).not.toContain('score');
  });
});

describe('a target', () => {
  const state = { definitions: [definition(1, { direction: 'DOWN' })], observations: [observed(1, 40)] };
  const target = (more: object) => ({
    definitionVersion: 1,
    value: null,
    changePercent: null,
    by: '2026-12-31',
    ...more,
  });

  it('as a value is met or not without a baseline, too', () => {
    const wanted = figure({ ...state, targets: [target({ value: 40 })] }).wanted;
    expect(wanted).toMatchObject({ value: 40, attainmentPercent: null, met: true });
  });

  it('that wants no change is attained by no percentage', () => {
    const same = { ...state, baselines: [baseline(1, 40)], targets: [target({ value: 40 })] };
    expect(figure(same).wanted).toMatchObject({ attainmentPercent: null, met: true });
  });

  it('is below 0 where it went the other way, and the last one counts', () => {
    const worse = {
      ...state,
      baselines: [baseline(1, 30)],
      targets: [target({ value: 99 }), target({ changePercent: -50 })],
    };
    expect(figure(worse).wanted).toMatchObject({ value: 15, attainmentPercent: -66.7, met: false });
  });
});

describe('the service’s own metrics', () => {
  it('come first, each with a definition in words', () => {
    const keys = metricKeys(dossiersWith({ definitions: [definition(1)] }));
    expect(keys).toEqual([...eventMetrics.map(({ key }) => key), 'score']);
    expect(keys).not.toEqual(expect.arrayContaining(['M4']));
    for (const { definitions } of eventMetrics) {
      expect(definitions.map(({ version }) => version)).toEqual(definitions.map((_, index) => index + 1));
      for (const { text } of definitions) expect(text.length).toBeGreaterThan(40);
    }
  });

  it('have no value, and no mistake, in a workspace where nothing has happened', () => {
    const dossiers = { ...dossiersWith({}), metrics: new Map() };
    const all = measureAll({ dossiers, window: windowOf({ quarter: '2026-Q1' }), circumstances });
    expect(all.map(({ metric, measured: { value, n } }) => [metric.key, value, n])).toMatchSnapshot();
  });

  it('in a window that is not over are immature', () => {
    const dossiers = { ...dossiersWith({}), metrics: new Map() };
    const all = measureAll({ dossiers, window: windowOf({ quarter: '2026-Q2' }), circumstances });
    expect(all.every(({ flags }) => flags.includes('IMMATURE'))).toBe(true);
    expect(all[0]!.trend.at(-2)).toMatchObject({ from: '2026-01-01', until: '2026-03-31' });
  });
});

describe('figures', () => {
  it('round halves away from 0', () => {
    expect([rounded(1.00005), rounded(-1.00005), rounded(0.1 + 0.2, 1), rounded(-0.00001)]).toEqual([
      1.0001, -1.0001, 0.3, 0,
    ]);
  });

  it('know the middle and the nearest rank', () => {
    const days = [70, 3, 17, 20, 30, 45, 62];
    expect([median(days), nearestRank(days, 85), nearestRank(days, 1), nearestRank([], 85), median([])]).toEqual([
      30,
      62,
      3,
      null,
      null,
    ]);
  });

  it('change against the size of the baseline, and against 0 not at all', () => {
    expect([changePercent(7, 8.75), changePercent(-5, -10), changePercent(5, 0)]).toEqual([-20, 50, null]);
  });
});
