import { randomBytes, randomUUID } from 'node:crypto';
import { EventLog, PostgresLogStore } from '#libs/event-log';
import type pg from 'pg';
import { hall, hallModel } from '../../libs/event-log/src/contract/hall.js';
import { commandOf, requestOf, type StreamPart } from '../../libs/event-log/src/contract/harness.js';
import { prepareHall } from '../../libs/event-log/src/contract/postgres-harness.js';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { alternate, best, type Call, median, rate, ratio } from './measure.js';
import { costText, perSecond, type Row } from './report.js';

const ROUND_MS = 500;
const workspace = randomUUID();

/** The log's table again, with its partitions and indexes, and no more than that: what an insert alone costs. */
const PLAIN_TABLE = `
create schema bench;
create sequence bench.position cache 1;
create table bench.event (like log.event including defaults) partition by range (position);
alter table bench.event alter position set default nextval('bench.position');
create table bench.event_p0 (like bench.event including defaults);
alter table bench.event_p0 add primary key (position);
create unique index on bench.event_p0 (workspace_id, stream_id, version);
create index on bench.event_p0 (type, position);
alter table bench.event attach partition bench.event_p0 for values from (0) to (10000000)`;

const INSERT = `
insert into bench.event (workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp(), $9, $10)`;

const fact = {
  by: 'a person',
  title: 'A landing page for the autumn campaign',
  note: 'x'.repeat(200),
  tags: ['new', 'page'],
};

/** Appends of 16 and of 64 callers beside a prepared INSERT of one row. */
export async function kernelRows(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('kernel');
  await database.owner.query(PLAIN_TABLE);
  await prepareHall(database.owner);
  const rows: Row[] = [];
  for (const callers of [16, 64]) rows.push(...(await rowsFor(callers, cluster, database)));
  await database.close();
  return rows;
}

const TARGETS: Readonly<Record<number, number>> = { 16: 0.5, 64: 1.5 };
/** Connections tried for the INSERT. The kernel needs no more than the groups it has under way at once. */
const POOLS: Readonly<Record<number, readonly number[]>> = { 16: [4, 8, 16], 64: [8, 16, 32] };
const KERNEL_POOL = 4;

async function rowsFor(callers: number, cluster: BenchCluster, database: BenchDatabase): Promise<Row[]> {
  const pools = new Map(POOLS[callers]!.map((size) => [size, database.ownerPool(size)] as const));
  const plain = (size: number, streams: 'fresh' | 'existing') => insert(pools.get(size)!, streams);
  const size = await best([...pools.keys()], (candidate) => rate(callers, ROUND_MS, plain(candidate, 'existing')));
  const store = new PostgresLogStore(database.pool(KERNEL_POOL));
  const calls = {
    plain: plain(size, 'existing'),
    plainFresh: plain(size, 'fresh'),
    existing: appendExisting(store),
    fresh: appendFresh(store),
    view: appendWithView(store),
    decide: decide(store),
  };
  const rounds = await alternate(
    Object.fromEntries(
      Object.entries(calls).map(([name, call]) => [name, () => rate(callers, ROUND_MS, call)]),
    ) as Record<keyof typeof calls, () => Promise<number>>,
  );
  const costs = new Map<string, string>();
  for (const [name, call] of Object.entries(calls))
    costs.set(name, costText(await cluster.costOf(() => burst(callers, call))));
  const row = (
    what: string,
    name: keyof typeof calls,
    beside: 'plain' | 'plainFresh',
    atLeast: number | undefined,
  ): Row => ({
    what: `${callers} callers: ${what}`,
    ours: perSecond(median(rounds[name])),
    beside: `INSERT, ${size} connections: ${perSecond(median(rounds[beside]))}`,
    ratio: ratio(rounds[name], rounds[beside]),
    target: atLeast === undefined ? null : { atLeast },
    cost: `${costs.get(name)}; ${costs.get(beside)}`,
  });
  return [
    row('append to existing streams', 'existing', 'plain', TARGETS[callers]),
    row('append to fresh streams', 'fresh', 'plainFresh', TARGETS[callers]),
    row('append with one inline view', 'view', 'plain', undefined),
    row('load, decide and append with one inline view', 'decide', 'plain', undefined),
  ];
}

/** So many calls at once as there are callers, a few times over. */
async function burst(callers: number, call: Call, turns = 20): Promise<number> {
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; turn < turns; turn += 1) await call(caller, turn);
    }),
  );
  return callers * turns;
}

/** Every caller has a stream of its own; `next` counts its versions over all runs. */
const ownStreams = () => {
  const versions: number[] = [];
  const run = randomUUID();
  return {
    id: (caller: number) => `${run}-${caller}`,
    next: (caller: number) => (versions[caller] = (versions[caller] ?? 0) + 1),
  };
};

function insert(pool: pg.Pool, streams: 'fresh' | 'existing'): Call {
  const own = ownStreams();
  return (caller) => {
    const { commandId, correlationId, actorId, actorRole } = commandOf(workspace);
    const stream = streams === 'fresh' ? [`thing-${randomUUID()}`, 1] : [`thing-${own.id(caller)}`, own.next(caller)];
    const meta = JSON.stringify({ commandId, correlationId, actorId, actorRole });
    const values = [
      workspace,
      ...stream,
      randomUUID(),
      'Happened',
      1,
      JSON.stringify(fact),
      meta,
      randomBytes(32),
      randomBytes(32),
    ];
    return pool.query({ name: 'bench_insert', text: INSERT, values });
  };
}

async function append(store: PostgresLogStore, part: StreamPart): Promise<void> {
  const { kind } = await store.append(requestOf(commandOf(workspace), part));
  if (kind !== 'appended') throw new Error(`An append was ${kind}.`);
}

const facts = [{ type: 'Happened', data: fact }];

function appendExisting(store: PostgresLogStore): Call {
  const own = ownStreams();
  return (caller) => append(store, { id: `thing-${own.id(caller)}`, expected: own.next(caller) - 1, facts });
}

function appendFresh(store: PostgresLogStore): Call {
  return () => append(store, { id: `thing-${randomUUID()}`, expected: 0, facts });
}

function appendWithView(store: PostgresLogStore): Call {
  const own = ownStreams();
  return (caller) => {
    const version = own.next(caller);
    const rows: StreamPart['rows'] = (marks) => [
      {
        version,
        position: marks.position(1),
        taken: version,
        name: fact.title,
        opened_at: marks.instant(1),
        detail: { lastAt: marks.instant(1) },
      },
    ];
    return append(store, { id: `thing-${own.id(caller)}`, expected: version - 1, facts, rows });
  };
}

function decide(store: PostgresLogStore): Call {
  const log = new EventLog(store, hallModel);
  const own = ownStreams();
  return (caller) =>
    log.decideOne(commandOf(workspace), { aggregate: hall, id: own.id(caller), expect: 'latest' }, () => [
      { type: 'SeatTaken', data: fact } as const,
    ]);
}
