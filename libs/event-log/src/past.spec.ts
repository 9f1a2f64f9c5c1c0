import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool, QueryConfig } from 'pg';
import { consumerBench, type ConsumerBench, hallId } from './consumers/consumers.fixture.js';
import { Housekeeping } from './consumers/housekeeping.js';
import { type Hall, hall, type HallEvent, hallModel } from './contract/hall.js';
import { commandOf } from './contract/harness.js';
import { EventCatalogue } from './catalogue.js';
import type { Position, Recorded } from './event.js';
import { PositionNotReached } from './invalid-position.js';
import { Past, type PastQuery } from './past.js';
import type { PastState } from './past-course.js';

interface Counted {
  statements: number;
  events: number;
}

describe('the past of streams', () => {
  let bench: ConsumerBench;
  beforeAll(async () => void (bench = await consumerBench()));
  afterAll(() => bench.end());

  const pastOf = (pool: Pick<Pool, 'query'> = bench.pool, model = hallModel) =>
    new Past({ pool, model, observer: bench.observer });

  /** A past that says what it reads. */
  const counting = (): { past: Past; seen: Counted } => {
    const seen: Counted = { statements: 0, events: 0 };
    const query = async (config: QueryConfig & { name: string }) => {
      const answer = await bench.pool.query(config);
      if (/look|stretches/.test(config.name)) seen.statements += 1;
      if (config.name === 'log_past_stretches') seen.events += answer.rows.length;
      return answer;
    };
    return { past: pastOf({ query } as unknown as Pool), seen };
  };
  const read = async ({ past, seen }: ReturnType<typeof counting>, query: PastQuery) => {
    Object.assign(seen, { statements: 0, events: 0 });
    const answer = await past.statesAt(hall, query);
    await past.settle();
    return answer;
  };

  const facts = (count: number, from = 0): HallEvent[] =>
    Array.from({ length: count }, (_, index) =>
      index % 3 === 1
        ? { type: 'HallNamed', data: { name: `name ${from + index}` } }
        : { type: 'SeatTaken', data: { by: String(from + index) } },
    );
  const append = async (workspaceId: string, id: string, events: readonly HallEvent[]): Promise<Position> => {
    const stream = { aggregate: hall, id, expect: 'latest' as const };
    const { position } = await bench.log.decideOne(commandOf(workspaceId), stream, () => events);
    await bench.horizon.waitUntilSafe(position!);
    return position!;
  };
  const eventsOf = async (workspaceId: string): Promise<Recorded[]> => {
    const all: Recorded[] = [];
    for (let after = 0, full = true; full; after = all.at(-1)?.position ?? 0) {
      const page = await bench.log.readAll({ workspaceId, after, limit: 1_000 });
      all.push(...page.events);
      full = page.full;
    }
    return all;
  };
  /** What the log says without any of this. */
  const folded = (events: readonly Recorded[], id: string, position: Position): PastState<Hall> | null => {
    const own = events.filter((event) => event.streamId === hallId(id) && event.position <= position);
    const last = own.at(-1);
    const state = (own as Recorded<HallEvent>[]).reduce((so, event) => hall.evolve(so, event), hall.initial);
    return last ? { version: last.version, position: last.position, updatedAt: last.recordedAt, state } : null;
  };
  const kept = async (workspaceId: string): Promise<number[]> => {
    const sql = 'select version from log.past_state where workspace_id = $1 order by stream_id, version';
    return (await bench.owner.query<{ version: number }>(sql, [workspaceId])).rows.map(({ version }) => version);
  };

  /** What may have become of the cache meanwhile; none of it changes an answer. */
  const accidents: Record<string, string> = {
    none: 'select $1::uuid',
    dropped: 'delete from log.past_state where workspace_id = $1',
    halfFilled: 'delete from log.past_state where workspace_id = $1 and version % 512 = 0',
    stale: `update log.past_state set fingerprint = gen_random_uuid()::text, state = '{"taken":-1}' where workspace_id = $1`,
    ofAnotherLog: `update log.past_state set hash = sha256(hash), state = '{"taken":-2}' where workspace_id = $1`,
    misplaced: `update log.past_state p set version = version + 1, state = '{"taken":-3}' where workspace_id = $1 and not exists (
      select from log.past_state o where o.workspace_id = p.workspace_id and o.stream_id = p.stream_id and o.version = p.version + 1)`,
    tooEarly: `update log.past_state set position = position - 100, state = '{"taken":-4}' where workspace_id = $1`,
  };

  it('is what folding the events up to there gives, whatever became of the cache', async () => {
    const ids = ['red', 'blue', 'green'];
    const turn = fc.record({ id: fc.constantFrom(...ids), count: fc.constantFrom(1, 7, 255, 256, 257, 400, 700) });
    const question = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      some: fc.subarray([...ids, 'none'], { minLength: 1 }),
    });
    const asked = fc.record({
      accident: fc.constantFrom('none', 'none', 'none', 'none', ...Object.keys(accidents)),
      question,
    });
    let fromKept = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 7, maxLength: 7 }),
        fc.array(asked, { minLength: 12, maxLength: 12 }),
        async (turns, questions) => {
          const workspaceId = randomUUID();
          for (const [index, { id, count }] of turns.entries()) await append(workspaceId, id, facts(count, index));
          const events = await eventsOf(workspaceId);
          const counted = counting();
          for (const {
            accident,
            question: { at, some },
          } of questions) {
            await bench.owner.query(accidents[accident]!, [workspaceId]);
            const [first, last] = [events[0]!.position - 1, events.at(-1)!.position];
            const position = Math.round(first + at * (last - first));
            const answer = await read(counted, { workspaceId, ids: some, position });
            expect(answer).toEqual(some.map((id) => folded(events, id, position)));
            const needed = events.filter(
              (event) => event.position <= position && some.some((id) => event.streamId === hallId(id)),
            );
            if (counted.seen.events < needed.length) fromKept += 1;
          }
        },
      ),
      { numRuns: 12, seed: 20260105 },
    );
    // Else nothing was ever begun from a kept state, and this run proved nothing of the cache.
    expect(fromKept).toBeGreaterThan(5);
    expect(bench.errors).toEqual([]);
  });

  it.each(Object.keys(accidents))(
    'is right at every position after the cache met this accident: %s',
    async (accident) => {
      const workspaceId = randomUUID();
      await append(workspaceId, 'red', facts(300));
      const events = await eventsOf(workspaceId);
      const counted = counting();
      for (const version of [300, 300, 260, 200]) {
        const { position } = events[version - 1]!;
        expect(await read(counted, { workspaceId, ids: ['red'], position })).toEqual([folded(events, 'red', position)]);
        await bench.owner.query(accidents[accident]!, [workspaceId]);
      }
    },
  );

  it('reads 256 events of a long stream at most, once states are kept', async () => {
    const workspaceId = randomUUID();
    for (let turn = 0; turn < 10; turn += 1) await append(workspaceId, 'long', facts(500, turn * 500));
    const events = await eventsOf(workspaceId);
    const counted = counting();
    const at = (version: number) =>
      read(counted, { workspaceId, ids: ['long'], position: events[version - 1]!.position });
    await at(5_000);
    expect(counted.seen.events).toBe(5_000);
    await at(1_000);
    for (const version of [5_000, 4_999, 4_864, 4_000, 1_300, 1_000, 700, 256, 255, 1]) {
      const [answer] = await at(version);
      expect(answer).toEqual(folded(events, 'long', events[version - 1]!.position));
      expect(counted.seen.events).toBeLessThanOrEqual(256);
    }
    // Later events of a long stream are not walked past either.
    expect((await at(1))[0]!.version).toBe(1);
    expect(counted.seen).toEqual({ statements: 2, events: 1 });
  });

  it('takes two statements for one stream and for a thousand', async () => {
    const workspaceId = randomUUID();
    const ids = Array.from({ length: 1_000 }, (_, index) => `s${index}`);
    const streams = Object.fromEntries(ids.map((id) => [id, { aggregate: hall, id, expect: 'latest' as const }]));
    const { position } = await bench.log.decide(commandOf(workspaceId), streams, () =>
      Object.fromEntries(ids.map((id, index) => [id, facts(1 + (index % 3))])),
    );
    await bench.horizon.waitUntilSafe(position!);
    const counted = counting();
    for (const some of [ids.slice(0, 1), ids]) {
      const answer = await read(counted, { workspaceId, ids: some, position: position! });
      expect(answer.map((one) => one?.version)).toEqual(some.map((_, index) => 1 + (index % 3)));
      expect(counted.seen.statements).toBe(2);
    }
    expect(await read(counted, { workspaceId, ids: [], position: position! })).toEqual([]);
  });

  it('gives every event up to a position, page by page, or those of some types', async () => {
    const workspaceId = randomUUID();
    for (const id of ['one', 'two']) for (let turn = 0; turn < 7; turn += 1) await append(workspaceId, id, facts(500));
    const events = await eventsOf(workspaceId);
    const position = events[5_600]!.position;
    const counted = counting();
    const query = { workspaceId, ids: ['two', 'one', 'never'], position };
    const found = await counted.past.eventsAt(hall.type, query);
    const expected = query.ids.map((id) =>
      events.filter((event) => event.streamId === hallId(id) && event.position <= position),
    );
    expect(found).toEqual(expected);
    expect(counted.seen.statements).toBe(3);
    const named = await counted.past.eventsAt(hall.type, { ...query, types: ['HallNamed'] });
    expect(named).toEqual(expected.map((own) => own.filter(({ type }) => type === 'HallNamed')));
    expect(await kept(workspaceId)).toEqual([]);
  });

  it('keeps at most 64 states of a stream, those that were asked for last', async () => {
    const workspaceId = randomUUID();
    for (let turn = 0; turn < 34; turn += 1) await append(workspaceId, 'long', facts(512));
    const events = await eventsOf(workspaceId);
    const counted = counting();
    for (const version of [4_096, 8_192, 12_288, 17_408]) {
      await bench.owner.query(`update log.past_state set kept_at = kept_at - interval '1 second'`);
      await read(counted, { workspaceId, ids: ['long'], position: events[version - 1]!.position });
    }
    const versions = await kept(workspaceId);
    expect(versions).toHaveLength(64);
    expect(versions.at(-1)).toBe(17_408);
  });

  it('is told to nobody before it is safe', async () => {
    const workspaceId = randomUUID();
    const position = await append(workspaceId, 'red', facts(1));
    const beyond = { workspaceId, ids: ['red'], position: position + 1_000 };
    await expect(pastOf().statesAt(hall, beyond)).rejects.toThrow(PositionNotReached);
    await expect(pastOf().eventsAt(hall.type, beyond)).rejects.toThrow(PositionNotReached);
  });

  it('takes the place of a state that was made of another history', async () => {
    const workspaceId = randomUUID();
    const query = { workspaceId, ids: ['red'], position: await append(workspaceId, 'red', facts(300)) };
    const counted = counting();
    await read(counted, query);
    await bench.owner.query(accidents['ofAnotherLog']!, [workspaceId]);
    for (const events of [300, 44]) {
      expect((await read(counted, query))[0]?.state.taken).toBe(200);
      expect(counted.seen.events).toBe(events);
    }
  });

  it('belongs to one workspace', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    await append(mine, 'red', facts(1));
    const position = await append(theirs, 'red', facts(2));
    const [own] = await pastOf().statesAt(hall, { workspaceId: mine, ids: ['red'], position });
    expect(own?.version).toBe(1);
    expect(await pastOf().statesAt(hall, { workspaceId: randomUUID(), ids: ['red'], position })).toEqual([null]);
  });

  it('is answered although nothing can be kept, and says so', async () => {
    const workspaceId = randomUUID();
    const position = await append(workspaceId, 'red', facts(300));
    const query = (config: QueryConfig) =>
      config.name === 'log_past_keep' ? Promise.reject(new Error('disk full')) : bench.pool.query(config);
    const errors: string[] = [];
    const observer = { error: (error: unknown, where: string) => errors.push(`${where}: ${String(error)}`) };
    const past = new Past({ pool: { query } as unknown as Pool, model: hallModel, observer });
    const [answer] = await past.statesAt(hall, { workspaceId, ids: ['red'], position });
    expect(answer?.version).toBe(300);
    await past.settle();
    expect(errors).toEqual(['past: Error: disk full']);
  });

  it('of another program is not read, and is cleared away after a day', async () => {
    const workspaceId = randomUUID();
    const position = await append(workspaceId, 'red', facts(300));
    const query = { workspaceId, ids: ['red'], position };
    const versioned = (version: number, upcasts = {}) =>
      new EventCatalogue([
        { type: 'SeatTaken', streamType: 'hall', version, upcasts, downcasts: { 2: (data) => data } },
        { type: 'HallNamed', streamType: 'hall', version: 1 },
      ]);
    const [older, newer] = [
      pastOf(),
      pastOf(bench.pool, { ...hallModel, catalogue: versioned(2, { 1: () => ({ by: 'x' }) }) }),
    ];
    for (const past of [older, newer]) {
      await past.statesAt(hall, query);
      await past.settle();
    }
    expect(await kept(workspaceId)).toEqual([256, 256]);
    const keeping = new Housekeeping({ pool: bench.pool, past: newer });
    await keeping.round();
    expect(await kept(workspaceId)).toEqual([256, 256]);
    await bench.owner.query(
      `update log.past_state set kept_at = kept_at - interval '25 hours' where workspace_id = $1`,
      [workspaceId],
    );
    await keeping.round();
    expect(await kept(workspaceId)).toEqual([256]);
  });
});
