import { toGlobalId } from '#libs/api-kit';
import { HoursApi } from '../hours.fixture.js';
import { type ShownEntry, TimeBench } from './time.fixture.js';

let api: HoursApi;
let bench: TimeBench;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  bench = await TimeBench.begin(api);
});

const cause = 'WRONG_DURATION';
const shown = (entry: { readonly id: string }): Promise<ShownEntry> =>
  api.ask(
    `query ($id: ID!) { timeEntry(id: $id) { version status reversalCause creditedMinutes correctsId correctedById
      credits { creditId period pool minutes amount { minorUnits } } amount { minorUnits }
      standing { baseMinutes overageMinutes uncoveredMinutes } } }`,
    bench.cast.cto,
    { id: entry.id },
  );

describe('an entry taken back', () => {
  it('gives every pool what it gave, and covers what was uncovered', async () => {
    const { backend } = bench.cast;
    const first = await bench.record({ minutes: 1440 });
    for (let index = 0; index < 2; index += 1) await bench.record({ minutes: 1440 });
    const last = await bench.record({ minutes: 600 });
    expect(last['draw']).toMatchObject({ baseMinutes: 480, uncoveredMinutes: 120 });
    const { entry, allotment } = await bench.done(backend, 'reverseTime', { entryId: first.id, cause });
    expect(entry).toMatchObject({
      status: 'REVERSED',
      reversalCause: cause,
      version: 2,
      standing: { baseMinutes: 0, uncoveredMinutes: 0 },
    });
    expect(allotment?.balance).toMatchObject({ consumedMinutes: 3480, uncoveredMinutes: 0, availableMinutes: 1320 });
    // What it drew when it was recorded stays; what became of it is another matter.
    expect(await shown(last)).toMatchObject({
      standing: { baseMinutes: 600, uncoveredMinutes: 0 },
      amount: { minorUnits: 90000 },
    });
  });

  it('is so once; a stale version, a closed month and an unknown entry are refused', async () => {
    const { backend, cto } = bench.cast;
    const entry = await bench.record({ entryId: 'F1' });
    const input = { entryId: entry.id, cause };
    const stale = await bench.refused(backend, 'reverseTime', input, { expect: { version: 7 } });
    expect(stale).toMatchObject({ code: 'CONCURRENCY_CONFLICT', actual: 1, current: { id: entry.id } });
    await bench.done(backend, 'reverseTime', input, { key: 'back' });
    expect(await bench.refused(backend, 'reverseTime', input)).toMatchObject({
      code: 'ENTRY_ALREADY_REVERSED',
      entryId: 'F1',
    });
    const again = await bench.done(backend, 'reverseTime', input, { key: 'back' });
    expect(again).toMatchObject({ replayed: true, entry: { status: 'REVERSED' } });
    const unknown = { entryId: entry.id.replace(entry.id, toGlobalId('TimeEntry', `${plainAgreement()}-F9`)), cause };
    expect(await bench.refused(backend, 'reverseTime', unknown)).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
    const other = await bench.record();
    await bench.on('2026-02-02');
    await bench.close('2026-01');
    expect(await bench.refused(cto, 'reverseTime', { entryId: other.id, cause })).toMatchObject({
      code: 'PERIOD_CLOSED',
      useInstead: 'recordPriorPeriodAdjustment',
    });
  });

  it('by its person within two working days, by the lead at any time, by nobody else', async () => {
    const { backend, frontend, cto, cmo } = bench.cast;
    await bench.on('2026-01-09');
    const [one, two] = [await bench.record(), await bench.record()];
    const of = ({ id }: ShownEntry) => ({ entryId: id, cause });
    expect(await bench.refused(frontend, 'reverseTime', of(one))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await bench.refused(cmo, 'reverseTime', of(one))).toMatchObject({ code: 'FORBIDDEN' });
    // Recorded on a Friday: the second working day is Tuesday.
    await bench.on('2026-01-13');
    await bench.done(backend, 'reverseTime', of(one));
    await bench.on('2026-01-14');
    expect(await bench.refused(backend, 'reverseTime', of(two))).toMatchObject({ code: 'FORBIDDEN' });
    await bench.done(cto, 'reverseTime', of(two));
  });
});

const plainAgreement = (): string =>
  Buffer.from(bench.agreementId, 'base64url').toString('utf8').slice('Agreement:'.length);

describe('an entry corrected', () => {
  it('is taken back and recorded as it should have been, in one; what is left out was right', async () => {
    const { backend } = bench.cast;
    const requestId = await bench.request();
    const wrong = await bench.record({ requestId, minutes: 420, note: 'Checkout', activity: 'QA' });
    const { entry, draw, allotment } = await bench.done(backend, 'correctTime', {
      entryId: wrong.id,
      cause,
      minutes: 390,
      newEntryId: 'M9b',
    });
    expect(entry).toMatchObject({
      entryId: 'M9b',
      minutes: 390,
      requestId,
      note: 'Checkout',
      activity: 'QA',
      workedOn: '2026-01-05',
      correctsId: wrong.id,
    });
    expect(draw).toMatchObject({ baseMinutes: 390 });
    expect(allotment?.balance).toMatchObject({ consumedMinutes: 390 });
    expect(await shown(wrong)).toMatchObject({ status: 'REVERSED', correctedById: entry!.id });
    const free = await bench.done(backend, 'correctTime', { entryId: entry!.id, cause, requestId: null, note: null });
    expect(free.entry).toMatchObject({ requestId: null, note: null, minutes: 390 });
  });

  it('is refused as recording and taking back are', async () => {
    const { backend, cto } = bench.cast;
    const wrong = await bench.record({ entryId: 'F1' });
    const correct = (change: object, who = backend) =>
      bench.refused(who, 'correctTime', { entryId: wrong.id, cause, ...change });
    expect(await correct({ minutes: 1441 })).toMatchObject({ code: 'MINUTES_INVALID' });
    expect(await correct({ workedOn: '2026-01-06' })).toMatchObject({ code: 'DATE_IN_FUTURE' });
    expect(await correct({ workedOn: '2025-12-31' })).toMatchObject({ code: 'TIME_ENTRY_OUTSIDE_PERIOD' });
    expect(await correct({ newEntryId: 'F1' })).toMatchObject({ code: 'TIME_ENTRY_EXISTS' });
    expect(await correct({ minutes: 30 }, cto)).toMatchObject({ code: 'REASON_REQUIRED', path: ['input', 'reason'] });
    await bench.done(cto, 'correctTime', { entryId: wrong.id, cause, minutes: 30, reason: 'Agreed with Bea' });
    expect(await correct({ minutes: 20 })).toMatchObject({ code: 'ENTRY_ALREADY_REVERSED' });
  });
});

describe('a closed month', () => {
  const late = (change: object = {}) => ({ ...bench.work(), originalPeriod: '2026-01', reason: 'Was ill', ...change });

  it('gets its late time in today’s month, shown with its own day', async () => {
    const { cto, backend } = bench.cast;
    await bench.on('2026-02-02');
    expect(await bench.refused(cto, 'recordLateTime', late())).toMatchObject({ code: 'INVALID_STATE', state: 'OPEN' });
    await bench.close('2026-01');
    const { entry, allotment } = await bench.done(cto, 'recordLateTime', late({ personId: backend.id }));
    expect(entry).toMatchObject({ period: '2026-02', workedPeriod: '2026-01', workedOn: '2026-01-05' });
    expect(allotment).toMatchObject({ period: '2026-02', balance: { consumedMinutes: 60 } });
    const refused = (change: object, who = cto) => bench.refused(who, 'recordLateTime', late(change));
    expect(await refused({ reason: ' ' })).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(await refused({ workedOn: '2026-02-01' })).toMatchObject({ code: 'TIME_ENTRY_OUTSIDE_PERIOD' });
    expect(await refused({ originalPeriod: '2026-02' })).toMatchObject({ code: 'INVALID_STATE' });
    expect(await refused({ originalPeriod: 'x' })).toMatchObject({ path: ['input', 'originalPeriod'] });
    expect(await refused({ entryId: entry!.entryId })).toMatchObject({ code: 'TIME_ENTRY_EXISTS' });
    expect(await refused({}, backend)).toMatchObject({ code: 'FORBIDDEN', right: 'time.late' });
  });

  it('is credited forward, never above what was billed', async () => {
    const { finance, cto } = bench.cast;
    const entry = await bench.record({ entryId: 'F14', minutes: 180 });
    const credit = (minutes: number, change: object = {}) => ({
      entryId: entry.id,
      minutes,
      reason: 'Too much',
      ...change,
    });
    const name = 'recordPriorPeriodAdjustment';
    await bench.on('2026-02-02');
    expect(await bench.refused(finance, name, credit(-60))).toMatchObject({ code: 'INVALID_STATE', state: 'OPEN' });
    await bench.close('2026-01');
    const { creditedMinutes, allotment } = await bench.done(finance, name, credit(-60));
    expect(creditedMinutes).toBe(60);
    expect(allotment).toMatchObject({ period: '2026-02', balance: { basePoolMinutes: 4860 } });
    expect(await shown(entry)).toMatchObject({
      creditedMinutes: 60,
      credits: [{ creditId: '2026-02-K1', period: '2026-02', pool: 'BASE', minutes: 60, amount: { minorUnits: 9000 } }],
    });
    expect(await bench.refused(finance, name, credit(-200))).toMatchObject({
      code: 'CREDIT_EXCEEDS_ORIGINAL',
      entryId: 'F14',
      creditableMinutes: 120,
      minutes: 200,
    });
    expect(await bench.refused(finance, name, credit(60))).toMatchObject({ path: ['input', 'minutes'] });
    expect(await bench.refused(finance, name, credit(-1, { reason: '' }))).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(await bench.refused(bench.cast.backend, name, credit(-1))).toMatchObject({ code: 'FORBIDDEN' });
    // A lead alone leaves a yes; the month tells so.
    const half = await bench.done(cto, name, credit(-30, { side: 'PROVIDER' }));
    expect(half.creditedMinutes).toBe(0);
    expect(await bench.refused(cto, name, credit(-30, { side: 'PROVIDER' }))).toMatchObject({
      code: 'SIDE_ALREADY_APPROVED',
    });
    const { both, cmo } = bench.cast;
    expect(await bench.refused(both, name, credit(-30))).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'side'] });
    const whole = await bench.done(cmo, name, credit(-30, { side: 'CONSUMER' }));
    expect(whole.creditedMinutes).toBe(30);
  });
});

describe('at the same time', () => {
  it('two recordings with one id: one of them is there', async () => {
    const { backend, frontend } = bench.cast;
    const input = bench.work({ entryId: 'X1' });
    const answers = await Promise.all([backend, frontend].map((who) => bench.give(who, 'recordTime', input)));
    const codes = answers.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(['TIME_ENTRY_EXISTS']);
    expect(await api.events(bench.cast.workspaceId, 'EntryBooked')).toBe(1);
  });

  it('two reversals of one entry: one of them happens', async () => {
    const { backend, cto } = bench.cast;
    const { id } = await bench.record();
    const answers = await Promise.all(
      [backend, cto].map((who) => bench.give(who, 'reverseTime', { entryId: id, cause })),
    );
    const codes = answers.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(['ENTRY_ALREADY_REVERSED']);
    expect(await api.events(bench.cast.workspaceId, 'TimeReversed')).toBe(1);
  });

  it('twenty recordings on one month: all are there, and draws add up to minutes', async () => {
    const { backend, frontend } = bench.cast;
    const requestId = await bench.request();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        bench.done(index % 2 ? backend : frontend, 'recordTime', bench.work({ requestId, minutes: 290 + index })),
      ),
    );
    for (const { entry, draw } of answers) {
      const { baseMinutes, overageMinutes, uncoveredMinutes } = draw as Record<string, number>;
      expect(baseMinutes! + overageMinutes! + uncoveredMinutes!).toBe(entry!['minutes']);
    }
    const total = 20 * 290 + 190;
    const { sums } = await bench.month();
    expect(sums).toMatchObject({ recorded: total, base: 4800, uncovered: total - 4800 });
  });
});

describe('who sees which time', () => {
  const LIST = `query ($filter: TimeEntryFilter, $order: [TimeEntryOrder!], $first: Int, $after: String) {
    timeEntries(filter: $filter, order: $order, first: $first, after: $after) { totalCount nodes { entryId person { id } rate { minorUnits } }
      pageInfo { hasNextPage endCursor } } }`;
  interface Listed {
    readonly totalCount: number;
    readonly nodes: readonly { readonly entryId: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  }
  const list = (variables: object = {}, who = bench.cast.cto) => api.ask<Listed>(LIST, who, variables);
  const ids = ({ nodes }: Listed) => nodes.map(({ entryId }) => entryId);

  it('everybody who sees minutes sees all, reviewers and agencies their own', async () => {
    const { backend, reviewer, agencyDesigner, marketer, facilitator } = bench.cast;
    const own = await bench.record({ entryId: 'own', activity: 'RISK' }, reviewer);
    const other = await bench.record({ entryId: 'other' }, backend);
    expect(ids(await list({}, marketer)).toSorted()).toEqual(['other', 'own']);
    expect(ids(await list({}, reviewer))).toEqual(['own']);
    expect(ids(await list({}, agencyDesigner))).toEqual([]);
    const { errors } = await api.run(LIST, facilitator);
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const node = (id: string) => api.ask('query ($id: ID!) { node(id: $id) { id } }', reviewer, { id });
    expect(await node(own.id)).toEqual({ id: own.id });
    expect(await node(other.id)).toBeNull();
    const elsewhere = await TimeBench.begin(api);
    expect(ids(await list({}, elsewhere.cast.cto))).toEqual([]);
    const query = 'query ($id: ID!) { timeEntry(id: $id) { id } }';
    expect(await api.ask(query, elsewhere.cast.cto, { id: own.id })).toBeNull();
  });

  it('is found by what it is, and page by page', async () => {
    const { frontend } = bench.cast;
    await bench.on('2026-01-09');
    const requestId = await bench.request();
    await bench.record({ entryId: 'A', workedOn: '2026-01-07', requestId, minutes: 30 });
    await bench.record({ entryId: 'B', workedOn: '2026-01-08', billable: false });
    await bench.record({ entryId: 'C', workedOn: '2026-01-09', activity: 'QA' }, frontend);
    expect(ids(await list())).toEqual(['C', 'B', 'A']);
    expect(ids(await list({ order: [{ minutes: 'ASC' }, { workedOn: 'ASC' }] }))).toEqual(['A', 'B', 'C']);
    for (const [filter, found] of [
      [{ requestId: { eq: requestId } }, ['A']],
      [{ personId: { eq: frontend.id } }, ['C']],
      [{ agreementId: { eq: bench.agreementId }, period: { eq: '2026-01' } }, ['C', 'B', 'A']],
      [{ workedOn: { lt: '2026-01-09' } }, ['B', 'A']],
      [{ activity: { eq: 'QA' } }, ['C']],
      [{ billable: { eq: false } }, ['B']],
      [{ status: { eq: 'REVERSED' } }, []],
      [{ minutes: { lt: 60 } }, ['A']],
    ] as const)
      expect([filter, ids(await list({ filter }))]).toEqual([filter, found]);
    const first = await list({ first: 2 });
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true]);
    expect(ids(await list({ first: 2, after: first.pageInfo.endCursor }))).toEqual(['A']);
  });

  it('asks a constant number of statements, however many are listed', async () => {
    for (let index = 0; index < 5; index += 1) await bench.record({ minutes: 1200 });
    await bench.on('2026-01-07');
    const last = await bench.record({ workedOn: '2026-01-07' });
    const query = (first: number) => `{ timeEntries(first: ${first}) { nodes { entryId person { id } rate { minorUnits }
      amount { minorUnits } standing { baseMinutes uncoveredMinutes } correctedById } } }`;
    const asked = async (first: number): Promise<string[]> => {
      const texts: string[] = [];
      const run = api.pool.query.bind(api.pool) as (...args: unknown[]) => unknown;
      const listen = (...args: unknown[]) => (texts.push(JSON.stringify(args[0])), run(...args));
      Object.assign(api.pool, { query: listen });
      try {
        await api.ask(query(first), bench.cast.cto);
      } finally {
        Reflect.deleteProperty(api.pool, 'query');
      }
      // The log's horizon looks ahead on the same pool.
      return texts.filter((text) => text.includes('hours.')).map((text) => /FROM \S+/.exec(text)?.[0] ?? text);
    };
    await bench.done(bench.cast.backend, 'reverseTime', { entryId: last.id, cause });
    expect(await asked(6)).toEqual(await asked(1));
  });

  it('one’s own week by day and by request', async () => {
    const { backend, frontend } = bench.cast;
    await bench.on('2026-01-09');
    const requestId = await bench.request();
    await bench.record({ workedOn: '2026-01-07', requestId, minutes: 30 });
    await bench.record({ workedOn: '2026-01-07', minutes: 45, billable: false });
    await bench.record({ workedOn: '2026-01-09', requestId, minutes: 60 });
    const gone = await bench.record({ workedOn: '2026-01-08' });
    await bench.done(backend, 'reverseTime', { entryId: gone.id, cause });
    await bench.record({ workedOn: '2026-01-08' }, frontend);
    const query = `query ($from: LocalDate!, $to: LocalDate!) { myTime(from: $from, to: $to) { minutes billableMinutes
      days { day minutes billableMinutes entries } requests { requestId minutes billableMinutes } } }`;
    expect(await api.ask(query, backend, { from: '2026-01-05', to: '2026-01-11' })).toEqual({
      minutes: 135,
      billableMinutes: 90,
      days: [
        { day: '2026-01-07', minutes: 75, billableMinutes: 30, entries: 2 },
        { day: '2026-01-09', minutes: 60, billableMinutes: 60, entries: 1 },
      ],
      requests: [
        { requestId, minutes: 90, billableMinutes: 90 },
        { requestId: null, minutes: 45, billableMinutes: 0 },
      ],
    });
    for (const [from, to] of [
      ['2026-01-11', '2026-01-05'],
      ['2026-01-01', '2026-04-01'],
    ]) {
      const { errors } = await api.run(query, backend, { from, to });
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
  });
});
