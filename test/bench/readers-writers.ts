import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventLog, PostgresLogStore } from '#libs/event-log';
import { operatorCommand, team } from '#libs/people';
import { openPool } from '#libs/platform';
import { request } from '#libs/requests';
import { logModel } from '../../apps/api/src/contexts.js';
import { draftFacts } from './drafts.js';
import { median } from './measure.js';

/** Who appends where. */
export interface WritersPlan {
  readonly databaseUrl: string;
  readonly workspaces: readonly string[];
  readonly writers: number;
}

export interface WritersReport {
  readonly appends: number;
  readonly perSecond: number;
  readonly medianMs: number;
  /** 999 of 1,000 appends took no longer. */
  readonly mostMs: number;
  readonly longestMs: number;
}

/** Milliseconds a writer thinks between two appends. */
const PAUSE = 10;

let stopping = false;

let report: Promise<WritersReport> | null = null;

process.on('message', (order: WritersPlan | 'stop') => {
  if (order !== 'stop') {
    report = write(order);
    process.send?.('writing');
    return;
  }
  stopping = true;
  void report?.then((told) => process.send?.(told));
});

/** Numbers of requests that nobody else has. */
let number = 1_000_000;

async function write({ databaseUrl, workspaces, writers }: WritersPlan): Promise<WritersReport> {
  const pool = openPool({ url: databaseUrl, size: writers, applicationName: 'twolane bench writers' });
  const log = new EventLog(new PostgresLogStore(pool), logModel());
  const took: number[] = [];
  const began = performance.now();
  const writer = async (_: unknown, first: number): Promise<void> => {
    for (let turn = first; !stopping; turn += 1) {
      const asked = performance.now();
      await append(log, workspaces[turn % workspaces.length]!, turn % 2 === 0 ? 'request' : 'team');
      took.push(performance.now() - asked);
      await sleep(PAUSE);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const perSecond = (took.length / (performance.now() - began)) * 1000;
  await log.settle();
  await pool.end();
  const sorted = took.toSorted((a, b) => a - b);
  const mostMs = sorted[Math.floor(sorted.length * 0.999)]!;
  return { appends: took.length, perSecond, medianMs: median(took), mostMs, longestMs: sorted.at(-1)! };
}

/** A new stream with its rows, as people begin things. */
async function append(log: EventLog, workspaceId: string, what: 'request' | 'team'): Promise<void> {
  const id = randomUUID();
  const command = operatorCommand({ workspaceId, operation: 'write', input: { id } });
  if (what === 'team') {
    const facts = [{ type: 'TeamCreated', data: { teamId: id, side: 'CONSUMER', timeZone: 'Europe/Berlin' } }] as const;
    await log.decideOne(command, { aggregate: team, id, expect: 'new' }, () => facts);
    return;
  }
  const facts = draftFacts({ number: (number += 1), requesterId: randomUUID(), consumerTeamId: randomUUID() });
  await log.decideOne(command, { aggregate: request, id, expect: 'new' }, () => facts);
}
