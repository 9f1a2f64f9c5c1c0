import { canonicalHash } from '#libs/event-log';
import { HoursApi } from '../hours.fixture.js';
import { inShort, StatementBench } from './statement.fixture.js';

let api: HoursApi;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());

const minor = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });

/** January: covered, uncovered and approved, uncovered and carried as debt, taken back, not billable. */
async function january(): Promise<StatementBench> {
  const month = await StatementBench.open(api);
  const { bench } = month;
  const { cast } = bench;
  const [first, second] = [await bench.request(), await bench.request()];
  await bench.work('e1', first, 300, { note: '<script>alert(1)</script>' });
  await bench.work('e2', null, 200);
  await bench.work('e3', first, 200);
  await bench.sign('O1', 'CONSUMER');
  await bench.sign('O1', 'PROVIDER');
  await bench.work('e4', second, 90);
  const debt = { allotmentId: bench.month(), entryIds: ['e4'], decision: 'DEBT' };
  await api.done(cast.cmo, 'decideUncovered', { ...debt, side: 'CONSUMER' });
  await api.done(cast.cto, 'decideUncovered', { ...debt, side: 'PROVIDER' });
  await bench.work('free', first, 60, { billable: false });
  await api.done(cast.cto, 'reverseTime', { entryId: month.entry('e2'), cause: 'DUPLICATE' });
  return month;
}

describe('a statement', () => {
  it('says what a month would bill as it stands, figure by figure', async () => {
    const month = await january();
    const statement = await month.show('2026-01');
    expect(statement).toMatchObject({ status: 'PROVISIONAL', number: null, acceptBy: null, issue: null });
    expect(inShort(statement)).toEqual([
      'e1:BASE 300 45835',
      'e2:BASE 200 30557',
      'e3:BASE 100 15278',
      'e3:OVERAGE 100 22918',
      'e4:DEBT 90 13751',
      'e2~reversal:BASE -200 -30557',
    ]);
    expect(statement.totals).toMatchObject({
      baseMinutes: 400,
      overageMinutes: 100,
      debtMinutes: 90,
      creditMinutes: 0,
      billedMinutes: 590,
      baseAmount: minor(61113),
      overageAmount: minor(22918),
      debtAmount: minor(13751),
      amount: minor(97782),
    });
    expect(statement.lines.nodes[0]).toMatchObject({
      note: '<script>alert(1)</script>',
      originalPeriod: null,
      billedPeriod: '2026-01',
    });
    expect(statement.lines.nodes[3]).toMatchObject({ percent: 150 });
  });

  it('settles unused minutes when it is issued, and then tells the very lines that were issued', async () => {
    const month = await january();
    await month.issue('2026-01', '2026-02-02');
    const issued = await month.show('2026-01');
    expect(issued).toMatchObject({ status: 'ISSUED', number: 1, acceptBy: '2026-02-02', issue: { acceptedAt: null } });
    expect(inShort(issued)).toEqual([
      'e1:BASE 300 45835',
      'e2:BASE 200 30557',
      'e3:BASE 200 30557',
      'e4:DEBT 90 13751',
      'e2~reversal:BASE -200 -30557',
    ]);
    expect(issued.totals).toMatchObject({ billedMinutes: 590, overageMinutes: 0, amount: minor(90143) });
    const fact = (await month.history('2026-01')).findLast(({ type }) => type === 'StatementIssued');
    const { lines, totals } = fact!.data as { lines: unknown; totals: unknown };
    expect(issued.contentHash).toBe(canonicalHash({ lines, totals }));
    await month.accept('2026-01');
    const accepted = await month.show('2026-01');
    expect(accepted).toMatchObject({ status: 'ACCEPTED', issue: { acceptedAt: '2026-02-02T08:00:00.000Z' } });
    expect(accepted.contentHash).toBe(issued.contentHash);
  });

  it('shows late time and credits in the month that bills them, and in their own when it is restated', async () => {
    const month = await january();
    const { bench } = month;
    const { cast } = bench;
    await month.settle('2026-01', '2026-02-02');
    const before = await month.show('2026-01');
    expect(before.status).toBe('CLOSED');
    await month.on('2026-02-10');
    const late = { entryId: 'late', requestId: null, personId: cast.backend.id, reason: 'Was ill.' };
    const worked = { originalPeriod: '2026-01', workedOn: '2026-01-30', minutes: 30, activity: 'BUILD' };
    await api.done(cast.cto, 'recordLateTime', { agreementId: bench.agreementId, ...late, ...worked });
    const credit = { entryId: month.entry('e3'), minutes: -50, reason: 'Our own mistake.' };
    await month.on('2026-02-12');
    await api.done(cast.finance, 'recordPriorPeriodAdjustment', credit);
    const february = await month.show('2026-02');
    expect(inShort(february)).toEqual(['late:BASE 30 4584', '2026-02-K1 -50 -7639']);
    expect(february.lines.nodes.map(({ originalPeriod }) => originalPeriod)).toEqual(['2026-01', '2026-01']);
    expect(february.totals).toMatchObject({ creditMinutes: -50, creditAmount: minor(-7639), billedMinutes: -20 });
    // The bill itself has not changed.
    expect((await month.show('2026-01')).contentHash).toBe(before.contentHash);
    const restated = await month.show('2026-01', { businessDate: '2026-02-28' });
    expect(restated).toMatchObject({
      status: 'CLOSED',
      number: null,
      acceptBy: null,
      issue: null,
      businessDate: '2026-02-28',
    });
    expect(inShort(restated).slice(-2)).toEqual(['late:BASE 30 4584', '2026-02-K1 -50 -7639']);
    expect(restated.lines.nodes.slice(-3).map((line) => line.billedPeriod)).toEqual(['2026-01', '2026-02', '2026-02']);
    expect(restated.totals).toMatchObject({ billedMinutes: 570 });
    expect((await month.show('2026-01', { businessDate: '2026-02-11' })).totals).toMatchObject({ billedMinutes: 620 });
    expect((await month.show('2026-01', { businessDate: '2026-01-04' })).totals).toMatchObject({ billedMinutes: 0 });
    expect((await month.show('2026-02', { businessDate: '2026-02-28' })).lines.nodes).toEqual([]);
    // Both axes: of what was known before the credit.
    await api.readable();
    expect(await month.show('2026-02', { position: february.asOfPosition })).toEqual(february);
    const both = { businessDate: '2026-02-28', recordedAt: '2026-02-11T00:00:00.000Z' };
    expect((await month.show('2026-01', both)).totals).toMatchObject({ billedMinutes: 620 });
  });

  it('is recomputed from the log, byte by byte', async () => {
    const month = await january();
    const provisional = await month.show('2026-01');
    await month.issue('2026-01', '2026-02-02');
    const issued = await month.show('2026-01');
    await api.readable();
    const then = await month.show('2026-01', { position: provisional.asOfPosition });
    expect({ ...then, asOfPosition: null }).toEqual({ ...provisional, asOfPosition: null });
    const again = await month.show('2026-01', { position: issued.asOfPosition });
    expect(again).toEqual(issued);
    const day = await month.show('2026-01', { recordedAt: '2026-01-31T23:00:00.000Z' });
    expect([day.status, day.contentHash]).toEqual(['PROVISIONAL', provisional.contentHash]);
    const early = await api.run(
      `query ($id: ID!) { statement(agreementId: $id, period: "2026-01", asOf: { recordedAt: "2026-01-01T00:00:00.000Z" }) { period } }`,
      month.bench.cast.finance,
      { id: month.bench.agreementId },
    );
    expect(early.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });

  it('of a retainer bills the month as a whole, and beside it only what comes on top', async () => {
    const month = await StatementBench.open(api, { billing: 'RETAINER' });
    const { bench } = month;
    const requestId = await bench.request();
    await bench.work('e1', requestId, 600);
    await bench.work('e2', requestId, 50);
    await bench.sign('O1', 'CONSUMER');
    await bench.sign('O1', 'PROVIDER');
    const statement = await month.show('2026-01');
    expect(inShort(statement)).toEqual(['retainer 600 91670', 'e2:OVERAGE 50 11459']);
    expect(statement.totals).toMatchObject({ retainerMinutes: 600, overageMinutes: 50, amount: minor(103129) });
  });

  it('is the same for the page after the next as for one page', async () => {
    const month = await january();
    const { cast, agreementId } = month.bench;
    const page = (paging: string) =>
      api.ask<{ lines: { nodes: { lineId: string }[]; pageInfo: Record<string, unknown> } }>(
        `query ($id: ID!) { statement(agreementId: $id, period: "2026-01") {
          lines(${paging}) { nodes { lineId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
        cast.cmo,
        { id: agreementId },
      );
    const ids = ({ lines }: Awaited<ReturnType<typeof page>>) => lines.nodes.map(({ lineId }) => lineId);
    const all = await page('first: 250');
    const [one, last] = [await page('first: 4'), await page('last: 2')];
    const two = await page(`first: 4, after: "${String(one.lines.pageInfo['endCursor'])}"`);
    const back = await page(`last: 4, before: "${String(last.lines.pageInfo['startCursor'])}"`);
    expect([...ids(one), ...ids(two)]).toEqual(ids(all));
    expect([...ids(back), ...ids(last)]).toEqual(ids(all));
    expect(
      [one, two, last, back].map(({ lines }) => [lines.pageInfo['hasNextPage'], lines.pageInfo['hasPreviousPage']]),
    ).toEqual([
      [true, false],
      [false, true],
      [false, true],
      [true, false],
    ]);
  });
});

describe('who sees a statement', () => {
  it('a member sees minutes and no money, whoever works for an agency nothing', async () => {
    const month = await january();
    const { cast } = month.bench;
    const { data, errors } = await month.run('2026-01', cast.marketer);
    expect(errors).toBeUndefined();
    expect(data?.['statement']).toMatchObject({
      contentHash: null,
      totals: { billedMinutes: 590, amount: null, baseAmount: null },
      lines: { nodes: expect.arrayContaining([expect.objectContaining({ minutes: 300, amount: null, rate: null })]) },
    });
    for (const who of [cast.agencyDesigner, cast.reviewer, cast.admin]) {
      const refused = await month.run('2026-01', who);
      expect(refused.data?.['statement'] ?? null).toBeNull();
    }
    for (const who of [cast.cmo, cast.cto, cast.finance, cast.bridge, cast.auditor])
      expect((await month.show('2026-01', null, who)).totals['amount']).toEqual(minor(97782));
  });

  it('nobody sees a month that is not there, and nobody of another workspace sees one that is', async () => {
    const month = await StatementBench.open(api);
    const other = await StatementBench.open(api);
    const code = async (asked: ReturnType<StatementBench['run']>) => (await asked).errors?.[0]?.extensions?.['code'];
    const { finance } = month.bench.cast;
    expect(await code(month.run('2027-01', finance))).toBe('NOT_FOUND');
    expect(await code(month.run('2026-01', finance, other.bench.agreementId))).toBe('NOT_FOUND');
    expect(await code(month.run('2026-01', finance, 'x'))).toBe('NOT_FOUND');
    expect(await code(month.run('2026-13', finance))).toBe('VALIDATION_FAILED');
    const range = (from: string, to: string, id = month.bench.agreementId) =>
      api.run(
        'query ($id: ID!, $from: String!, $to: String!) { statements(agreementId: $id, from: $from, to: $to) { to } }',
        finance,
        { id, from, to },
      );
    expect(await code(range('2026-01', '2026-03', other.bench.agreementId))).toBe('NOT_FOUND');
    expect(await code(range('2026-02', '2026-01'))).toBe('VALIDATION_FAILED');
    expect(await code(range('2026-01', '2027-01'))).toBe('VALIDATION_FAILED');
  });
});
