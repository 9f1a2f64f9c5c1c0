import { fromGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import { HoursApi, type Member } from '../hours.fixture.js';
import { heldMinutes, releaseOnEnd } from './release-on-end.process.js';
import { ReservationBench, toolsFor } from './reservations.fixture.js';

let api: HoursApi;
beforeAll(async () => {
  api = await HoursApi.start({ consumers: (pool) => [releaseOnEnd(heldMinutes(pool))] });
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(() => api.close());

const START = '2026-01-05T08:00:00.000Z';
const plan = [
  { period: '2026-01', minutes: 600 },
  { period: '2026-02', minutes: 300 },
];

/** A request with minutes in two months; `to` lets the clock go on until everybody has read everything. */
async function scene() {
  const bench = await ReservationBench.open(api);
  const requestId = await bench.approved(900, ...plan);
  const { cast } = bench;
  const to = async (instant: string) => (await api.advance(cast.workspaceId, instant)).stops;
  const done = (who: Member, name: string, input: object = {}) => api.done(who, name, { requestId, ...input });
  const causes = async () => {
    const months = await Promise.all([bench.course('2026-01'), bench.course('2026-02')]);
    return months.flat().flatMap(({ event }) => (event.type === 'ReservationReleased' ? [event.data.cause] : []));
  };
  /** Facts that nobody decided by the rules of a command. */
  const happened = (...facts: RequestEvent[]) =>
    api.happened(cast.workspaceId, { aggregate: request, id: fromGlobalId(requestId, 'Request') }, facts);
  return { bench, requestId, cast, to, done, causes, happened };
}

const nothing = { '2026-01': 0, '2026-02': 0 };
const everything = { '2026-01': 600, '2026-02': 300 };
const hold = { reason: 'Waits for the budget', reviewDate: '2026-01-12' };

describe('minutes of a request that is over', () => {
  it('are given back in every month when it is withdrawn', async () => {
    const { bench, requestId, cast, to, done, causes } = await scene();
    await done(cast.marketer, 'withdrawRequest', { reason: 'NO_BUDGET' });
    await to(START);
    expect(await bench.openOf(requestId)).toEqual(nothing);
    expect(await causes()).toEqual(['REQUEST_WITHDRAWN', 'REQUEST_WITHDRAWN']);
    const { meta } = (await bench.course()).at(-1)!.event;
    expect(meta).toMatchObject({ actorId: 'process:release-on-end', actorRole: 'process' });
  });

  it('are given back when it was declined, and what an acceptance did not know of', async () => {
    for (const [fact, cause] of [
      [{ type: 'RequestDeclined', data: { reason: 'NO_CAPACITY', note: null, reviveWhen: null } }, 'REQUEST_DECLINED'],
      [{ type: 'RequestAccepted', data: { by: 'p', releasedMinutes: [] } }, 'REQUEST_ACCEPTED'],
    ] as const) {
      const { bench, requestId, cast, to, done, causes, happened } = await scene();
      if (fact.type === 'RequestAccepted') {
        await done(cast.backend, 'startWork');
        await done(cast.backend, 'deliverRequest', { notes: 'Look at the staging site' });
      }
      await happened(fact);
      await to(START);
      expect(await bench.openOf(requestId)).toEqual(nothing);
      expect(await causes()).toEqual([cause, cause]);
    }
  });

  it('are left to an acceptance that gave them back itself', async () => {
    const { bench, requestId, cast, to, done } = await scene();
    await bench.verified(requestId);
    await done(cast.cmo, 'acceptRequest');
    const before = await api.events(cast.workspaceId);
    await to(START);
    expect(await api.events(cast.workspaceId)).toBe(before);
  });

  it('are given back once, however often the reaction runs', async () => {
    const { bench, requestId, cast, to, done } = await scene();
    await done(cast.marketer, 'withdrawRequest', { reason: 'NO_BUDGET' });
    await to(START);
    const event = (await bench.requestFacts(requestId)).at(-1)!;
    const before = await api.events(cast.workspaceId);
    const months = [...plan].map(({ period }) => ({
      agreementId: fromGlobalId(bench.agreementId, 'Agreement'),
      period,
      providerTeamId: fromGlobalId(cast.engineering, 'Team'),
    }));
    const stale = releaseOnEnd({ ...heldMinutes(api.pool), monthsHeldBy: () => Promise.resolve(months) });
    for (let time = 0; time < 2; time += 1) await stale.react(event, toolsFor(api, event));
    expect(await api.events(cast.workspaceId)).toBe(before);
  });

  it('are kept when it was revived and signed anew before anybody looked', async () => {
    const { bench, requestId, cast } = await scene();
    const event = (await bench.requestFacts(requestId)).at(-1)!;
    const before = await api.events(cast.workspaceId);
    await releaseOnEnd(heldMinutes(api.pool)).react({ ...event, type: 'RequestWithdrawn' }, toolsFor(api, event));
    expect(await api.events(cast.workspaceId)).toBe(before);
    expect(await bench.openOf(requestId)).toEqual(everything);
  });
});

describe('minutes of a request that rests', () => {
  it('are given back when 20 working days of the provider are over', async () => {
    const { bench, requestId, cast, to, done, causes } = await scene();
    await done(cast.cmo, 'holdRequest', hold);
    expect(await to('2026-02-02T22:59:59.999Z')).toEqual([]);
    expect(await bench.openOf(requestId)).toEqual(everything);
    expect(await to('2026-02-28T00:00:00.000Z')).toEqual(['2026-02-02T23:00:00.000Z']);
    expect(await bench.openOf(requestId)).toEqual(nothing);
    expect(await causes()).toEqual(['REQUEST_HELD', 'REQUEST_HELD']);
  });

  it('are kept longer when the provider turns out to have a holiday', async () => {
    const { bench, requestId, cast, to, done } = await scene();
    await done(cast.cmo, 'holdRequest', hold);
    await to(START);
    const holidays = [{ date: '2026-01-06', name: 'Epiphany' }];
    await api.done(cast.admin, 'addHolidays', { teamId: cast.engineering, holidays });
    expect(await to('2026-02-03T22:59:59.999Z')).toEqual(['2026-02-02T23:00:00.000Z']);
    expect(await bench.openOf(requestId)).toEqual(everything);
    await to('2026-02-28T00:00:00.000Z');
    expect(await bench.openOf(requestId)).toEqual(nothing);
  });

  it('are kept when it goes on in time; another hold counts anew', async () => {
    const { bench, requestId, cast, to, done } = await scene();
    await done(cast.cmo, 'holdRequest', hold);
    await to('2026-01-20T08:00:00.000Z');
    await done(cast.cmo, 'resumeRequest');
    await done(cast.cmo, 'holdRequest', { ...hold, reviewDate: '2026-02-02' });
    expect(await to('2026-02-10T08:00:00.000Z')).toEqual([]);
    expect(await bench.openOf(requestId)).toEqual(everything);
    expect(await to('2026-03-01T00:00:00.000Z')).toEqual(['2026-02-17T23:00:00.000Z']);
    expect(await bench.openOf(requestId)).toEqual(nothing);
  });

  it('are no matter of time when it has none', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.dated(600);
    await api.done(bench.cast.cmo, 'holdRequest', { requestId, ...hold });
    expect((await api.advance(bench.cast.workspaceId, '2026-03-01T00:00:00.000Z')).stops).toEqual([]);
  });
});
