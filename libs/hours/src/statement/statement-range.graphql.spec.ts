import { fromGlobalId } from '#libs/api-kit';
import { HoursApi } from '../hours.fixture.js';
import { StatementBench, TOTALS } from './statement.fixture.js';

interface Range {
  readonly from: string;
  readonly totals: Readonly<Record<string, unknown>>;
  readonly asOfPosition: string;
  readonly months: readonly {
    readonly period: string;
    readonly status: string;
    readonly contentHash: string;
    readonly totals: Readonly<Record<string, unknown>>;
  }[];
}

const QUERY = `query ($id: ID!, $from: String!, $to: String!, $asOf: HoursAsOf) {
  statements(agreementId: $id, from: $from, to: $to, asOf: $asOf) { from asOfPosition totals { ${TOTALS} }
    months { period status contentHash totals { ${TOTALS} } } } }`;

let api: HoursApi;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());

/** What was asked of the rows of hours while this ran: who asks and how far the log is, are looked up beside it. */
async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const query = api.pool.query.bind(api.pool) as (...args: unknown[]) => unknown;
  Object.assign(api.pool, {
    query: (...args: unknown[]): unknown => {
      asked.push(JSON.stringify(args[0]));
      return query(...args);
    },
  });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(api.pool, 'query');
  }
  return asked.filter((statement) => statement.includes('hours.'));
}

const range = (month: StatementBench, from: string, to: string, asOf: object | null = null): Promise<Range> =>
  api.ask(QUERY, month.bench.cast.finance, { id: month.bench.agreementId, from, to, asOf });

/** More entries like one that is there: rows alone, for how long a list is read. */
const multiply = (month: StatementBench, count: number) =>
  api.owner.query(
    `insert into hours.time_entry_row
      select (jsonb_populate_record(e, jsonb_build_object('stream_id', e.stream_id || '-' || n, 'entry_id', e.entry_id || '-' || n,
        'document', e.document || jsonb_build_object('entryId', e.entry_id || '-' || n)))).*
      from hours.time_entry_row e, generate_series(1, $2) n where e.agreement_id = $1`,
    [fromGlobalId(month.bench.agreementId, 'Agreement'), count],
  );

describe('statements of several months', () => {
  it('are summed up, each as its own query tells it', async () => {
    const month = await StatementBench.open(api);
    const { bench } = month;
    await bench.work('e1', null, 100);
    await month.settle('2026-01', '2026-02-02');
    await bench.work('e2', null, 50, { workedOn: '2026-02-02' });
    await api.done(bench.cast.finance, 'recordPriorPeriodAdjustment', {
      entryId: month.entry('e1'),
      minutes: -10,
      reason: 'Ours.',
    });
    const quarter = await range(month, '2026-01', '2026-06');
    expect(quarter.months.map(({ period, status }) => `${period} ${status}`)).toEqual([
      '2026-01 CLOSED',
      '2026-02 PROVISIONAL',
      '2026-03 PROVISIONAL',
      '2026-04 PROVISIONAL',
    ]);
    expect(quarter.totals).toMatchObject({
      baseMinutes: 150,
      creditMinutes: -10,
      billedMinutes: 140,
      amount: { minorUnits: 15278 + 7639 - 1528, currency: 'EUR' },
    });
    for (const one of quarter.months) {
      const { contentHash, totals, status } = await month.show(one.period);
      expect(one).toEqual({ period: one.period, status, contentHash, totals });
    }
    await api.readable();
    expect(await range(month, '2026-01', '2026-06', { position: quarter.asOfPosition })).toEqual(quarter);
    const restated = await range(month, '2026-01', '2026-02', { businessDate: '2026-02-28' });
    expect(restated.months.map(({ totals }) => totals['billedMinutes'])).toEqual([90, 50]);
    expect(restated.totals).toMatchObject({ billedMinutes: 140 });
  });

  it('take as many database statements for three months of 500 entries as for one of ten', async () => {
    const month = await StatementBench.open(api, { grant: { pool: { minutesPerMonth: 100_000 } } });
    for (let n = 1; n <= 5; n += 1) await month.bench.work(`e${n}`, null, 30);
    await month.on('2026-03-02');
    for (let n = 6; n <= 10; n += 1) await month.bench.work(`e${n}`, null, 30, { workedOn: '2026-03-02' });
    const ask = (to: string) => () => range(month, '2026-01', to);
    await ask('2026-03')();
    const [small, wide] = [await statementsDuring(ask('2026-01')), await statementsDuring(ask('2026-03'))];
    await multiply(month, 49);
    const [large, both] = [await statementsDuring(ask('2026-01')), await statementsDuring(ask('2026-03'))];
    expect((await range(month, '2026-01', '2026-03')).totals).toMatchObject({ billedMinutes: 500 * 30 });
    expect([small, wide, large, both].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    const restated = () => range(month, '2026-01', '2026-03', { businessDate: '2026-03-31' });
    expect((await statementsDuring(restated)).length).toBe(1);
  });
});
