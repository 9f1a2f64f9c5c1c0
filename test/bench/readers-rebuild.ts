import { ReadModels, type Rebuilt } from '#libs/event-log';
import { consumersOver, logModel } from '../../apps/api/src/contexts.js';
import type { BenchCluster } from './bench-cluster.js';
import { Writers } from './child.js';
import { median } from './measure.js';
import { fillQuarters } from './readers-quarter.js';
import { type Filled, replayRate, replayRows } from './readers-replay.js';
import { EVENTS, many } from './readers-size.js';
import { milliseconds, perSecond, type Row } from './report.js';

const ROUNDS = 1;
const WRITERS = 8;

/** What reads a log of real facts from its beginning to its end: replays, proofs, and rebuilding while others write. */
export async function rebuildRows(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('quarters');
  const workspaces = await fillQuarters(database, EVENTS);
  const { rows } = await database.owner.query<{ events: number }>('select count(*)::int as events from log.event');
  const filled = { cluster, database, events: rows[0]!.events };
  const measured = [...(await replayRows(filled)), ...(await rebuilt(filled, workspaces))];
  await database.close();
  return measured;
}

interface Round {
  /** Events a second of the log, for all read models together. */
  readonly rebuild: number;
  readonly replay: number;
  readonly models: readonly Rebuilt[];
}

async function rebuilt({ database, events }: Filled, workspaces: readonly string[]): Promise<Row[]> {
  const owner = database.ownerPool(4);
  const models = new ReadModels(owner, logModel(), consumersOver(owner));
  const pool = database.pool(1);
  const round = async (): Promise<Round> => {
    const replay = await replayRate(pool, events);
    const done: Rebuilt[] = [];
    for (const name of models.names) done.push(await models.rebuild(name));
    const seconds = done.reduce((sum, one) => sum + one.seconds, 0);
    return { rebuild: events / seconds, replay, models: done };
  };
  // The first makes the rows of the copied workspaces, which have none yet.
  await round();
  const quiet: Round[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) quiet.push(await round());
  const wrong = quiet.flatMap((one) => one.models).filter(({ differing }) => differing !== 0);
  if (wrong.length > 0) throw new Error(`Rebuilt otherwise: ${wrong.map(({ name }) => name).join(', ')}.`);
  const writers = await Writers.start({ databaseUrl: database.url, workspaces, writers: WRITERS });
  const busy = await round();
  const waited = await writers.stop();
  return [
    rateRow(`all ${models.names.length} read models rebuilt from ${many(events)} events, beside the replay`, quiet, {
      atLeast: 0.3,
    }),
    rateRow(
      `the same while ${WRITERS} writers append (${perSecond(waited.perSecond)}), beside the replay`,
      [busy],
      null,
    ),
    heldRow(busy, waited),
  ];
}

function rateRow(what: string, rounds: readonly Round[], target: Row['target']): Row {
  const slowest = rounds
    .at(-1)!
    .models.toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, 3);
  return {
    what,
    ours: perSecond(median(rounds.map(({ rebuild }) => rebuild))),
    beside: perSecond(median(rounds.map(({ replay }) => replay))),
    ratio: median(rounds.map(({ rebuild, replay }) => rebuild / replay)),
    target,
    cost: `longest: ${slowest.map(({ name, seconds, rows }) => `${name} ${seconds.toFixed(1)} s, ${many(rows)} rows`).join('; ')}`,
  };
}

/** How long a switch held whoever appends, beside what an append takes as long as none is made. */
function heldRow({ models }: Round, waited: Awaited<ReturnType<Writers['stop']>>): Row {
  const held = models.map(({ heldMs }) => heldMs);
  return {
    what: `the longest switch-over of ${models.length}, beside the median append of ${WRITERS} writers meanwhile`,
    ours: milliseconds(Math.max(...held)),
    beside: milliseconds(waited.medianMs),
    ratio: Math.max(...held) / waited.medianMs,
    target: { atMost: 10 },
    cost: `median switch-over ${milliseconds(median(held))}; of ${many(waited.appends)} appends the longest ${milliseconds(waited.longestMs)}, 999 of 1,000 within ${milliseconds(waited.mostMs)}`,
  };
}
