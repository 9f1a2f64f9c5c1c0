import { randomUUID } from 'node:crypto';
import { EventLog, PostgresLogStore } from '#libs/event-log';
import { hall, type HallEvent, hallModel } from '../../libs/event-log/src/contract/hall.js';
import { commandOf, requestOf } from '../../libs/event-log/src/contract/harness.js';
import { prepareHall } from '../../libs/event-log/src/contract/postgres-harness.js';
import type { BenchCluster } from './bench-cluster.js';
import { filledStream, fillLog } from './log-fill.js';
import { alternate, median, ratio } from './measure.js';
import { milliseconds, type Row } from './report.js';

/** What an old log costs: long streams, and many events. */
export async function scaleRows(cluster: BenchCluster): Promise<Row[]> {
  return [...(await longStream(cluster)), await fullLog(cluster)];
}

const LONG = 10_000;
const SHORT = 10;
/** Commands in a round; a snapshot is due within any hundred, so every round meets streams just before and just after one. */
const COMMANDS = 100;
const ROUNDS = 7;

const taken = (count: number): HallEvent[] =>
  Array.from({ length: count }, (_, seat) => ({ type: 'SeatTaken', data: { by: `person ${seat}` } }));

async function longStream(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('long');
  await prepareHall(database.owner);
  const workspace = randomUUID();
  const log = new EventLog(new PostgresLogStore(database.pool(4)), hallModel);
  const decide = (id: string, facts: HallEvent[]) =>
    log.decideOne(commandOf(workspace), { aggregate: hall, id, expect: 'latest' }, () => facts);
  for (let stored = 0; stored < LONG; stored += COMMANDS) await decide('long', taken(COMMANDS));
  await log.settle();
  const short = Array.from({ length: (ROUNDS + 3) * COMMANDS }, (_, number) => `short-${number}`);
  for (const id of short) await decide(id, taken(SHORT));
  await database.owner.query('vacuum analyze');

  const commands = async (next: () => string): Promise<number> => {
    for (let count = 0; count < COMMANDS; count += 1) await decide(next(), taken(1));
    return COMMANDS;
  };
  const timed = async (next: () => string): Promise<number> => {
    const began = performance.now();
    await commands(next);
    return (performance.now() - began) / COMMANDS;
  };
  const nextShort = (): string => short.pop()!;
  const rounds = await alternate({ long: () => timed(() => 'long'), short: () => timed(nextShort) }, ROUNDS);
  const longCost = await cluster.costOf(() => commands(() => 'long'));
  const shortCost = await cluster.costOf(() => commands(nextShort));
  await log.settle();
  await database.close();
  const what = `a command on a stream of ${LONG.toLocaleString('en')} events beside one of ${SHORT}`;
  const target = { atMost: 1.3 };
  return [
    {
      what: `${what}: time`,
      ours: milliseconds(median(rounds.long)),
      beside: milliseconds(median(rounds.short)),
      ratio: ratio(rounds.long, rounds.short),
      target,
      cost: '',
    },
    buffersRow(`${what}: buffers`, longCost.buffers, shortCost.buffers, target),
  ];
}

const buffersRow = (what: string, ours: number, beside: number, target: Row['target']): Row => ({
  what,
  ours: `${Math.round(ours)} buffers`,
  beside: `${Math.round(beside)} buffers`,
  ratio: ours / beside,
  target,
  cost: '',
});

const APPENDS = 400;

async function fullLog(cluster: BenchCluster): Promise<Row> {
  const [full, young] = [await buffersOfAppend(cluster, 1_000_000), await buffersOfAppend(cluster, 10_000)];
  return buffersRow('an append in a log of 1,000,000 events beside one of 10,000: buffers', full, young, {
    atMost: 1.1,
  });
}

/** Buffers that an append touches: half of them on streams all over the log, half on new ones. */
async function buffersOfAppend(cluster: BenchCluster, events: number): Promise<number> {
  const database = await cluster.database(`log_of_${events}`);
  await fillLog(database.owner, events);
  const store = new PostgresLogStore(database.pool(1));
  const streams = events / 10;
  const append = async (turn: number): Promise<void> => {
    const old = filledStream(Math.floor((turn * streams) / (2 * APPENDS)));
    const stream =
      turn % 2 === 0 ? { id: old.id, expected: old.version } : { id: `thing-${randomUUID()}`, expected: 0 };
    const facts = [{ type: 'Happened', data: { by: 'a person', note: 'x'.repeat(200) } }];
    const { kind } = await store.append(requestOf(commandOf(old.workspaceId), { ...stream, facts }));
    if (kind !== 'appended') throw new Error(`An append was ${kind}.`);
  };
  for (let turn = APPENDS; turn < 2 * APPENDS; turn += 1) await append(turn);
  const { buffers } = await cluster.costOf(async () => {
    for (let turn = 0; turn < APPENDS; turn += 1) await append(turn);
    return APPENDS;
  });
  await database.close();
  return buffers;
}
