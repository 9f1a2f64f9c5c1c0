import { availableOf } from '../domain/index.js';
import { HoursApi } from '../hours.fixture.js';
import { ReservationBench } from './reservations.fixture.js';

let api: HoursApi;
beforeAll(async () => void (api = await HoursApi.start()));
afterAll(() => api.close());

const january = (minutes: number) => ({ period: '2026-01', minutes });

/** Requests that wait for the second signature, each with so many minutes in January. */
const halfSigned = (bench: ReservationBench, ...minutes: readonly number[]): Promise<string[]> =>
  Promise.all(
    minutes.map(async (each) => {
      const requestId = await bench.dated(each);
      await bench.first(requestId, january(each));
      return requestId;
    }),
  );

describe('approvals that compete for the last minutes', () => {
  it('of 50 for 60 minutes each on 600 exactly ten succeed, and every other one is told the true figures', async () => {
    const bench = await ReservationBench.pool(api, 600);
    const requests = await halfSigned(bench, ...Array.from({ length: 50 }, () => 60));
    const answers = await Promise.all(requests.map((requestId) => bench.second(requestId)));
    const refused = answers.flatMap(({ problems }) => problems);
    expect(answers.filter(({ request }) => request?.status === 'APPROVED')).toHaveLength(10);
    expect(refused).toHaveLength(40);
    for (const problem of refused)
      expect(problem).toMatchObject({
        __typename: 'AllotmentExhaustedProblem',
        code: 'ALLOTMENT_EXHAUSTED',
        period: '2026-01',
        availableMinutes: 0,
        requestedMinutes: 60,
        shortfallMinutes: 60,
      });
    const course = await bench.course();
    const available = course.map(({ state }) => availableOf(state));
    expect(Math.min(...available.slice(2))).toBe(0);
    expect(course.filter(({ event }) => event.type === 'MinutesReserved')).toHaveLength(10);
    const shown = await Promise.all(requests.map((requestId) => bench.openOf(requestId)));
    expect(shown.filter((months) => months['2026-01'] === 60)).toHaveLength(10);
  });

  it('of the two of 02-10 one wins whichever comes first, and the other is told what the first left', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const bench = await ReservationBench.pool(api, 630);
      const [six, eight] = (await halfSigned(bench, 600, 480)) as [string, string];
      const answers = await Promise.all(order.map((index) => bench.second([six, eight][index]!)));
      const won = answers.findIndex(({ problems }) => problems.length === 0);
      const lost = answers[1 - won];
      const sixWon = order[won] === 0;
      expect(lost?.problems).toMatchObject([
        sixWon
          ? { code: 'ALLOTMENT_EXHAUSTED', availableMinutes: 30, requestedMinutes: 480, shortfallMinutes: 450 }
          : { code: 'ALLOTMENT_EXHAUSTED', availableMinutes: 150, requestedMinutes: 600, shortfallMinutes: 450 },
      ]);
      expect(availableOf((await bench.course()).at(-1)!.state)).toBe(sixWon ? 30 : 150);
    }
  });

  it('of the two of 02-10 the later one is refused in either order', async () => {
    for (const [first, then, problem] of [
      [600, 480, { availableMinutes: 30, requestedMinutes: 480, shortfallMinutes: 450 }],
      [480, 600, { availableMinutes: 150, requestedMinutes: 600, shortfallMinutes: 450 }],
    ] as const) {
      const bench = await ReservationBench.pool(api, 630);
      const [winner, loser] = (await halfSigned(bench, first, then)) as [string, string];
      expect((await bench.second(winner)).problems).toEqual([]);
      expect((await bench.second(loser)).problems).toMatchObject([{ code: 'ALLOTMENT_EXHAUSTED', ...problem }]);
    }
  });

  it('lets plans over the same months in opposite order through, all that fit', async () => {
    const bench = await ReservationBench.pool(api, 600);
    const months = ['2026-01', '2026-02', '2026-03'];
    const requests = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const requestId = await bench.dated(180);
        const lines = months.map((period) => ({ period, minutes: 60 }));
        await bench.first(requestId, ...(index % 2 === 0 ? lines : lines.toReversed()));
        return requestId;
      }),
    );
    const answers = await Promise.all(requests.map((requestId) => bench.second(requestId)));
    expect(answers.flatMap(({ problems }) => problems)).toEqual([]);
    for (const period of months) expect(availableOf((await bench.course(period)).at(-1)!.state)).toBe(600 - 8 * 60);
  });
});
