import { type Refusal } from '#libs/event-log';
import { evolveMetric, type MetricEvent, type MetricState, untouched } from './metric.js';
import {
  changeMetricDefinition,
  defineMetric,
  importObservation,
  metricLimits,
  retireMetric,
  setMetricBaseline,
  setMetricTarget,
} from './metric.rules.js';

const window = { from: '2025-10-01', until: '2025-12-31' };
const words = {
  key: 'score',
  name: 'Score',
  text: 'Mean of five items',
  unit: 'points',
  direction: 'UP',
  minSample: 5,
} as const;
const today = { today: '2026-01-05' };

const after = (...facts: readonly MetricEvent[]): MetricState => facts.reduce(evolveMetric, untouched);
const defined: MetricEvent = { type: 'MetricDefined', data: { definitionVersion: 1, ...words } };
const changed: MetricEvent = {
  type: 'MetricDefinitionChanged',
  data: { definitionVersion: 2, ...words, unit: 'percent' },
};
const retired: MetricEvent = { type: 'MetricRetired', data: { reason: 'Nobody asks' } };
const baseline = (value: number, definitionVersion = 1): MetricEvent => ({
  type: 'MetricBaselineSet',
  data: { definitionVersion, window, value, n: 7, source: 'IMPORTED' },
});

const codeOf = (deed: () => unknown): string => {
  try {
    deed();
  } catch (error) {
    return (error as Refusal).code;
  }
  return 'none';
};

const define = (input: Partial<typeof words> = {}, metric = untouched, count = 0) =>
  defineMetric({ metric, register: { count } }, { ...words, ...input });

describe('defining a metric', () => {
  it('gives it its first version, and counts it', () => {
    const { key: _key, ...said } = words;
    expect(define()).toEqual({
      metric: [{ type: 'MetricDefined', data: { definitionVersion: 1, ...said } }],
      register: [{ type: 'OwnMetricAdded', data: { key: 'score' } }],
    });
  });

  it.each([
    ['METRIC_KEY_TAKEN', () => define({}, after(defined))],
    ['METRIC_KEY_TAKEN', () => define({ key: 'M3' as 'score' })],
    ['VALIDATION_FAILED', () => define({ key: 'M99' as 'score' })],
    ['VALIDATION_FAILED', () => define({ key: 'a' as 'score' })],
    ['VALIDATION_FAILED', () => define({ minSample: -1 as 5 })],
    ['VALIDATION_FAILED', () => define({ minSample: 1.5 as 5 })],
    ['VALIDATION_FAILED', () => define({ name: ' ' as 'Score' })],
    ['PII_NOT_ALLOWED', () => define({ text: 'Ask mara@example.com' as 'Mean of five items' })],
    ['LIMIT_REACHED', () => define({}, untouched, metricLimits.metrics)],
  ])('is refused with %s', (code, deed) => expect(codeOf(deed)).toBe(code));
});

describe('changing its definition', () => {
  it('makes the next version', () =>
    expect(changeMetricDefinition(after(defined), { ...words, unit: 'percent' })).toMatchObject([
      { type: 'MetricDefinitionChanged', data: { definitionVersion: 2, unit: 'percent' } },
    ]));

  it.each([
    ['DEFINITION_UNCHANGED', () => changeMetricDefinition(after(...define().metric), words)],
    ['METRIC_IS_COMPUTED', () => changeMetricDefinition(untouched, { ...words, key: 'M3' })],
    ['METRIC_RETIRED', () => changeMetricDefinition(after(defined, retired), { ...words, unit: 'percent' })],
    ['NOT_FOUND', () => changeMetricDefinition(untouched, words)],
  ])('is refused with %s', (code, deed) => expect(codeOf(deed)).toBe(code));
});

describe('a baseline', () => {
  const input = { key: 'M3', window, imported: null };
  const found = { version: 1, value: 7, n: 7 };

  it('is what the service found, or what was brought along; each under its version', () => {
    expect(setMetricBaseline(untouched, input, found)).toEqual([
      { type: 'MetricBaselineSet', data: { definitionVersion: 1, window, value: 7, n: 7, source: 'COMPUTED' } },
    ]);
    const imported = { ...input, key: 'score', imported: { value: 60, n: 10 } };
    expect(setMetricBaseline(after(defined, changed), imported, null)).toEqual([
      { type: 'MetricBaselineSet', data: { definitionVersion: 2, window, value: 60, n: 10, source: 'IMPORTED' } },
    ]);
  });

  it.each([
    ['NOTHING_MEASURED', () => setMetricBaseline(untouched, input, { ...found, value: null })],
    ['NOT_FOUND', () => setMetricBaseline(untouched, { ...input, key: 'nothing' }, null)],
    ['METRIC_RETIRED', () => setMetricBaseline(after(defined, retired), { ...input, key: 'score' }, found)],
    ['VALIDATION_FAILED', () => setMetricBaseline(untouched, { ...input, imported: { value: 1e13, n: 1 } }, null)],
    ['VALIDATION_FAILED', () => setMetricBaseline(untouched, { ...input, imported: { value: 1, n: -1 } }, null)],
  ])('is refused with %s', (code, deed) => expect(codeOf(deed)).toBe(code));
});

describe('a target', () => {
  const input = { key: 'M3', value: 7, changePercent: null, by: '2026-03-31' };

  it('is a value, or a change of what was frozen', () => {
    expect(setMetricTarget(untouched, input, today)).toEqual([
      { type: 'MetricTargetSet', data: { definitionVersion: 1, value: 7, changePercent: null, by: '2026-03-31' } },
    ]);
    const relative = { ...input, value: null, changePercent: -20 };
    expect(setMetricTarget(after(baseline(8.75)), relative, today)).toHaveLength(1);
  });

  it.each([
    ['BASELINE_MISSING', () => setMetricTarget(untouched, { ...input, value: null, changePercent: -20 }, today)],
    ['BASELINE_MISSING', () => setMetricTarget(after(baseline(0)), { ...input, value: null, changePercent: 5 }, today)],
    [
      'BASELINE_MISSING',
      () =>
        setMetricTarget(
          after(defined, baseline(60), changed),
          { ...input, key: 'score', value: null, changePercent: 5 },
          today,
        ),
    ],
    ['VALIDATION_FAILED', () => setMetricTarget(untouched, { ...input, value: null }, today)],
    ['VALIDATION_FAILED', () => setMetricTarget(untouched, { ...input, changePercent: 1 }, today)],
    ['DATE_IN_PAST', () => setMetricTarget(untouched, { ...input, by: '2026-01-04' }, today)],
    ['METRIC_RETIRED', () => setMetricTarget(after(defined, retired), { ...input, key: 'score' }, today)],
  ])('is refused with %s', (code, deed) => expect(codeOf(deed)).toBe(code));
});

describe('an observation', () => {
  const input = { key: 'score', source: 'Survey tool', window, imported: { value: 66, n: 10 } };

  it('counts under the version in force', () =>
    expect(importObservation(after(defined, changed), input)).toEqual([
      { type: 'ObservationImported', data: { definitionVersion: 2, window, value: 66, n: 10, source: 'Survey tool' } },
    ]));

  it.each([
    ['METRIC_IS_COMPUTED', () => importObservation(untouched, { ...input, key: 'M3' })],
    ['METRIC_RETIRED', () => importObservation(after(defined, retired), input)],
    ['NOT_FOUND', () => importObservation(untouched, input)],
    ['PII_NOT_ALLOWED', () => importObservation(after(defined), { ...input, source: 'mara@example.com' })],
  ])('is refused with %s', (code, deed) => expect(codeOf(deed)).toBe(code));
});

describe('retiring', () => {
  it('keeps what was there', () => {
    const [fact] = retireMetric(after(defined, baseline(60)), { key: 'score', reason: 'Nobody asks' });
    expect(evolveMetric(after(defined, baseline(60)), fact!)).toMatchObject({
      baselines: [{ value: 60 }],
      retired: { reason: 'Nobody asks' },
    });
  });

  it.each([
    ['METRIC_IS_COMPUTED', () => retireMetric(untouched, { key: 'M3', reason: 'No' })],
    ['METRIC_RETIRED', () => retireMetric(after(defined, retired), { key: 'score', reason: 'No' })],
    ['NOT_FOUND', () => retireMetric(untouched, { key: 'score', reason: 'No' })],
  ])('is refused with %s', (code, deed) => expect(codeOf(deed)).toBe(code));
});

describe('a stream', () => {
  it('holds so many facts of a kind and no more', () => {
    const full: MetricState = {
      definitions: Array.from({ length: metricLimits.definitions }, () => ({ definitionVersion: 1, ...words })),
      baselines: Array.from({ length: metricLimits.baselines }, () => ({ ...after(baseline(1)).baselines[0]! })),
      targets: Array.from({ length: metricLimits.targets }, () => ({
        definitionVersion: 1,
        value: 1,
        changePercent: null,
        by: '2026-12-31',
      })),
      observations: Array.from({ length: metricLimits.observations }, () => ({
        definitionVersion: 1,
        window,
        value: 1,
        n: 1,
        source: 's',
      })),
      retired: null,
    };
    const imported = { value: 1, n: 1 };
    const deeds = [
      () => changeMetricDefinition(full, { ...words, unit: 'percent' }),
      () => setMetricBaseline(full, { key: 'score', window, imported }, null),
      () => setMetricTarget(full, { key: 'score', value: 1, changePercent: null, by: '2026-12-31' }, today),
      () => importObservation(full, { key: 'score', source: 's', window, imported }),
    ];
    expect(deeds.map(codeOf)).toEqual(deeds.map(() => 'LIMIT_REACHED'));
  });
});
