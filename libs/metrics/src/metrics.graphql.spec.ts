import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';

interface Problem {
  readonly __typename: string;
  readonly code: string;
  readonly path: readonly string[];
  readonly metricKey?: string;
}

interface Shown {
  readonly key: string;
  readonly version: number;
  readonly definition: { readonly version: number; readonly unit: string };
  readonly baselines: readonly {
    readonly value: number | null;
    readonly source: string;
    readonly definitionVersion: number;
  }[];
}

interface Payload {
  readonly metric: Shown | null;
  readonly position: string | null;
  readonly problems: readonly Problem[];
}

const PAYLOAD = `metric { key version definition { version unit } baselines { value source definitionVersion } } position
  problems { __typename code path ... on MetricKeyTakenProblem { metricKey } }`;
const ROW = `key value n minSample flags definition { version text } parts { key value } baseline { value } change changePercent
  attainment { attainmentPercent met } trend { from value } asOfPosition`;

const words = { name: 'Score', text: 'Mean of five items', unit: 'points', direction: 'UP', minSample: 5 };
const march = { month: '2026-03' };

describe('metrics by GraphQL', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  interface Giving {
    readonly as?: string;
    readonly expect?: object;
  }
  const give = (mutation: string, input: object, { as = 'CMO', expect = { latest: true } }: Giving = {}) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const isNew = mutation === 'defineMetric';
    const document = `mutation ($input: ${type}${isNew ? '' : ', $expect: Expect!'}) {
      ${mutation}(input: $input${isNew ? '' : ', expect: $expect'}) { ${PAYLOAD} } }`;
    return api.answer<Payload>(document, { as, variables: { input, ...(!isNew && { expect }) } });
  };
  const codesOf = async (...given: Parameters<typeof give>) => (await give(...given)).problems.map(({ code }) => code);
  const done = async (...given: Parameters<typeof give>): Promise<Shown> => {
    const { metric, problems } = await give(...given);
    expect(problems).toEqual([]);
    return metric!;
  };
  interface Row {
    readonly key: string;
    readonly value: number | null;
    readonly n: number;
    readonly flags: readonly string[];
    readonly definition: { readonly version: number };
    readonly parts: readonly { readonly key: string; readonly value: number | null }[];
    readonly baseline: { readonly value: number | null } | null;
    readonly change: number | null;
    readonly changePercent: number | null;
    readonly attainment: { readonly attainmentPercent: number | null; readonly met: boolean } | null;
    readonly asOfPosition: string;
  }
  const figure = (key: string, more: object = {}, as = 'CMO') =>
    api.answer<Row>(
      `query ($key: ID!, $window: MetricWindowInput!, $asOf: AsOf, $definitionVersion: Int) {
        metric(key: $key, window: $window, asOf: $asOf, definitionVersion: $definitionVersion) { ${ROW} } }`,
      { as, variables: { key, window: march, ...more } },
    );
  const board = (as = 'CMO') =>
    api.answer<{ rows: Row[]; asOfPosition: string; asOfInstant: string }>(
      `query ($window: MetricWindowInput!) { scoreboard(window: $window) { asOfPosition asOfInstant rows { ${ROW} } } }`,
      { as, variables: { window: { quarter: '2026-Q1' } } },
    );
  const errorOf = async (more: object, key = 'M3') => {
    const { errors } = await api.run(
      `query ($key: ID!, $window: MetricWindowInput!, $definitionVersion: Int) {
        metric(key: $key, window: $window, definitionVersion: $definitionVersion) { key } }`,
      { as: 'CMO', variables: { key, window: march, ...more } },
    );
    return errors?.map(({ extensions }) => extensions?.['code']);
  };

  it('lists what is measured, each with its definition, and no row without events', async () => {
    const all = await api.answer<{ key: string; id: string; source: string; definition: { text: string } }[]>(
      '{ metrics { id key source version definition { version text minSample unit direction } definitions { version } } }',
      { as: 'Facilitator' },
    );
    expect(all.map(({ key }) => key).join(' ')).toBe(
      'M1 M2 M2b M3 M6b M7 M8 M9 M10 M14 M15 M16 M17 M18 M19 M20 M21 M22 M23',
    );
    const node = await api.answer<object>('query ($id: ID!) { node(id: $id) { id ... on Metric { key } } }', {
      as: 'CMO',
      variables: { id: all[3]!.id },
    });
    expect(node).toEqual({ id: all[3]!.id, key: 'M3' });
  });

  it('keeps values under the version of the definition they were measured by', async () => {
    await done('defineMetric', { key: 'score', ...words });
    await done('setMetricBaseline', { key: 'score', window: { month: '2025-12' }, imported: { value: 60, n: 10 } });
    await done('setMetricTarget', { key: 'score', changePercent: 25, by: '2999-12-31' });
    await done('importObservation', { key: 'score', source: 'Survey', window: march, value: 66, n: 10 });
    const first = await figure('score');
    expect(first).toMatchObject({
      value: 66,
      n: 10,
      flags: [],
      definition: { version: 1 },
      change: 6,
      changePercent: 10,
      attainment: { attainmentPercent: 40, met: false },
    });

    await done('changeMetricDefinition', { key: 'score', ...words, text: 'Mean of six items' });
    expect(await figure('score')).toMatchObject({
      value: null,
      definition: { version: 2 },
      baseline: null,
      attainment: null,
    });
    expect(await figure('score', { definitionVersion: 1 })).toMatchObject({ value: 66, changePercent: 10 });
    await done('importObservation', { key: 'score', source: 'Survey', window: march, value: 71, n: 10 });
    const { baselines } = await done('setMetricBaseline', { key: 'score', window: march });
    expect(baselines).toEqual([
      { value: 71, source: 'COMPUTED', definitionVersion: 2 },
      { value: 60, source: 'IMPORTED', definitionVersion: 1 },
    ]);
    // As it was known when the first version was in force.
    const then = await figure('score', { asOf: { position: first.asOfPosition } });
    expect(then).toEqual(first);
  });

  it('shows figures in minutes of work to whoever may see minutes, and to nobody else', async () => {
    await done('setMetricBaseline', { key: 'M2', window: { quarter: '2025-Q4' }, imported: { value: 1030, n: 3 } });
    await done('setMetricTarget', { key: 'M2', value: 130, by: '2999-12-31' });
    const favours = async (as: string) => (await figure('M6b', {}, as)).parts;
    expect(await favours('CMO')).toEqual([
      { key: 'minutes', value: 0 },
      { key: 'converted', value: null },
    ]);
    expect(await favours('Facilitator')).toEqual([
      { key: 'minutes', value: null },
      { key: 'converted', value: null },
    ]);
    expect((await figure('M2', {}, 'CMO')).baseline).toEqual({ value: 1030 });
    expect((await figure('M2', {}, 'Facilitator')).baseline).toEqual({ value: null });
    const query = '{ metrics { key baselines { value } targets { value changePercent } } }';
    const listed = await api.answer<{ key: string }[]>(query, { as: 'Facilitator' });
    expect(listed.find(({ key }) => key === 'M2')).toEqual({
      key: 'M2',
      baselines: [{ value: null }],
      targets: [{ value: null, changePercent: null }],
    });
  });

  it('scores everything at one position, which the answer names', async () => {
    const { rows, asOfPosition, asOfInstant } = await board();
    expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(['M1', 'M23', 'score']));
    expect(rows.every((row) => row.asOfPosition === asOfPosition)).toBe(true);
    expect(Date.parse(asOfInstant)).not.toBeNaN();
    expect(rows.find(({ key }) => key === 'M22')).toMatchObject({ value: null, n: 0, flags: ['INSUFFICIENT_DATA'] });
  });

  it('refuses what cannot be, and says why', async () => {
    await done('defineMetric', { key: 'old', ...words });
    await done('retireMetric', { key: 'old', reason: 'Nobody asks' });
    const value = { source: 'Survey', window: march, value: 1, n: 1 };
    const by = '2999-12-31';
    expect({
      taken: await codesOf('defineMetric', { key: 'score', ...words }),
      own: await codesOf('defineMetric', { key: 'M3', ...words }),
      computed: await codesOf('changeMetricDefinition', { key: 'M3', ...words }),
      imported: await codesOf('importObservation', { key: 'M3', ...value }),
      gone: await codesOf('importObservation', { key: 'old', ...value }),
      unknown: await codesOf('importObservation', { key: 'nothing', ...value }),
      same: await codesOf('changeMetricDefinition', { key: 'score', ...words, text: 'Mean of six items' }),
      nothing: await codesOf('setMetricBaseline', { key: 'M22', window: march }),
      noBaseline: await codesOf('setMetricTarget', { key: 'M22', changePercent: -5, by }),
      both: await codesOf('setMetricTarget', { key: 'M22', value: 1, changePercent: -5, by }),
      past: await codesOf('setMetricTarget', { key: 'M22', value: 1, by: '2020-01-01' }),
      window: await codesOf('setMetricBaseline', { key: 'M22', window: {} }),
      person: await codesOf('importObservation', { key: 'score', ...value, source: 'mara@example.com' }),
      stale: await codesOf('retireMetric', { key: 'score', reason: 'x' }, { expect: { version: 1 } }),
      engineer: await codesOf('defineMetric', { key: 'mine', ...words }, { as: 'Backend Engineer' }),
    }).toEqual({
      taken: ['METRIC_KEY_TAKEN'],
      own: ['METRIC_KEY_TAKEN'],
      computed: ['METRIC_IS_COMPUTED'],
      imported: ['METRIC_IS_COMPUTED'],
      gone: ['METRIC_RETIRED'],
      unknown: ['NOT_FOUND'],
      same: ['DEFINITION_UNCHANGED'],
      nothing: ['NOTHING_MEASURED'],
      noBaseline: ['BASELINE_MISSING'],
      both: ['VALIDATION_FAILED'],
      past: ['DATE_IN_PAST'],
      window: ['VALIDATION_FAILED'],
      person: ['PII_NOT_ALLOWED'],
      stale: ['CONCURRENCY_CONFLICT'],
      engineer: ['FORBIDDEN'],
    });
    const { problems } = await give('defineMetric', { key: 'score', ...words });
    expect(problems).toEqual([
      { __typename: 'MetricKeyTakenProblem', code: 'METRIC_KEY_TAKEN', path: ['input', 'key'], metricKey: 'score' },
    ]);
  });

  it('answers nothing about a metric, a version or a window that is not there', async () => {
    expect(await errorOf({}, 'M4')).toEqual(['NOT_FOUND']);
    expect(await errorOf({ definitionVersion: 2 })).toEqual(['NOT_FOUND']);
    expect(await errorOf({ window: { month: '2026-13' } })).toEqual(['VALIDATION_FAILED']);
    expect(await errorOf({ window: { month: '2026-01', quarter: '2026-Q1' } })).toEqual(['VALIDATION_FAILED']);
  });

  it('gives a key to one of two who want it', async () => {
    const both = await Promise.all(['CMO', 'CTO'].map((as) => give('defineMetric', { key: 'race', ...words }, { as })));
    expect(both.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual(['METRIC_KEY_TAKEN']);
    expect(both.filter(({ metric }) => metric !== null)).toHaveLength(1);
  });

  it('tells what happened to a metric, without a figure in minutes', async () => {
    const query = '{ metrics { key history(first: 10) { changes { type summary } } } }';
    const all = await api.answer<{ key: string; history: { changes: { summary: string }[] } }[]>(query, {
      as: 'Facilitator',
    });
    expect(all.find(({ key }) => key === 'M2')!.history.changes.map(({ summary }) => summary)).toEqual([
      'A baseline was imported: 2025-10-01 to 2025-12-31, n = 3, version 1.',
      'A target was set, to be reached by 2999-12-31, version 1.',
    ]);
  });
});
