import { ConsumerRunner, Consumers, Horizon, type ProcessConsumer } from '#libs/event-log';
import type { RiskApi } from '../risk.fixture.js';
import { FollowBench } from './follow.fixture.js';
import { followRequest } from './follow-request.process.js';
import { riskClock } from './risk-clock.process.js';

let api: RiskApi;
let bench: FollowBench;
let horizon: Horizon;
beforeAll(async () => {
  api = await FollowBench.start();
  horizon = new Horizon({ pool: api.pool, pollMs: 200 });
  await horizon.start();
});
beforeEach(async () => {
  bench = await FollowBench.open(api);
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(async () => {
  await horizon.stop();
  await api.close();
});

const runner = (definition: ProcessConsumer) =>
  new ConsumerRunner({ pool: api.pool, log: api.log, horizon, consumers: [definition], pollMs: 200 });

const last = async (): Promise<number> => {
  const { rows } = await api.owner.query<{ last: number }>('select max(position) as last from log.event');
  return Number(rows[0]?.last);
};

/** A course with all there is: opened, followed there and back, cancelled, taken up again, a risk that was due. */
async function eventful(): Promise<string> {
  const requestId = await bench.cleared();
  await bench.bench.touch(requestId, ['AUTHENTICATION']);
  await bench.done('marketer', 'setTouches', {
    requestId,
    remove: [{ touch: 'AUTHENTICATION', why: 'Not any more.' }],
  });
  const desk = bench.desk(requestId);
  const riskId = await desk.identify({ lens: 'LEGAL' });
  await desk.rate(riskId, [3, 4]);
  await bench.done('marketer', 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
  await bench.done('marketer', 'reviveRequest', { requestId, reason: 'It is needed after all.' });
  await bench.done('marketer', 'submitRequest', { requestId });
  await bench.at('2026-02-10T12:00');
  return requestId;
}

describe('processes that are run again', () => {
  it.each([
    ['risk-follow-request', () => followRequest(api.pool)],
    ['risk-clock', () => riskClock(api.pool)],
  ])('%s does nothing twice, however often every reaction is repeated', async (_name, definition) => {
    const requestId = await eventful();
    const [before, course] = [await api.events(bench.cast.workspaceId), await bench.course(requestId)];
    expect(course).toEqual(expect.arrayContaining(['ReviewCancelled', 'ReviewReopened', 'RiskReviewDue']));
    // A new version of the process reacts to everything from the start; its commands are those of the old one.
    const again = { ...definition(), version: 2 };
    const second = runner(again);
    second.start();
    await new Consumers(api.pool, horizon).waitFor(again, await last());
    await second.stop();
    expect((await bench.course(requestId)).slice(course.length)).toEqual([]);
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
  });

  it('go on after they were stopped in the middle, and two at once do each step once', async () => {
    const others = [runner(followRequest(api.pool)), runner(followRequest(api.pool)), runner(riskClock(api.pool))];
    for (const other of others) other.start();
    const stopping = Promise.all(others.map((other) => other.stop()));
    const requestId = await eventful();
    await stopping;
    const course = await bench.course(requestId);
    const count = (type: string) => course.filter((one) => one === type).length;
    expect(['ReviewOpened', 'ReviewCancelled', 'RiskReviewDue'].map(count)).toEqual([1, 1, 1]);
  });

  it('draw no number for what is there: the next review has the next one', async () => {
    await bench.request({ stage: 'submitted', touches: ['LEGAL_CLAIMS'] });
    const again = { ...followRequest(api.pool), version: 3 };
    const second = runner(again);
    second.start();
    await new Consumers(api.pool, horizon).waitFor(again, await last());
    await second.stop();
    const next = await bench.request({ stage: 'submitted', touches: ['LEGAL_CLAIMS'] });
    expect(await bench.review(next)).toMatchObject([{ data: { number: 2 } }]);
  });
});
