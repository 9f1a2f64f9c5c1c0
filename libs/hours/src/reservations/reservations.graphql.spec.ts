import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { activeAgreement } from '../agreements.fixture.js';
import { HoursApi } from '../hours.fixture.js';
import { ReservationBench } from './reservations.fixture.js';

let api: HoursApi;
beforeAll(async () => void (api = await HoursApi.start()));
afterAll(() => api.close());

const jan = (minutes: number) => ({ period: '2026-01', minutes });
const feb = (minutes: number) => ({ period: '2026-02', minutes });
const mar = (minutes: number) => ({ period: '2026-03', minutes });

const available = async (bench: ReservationBench, period: string): Promise<number> => {
  const source = `query ($id: ID!) { node(id: $id) { ... on Allotment { balance { availableMinutes } } } }`;
  const variables = { id: bench.month(period) };
  const node = await api.ask<{ balance: { availableMinutes: number } }>(source, bench.cast.cto, variables);
  return node.balance.availableMinutes;
};

describe('the second approval', () => {
  it('reserves every month of the plan in its own append; the first reserves nothing', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.dated(900);
    await bench.first(requestId, jan(600), feb(300));
    expect([await available(bench, '2026-01'), await bench.reservations(requestId)]).toEqual([4800, []]);
    const { problems, request } = await bench.second(requestId);
    expect([problems, request?.status]).toEqual([[], 'APPROVED']);
    expect(await bench.reservations(requestId)).toEqual([
      {
        allotmentId: bench.month('2026-01'),
        period: '2026-01',
        openMinutes: 600,
        consumedMinutes: 0,
        earmarkedMinutes: 0,
      },
      {
        allotmentId: bench.month('2026-02'),
        period: '2026-02',
        openMinutes: 300,
        consumedMinutes: 0,
        earmarkedMinutes: 0,
      },
    ]);
    expect([await available(bench, '2026-01'), await available(bench, '2026-02')]).toEqual([4200, 4500]);
    const approved = (await bench.requestFacts(requestId)).at(-1);
    expect(approved).toMatchObject({ type: 'RequestApproved', data: { totalReserved: 900, overageMinutes: 0 } });
    const reserved = (await bench.course('2026-02')).at(-1)!.event;
    expect(reserved).toMatchObject({ type: 'MinutesReserved', data: { minutes: 300, availableAfter: 4500 } });
    expect(reserved.meta.commandId).toBe(approved?.meta.commandId);
  });

  it('refuses the whole when one month has too little, and stores nothing', async () => {
    const bench = await ReservationBench.pool(api, 600);
    const requestId = await bench.dated(900);
    await bench.first(requestId, jan(200), feb(700));
    const before = await api.events(bench.cast.workspaceId);
    expect((await bench.second(requestId)).problems).toMatchObject([
      {
        __typename: 'AllotmentExhaustedProblem',
        period: '2026-02',
        availableMinutes: 600,
        requestedMinutes: 700,
        shortfallMinutes: 100,
      },
    ]);
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
    expect(await available(bench, '2026-01')).toBe(600);
  });

  it('takes no month that is not open for planning, and none after the last of the agreement', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.dated(600);
    await bench.first(requestId, { period: '2026-09', minutes: 600 });
    const late = await bench.dated(600);
    await bench.first(late, mar(600));
    await bench.end('2026-02');
    const problem = { __typename: 'PeriodNotReservableProblem', code: 'PERIOD_NOT_RESERVABLE' };
    expect((await bench.second(requestId)).problems).toMatchObject([
      { ...problem, period: '2026-09', periodStatus: 'unknown' },
    ]);
    expect((await bench.second(late)).problems).toMatchObject([{ ...problem, periodStatus: 'AGREEMENT_ENDED' }]);
  });

  it('books the rest from approved overage of the request, and says how much', async () => {
    const bench = await ReservationBench.pool(api, 30);
    const { cast } = bench;
    const requestId = await bench.dated(480);
    const allotmentId = bench.month();
    const asked = { allotmentId, requestId, minutes: 450, reason: 'More than was planned.' };
    await api.done(cast.cmo, 'requestOverage', asked);
    await api.done(cast.cmo, 'approveOverage', { allotmentId, overageId: 'O1', side: 'CONSUMER' });
    await api.done(cast.cto, 'approveOverage', { allotmentId, overageId: 'O1', side: 'PROVIDER' });
    await bench.first(requestId, jan(480));
    expect((await bench.second(requestId)).problems).toEqual([]);
    expect((await bench.requestFacts(requestId)).at(-1)).toMatchObject({
      data: { totalReserved: 480, overageMinutes: 450 },
    });
    expect((await bench.course()).at(-1)?.event).toMatchObject({
      type: 'MinutesReserved',
      data: { minutes: 480, baseMinutes: 30, overageMinutes: 450, availableAfter: 0 },
    });
  });

  it('with a new estimate sets new totals; months left out give back what is not worked', async () => {
    const bench = await ReservationBench.open(api);
    const { cast } = bench;
    const requestId = await bench.approved(600, jan(300), feb(300));
    await api.done(cast.backend, 'startWork', { requestId });
    await bench.work('T1', requestId, 120);
    await bench.widen(requestId, 800);
    await bench.first(requestId, jan(420), mar(380));
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 180, '2026-02': 300 });
    expect((await bench.second(requestId)).problems).toEqual([]);
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 300, '2026-02': 0, '2026-03': 380 });
    expect((await bench.course('2026-02')).at(-1)?.event).toMatchObject({
      type: 'ReservationReleased',
      data: { minutes: 300, cause: 'PLAN_CHANGED' },
    });
    expect(await available(bench, '2026-02')).toBe(4800);
  });

  it('knows the plan to be outside of the estimate, different from the other side, or naming a month twice', async () => {
    const bench = await ReservationBench.open(api);
    const { cast } = bench;
    const requestId = await bench.dated(600);
    const sign = (who: 'cmo' | 'cto', ...lines: readonly { period: string; minutes: number }[]) => {
      const side = who === 'cmo' ? 'CONSUMER' : 'PROVIDER';
      return api.refused(cast, cast[who], 'approveRequest', { requestId, side, reservationPlan: bench.plan(...lines) });
    };
    expect(await sign('cmo')).toEqual(['RESERVATION_PLAN_OUT_OF_RANGE']);
    expect(await sign('cmo', jan(599))).toEqual(['RESERVATION_PLAN_OUT_OF_RANGE']);
    expect(await sign('cmo', jan(901))).toEqual(['RESERVATION_PLAN_OUT_OF_RANGE']);
    expect(await sign('cmo', jan(300), jan(300))).toEqual(['VALIDATION_FAILED']);
    expect(await sign('cmo', { period: '2026-13', minutes: 600 })).toEqual(['VALIDATION_FAILED']);
    await bench.first(requestId, jan(600));
    expect(await sign('cto', jan(300), feb(300))).toEqual(['RESERVATION_PLAN_DIFFERS']);
  });

  it('takes no agreement of other teams, and none that nobody signed', async () => {
    const bench = await ReservationBench.open(api);
    const { cast } = bench;
    const others = await activeAgreement(api, { ...cast, cmo: cast.salesLead }, { consumerTeamId: cast.sales });
    const requestId = await bench.dated(600);
    const nobody = toGlobalId('Agreement', randomUUID());
    for (const agreementId of [others, nobody]) {
      const plan = { reservationPlan: [{ agreementId, ...jan(600) }] };
      const input = { requestId, side: 'CONSUMER', ...plan };
      expect(await api.refused(cast, cast.cmo, 'approveRequest', input)).toEqual(['NOT_FOUND']);
    }
  });

  it('needs no plan where the teams have no agreement, or none that still runs', async () => {
    const bench = await ReservationBench.open(api);
    const { cast } = bench;
    const requestId = await bench.dated(600);
    await bench.end('2026-01');
    expect(
      await api.refused(cast, cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER', reservationPlan: [] }),
    ).toEqual(['RESERVATION_PLAN_OUT_OF_RANGE']);
    await api.setClock(cast.workspaceId, '2026-01-31T23:00:00.000Z');
    await api.done(cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER', reservationPlan: [] });
    expect((await bench.second(requestId)).request?.status).toBe('APPROVED');
    expect(await bench.reservations(requestId)).toEqual([]);
  });

  it('reads all it looks at in one round, however many months it reserves', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.dated(900);
    await bench.first(requestId, jan(300), feb(300), mar(300));
    const asked = await statementsOf(() => bench.second(requestId));
    expect(asked.filter((statement) => statement.includes('log.load_streams'))).toHaveLength(1);
  });

  it('answers a repetition with what it did', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.dated(600);
    await bench.first(requestId, jan(600));
    const input = { requestId, side: 'PROVIDER' };
    const once = await api.done(bench.cast.cto, 'approveRequest', input, { key: 'sign' });
    const again = await api.done(bench.cast.cto, 'approveRequest', input, { key: 'sign' });
    expect(again).toMatchObject({ replayed: true, position: once.position });
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 600 });
  });
});

describe('an acceptance', () => {
  it('gives back in the same append what is not worked, and says it month by month', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.approved(900, jan(600), feb(300));
    await bench.verified(requestId);
    await bench.work('T1', requestId, 540);
    await api.done(bench.cast.cmo, 'acceptRequest', { requestId });
    const accepted = (await bench.requestFacts(requestId)).findLast(({ type }) => type === 'RequestAccepted');
    expect(accepted?.data).toMatchObject({
      releasedMinutes: [
        { period: '2026-01', minutes: 60 },
        { period: '2026-02', minutes: 300 },
      ],
    });
    const released = (await bench.course('2026-02')).at(-1)!.event;
    expect(released).toMatchObject({ type: 'ReservationReleased', data: { cause: 'REQUEST_ACCEPTED' } });
    expect(released.meta.commandId).toBe(accepted?.meta.commandId);
    expect([await available(bench, '2026-01'), await available(bench, '2026-02')]).toEqual([4260, 4800]);
  });

  it('gives nothing back when it is refused', async () => {
    const bench = await ReservationBench.open(api);
    const { cast } = bench;
    const requestId = await bench.approved(600, jan(600));
    expect(await api.refused(cast, cast.cmo, 'acceptRequest', { requestId })).toEqual(['INVALID_STATE']);
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 600 });
  });
});

describe('the reservations of requests', () => {
  it('are read in one statement for a whole list', async () => {
    const bench = await ReservationBench.open(api);
    const { cast } = bench;
    for (const minutes of [60, 120, 180]) await bench.approved(minutes, jan(minutes));
    const list = async (first: number) => {
      const source = `{ requests(first: ${first}) { edges { node { reservations { period openMinutes uncoveredMinutes } } } } }`;
      const asked = await statementsOf(() => api.ask(source, cast.cto));
      return asked.filter((statement) => statement.includes('hours.allotment_row')).length;
    };
    expect([await list(1), await list(3)]).toEqual([1, 1]);
  });

  it('are for those who see minutes', async () => {
    const bench = await ReservationBench.open(api);
    const requestId = await bench.approved(60, jan(60));
    const source = `query ($id: ID!) { request(id: $id) { status reservations { period } } }`;
    const { data, errors } = await api.run(source, bench.cast.reviewer, { id: requestId });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(data).not.toHaveProperty('request.reservations');
  });
});

/** What was asked of the database through the service's pool while this ran. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const query = api.pool.query.bind(api.pool) as (...args: unknown[]) => unknown;
  const listen = (...args: unknown[]): unknown => {
    asked.push(JSON.stringify(args[0]));
    return query(...args);
  };
  Object.assign(api.pool, { query: listen });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(api.pool, 'query');
  }
  return asked;
}
