import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { HoursApi } from '../hours.fixture.js';
import { TimeBench } from './time.fixture.js';

let api: HoursApi;
let bench: TimeBench;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  bench = await TimeBench.begin(api);
});

describe('recorded time', () => {
  it('draws from the pool and tells what it led to; a repetition tells the same', async () => {
    const { backend } = bench.cast;
    const requestId = await bench.request();
    const input = bench.work({ requestId, minutes: 1200, entryId: 'T1', note: 'Checkout' });
    const { entry, ...told } = await bench.done(backend, 'recordTime', input, { key: 'one' });
    expect(entry).toMatchObject({
      entryId: 'T1',
      period: '2026-01',
      workedPeriod: '2026-01',
      workedOn: '2026-01-05',
      requestId,
      personId: backend.id,
      minutes: 1200,
      billable: true,
      status: 'BOOKED',
      version: 1,
      draw: { baseMinutes: 1200, carriedMinutes: 0, overageMinutes: 0, uncoveredMinutes: 0, overageId: null },
      standing: { baseMinutes: 1200, overageMinutes: 0, uncoveredMinutes: 0, writtenOffMinutes: 0, debtMinutes: 0 },
      // An engineer sees no money.
      rate: null,
      amount: null,
    });
    expect(told).toMatchObject({
      replayed: false,
      thresholdsCrossed: [],
      overage: null,
      workStopped: false,
      allotment: { period: '2026-01', balance: { consumedMinutes: 1200, availableMinutes: 3600 } },
    });
    const again = await bench.done(backend, 'recordTime', input, { key: 'one' });
    expect(again).toEqual({ ...told, entry, replayed: true });
  });

  it('is told with its price to those who see money', async () => {
    const { id } = await bench.record({ minutes: 90 });
    const query = 'query ($id: ID!) { timeEntry(id: $id) { rate { minorUnits currency } amount { minorUnits } } }';
    expect(await api.ask(query, bench.cast.finance, { id })).toEqual({
      rate: { minorUnits: 9000, currency: 'EUR' },
      amount: { minorUnits: 13500 },
    });
  });

  it('beyond the pool stays uncovered, raises overage and crosses thresholds, each once', async () => {
    const requestId = await bench.request();
    const minutes = 1440;
    const crossed = [];
    for (let index = 0; index < 4; index += 1)
      crossed.push(await bench.done(bench.cast.backend, 'recordTime', bench.work({ requestId, minutes })));
    expect(crossed.map(({ thresholdsCrossed }) => thresholdsCrossed)).toEqual([[], [], [75, 90], [100]]);
    expect(crossed[3]).toMatchObject({
      draw: { baseMinutes: 480, overageMinutes: 0, uncoveredMinutes: 960 },
      overage: { overageId: 'O1', minutes: 960, approved: false },
    });
    const { overage } = await bench.done(bench.cast.backend, 'recordTime', bench.work({ requestId }));
    expect(overage).toEqual({ overageId: 'O1', minutes: 1020, approved: false });
  });

  it('beyond the pool stops the request under HARD_STOP, and is approved at once under WARN', async () => {
    for (const [mode, told] of [
      ['HARD_STOP', { workStopped: true, overage: { overageId: 'O1', minutes: 240, approved: false } }],
      ['WARN', { workStopped: false, overage: { overageId: 'O1', minutes: 240, approved: true } }],
    ] as const) {
      const grant = { pool: { minutesPerMonth: 1200 } };
      bench = await TimeBench.begin(api, { grant, overage: { mode, factorPercent: 150 } });
      const input = bench.work({ requestId: await bench.request(), minutes: 1440 });
      expect(await bench.done(bench.cast.backend, 'recordTime', input)).toMatchObject(told);
    }
  });

  it('in a role of the rate card keeps it, also when it is corrected', async () => {
    const rate = (minorUnits: number, role?: string) => ({
      perHour: { minorUnits, currency: 'EUR' },
      effectiveFrom: '2026-01-01',
      ...(role && { role }),
    });
    bench = await TimeBench.begin(api, { rates: [rate(9000), rate(12_000, 'ENGINEER')] });
    const { id } = await bench.record(
      { role: 'ENGINEER', personId: bench.cast.backend.id, reason: 'x' },
      bench.cast.cto,
    );
    const change = { entryId: id, cause: 'WRONG_DURATION', minutes: 30, reason: 'Half of it' };
    const { entry } = await bench.done(bench.cast.cto, 'correctTime', change);
    expect(entry).toMatchObject({ role: 'ENGINEER', rate: { minorUnits: 12_000 }, amount: { minorUnits: 6000 } });
  });

  it('draws nothing when it is not billable', async () => {
    const { draw, allotment } = await bench.done(bench.cast.backend, 'recordTime', bench.work({ billable: false }));
    expect(draw).toEqual({ baseMinutes: 0, overageMinutes: 0, uncoveredMinutes: 0 });
    expect(allotment?.balance).toMatchObject({ notBillableMinutes: 60, consumedMinutes: 0 });
  });

  it('counts in the month of its day in the agreement’s zone', async () => {
    await bench.on('2026-02-02');
    const { period, workedOn } = await bench.record({ workedOn: undefined, startedAt: '2026-01-31T23:30:00Z' });
    expect([period, workedOn]).toEqual(['2026-02', '2026-02-01']);
  });
});

describe('time is refused and nothing stored', () => {
  const record = (change: object, who = bench.cast.backend) => bench.refused(who, 'recordTime', bench.work(change));

  it.each([-60, 0, 1441])('of %i minutes', async (minutes) => {
    expect(await record({ minutes })).toMatchObject({
      __typename: 'MinutesInvalidProblem',
      code: 'MINUTES_INVALID',
      minutes,
      granularityMinutes: 1,
      path: ['input', 'minutes'],
    });
  });

  it('off the steps of the agreement', async () => {
    bench = await TimeBench.begin(api, { granularityMinutes: 15 });
    expect(await record({ minutes: 20 })).toMatchObject({ code: 'MINUTES_INVALID', granularityMinutes: 15 });
  });

  it('of tomorrow', async () => {
    expect(await record({ workedOn: '2026-01-06' })).toMatchObject({ code: 'DATE_IN_FUTURE' });
  });

  it('of another month’s day', async () => {
    await bench.on('2026-02-02');
    expect(await record({ period: '2026-01', workedOn: '2026-02-01' })).toMatchObject({
      code: 'TIME_ENTRY_OUTSIDE_PERIOD',
      workedOn: '2026-02-01',
      period: '2026-01',
    });
  });

  it('of 2026-03-31T22:30Z in March: in Berlin that is April', async () => {
    await bench.on('2026-04-02');
    const when = { period: '2026-03', workedOn: undefined, startedAt: '2026-03-31T22:30:00Z' };
    expect(await record(when)).toMatchObject({ code: 'TIME_ENTRY_OUTSIDE_PERIOD', workedOn: '2026-04-01' });
  });

  it('across the end of a month', async () => {
    await bench.on('2026-02-02');
    expect(await record({ workedOn: undefined, startedAt: '2026-01-31T22:30:00Z' })).toMatchObject({
      code: 'TIME_ENTRY_CROSSES_PERIOD',
      firstDay: '2026-01-31',
      lastDay: '2026-02-01',
    });
  });

  it('in a month that is closed, and says what to do instead', async () => {
    await bench.on('2026-02-02');
    await bench.close('2026-01');
    expect(await record({})).toMatchObject({
      __typename: 'PeriodClosedProblem',
      code: 'PERIOD_CLOSED',
      closedPeriod: '2026-01',
      useInstead: 'recordLateTime',
    });
  });

  it('in a month that has not begun, or that nobody opened', async () => {
    expect(await record({ workedOn: '2026-02-01' })).toMatchObject({ code: 'INVALID_STATE', state: 'PLANNED' });
    expect(await record({ workedOn: '2027-02-01' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('with an id that is taken, also in another month', async () => {
    await bench.record({ entryId: 'F1' });
    expect(await record({ entryId: 'F1' })).toMatchObject({ code: 'TIME_ENTRY_EXISTS', entryId: 'F1' });
    await bench.on('2026-02-02');
    expect(await record({ entryId: 'F1', workedOn: '2026-02-02' })).toMatchObject({ code: 'TIME_ENTRY_EXISTS' });
    expect(await record({ entryId: 'F 1' })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'entryId'] });
  });

  it('on a request that is only drafted', async () => {
    const requestId = await bench.request(2, 'DRAFT');
    expect(await record({ requestId })).toMatchObject({ code: 'REQUEST_NOT_CHARGEABLE', requestId, status: 'DRAFT' });
  });

  it('on a request, a person or an agreement that is not there, or in another workspace', async () => {
    const other = await TimeBench.begin(api);
    const foreign = await other.request();
    const unknown = await record({ requestId: toGlobalId('Request', randomUUID()) });
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'requestId'] });
    expect(await record({ requestId: foreign })).toEqual(unknown);
    // Sales pay for what sales have asked for.
    expect(await record({ requestId: await bench.request(3, 'TRIAGED', 'sales') })).toEqual(unknown);
    const { cto } = bench.cast;
    expect(await record({ personId: other.cast.backend.id }, cto)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'personId'],
    });
    expect(await record({ agreementId: other.agreementId })).toMatchObject({ code: 'NOT_FOUND', what: 'agreement' });
    const when = { workedOn: undefined, startedAt: '2026-01-05T07:00:00Z' };
    expect(await record({ agreementId: other.agreementId, ...when })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('without a day, and with a month that is none', async () => {
    expect(await record({ workedOn: undefined })).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await record({ period: 'January' })).toMatchObject({ path: ['input', 'period'] });
  });

  it('with personal data in its note', async () => {
    expect(await record({ note: 'Call +49 30 1234567' })).toMatchObject({ code: 'PII_NOT_ALLOWED' });
  });

  it('of others, unless a lead says why', async () => {
    const { backend, frontend, cto, cmo, finance } = bench.cast;
    expect(await record({ personId: frontend.id }, backend)).toMatchObject({ code: 'FORBIDDEN', right: 'time.record' });
    expect(await record({ personId: frontend.id }, cto)).toMatchObject({ code: 'REASON_REQUIRED' });
    for (const who of [cmo, finance]) expect(await record({}, who)).toMatchObject({ code: 'FORBIDDEN' });
    const { personId } = await bench.record({ personId: frontend.id, reason: 'Is ill' }, cto);
    expect(personId).toBe(frontend.id);
  });

  it('by a lead of another team for others', async () => {
    const { workspaceId } = bench.cast;
    const lead = await api.join(workspaceId, [{ role: 'ENGINEERING_LEAD', teamId: randomUUID() }]);
    const input = { personId: bench.cast.backend.id, reason: 'For them' };
    expect(await record(input, lead)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('with a key that was used for something else', async () => {
    const { backend } = bench.cast;
    await bench.done(backend, 'recordTime', bench.work(), { key: 'one' });
    const other = await bench.refused(backend, 'recordTime', bench.work({ minutes: 30 }), { key: 'one' });
    expect(other.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
