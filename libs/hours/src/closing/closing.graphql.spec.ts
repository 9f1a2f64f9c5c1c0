import { ClockBench } from '../clock/clock.fixture.js';
import type { HoursApi, Member } from '../hours.fixture.js';

const DETAILS = `problems { code ... on UncoveredUndecidedProblem { minutes } ... on PeriodNotOverProblem { period endsOn }
  ... on DisputeOpenProblem { disputeIds } ... on StatementNotAcceptedProblem { issued } ... on PreviousPeriodOpenProblem { period }
  ... on InvalidStateProblem { state } }`;

type Step = 'issueStatement' | 'acceptStatement' | 'disputeLine' | 'resolveDispute' | 'closePeriod';

describe('closing a month through the API', () => {
  let api: HoursApi;
  beforeAll(async () => {
    api = await ClockBench.start();
  });
  afterAll(async () => {
    expect(api.parked).toEqual([]);
    await api.close();
  });

  const open = (minutesPerMonth = 600) => ClockBench.on(api, { grant: { pool: { minutesPerMonth } } });
  const inputOf = (bench: ClockBench, period: string, more: object) => ({
    allotmentId: bench.allotmentId(period),
    ...more,
  });
  const refusal = async (
    bench: ClockBench,
    who: Member,
    step: Step,
    { period = '2026-01', ...more }: { period?: string; [field: string]: unknown } = {},
  ) => {
    const input = `${step.charAt(0).toUpperCase()}${step.slice(1)}Input`;
    const document = `mutation ($input: ${input}!) { ${step}(input: $input, expect: { latest: true }) { ${DETAILS} } }`;
    const before = await api.events(bench.cast.workspaceId);
    const { problems } = await api.ask<{ problems: { code: string }[] }>(document, who, {
      input: inputOf(bench, period, more),
    });
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
    return problems[0];
  };
  const done = async (
    bench: ClockBench,
    who: Member,
    step: Step,
    { period = '2026-01', ...more }: { period?: string; [field: string]: unknown } = {},
  ) => {
    const { allotment } = await api.done(who, step, inputOf(bench, period, more));
    await bench.settle();
    return allotment;
  };

  it('goes as people go: accepted by the consumer, closed by finance on the same day, handed on at once', async () => {
    const bench = await open();
    const { cmo, cto, finance } = bench.cast;
    await bench.at('2026-01-15T09:00');
    await bench.work('T1', 60, '2026-01-15');
    expect(await refusal(bench, finance, 'closePeriod')).toEqual({
      code: 'PERIOD_NOT_OVER',
      period: '2026-01',
      endsOn: '2026-01-31',
    });
    expect(await refusal(bench, cto, 'issueStatement')).toEqual({ code: 'INVALID_STATE', state: 'OPEN' });
    await bench.at('2026-02-03T09:00');
    const inGrace = { code: 'PERIOD_NOT_OVER', period: '2026-01', endsOn: '2026-02-04' };
    expect(await refusal(bench, finance, 'closePeriod')).toEqual(inGrace);
    expect(await refusal(bench, cto, 'issueStatement')).toEqual(inGrace);
    expect(await refusal(bench, cmo, 'acceptStatement')).toEqual({ code: 'STATEMENT_NOT_ACCEPTED', issued: false });
    await bench.at('2026-02-05T09:00');
    // The clock was first; who comes second finds it done.
    expect(await done(bench, cto, 'issueStatement')).toMatchObject({ issuedStatement: { number: 1, accepted: false } });
    expect(await refusal(bench, finance, 'closePeriod')).toEqual({ code: 'STATEMENT_NOT_ACCEPTED', issued: true });
    expect(await done(bench, cmo, 'acceptStatement')).toMatchObject({ issuedStatement: { accepted: true } });
    expect(await done(bench, finance, 'closePeriod')).toMatchObject({ status: 'CLOSED' });
    expect((await bench.course('2026-01')).at(-1)).toBe('2026-02-05T09:00 PeriodClosed');
    expect((await bench.month('2026-02'))?.lots).toMatchObject([{ minutes: 150 }]);
    for (const [who, step] of [
      [cto, 'issueStatement'],
      [cmo, 'acceptStatement'],
      [finance, 'closePeriod'],
    ] as const)
      expect(await refusal(bench, who, step)).toEqual({ code: 'PERIOD_CLOSED' });
  });

  it('waits for what is undecided, asks once, and goes on when it is decided', async () => {
    const bench = await open(60);
    const { cto, finance } = bench.cast;
    await bench.at('2026-01-15T09:00');
    await bench.work('T1', 150, '2026-01-15');
    await bench.at('2026-02-20T09:00');
    expect(await refusal(bench, finance, 'closePeriod')).toEqual({ code: 'UNCOVERED_UNDECIDED', minutes: 90 });
    expect(await refusal(bench, cto, 'issueStatement')).toEqual({ code: 'UNCOVERED_UNDECIDED', minutes: 90 });
    const asked = (await bench.history('2026-01')).filter(({ type }) => type === 'DecisionsAsked');
    expect(asked.map(({ data, recordedAt }) => [bench.local(recordedAt), data])).toEqual([
      ['2026-02-05T00:00', { uncoveredMinutes: 90, disputeIds: [] }],
    ]);
    const input = {
      allotmentId: bench.allotmentId('2026-01'),
      entryIds: ['T1'],
      decision: 'WRITE_OFF',
      side: 'PROVIDER',
    };
    expect(await api.refused(bench.cast, cto, 'decideUncovered', { ...input, decision: 'DEBT' })).toEqual([
      'DEBT_NOT_ALLOWED',
    ]);
    await api.done(cto, 'decideUncovered', input);
    await bench.settle();
    expect((await bench.course('2026-01')).at(-1)).toBe('2026-02-20T09:00 StatementIssued');
    await bench.at('2026-02-28T12:00');
    expect(await bench.months()).toContain('2026-01 CLOSED');
  });

  it('is held up by a dispute until both leads resolve it, and issued again with the credit', async () => {
    const bench = await open();
    const { cmo, cto, finance, both } = bench.cast;
    await bench.at('2026-01-15T09:00');
    await bench.work('T1', 60, '2026-01-15');
    await bench.at('2026-02-05T09:00');
    const line = { lineId: 'T1:BASE', reason: 'Not ours' };
    expect(await refusal(bench, cmo, 'disputeLine', { ...line, lineId: 'retainer' })).toEqual({ code: 'NOT_FOUND' });
    expect(await refusal(bench, cmo, 'disputeLine', { ...line, lineId: 'T9:BASE' })).toEqual({
      code: 'ENTRY_NOT_FOUND',
    });
    expect(await refusal(bench, cmo, 'disputeLine', { ...line, reason: ' ' })).toEqual({ code: 'REASON_REQUIRED' });
    expect(await refusal(bench, bench.cast.salesLead, 'disputeLine', line)).toEqual({ code: 'FORBIDDEN' });
    expect(await done(bench, cmo, 'disputeLine', line)).toMatchObject({
      disputes: [{ disputeId: 'S1', lineId: 'T1:BASE' }],
    });
    const open1 = { code: 'DISPUTE_OPEN', disputeIds: ['S1'] };
    expect(await refusal(bench, cmo, 'acceptStatement')).toEqual(open1);
    expect(await refusal(bench, finance, 'closePeriod')).toEqual(open1);
    // Silence is no acceptance of a disputed line.
    await bench.at('2026-02-16T09:00');
    const end = { disputeId: 'S1', outcome: 'UPHELD', creditMinutes: 20, reason: 'Talked about' };
    const consumer = { ...end, side: 'CONSUMER' };
    const provider = { ...end, side: 'PROVIDER' };
    expect(await refusal(bench, cmo, 'resolveDispute', { ...consumer, disputeId: 'S9' })).toEqual({
      code: 'NOT_FOUND',
    });
    expect(await refusal(bench, cmo, 'resolveDispute', { ...consumer, creditMinutes: 61 })).toEqual({
      code: 'CREDIT_EXCEEDS_ORIGINAL',
    });
    expect(await refusal(bench, cmo, 'resolveDispute', { ...consumer, creditMinutes: null })).toEqual({
      code: 'VALIDATION_FAILED',
    });
    expect(await refusal(bench, cmo, 'resolveDispute', provider)).toEqual({ code: 'FORBIDDEN' });
    await done(bench, both, 'resolveDispute', consumer);
    expect(await refusal(bench, cmo, 'resolveDispute', consumer)).toEqual({ code: 'SIDE_ALREADY_APPROVED' });
    expect(await refusal(bench, both, 'resolveDispute', provider)).toEqual({ code: 'BOTH_SIDES_BY_SAME_PERSON' });
    expect(await done(bench, cto, 'resolveDispute', provider)).toMatchObject({ disputes: [] });
    expect((await bench.month('2026-01'))?.statement).toMatchObject({
      number: 2,
      amount: 6000,
      acceptBy: '2026-02-23',
    });
    await bench.at('2026-02-24T12:00');
    expect((await bench.course('2026-01')).slice(-2)).toEqual([
      '2026-02-24T00:00 MinutesExpired',
      '2026-02-24T00:00 PeriodClosed',
    ]);
  });

  it('closes months in order', async () => {
    const bench = await open();
    const { cmo, cto, finance } = bench.cast;
    await bench.at('2026-01-15T09:00');
    await bench.work('T1', 60, '2026-01-15');
    await bench.at('2026-02-05T09:00');
    await done(bench, cmo, 'disputeLine', { lineId: 'T1:BASE', reason: 'Not ours' });
    await bench.at('2026-03-06T09:00');
    const feb = { period: '2026-02' };
    await done(bench, cto, 'issueStatement', feb);
    await done(bench, cmo, 'acceptStatement', feb);
    expect(await refusal(bench, finance, 'closePeriod', feb)).toEqual({
      code: 'PREVIOUS_PERIOD_OPEN',
      period: '2026-01',
    });
    const end = { disputeId: 'S1', outcome: 'REJECTED', reason: 'It was ours' };
    await done(bench, cmo, 'resolveDispute', { ...end, side: 'CONSUMER' });
    await done(bench, cto, 'resolveDispute', { ...end, side: 'PROVIDER' });
    // The days in which silence is acceptance were over already.
    expect(await bench.months()).toContain('2026-01 CLOSED');
    // What January handed on made February's statement void; it is issued again.
    expect((await bench.month('2026-02'))?.statement).toMatchObject({ number: 2, accepted: false });
  });

  it('is left to finance on the day of acceptance, and done by the clock on the next', async () => {
    const bench = await open();
    await bench.at('2026-02-05T09:00');
    await done(bench, bench.cast.cmo, 'acceptStatement');
    expect(await bench.months()).toContain('2026-01 CLOSING');
    expect(await bench.at('2026-02-06T09:00')).toEqual(['2026-02-06T00:00']);
    expect(await bench.months()).toContain('2026-01 CLOSED');
  });

  it('makes the statement of the very history it is decided on, however much comes in meanwhile', async () => {
    const bench = await open(6000);
    const { cast, agreementId } = bench;
    await bench.at('2026-02-05T09:00');
    const who = { personId: cast.backend.id, reason: 'told me' };
    const work = { agreementId, workedOn: '2026-01-30', minutes: 60, activity: 'BUILD', billable: true, ...who };
    const late = Array.from({ length: 8 }, (_, index) => ({ ...work, entryId: `L${index}` }));
    const allotmentId = bench.allotmentId('2026-01');
    await Promise.all([
      ...late.map((input) => api.done(cast.cto, 'recordTime', input)),
      ...late.map(() => api.done(cast.cto, 'issueStatement', { allotmentId })),
    ]);
    await bench.settle();
    // As it stood when it was issued, each of them bills what had come in by then.
    let recorded = 0;
    for (const { type, data } of await bench.history('2026-01')) {
      if (type === 'TimeRecorded') recorded += 60;
      if (type === 'StatementIssued')
        expect((data as { totals: { billedMinutes: number } }).totals.billedMinutes).toBe(recorded);
    }
    expect((await bench.month('2026-01'))?.statement).toMatchObject({ amount: 8 * 9000 });
  });

  it('is closed once, by whoever is first', async () => {
    const bench = await open();
    const { cmo, finance } = bench.cast;
    await bench.at('2026-02-05T09:00');
    await done(bench, cmo, 'acceptStatement');
    const allotmentId = bench.allotmentId('2026-01');
    const closed = await Promise.all([1, 2, 3, 4].map(() => api.give(finance, 'closePeriod', { allotmentId })));
    const codes = closed.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(['PERIOD_CLOSED', 'PERIOD_CLOSED', 'PERIOD_CLOSED']);
    expect((await bench.history('2026-02')).filter(({ type }) => type === 'BalanceCarriedIn')).toHaveLength(1);
  });

  it('decides on the version that was seen', async () => {
    const bench = await open();
    await bench.at('2026-02-05T09:00');
    const input = { allotmentId: bench.allotmentId('2026-01') };
    const { cmo, cto, finance } = bench.cast;
    for (const [who, step] of [
      [cto, 'issueStatement'],
      [cmo, 'acceptStatement'],
      [finance, 'closePeriod'],
    ] as const) {
      const { problems } = await api.give(who, step, input, { expect: { version: 2 } });
      expect(problems.map(({ code }) => code)).toEqual(['CONCURRENCY_CONFLICT']);
    }
  });

  it.each([
    ['issueStatement', 'cmo'],
    ['acceptStatement', 'cto'],
    ['closePeriod', 'cto'],
  ] as const)('%s is not for the %s', async (step, name) => {
    const bench = await open();
    expect(await refusal(bench, bench.cast[name], step)).toEqual({ code: 'FORBIDDEN' });
  });
});
