import { randomUUID } from 'node:crypto';
import { consumerBench, type ConsumerBench, gate, hallId, until } from '../consumers/consumers.fixture.js';
import type { ProcessConsumer } from '../consumers/definition.js';
import { hall, type HallEvent } from '../contract/hall.js';
import { ClockNotSettled, ClockOnlyForward, NotASandbox, SandboxTooLate } from './refusals.js';
import { SandboxClock } from './sandbox-clock.js';

const START = '2026-01-05T08:00:00.000Z';
const at = (hours: number): string => new Date(Date.parse(START) + hours * 3_600_000).toISOString();

/** Every hour after the first guest the hall is named anew, `last` times: each naming sets the timer of the next one. */
const hourly = (last: number, part: Partial<ProcessConsumer> = {}): ProcessConsumer => ({
  kind: 'process',
  name: 'hourly',
  types: ['SeatTaken', 'HallNamed'],
  async react(event, tools) {
    const count = event.type === 'SeatTaken' ? 0 : Number((event.data as { name: string }).name);
    if (count < last)
      tools.schedule(event.streamId, new Date(Date.parse(event.recordedAt) + 3_600_000).toISOString(), {
        next: count + 1,
      });
  },
  async fire({ key, payload }, tools) {
    const stream = { aggregate: hall, id: key.replace('hall-', ''), expect: 'latest' as const };
    const { next } = payload as { next: number };
    await tools.log.decideOne(tools.command('nameHall'), stream, (): HallEvent[] => [
      { type: 'HallNamed', data: { name: String(next) } },
    ]);
  },
  ...part,
});

describe('the clock of a sandbox', () => {
  let workspace: string;
  let bench: ConsumerBench;
  beforeEach(async () => {
    bench = await consumerBench();
    workspace = randomUUID();
  });
  afterEach(() => bench.end());

  const clockOf = (consumers = [{ name: 'hourly' }], settleMs = 20_000) =>
    new SandboxClock({ pool: bench.pool, horizon: bench.horizon, consumers, settleMs });
  const history = async () =>
    (await bench.log.readStream({ workspaceId: workspace, streamId: hallId('red') })).map(({ recordedAt, data }) => [
      recordedAt,
      Object.values(data)[0] as string,
    ]);

  it('stops at each due instant on its way, also at those that come up on the way', async () => {
    const clock = clockOf();
    await clock.create(workspace, START);
    bench.run([hourly(3)]);
    await bench.take(workspace, 'red', 'first');
    expect(await clock.advance(workspace, at(2.5))).toEqual({ now: at(2.5), stops: [at(1), at(2)] });
    expect(await history()).toEqual([
      [START, 'first'],
      [at(1), '1'],
      [at(2), '2'],
    ]);
    expect(await clock.advance(workspace, at(10))).toEqual({ now: at(10), stops: [at(3)] });
    await bench.take(workspace, 'red', 'late');
    expect((await history()).at(-1)).toEqual([at(10), 'late']);
  });

  it('stands still by itself, and leaves other workspaces alone', async () => {
    const clock = clockOf();
    const ordinary = randomUUID();
    await clock.create(workspace, START);
    bench.run([hourly(3)]);
    await bench.take(workspace, 'red', 'first');
    const position = await bench.take(ordinary, 'red');
    await bench.consumers.waitFor({ name: 'hourly' }, position);
    expect(await clock.now(workspace)).toBe(START);
    await clock.advance(workspace, at(5));
    expect(await bench.log.readStream({ workspaceId: ordinary, streamId: hallId('red') })).toHaveLength(1);
    await expect(clock.advance(ordinary, at(100_000))).rejects.toThrow(NotASandbox);
    await expect(clock.now(ordinary)).rejects.toThrow(NotASandbox);
    await expect(clock.create(ordinary, START)).rejects.toThrow(SandboxTooLate);
  });

  it('moves only forward', async () => {
    const clock = clockOf([]);
    await clock.create(workspace, START);
    await clock.create(workspace, at(99));
    expect(await clock.now(workspace)).toBe(START);
    await expect(clock.advance(workspace, at(-1))).rejects.toThrow(new ClockOnlyForward(START));
    expect(await clock.advance(workspace, START)).toEqual({ now: START, stops: [] });
  });

  it('never goes back when two move it at once, and misses no stop', async () => {
    const [one, other] = [clockOf(), clockOf()];
    await one.create(workspace, START);
    bench.run([hourly(6)]);
    await bench.take(workspace, 'red', 'first');
    const targets = [at(6.5), at(3.5), at(5)];
    const answers = await Promise.all(targets.map((to, index) => (index % 2 ? one : other).advance(workspace, to)));
    answers.forEach(({ now }, index) => expect(now >= targets[index]!).toBe(true));
    expect(await one.now(workspace)).toBe(at(6.5));
    expect((await history()).map(([recordedAt]) => recordedAt)).toEqual([0, 1, 2, 3, 4, 5, 6].map(at));
  });

  it('waits for consumers wherever they run, and says what it waited for when they do not come to rest', async () => {
    const clock = clockOf([{ name: 'hourly' }], 200);
    await clock.create(workspace, START);
    await bench.take(workspace, 'red', 'first');
    await expect(clock.advance(workspace, at(2))).rejects.toThrow(new ClockNotSettled(START, 'events to be read'));
    // Another process: it shares the database with the one that advances, and nothing else.
    const horizon = bench.newHorizon();
    await horizon.start();
    bench.run([hourly(1)], { horizon });
    await until('rest', () =>
      clock.advance(workspace, at(2)).then(
        () => true,
        () => false,
      ),
    );
    expect(await history()).toEqual([
      [START, 'first'],
      [at(1), '1'],
    ]);
  });

  it('does not move while a reaction is under way', async () => {
    const [reacting, go] = [gate(), gate()];
    const clock = clockOf();
    await clock.create(workspace, START);
    const slow = hourly(1);
    const react: ProcessConsumer['react'] = async (event, tools) => {
      reacting.open();
      await go.passed;
      await slow.react(event, tools);
    };
    bench.run([{ ...slow, react }]);
    await bench.take(workspace, 'red', 'first');
    const advanced = clock.advance(workspace, at(5));
    await reacting.passed;
    expect(await clock.now(workspace)).toBe(START);
    go.open();
    expect(await advanced).toEqual({ now: at(5), stops: [at(1)] });
  });

  it('is not held up by a timer that was given up', async () => {
    const clock = clockOf();
    await clock.create(workspace, START);
    bench.run([hourly(1, { fire: () => Promise.reject(new Error('broken')) })]);
    await bench.take(workspace, 'red', 'first');
    expect(await clock.advance(workspace, at(5))).toEqual({ now: at(5), stops: [at(1)] });
    expect(await bench.consumers.parkedTimers({ name: 'hourly' })).toHaveLength(1);
  });
});
