import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { HoursApi } from '../hours.fixture.js';
import { ReservationBench } from './reservations.fixture.js';

let api: HoursApi;
beforeAll(async () => void (api = await HoursApi.start()));
afterAll(() => api.close());

const jan = (minutes: number) => ({ period: '2026-01', minutes });

/** A request with 600 minutes in January, of 1,000 a month. */
async function scene() {
  const bench = await ReservationBench.pool(api, 1000);
  const requestId = await bench.approved(600, jan(600));
  const { cast } = bench;
  const adjust = (side: string, minutes: number) => ({ allotmentId: bench.month(), requestId, minutes, side });
  const move = (side: string, minutes: number, toPeriod = '2026-02') => ({ ...adjust(side, minutes), toPeriod });
  const refused = (who: keyof typeof cast, name: string, input: object) =>
    api.refused(cast, cast[who] as typeof cast.cmo, name, input);
  return { bench, requestId, cast, adjust, move, refused };
}

const notFound = toGlobalId('Request', randomUUID());

describe('adjustReservation', () => {
  it('is carried out once both leads want the same', async () => {
    const { bench, requestId, cast, adjust } = await scene();
    const first = await api.done(cast.cmo, 'adjustReservation', adjust('CONSUMER', 700));
    expect(first.allotment).toMatchObject({
      openConsents: [{ consentId: 'C1', action: 'ADJUST_RESERVATION', side: 'CONSUMER' }],
      balance: { availableMinutes: 400 },
    });
    const second = await api.done(cast.cto, 'adjustReservation', adjust('PROVIDER', 700));
    expect(second.allotment).toMatchObject({ openConsents: [], balance: { availableMinutes: 300 } });
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 700 });
  });

  it('goes down to what was worked, and covers what waited for minutes', async () => {
    const { bench, requestId, cast, adjust } = await scene();
    await bench.work('T1', requestId, 200);
    await bench.work('T2', null, 450);
    await api.done(cast.cto, 'adjustReservation', adjust('PROVIDER', 0));
    const { allotment } = await api.done(cast.cmo, 'adjustReservation', adjust('CONSUMER', 0));
    expect(allotment).toMatchObject({ balance: { availableMinutes: 350, consumedMinutes: 650, uncoveredMinutes: 0 } });
  });

  it('is refused with its reason, and nothing is stored', async () => {
    const { bench, requestId, adjust, refused } = await scene();
    const up = adjust('CONSUMER', 1001);
    expect(await refused('cmo', 'adjustReservation', up)).toEqual(['ALLOTMENT_EXHAUSTED']);
    expect(await refused('cmo', 'adjustReservation', adjust('CONSUMER', -1))).toEqual(['VALIDATION_FAILED']);
    const planned = { ...adjust('CONSUMER', 10), allotmentId: bench.month('2026-12') };
    expect(await refused('cmo', 'adjustReservation', planned)).toEqual(['PERIOD_NOT_RESERVABLE']);
    expect(await refused('cmo', 'adjustReservation', adjust('PROVIDER', 10))).toEqual(['FORBIDDEN']);
    expect(await refused('salesLead', 'adjustReservation', adjust('CONSUMER', 10))).toEqual(['FORBIDDEN']);
    expect(await refused('marketer', 'adjustReservation', adjust('CONSUMER', 10))).toEqual(['FORBIDDEN']);
    const unknown = { ...adjust('CONSUMER', 10), requestId: notFound };
    expect(await refused('cmo', 'adjustReservation', unknown)).toEqual(['NOT_FOUND']);
    const unsigned = { ...adjust('CONSUMER', 10), requestId: await bench.dated(60) };
    expect(await refused('cmo', 'adjustReservation', unsigned)).toEqual(['INVALID_STATE']);
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 600 });
  });

  it('needs two sides and two persons', async () => {
    const { cast, adjust, refused } = await scene();
    await api.done(cast.both, 'adjustReservation', adjust('CONSUMER', 500));
    expect(await refused('cmo', 'adjustReservation', adjust('CONSUMER', 500))).toEqual(['SIDE_ALREADY_APPROVED']);
    expect(await refused('both', 'adjustReservation', adjust('PROVIDER', 500))).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
    expect((await api.done(cast.cto, 'adjustReservation', adjust('PROVIDER', 500))).allotment?.balance).toMatchObject({
      availableMinutes: 500,
    });
  });
});

describe('moveReservation', () => {
  it('takes minutes from one month to another in one append', async () => {
    const { bench, requestId, cast, move } = await scene();
    await api.done(cast.cmo, 'moveReservation', move('CONSUMER', 250));
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 600 });
    await api.done(cast.cto, 'moveReservation', move('PROVIDER', 250));
    expect(await bench.openOf(requestId)).toEqual({ '2026-01': 350, '2026-02': 250 });
    const [out, into] = [(await bench.course()).at(-1)!.event, (await bench.course('2026-02')).at(-1)!.event];
    expect([out.type, into.type]).toEqual(['ReservationMovedOut', 'ReservationMovedIn']);
    expect(out.meta.commandId).toBe(into.meta.commandId);
  });

  it('is refused with its reason, and nothing is stored', async () => {
    const { bench, move, refused } = await scene();
    await bench.approved(900, { period: '2026-02', minutes: 900 });
    expect(await refused('cmo', 'moveReservation', move('CONSUMER', 101))).toEqual(['ALLOTMENT_EXHAUSTED']);
    expect(await refused('cmo', 'moveReservation', move('CONSUMER', 601))).toEqual(['VALIDATION_FAILED']);
    expect(await refused('cmo', 'moveReservation', move('CONSUMER', 60, '2026-01'))).toEqual(['VALIDATION_FAILED']);
    expect(await refused('cmo', 'moveReservation', move('CONSUMER', 60, 'May'))).toEqual(['VALIDATION_FAILED']);
    expect(await refused('cmo', 'moveReservation', move('CONSUMER', 60, '2026-11'))).toEqual(['PERIOD_NOT_RESERVABLE']);
    expect(await refused('cto', 'moveReservation', move('CONSUMER', 60))).toEqual(['FORBIDDEN']);
    const unknown = { ...move('CONSUMER', 60), requestId: notFound };
    expect(await refused('cmo', 'moveReservation', unknown)).toEqual(['NOT_FOUND']);
  });

  it('of many that compete for one month lets through what fits', async () => {
    const { bench, cast, move } = await scene();
    await bench.approved(900, { period: '2026-02', minutes: 900 });
    const inputs = [20, 30, 50, 60, 70].map((minutes) => ({ minutes }));
    for (const { minutes } of inputs) await api.done(cast.cmo, 'moveReservation', move('CONSUMER', minutes));
    const answers = await Promise.all(
      inputs.map(({ minutes }) => api.give(cast.cto, 'moveReservation', move('PROVIDER', minutes))),
    );
    const moved = inputs.filter((_, index) => answers[index]!.problems.length === 0);
    const total = moved.reduce((sum, { minutes }) => sum + minutes, 0);
    expect(total).toBeLessThanOrEqual(100);
    const codes = answers.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(codes.map(() => 'ALLOTMENT_EXHAUSTED'));
    const from = (await bench.course()).at(-1)!.state;
    expect(Object.values(from.accounts)[0]?.reserved).toBe(600 - total);
  });
});

describe('releaseReservation', () => {
  it('gives back what is open, for either lead, and nothing a second time', async () => {
    const { bench, requestId, cast } = await scene();
    const input = { allotmentId: bench.month(), requestId };
    const { allotment } = await api.done(cast.cto, 'releaseReservation', input);
    expect(allotment?.balance).toMatchObject({ availableMinutes: 1000, openReservedMinutes: 0 });
    expect((await api.done(cast.cmo, 'releaseReservation', input)).position).toBeNull();
  });

  it('is refused with its reason', async () => {
    const { bench, requestId, cast, refused } = await scene();
    const input = { allotmentId: bench.month(), requestId };
    for (const who of ['salesLead', 'finance', 'admin'] as const)
      expect(await refused(who, 'releaseReservation', input)).toEqual(['FORBIDDEN']);
    const nowhere = { ...input, allotmentId: bench.month('2026-12') };
    expect(await refused('cmo', 'releaseReservation', nowhere)).toEqual(['NOT_FOUND']);
    const stale = await api.give(cast.cmo, 'releaseReservation', input, { expect: { version: 1 } });
    expect(stale.problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', current: { id: input.allotmentId } }]);
  });
});

describe('withdrawConsent', () => {
  it('takes a yes back before the other side says it, too', async () => {
    const { bench, cast, adjust, refused } = await scene();
    await api.done(cast.cmo, 'adjustReservation', adjust('CONSUMER', 100));
    const consent = { allotmentId: bench.month(), consentId: 'C1' };
    expect(await refused('cto', 'withdrawConsent', consent)).toEqual(['FORBIDDEN']);
    expect((await api.done(cast.cmo, 'withdrawConsent', consent)).allotment).toMatchObject({ openConsents: [] });
    expect(await refused('cmo', 'withdrawConsent', consent)).toEqual(['NOT_FOUND']);
    const alone = await api.done(cast.cto, 'adjustReservation', adjust('PROVIDER', 100));
    expect(alone.allotment).toMatchObject({ openConsents: [{ consentId: 'C2' }], balance: { availableMinutes: 400 } });
  });
});
