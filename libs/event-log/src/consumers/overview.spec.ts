import { randomUUID } from 'node:crypto';
import { SandboxClock } from '../clock/sandbox-clock.js';
import { Consumers } from './consumers.js';
import { consumerBench, type ConsumerBench, hallId, until, witness } from './consumers.fixture.js';
import type { ConsumerDefinition, ProcessConsumer } from './definition.js';

/** Sets a timer a year ahead for every hall whose name does not say that it is bad, and fires none. */
const reminder: ProcessConsumer = {
  kind: 'process',
  name: 'reminder',
  about: 'Reminds the halls.',
  types: ['SeatTaken'],
  react: async (event, tools) => {
    if (event.streamId === hallId('bad')) throw new Error('cannot remind');
    tools.schedule(event.streamId, '2030-01-01T00:00:00.000Z');
  },
};

describe('the overview of consumers', () => {
  const [mine, theirs] = [randomUUID(), randomUUID()];
  let bench: ConsumerBench;
  beforeEach(async () => void (bench = await consumerBench()));
  afterEach(() => bench.end());

  const overview = (definitions: readonly ConsumerDefinition[], workspaceId = mine) =>
    new Consumers(bench.pool, bench.horizon, definitions).overview(workspaceId);

  it('shows who never ran with all there is to read, and by the real clock for how long', async () => {
    const { pool, horizon } = bench;
    await new SandboxClock({ pool, horizon, consumers: [] }).create(mine, '2001-01-01T00:00:00.000Z');
    await bench.take(mine, 'red');
    await bench.horizon.waitUntilSafe(await bench.take(mine, 'red'));
    const [shown] = await overview([reminder]);
    expect(shown).toMatchObject({ name: 'reminder', version: 1, kind: 'process', about: 'Reminds the halls.' });
    expect(shown).toMatchObject({ state: 'idle', position: 0, lag: 2, unread: 2, owner: null, leaseAgeSeconds: null });
    // The event says 2001; it was stored just now.
    expect(shown!.lagSeconds).toBeLessThan(3_600);
  });

  it('counts no events that a consumer does not read', async () => {
    await bench.horizon.waitUntilSafe(await bench.take(mine, 'red'));
    const [shown] = await overview([{ ...reminder, types: ['HallNamed'] }]);
    expect(shown).toMatchObject({ lag: 1, unread: 0, lagSeconds: 0 });
  });

  it('shows what is parked or waits in one workspace and in no other', async () => {
    bench.run([reminder]);
    await bench.take(mine, 'bad');
    await bench.take(theirs, 'bad');
    await bench.take(theirs, 'good');
    await bench.consumers.waitFor(reminder, await bench.take(mine, 'good'));
    await bench.owner.query(
      `insert into log.timer (process, workspace_id, key, due_at, payload, correlation_id, causation_id, attempts, failure, parked_at)
       values ('reminder', $1, 'given up', '2020-01-01T00:00:00Z', '{}', '', '', 3, 'Error: no', now())`,
      [theirs],
    );
    const [shown] = await overview([reminder]);
    expect(shown).toMatchObject({ state: 'running', unread: 0, lagSeconds: 0, parkedStreams: 1, parkedTimers: 0 });
    expect(shown).toMatchObject({ pendingTimers: 1, nextDueAt: '2030-01-01T00:00:00.000Z' });
    expect(shown!.owner).not.toBeNull();
    expect(shown!.leaseAgeSeconds).toBeGreaterThanOrEqual(0);
    expect(await overview([reminder], theirs)).toMatchObject([{ parkedStreams: 1, parkedTimers: 1, pendingTimers: 1 }]);
    expect(await overview([reminder], randomUUID())).toMatchObject([
      { parkedStreams: 0, parkedTimers: 0, pendingTimers: 0, nextDueAt: null },
    ]);
  });

  it('keeps an older version in sight, of which nobody knows what it reads', async () => {
    const runner = bench.run([witness('list')]);
    await bench.consumers.waitFor({ name: 'list' }, await bench.take(mine, 'red'));
    await runner.stop();
    await until('released', async () => (await bench.consumers.status())[0]?.owner === null);
    expect(await overview([{ ...witness('list'), version: 2 }])).toMatchObject([
      { version: 1, state: 'idle', unread: null, lagSeconds: null, about: null },
      { version: 2, state: 'idle', unread: 1 },
    ]);
  });
});
