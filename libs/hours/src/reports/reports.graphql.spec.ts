import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { RequestEvent } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { allotment, type AllotmentEvent } from '../domain/index.js';
import { HoursApi } from '../hours.fixture.js';
import { OverageBench } from '../overage/overage.fixture.js';

const FIGURES = 'recordedMinutes creditedMinutes writtenOffMinutes undecidedMinutes billedMinutes sharePercent';
const MONTHS = '($id: ID!, $from: String!, $to: String!)';
const BREAKDOWN = `query ${MONTHS} { effortBreakdown(agreementId: $id, from: $from, to: $to) { months position
  recordedMinutes creditedMinutes billedMinutes notBillableMinutes byRequestTotal byActivity { activity ${FIGURES} }
  byRequest { requestId request { id } ${FIGURES} estimateMinutes overMinutes overPercent } } }`;
const COVERAGE = `query ${MONTHS} { workCoverage(agreementId: $id, from: $from, to: $to) { months position billableMinutes
  onRequestsMinutes onApprovedRequestsMinutes withoutRequestMinutes coveragePercent approvedCoveragePercent workedMinutes
  notBillableMinutes unplannedMinutes supportMinutes unplannedPercent favours { entries minutes onRequestsMinutes billedMinutes
  creditedMinutes writtenOffMinutes undecidedMinutes notBillableMinutes } } }`;
const OVER = `query ($id: ID!, $from: String, $to: String) { overBudget(agreementId: $id, from: $from, to: $to) { months position
  total requests { requestId estimateMinutes overMinutes overPercent } overage { overageMinutes ofMinutes percent }
  overageAfterCredits { overageMinutes ofMinutes percent } } }`;

interface Report {
  readonly months: readonly string[];
  readonly position: string | null;
  readonly [figure: string]: unknown;
}

const estimated = (estimateId: string, likely: number): RequestEvent => ({
  type: 'EstimateSubmitted',
  data: {
    estimateId,
    optimistic: likely,
    likely,
    pessimistic: likely,
    lines: [],
    confidence: 'HIGH',
    assumptions: [],
    durationForecastDays: 5,
    validUntil: '2026-12-31',
  },
});
const bySide = (side: 'CONSUMER' | 'PROVIDER'): RequestEvent => ({
  type: 'ApprovalGiven',
  data: { side, byId: randomUUID(), reservationPlan: [] },
});
const signed: RequestEvent[] = [
  bySide('CONSUMER'),
  bySide('PROVIDER'),
  { type: 'RequestApproved', data: { totalReserved: 0, plan: [], overageMinutes: 0 } },
];

describe('reports of hours', () => {
  let api: HoursApi;
  beforeAll(async () => {
    api = await HoursApi.start();
  });
  afterAll(() => api.close());

  const small = (change: object = {}) =>
    OverageBench.open(api, { grant: { pool: { minutesPerMonth: 600 } }, ...change });
  const happened = (bench: OverageBench, period: string, ...facts: AllotmentEvent[]) => {
    const id = `${fromGlobalId(bench.agreementId, 'Agreement')}-${period}`;
    return api.happened(bench.cast.workspaceId, { aggregate: allotment, id }, facts);
  };
  const ask = (bench: OverageBench, source: string, from?: string, to?: string): Promise<Report> =>
    api.ask<Report>(source, bench.cast.finance, { id: bench.agreementId, from, to });

  /** January with everything in it that can become of an entry; what the request of each letter is. */
  async function given() {
    const bench = await small();
    const { cast } = bench;
    const a = await bench.request({ more: [estimated('E1', 300), ...signed] });
    const b = await bench.request({ more: [estimated('E1', 240), ...signed] });
    const c = await bench.request();
    await bench.work('T1', a, 200);
    await bench.work('T2', a, 100, { activity: 'SCOPING' });
    await bench.work('T3', b, 180);
    await bench.work('T4', null, 60, { activity: 'SUPPORT' });
    await bench.work('T5', c, 60, { activity: 'FAVOUR' });
    // The pool of 600 is used up: 120 minutes become overage, 30 are written off, 50 are taken back.
    await bench.work('T6', b, 120);
    await bench.sign('O1', 'CONSUMER');
    await bench.sign('O1', 'PROVIDER');
    await bench.work('T7', null, 30, { activity: 'FAVOUR' });
    const off = { allotmentId: bench.month(), entryIds: ['T7'], decision: 'WRITE_OFF', side: 'PROVIDER' };
    await api.done(cast.cto, 'decideUncovered', off);
    await bench.work('T8', a, 50, { activity: 'QA' });
    const entryId = toGlobalId('TimeEntry', `${fromGlobalId(bench.agreementId, 'Agreement')}-T8`);
    await api.done(cast.cto, 'reverseTime', { entryId, cause: 'DUPLICATE' });
    await bench.work('T9', a, 40, { activity: 'BUGFIX', billable: false });
    return { bench, a, b, c };
  }

  /** February: January is closed, an hour of T6 is credited, and an entry of January comes late. */
  async function later({ bench, b, c }: Awaited<ReturnType<typeof given>>) {
    const { cast, agreementId } = bench;
    await api.setClock(cast.workspaceId, '2026-02-10T08:00:00.000Z');
    const sums = { consumed: 600, overage: 120, unused: 0, rolledOver: 0, expired: 0, debtOut: 0, amount: 0 };
    await happened(
      bench,
      '2026-01',
      { type: 'ClosingBegun', data: { graceEndsOn: '2026-02-04' } },
      { type: 'PeriodClosed', data: { ...sums, lotsOut: [], nextPeriod: '2026-02' } },
    );
    await happened(bench, '2026-02', { type: 'PeriodStarted', data: { billing: 'ACTUALS', retainerRate: null } });
    await bench.work('T10', b, 30, { workedOn: '2026-02-09' });
    const entryId = toGlobalId('TimeEntry', `${fromGlobalId(agreementId, 'Agreement')}-T6`);
    const credit = { entryId, minutes: -60, reason: 'Our own upgrade.' };
    await api.done(cast.finance, 'recordPriorPeriodAdjustment', credit);
    const late = { agreementId, entryId: 'L1', requestId: c, minutes: 45, activity: 'BUILD', workedOn: '2026-01-30' };
    const who = { personId: cast.backend.id, originalPeriod: '2026-01', reason: 'Was away.' };
    await api.done(cast.cto, 'recordLateTime', { ...late, ...who });
  }

  it('break effort down by kind and by request', async () => {
    const it = await given();
    const { bench, a, b, c } = it;
    const first = await ask(bench, BREAKDOWN, '2026-01', '2026-01');
    expect(first).toMatchObject({
      recordedMinutes: 750,
      creditedMinutes: 0,
      billedMinutes: 720,
      notBillableMinutes: 40,
    });
    await later(it);
    const figures = { creditedMinutes: 0, writtenOffMinutes: 0, undecidedMinutes: 0 };
    const report = await ask(bench, BREAKDOWN, '2026-01', '2026-02');
    expect(report).toEqual({
      months: ['2026-01', '2026-02'],
      position: expect.any(String),
      recordedMinutes: 825,
      creditedMinutes: 60,
      billedMinutes: 735,
      notBillableMinutes: 40,
      byRequestTotal: 4,
      byActivity: [
        {
          ...figures,
          activity: 'BUILD',
          recordedMinutes: 575,
          creditedMinutes: 60,
          billedMinutes: 515,
          sharePercent: 70.07,
        },
        { ...figures, activity: 'SCOPING', recordedMinutes: 100, billedMinutes: 100, sharePercent: 13.61 },
        {
          ...figures,
          activity: 'FAVOUR',
          recordedMinutes: 90,
          writtenOffMinutes: 30,
          billedMinutes: 60,
          sharePercent: 8.16,
        },
        { ...figures, activity: 'SUPPORT', recordedMinutes: 60, billedMinutes: 60, sharePercent: 8.16 },
      ],
      byRequest: [
        {
          ...figures,
          requestId: a,
          request: { id: a },
          recordedMinutes: 300,
          billedMinutes: 300,
          sharePercent: 40.82,
          estimateMinutes: 300,
          overMinutes: 0,
          overPercent: 0,
        },
        {
          ...figures,
          requestId: b,
          request: { id: b },
          recordedMinutes: 330,
          creditedMinutes: 60,
          billedMinutes: 270,
          sharePercent: 36.73,
          estimateMinutes: 240,
          overMinutes: 30,
          overPercent: 12.5,
        },
        {
          ...figures,
          requestId: c,
          request: { id: c },
          recordedMinutes: 105,
          billedMinutes: 105,
          sharePercent: 14.29,
          estimateMinutes: null,
          overMinutes: null,
          overPercent: null,
        },
        {
          ...figures,
          requestId: null,
          request: null,
          recordedMinutes: 90,
          writtenOffMinutes: 30,
          billedMinutes: 60,
          sharePercent: 8.16,
          estimateMinutes: null,
          overMinutes: null,
          overPercent: null,
        },
      ],
    });
    // The credit and the late entry are February's; January is told as it was.
    expect(await ask(bench, BREAKDOWN, '2026-01', '2026-01')).toMatchObject({
      recordedMinutes: 750,
      billedMinutes: 720,
    });
    expect(await ask(bench, BREAKDOWN, '2026-02', '2026-02')).toMatchObject({ recordedMinutes: 75, billedMinutes: 15 });
  });

  it('say how much of the work was asked for, and what became of favours', async () => {
    const it = await given();
    await later(it);
    expect(await ask(it.bench, COVERAGE, '2026-01', '2026-02')).toEqual({
      months: ['2026-01', '2026-02'],
      position: expect.any(String),
      billableMinutes: 765,
      onRequestsMinutes: 675,
      onApprovedRequestsMinutes: 570,
      withoutRequestMinutes: 90,
      coveragePercent: 88.24,
      approvedCoveragePercent: 74.51,
      workedMinutes: 865,
      notBillableMinutes: 40,
      unplannedMinutes: 150,
      supportMinutes: 60,
      unplannedPercent: 17.34,
      favours: {
        entries: 2,
        minutes: 90,
        onRequestsMinutes: 60,
        billedMinutes: 60,
        creditedMinutes: 0,
        writtenOffMinutes: 30,
        undecidedMinutes: 0,
        notBillableMinutes: 0,
      },
    });
  });

  it('say which requests took longer than signed, and how much was overage', async () => {
    const it = await given();
    const { bench, b } = it;
    expect(await ask(bench, OVER)).toMatchObject({
      total: 1,
      requests: [{ requestId: b, estimateMinutes: 240, overMinutes: 60, overPercent: 25 }],
      overage: { overageMinutes: 120, ofMinutes: 750, percent: 16 },
    });
    await later(it);
    expect(await ask(bench, OVER)).toEqual({
      months: ['2026-01', '2026-02', '2026-03'],
      position: expect.any(String),
      total: 1,
      requests: [{ requestId: b, estimateMinutes: 240, overMinutes: 30, overPercent: 12.5 }],
      overage: { overageMinutes: 120, ofMinutes: 825, percent: 14.55 },
      overageAfterCredits: { overageMinutes: 60, ofMinutes: 765, percent: 7.84 },
    });
    expect(await ask(bench, OVER, '2026-02')).toMatchObject({
      total: 0,
      overage: { overageMinutes: 0, ofMinutes: 75 },
    });
    expect(await ask(bench, OVER, undefined, '2026-01')).toMatchObject({ months: ['2026-01'], total: 1 });
  });

  it('count no estimate that waits for its signatures, and undecided time as not billed', async () => {
    const bench = await small();
    const requestId = await bench.request({ more: [estimated('E1', 60), ...signed, estimated('E2', 500)] });
    const half = await bench.request({ more: [estimated('E1', 60), bySide('CONSUMER')] });
    await bench.work('T1', requestId, 400);
    await bench.work('T2', half, 400);
    const report = await ask(bench, BREAKDOWN, '2026-01', '2026-03');
    expect(report).toMatchObject({
      recordedMinutes: 800,
      billedMinutes: 600,
      byRequest: [
        { requestId, billedMinutes: 400, estimateMinutes: null, overMinutes: null },
        { requestId: half, undecidedMinutes: 200, billedMinutes: 200, estimateMinutes: null, overPercent: null },
      ],
    });
    expect(await ask(bench, OVER)).toMatchObject({ total: 0 });
    const coverage = await ask(bench, COVERAGE, '2026-01', '2026-01');
    expect(coverage).toMatchObject({ onRequestsMinutes: 800, onApprovedRequestsMinutes: 400, coveragePercent: 100 });
  });

  it('of nothing say nothing; and nothing of agreements of others', async () => {
    const bench = await small();
    const none = await ask(bench, COVERAGE, '2025-01', '2025-12');
    expect(none).toMatchObject({ months: [], position: null, billableMinutes: 0, coveragePercent: null });
    const other = { id: (await small()).agreementId, from: '2026-01', to: '2026-01' };
    for (const source of [BREAKDOWN, COVERAGE, OVER])
      expect(await api.ask(source, bench.cast.finance, other)).toBeNull();
  });

  it.each([
    ['2026-13', '2026-13', 'from'],
    ['2026-02', '2026-01', 'to'],
    ['2021-01', '2026-01', 'to'],
  ])('cover no months from %s to %s', async (from, to, path) => {
    const bench = await small();
    const variables = { id: bench.agreementId, from, to };
    const { errors } = await api.run(BREAKDOWN, bench.cast.finance, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED', path: [path] } }]);
  });

  it('are for those who may see minutes', async () => {
    const bench = await small();
    const variables = { id: bench.agreementId, from: '2026-01', to: '2026-01' };
    for (const source of [BREAKDOWN, COVERAGE, OVER]) {
      for (const who of [bench.cast.marketer, bench.cast.auditor, bench.cast.bridge])
        expect(await api.ask(source, who, variables)).not.toBeNull();
      for (const who of [bench.cast.reviewer, bench.cast.agencyDesigner, bench.cast.facilitator])
        expect(await api.ask(source, who, variables)).toBeNull();
    }
  });

  it('stand on one statement, however much was worked', async () => {
    const bench = await small();
    const { pool } = api;
    const countOf = async (work: () => Promise<unknown>): Promise<number> => {
      const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
      let count = 0;
      Object.assign(pool, {
        query: (...args: unknown[]) => {
          count += /hours\.|requests\./.test(JSON.stringify(args[0])) ? 1 : 0;
          return query(...args);
        },
      });
      await work().finally(() => Reflect.deleteProperty(pool, 'query'));
      return count;
    };
    const counted = async () => {
      const counts: number[] = [];
      for (const report of [OVER, COVERAGE]) counts.push(await countOf(() => ask(bench, report, '2026-01', '2026-03')));
      return counts;
    };
    expect(await counted()).toEqual([1, 1]);
    for (let index = 0; index < 8; index += 1) await bench.work(`T${index}`, await bench.request(), 90);
    expect(await counted()).toEqual([1, 1]);
    expect(await countOf(() => ask(bench, BREAKDOWN, '2026-01', '2026-03'))).toBe(2);
  });
});
