import { randomUUID } from 'node:crypto';
import { hall, type HallEvent } from '../contract/hall.js';
import type { Recorded } from '../event.js';
import { NotFound } from '../refusal.js';
import { Unavailable } from '../unavailable.js';
import { consumerBench, type ConsumerBench, gate, hallId, until } from './consumers.fixture.js';
import { LeaseLost } from './lease.js';
import type { DueTimer, ProcessConsumer, ProcessTools } from './definition.js';

const HOUR = 3_600_000;
const later = (from: string, hours: number): string => new Date(Date.parse(from) + hours * HOUR).toISOString();

/** Names the hall after its first guest, at once. */
const nameHall = async (event: Recorded, tools: ProcessTools, name = 'named'): Promise<void> => {
  const stream = { aggregate: hall, id: event.streamId.replace('hall-', ''), expect: 'latest' as const };
  await tools.log.decideOne(tools.command('nameHall'), stream, (): HallEvent[] => [
    { type: 'HallNamed', data: { name } },
  ]);
};

const namer = (part: Partial<ProcessConsumer> = {}): ProcessConsumer => ({
  kind: 'process',
  name: 'namer',
  types: ['SeatTaken'],
  react: (event, tools) => nameHall(event, tools),
  ...part,
});

describe('a process', () => {
  const workspace = randomUUID();
  const key = { name: 'namer' };
  let bench: ConsumerBench;
  beforeEach(async () => void (bench = await consumerBench()));
  afterEach(() => bench.end());

  const take = (name: string) => bench.take(workspace, name);
  const names = async (name: string) =>
    (await bench.log.readStream({ workspaceId: workspace, streamId: hallId(name) })).filter(
      ({ type }) => type === 'HallNamed',
    );

  it('issues a command whose cause and author can be read from its event', async () => {
    bench.run([namer()]);
    await bench.consumers.waitFor(key, await take('red'));
    const [taken] = await bench.log.readStream({ workspaceId: workspace, streamId: hallId('red') });
    const [named] = await names('red');
    expect(named!.meta).toEqual({
      commandId: expect.any(String),
      correlationId: taken!.meta.correlationId,
      causationId: taken!.eventId,
      actorId: 'process:namer',
      actorRole: 'process',
    });
  });

  it('carries a command out once, when it is killed between the command and its checkpoint', async () => {
    let reactions = 0;
    const react: ProcessConsumer['react'] = async (event, tools) => {
      reactions += 1;
      // The second time it would decide otherwise; but the command is the same, and was carried out.
      await nameHall(event, tools, `name ${reactions}`);
      if (reactions === 1) throw new Unavailable('killed here', null);
    };
    bench.run([namer({ react })]);
    await bench.consumers.waitFor(key, await take('red'));
    expect(reactions).toBe(2);
    expect((await names('red')).map(({ data }) => data)).toEqual([{ name: 'name 1' }]);
    expect(await bench.consumers.status()).toMatchObject([{ failure: 'Unavailable: killed here', state: 'running' }]);
  });

  it('parks the stream it cannot react to, and goes on with the others', async () => {
    let broken = true;
    const react: ProcessConsumer['react'] = async (event, tools) => {
      tools.schedule('of a failed reaction', later(event.recordedAt, 1));
      if (broken && event.streamId === hallId('bad')) throw new Error('no name');
      tools.cancel('of a failed reaction');
      await nameHall(event, tools);
    };
    bench.run([namer({ react })]);
    await take('bad');
    await bench.consumers.waitFor(key, await take('good'));
    expect(await names('good')).toHaveLength(1);
    expect(await names('bad')).toHaveLength(0);
    expect((await bench.owner.query('select from log.timer')).rowCount).toBe(0);
    broken = false;
    await take('bad');
    await bench.consumers.retryParked(key, workspace, hallId('bad'));
    await until('unparked', async () => (await bench.consumers.parkedStreams(key)).length === 0);
    await bench.consumers.waitFor(key, await take('good'));
    expect(await names('bad')).toHaveLength(2);
  });

  it('refuses two commands of one reaction that nothing tells apart', async () => {
    const react: ProcessConsumer['react'] = (event, tools) => {
      tools.command('nameHall', 'a');
      tools.command('nameHall', 'b');
      tools.command('nameHall', 'a');
      return nameHall(event, tools);
    };
    bench.run([namer({ react })]);
    await bench.consumers.waitFor(key, await take('red'));
    expect(await bench.consumers.parkedStreams(key)).toMatchObject([{ error: expect.stringContaining('need keys') }]);
  });

  it('that believes in a lease it has lost repeats a command without effect, and does not move on', async () => {
    const [reacting, thaw] = [gate(), gate()];
    const frozen = namer({
      async react(event, tools) {
        reacting.open();
        await thaw.passed;
        await nameHall(event, tools, 'of a zombie');
      },
    });
    const zombie = bench.run([frozen], { leaseMs: 600_000 });
    const position = await take('red');
    await reacting.passed;
    await bench.owner.query(`update log.consumer set lease_until = clock_timestamp() - interval '1 second'`);
    const healthy = bench.run([namer({ react: (event, tools) => nameHall(event, tools, 'of the new owner') })]);
    await bench.consumers.waitFor(key, position);
    thaw.open();
    await zombie.stop();
    expect((await names('red')).map(({ data }) => data)).toEqual([{ name: 'of the new owner' }]);
    expect(await bench.consumers.status()).toMatchObject([{ owner: healthy.owner }]);
  });

  it('gets no further command once its heartbeat found that another one took over', async () => {
    const reacting = gate();
    let refused: unknown = null;
    const react: ProcessConsumer['react'] = async (_, tools) => {
      reacting.open();
      await until('refused', () => {
        try {
          tools.command('nameHall', randomUUID());
        } catch (error) {
          refused = error;
        }
        return refused !== null;
      });
      throw refused;
    };
    const zombie = bench.run([namer({ react })], { leaseMs: 1_000 });
    await take('red');
    await reacting.passed;
    await bench.owner.query(
      `update log.consumer set epoch = epoch + 1, owner = 'another', lease_until = clock_timestamp() + interval '1 hour'`,
    );
    await until('refused', () => refused !== null);
    expect(refused).toBeInstanceOf(LeaseLost);
    await zombie.stop();
    expect(await bench.consumers.status()).toMatchObject([{ owner: 'another', position: 0, parkedStreams: 0 }]);
  });
});

describe('a timer', () => {
  const workspace = randomUUID();
  const key = { name: 'namer' };
  let bench: ConsumerBench;
  let fired: DueTimer[];
  beforeEach(async () => {
    bench = await consumerBench();
    fired = [];
  });
  afterEach(() => bench.end());

  const take = (name: string, by?: string) => bench.take(workspace, name, by);
  /** Sets a timer for the hall; the guest tells how many hours from now. */
  const remind = (part: Partial<ProcessConsumer> = {}): ProcessConsumer =>
    namer({
      react: async (event, tools) => {
        const { by } = event.data as { by: string };
        if (by === 'cancel') tools.cancel(event.streamId);
        else tools.schedule(event.streamId, later(event.recordedAt, Number(by)), { by });
      },
      fire: async (timer) => void fired.push(timer),
      ...part,
    });

  const timers = async () =>
    (await bench.owner.query<{ key: string; attempts: number }>('select key, attempts from log.timer order by key'))
      .rows;

  it('fires when it is due by the clock of the database, the oldest first, and is gone then', async () => {
    await take('second', '-1');
    await take('first', '-2');
    // All of them can be read before anybody does, or the process may meet the second alone and be right to fire it.
    await bench.horizon.waitUntilSafe(await take('future', '1'));
    bench.run([remind()]);
    await until('fired', () => fired.length === 2);
    await until('gone', async () => (await timers()).length === 1);
    expect(await timers()).toEqual([{ key: hallId('future'), attempts: 0 }]);
    const [event] = await bench.log.readStream({ workspaceId: workspace, streamId: hallId('first') });
    expect(fired[0]).toEqual({
      workspaceId: workspace,
      key: hallId('first'),
      dueAt: later(event!.recordedAt, -2),
      payload: { by: '-2' },
      correlationId: event!.meta.correlationId,
      causationId: event!.eventId,
    });
    expect(fired[1]!.key).toBe(hallId('second'));
  });

  it('is moved by being set again, and does not fire when it was cancelled', async () => {
    bench.run([remind()]);
    await take('moved', '5');
    await take('cancelled', '5');
    await take('moved', '7');
    await bench.consumers.waitFor(key, await take('cancelled', 'cancel'));
    const { rows } = await bench.owner.query('select key, payload from log.timer');
    expect(rows).toEqual([{ key: hallId('moved'), payload: { by: '7' } }]);
    expect(fired).toEqual([]);
  });

  it('that was killed after its command fires again, and the command is carried out once', async () => {
    let tries = 0;
    const fire: ProcessConsumer['fire'] = async (timer, tools) => {
      tries += 1;
      const stream = { aggregate: hall, id: 'red', expect: 'latest' as const };
      await tools.log.decideOne(tools.command('nameHall'), stream, (): HallEvent[] => [
        { type: 'HallNamed', data: { name: `${tries}` } },
      ]);
      if (tries === 1) throw new Unavailable('killed here', null);
      fired.push(timer);
    };
    bench.run([remind({ fire })]);
    await take('red', '-1');
    await until('fired', () => fired.length === 1);
    const events = await bench.log.readStream({
      workspaceId: workspace,
      streamId: hallId('red'),
      types: ['HallNamed'],
    });
    expect(events.map(({ data }) => data)).toEqual([{ name: '1' }]);
    // What the name has as its cause can be told of after the timer is gone.
    await until('gone', async () => (await timers()).length === 0);
    const { rows } = await bench.owner.query(
      'select firing_id, process, key, due_at, causation_id from log.fired_timer',
    );
    const { causationId: causation_id, key: timer, dueAt } = fired[0]!;
    const firing = { process: 'namer', key: timer, due_at: new Date(dueAt), causation_id };
    expect(rows).toEqual([{ firing_id: events[0]!.meta.causationId, ...firing }]);
  });

  it('that only sets itself anew is traced back to what began it', async () => {
    const fire: ProcessConsumer['fire'] = async (timer, tools) => {
      fired.push(timer);
      if (fired.length === 3) tools.command('nameHall');
      if (fired.length < 5) tools.schedule(timer.key, later(timer.dueAt, 1));
    };
    bench.run([remind({ fire })]);
    await take('red', '-9');
    await until('fired', () => fired.length === 5);
    const [event] = await bench.log.readStream({ workspaceId: workspace, streamId: hallId('red') });
    await until('kept', async () => (await timers()).length === 0);
    const { rows } = await bench.owner.query<{ firing_id: string }>('select firing_id from log.fired_timer');
    expect(rows).toHaveLength(1);
    const firing = rows[0]!.firing_id;
    const causes = [event!.eventId, event!.eventId, event!.eventId, firing, firing];
    expect(fired.map(({ causationId }) => causationId)).toEqual(causes);
  });

  it('acts anew when it was set for another instant', async () => {
    const ids = new Set<string>();
    bench.run([remind({ fire: async (_, tools) => void ids.add(tools.command('nameHall').commandId) })]);
    await take('red', '-1');
    await until('fired', () => ids.size === 1);
    await take('red', '-2');
    await until('fired again', () => ids.size === 2);
  });

  it('that keeps failing is given up where it can be seen, and stands in no other one’s way', async () => {
    let broken = true;
    const fire: ProcessConsumer['fire'] = async (timer) => {
      if (broken && timer.key === hallId('bad')) throw new Error('cannot fire');
      fired.push(timer);
    };
    bench.run([remind({ fire })]);
    await take('bad', '-2');
    await take('good', '-1');
    await until('the good one', () => fired.length === 1);
    await until('given up', async () => (await bench.consumers.parkedTimers(key)).length === 1);
    expect(await bench.consumers.parkedTimers(key, workspace)).toMatchObject([
      { key: hallId('bad'), error: 'Error: cannot fire', attempts: 3 },
    ]);
    expect(await bench.consumers.status()).toMatchObject([{ parkedTimers: 1 }]);
    broken = false;
    await bench.consumers.retryTimer(key, workspace, hallId('bad'));
    await until('fired', () => fired.length === 2);
    await until('gone', async () => (await timers()).length === 0);
    await expect(bench.consumers.retryTimer(key, workspace, hallId('bad'))).rejects.toThrow(NotFound);
  });
});
