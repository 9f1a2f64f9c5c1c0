import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { replayKeyed, replayMonoidInWorkers, replaySequential, Sealer, verify, verifySeals } from '#libs/event-log';
import type pg from 'pg';
import { logModel } from '../../apps/api/src/contexts.js';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { alternate, median, ratio } from './measure.js';
import { readByCopy } from './readers-copy.js';
import job, { courses, type FoldSettings } from './readers-fold.js';
import { many } from './readers-size.js';
import { perSecond, type Row } from './report.js';

const ROUNDS = 3;
const WORKERS = 2;

/** A log that is read to its end. */
export interface Filled {
  readonly cluster: BenchCluster;
  readonly database: BenchDatabase;
  readonly events: number;
}

const { catalogue } = logModel();

/** Events a second of some work over all of them. */
const rateOf = async (events: number, work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (events / (performance.now() - began)) * 1000;
};

/** Every event read, decoded and folded, in this process. */
export const replayRate = (pool: pg.Pool, events: number): Promise<number> =>
  rateOf(events, () => replayKeyed({ pool, catalogue }, courses));

/** A full replay beside COPY, with two workers beside one, and what else goes through the whole log. */
export async function replayRows(filled: Filled): Promise<Row[]> {
  return [await besideCopy(filled), await inWorkers(filled), ...(await proven(filled))];
}

async function besideCopy({ cluster, database, events }: Filled): Promise<Row> {
  const pool = database.pool(1);
  const byCopy = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      const read = await readByCopy(client);
      if (read !== events) throw new Error(`COPY gave ${read} of ${events} events.`);
    } finally {
      client.release();
    }
  };
  const sides = { ours: () => replayRate(pool, events), copy: () => rateOf(events, byCopy) };
  const rounds = await alternate(sides, ROUNDS);
  const costs: string[] = [];
  for (const side of Object.values(sides)) {
    const { statements, roundTrips } = await cluster.costOf(() => side().then(() => 1));
    costs.push(`${statements} statements, ${roundTrips} round trips`);
  }
  return {
    what: `full replay of ${many(events)} events through decode and a keyed fold, beside COPY into JSON.parse`,
    ours: perSecond(median(rounds.ours)),
    beside: perSecond(median(rounds.copy)),
    ratio: ratio(rounds.ours, rounds.copy),
    target: { atLeast: 0.7 },
    cost: costs.join('; '),
  };
}

async function inWorkers({ database, events }: Filled): Promise<Row> {
  const types = catalogue.types.map(({ type, streamType, version }) => ({ type, streamType, version }));
  const settings: FoldSettings = { url: database.url, types };
  const module = new URL(import.meta.url.endsWith('.ts') ? './readers-fold.ts' : './readers-fold.js', import.meta.url);
  const opened = await job.open(settings);
  const { source } = opened;
  const one = () => replaySequential(source, { ...job.fold, initial: job.fold.empty });
  const two = () => replayMonoidInWorkers({ module: module.href, settings, workers: WORKERS });
  const [alone, together] = [await one(), await two()];
  if (!isDeepStrictEqual(alone, together)) throw new Error('Two workers come to another result than one pass.');
  const ceilings: number[] = [];
  const watched = async (): Promise<void> => void ceilings.push(await ceilingOf(source.pool, one));
  const rounds = await alternate({ one: () => rateOf(events, watched), two: () => rateOf(events, two) }, ROUNDS);
  await opened.close();
  const ceiling = ceilings.filter((found) => !Number.isNaN(found));
  return {
    what: `the same as a monoid by ${WORKERS} worker threads, the same result, beside one pass`,
    ours: perSecond(median(rounds.two)),
    beside: perSecond(median(rounds.one)),
    ratio: ratio(rounds.two, rounds.one),
    target: null,
    cost:
      ceiling.length > 0
        ? `ceiling on 2 cores, by the CPU time of Node and Postgres: ${median(ceiling).toFixed(2)}`
        : '',
  };
}

/** CPU seconds of a process; not a number where its system does not tell. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** How much faster two cores could do what one pass does, if both were always at work. */
async function ceilingOf(pool: Pick<pg.Pool, 'query'>, pass: () => Promise<unknown>): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { pid } = rows[0]!;
  const [before, own, began] = [cpuOf(pid), process.cpuUsage(), performance.now()];
  await pass();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(own);
  return (2 * seconds) / ((user + system) / 1e6 + cpuOf(pid) - before);
}

async function proven({ database, events }: Filled): Promise<Row[]> {
  const pool = database.ownerPool(1);
  const chains = async (): Promise<void> => {
    const { first, events: verified } = await verify(pool);
    if (first !== null || verified !== events) throw new Error(`${verified} of ${events} verified: ${first?.message}`);
  };
  const seals = async (): Promise<void> => {
    const { first, events: verified } = await verifySeals(pool);
    if (first !== null || verified !== events) throw new Error(`${verified} of ${events} sealed: ${first?.message}`);
  };
  const sealer = new Sealer({ pool });
  const sealing = await rateOf(events, () => sealer.all());
  const sides = {
    chains: () => rateOf(events, chains),
    seals: () => rateOf(events, seals),
    replay: () => replayRate(pool, events),
  };
  const rounds = await alternate(sides, 1);
  const beside = (what: string, side: 'chains' | 'seals', cost: string): Row => ({
    what,
    ours: perSecond(median(rounds[side])),
    beside: perSecond(median(rounds.replay)),
    ratio: ratio(rounds[side], rounds.replay),
    target: null,
    cost,
  });
  return [
    beside('verify: every hash and chain, beside the replay', 'chains', ''),
    beside('verify: every seal, beside the replay', 'seals', `sealing itself: ${perSecond(sealing)}`),
  ];
}
