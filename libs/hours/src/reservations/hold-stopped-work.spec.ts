import { fromGlobalId } from '#libs/api-kit';
import { HoursApi } from '../hours.fixture.js';
import { daysOf, holdStoppedWork } from './hold-stopped-work.process.js';
import { ReservationBench, toolsFor } from './reservations.fixture.js';

let api: HoursApi;
beforeAll(async () => {
  api = await HoursApi.start({ consumers: (pool) => [holdStoppedWork(daysOf(pool))] });
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(() => api.close());

/** Work on a request of 60 minutes, where the month has no more. */
async function scene(mode = 'HARD_STOP') {
  const change = { overage: { mode, factorPercent: 150 }, grant: { pool: { minutesPerMonth: 60 } } };
  const bench = await ReservationBench.open(api, change);
  const { cast } = bench;
  const requestId = await bench.approved(60, { period: '2026-01', minutes: 60 });
  await api.done(cast.backend, 'startWork', { requestId });
  const settle = () => api.advance(cast.workspaceId, '2026-01-05T08:00:00.000Z');
  const holds = async () => (await bench.requestFacts(requestId)).filter(({ type }) => type === 'RequestHeld');
  return { bench, cast, requestId, settle, holds };
}

describe('work that nothing covers', () => {
  it('rests under HARD_STOP, until three working days later at most', async () => {
    const { bench, requestId, settle, holds } = await scene();
    await bench.work('T1', requestId, 60);
    await settle();
    expect(await holds()).toEqual([]);
    await bench.work('T2', requestId, 45);
    await settle();
    expect(await holds()).toMatchObject([
      {
        data: { reason: expect.stringContaining('45 worked minutes of 2026-01'), reviewDate: '2026-01-08' },
        meta: { actorId: 'process:hold-stopped-work', actorRole: 'process' },
      },
    ]);
    const source = `query ($id: ID!) { request(id: $id) { status held { reviewDate } } }`;
    expect(await api.ask(source, bench.cast.cto, { id: requestId })).toEqual({
      status: 'IN_PROGRESS',
      held: { reviewDate: '2026-01-08' },
    });
  });

  it('counts the working days of the provider', async () => {
    const { bench, cast, requestId, settle, holds } = await scene();
    const holidays = [{ date: '2026-01-06', name: 'Epiphany' }];
    await api.done(cast.admin, 'addHolidays', { teamId: cast.engineering, holidays });
    await bench.work('T1', requestId, 105);
    await settle();
    expect(await holds()).toMatchObject([{ data: { reviewDate: '2026-01-09' } }]);
  });

  it('goes on under APPROVAL', async () => {
    const { bench, requestId, settle, holds } = await scene('APPROVAL');
    await bench.work('T1', requestId, 105);
    await settle();
    expect(await holds()).toEqual([]);
  });

  it('that rests already, or is over, stays as it is', async () => {
    const resting = await scene();
    const hold = { reason: 'Waits for the budget', reviewDate: '2026-01-12' };
    await api.done(resting.cast.cmo, 'holdRequest', { requestId: resting.requestId, ...hold });
    await resting.bench.work('T1', resting.requestId, 105);
    await resting.settle();
    expect(await resting.holds()).toMatchObject([{ data: hold }]);
    const over = await scene('APPROVAL');
    await over.bench.work('T1', over.requestId, 105);
    await api.done(over.cast.marketer, 'withdrawRequest', { requestId: over.requestId, reason: 'NO_BUDGET' });
    const { event } = (await over.bench.course()).at(-1)!;
    const data = { requestId: fromGlobalId(over.requestId, 'Request'), uncoveredMinutes: 45 };
    await holdStoppedWork(daysOf(api.pool)).react({ ...event, type: 'WorkStopped', data }, toolsFor(api, event));
    expect(await over.holds()).toEqual([]);
  });

  it('is held once, however often the reaction runs', async () => {
    const { bench, cast, requestId, settle, holds } = await scene();
    await bench.work('T1', requestId, 105);
    await settle();
    const stopped = (await bench.course()).find(({ event }) => event.type === 'WorkStopped')!.event;
    await api.done(cast.cmo, 'resumeRequest', { requestId });
    const process = holdStoppedWork(daysOf(api.pool));
    // Once as a command of the spec's own, then the same one again.
    for (let time = 0; time < 2; time += 1) await process.react(stopped, toolsFor(api, stopped));
    expect(await holds()).toHaveLength(2);
    await api.done(cast.cmo, 'resumeRequest', { requestId });
    await process.react(stopped, toolsFor(api, stopped));
    expect(await holds()).toHaveLength(2);
  });
});
