import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { canonicalHash } from '#libs/event-log';
import { QUARTER_WORKSPACE_ID } from '#libs/people';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { tellDemoQuarter } from '../../apps/api/src/demo/tell-demo-quarter.js';
import { quarterPeople } from '../journeys/quarter-world.js';
import { startApi } from '../kit/api.js';
import type { BenchDatabase } from './bench-cluster.js';
import { copyText } from './readers-copy.js';

/** An event of the quarter as it is copied to the other workspaces. */
interface Told {
  readonly stream_id: string;
  readonly version: number;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly data: object;
  readonly meta: object;
  readonly recorded_at: string;
}

const TOLD = `
select stream_id, version, event_id, type, schema_version, data, meta, recorded_at::text from log.event
where workspace_id = $1 order by position`;

/** Workspaces that are at work at the same time; when their quarter is over the next ones begin. */
const TOGETHER = 10;
/** Characters of one write. */
const WRITE = 1 << 20;

/**
 * The demo quarter, told by the service's own commands, in so many workspaces that there are about so many events: four months of requests,
 * hours, risk and roadmap in each. The copies differ in their workspace alone, and ten of them take turns at a time, event by event; their
 * chains are real.
 * @returns the workspaces of the copies
 */
export async function fillQuarters(database: BenchDatabase, events: number): Promise<readonly string[]> {
  await tell(database);
  const { owner } = database;
  const { rows: told } = await owner.query<Told>(TOLD, [QUARTER_WORKSPACE_ID]);
  const workspaces = Array.from({ length: Math.max(1, Math.round(events / told.length) - 1) }, () => randomUUID());
  await copy(owner, told, workspaces);
  await owner.query(STREAMS, [QUARTER_WORKSPACE_ID]);
  // Twice: the first may only name a candidate.
  for (let turn = 0; turn < 2; turn += 1) await owner.query('select from log.advance_horizon()');
  // Whoever rebuilds them goes as far as they came.
  await owner.query(`update log.consumer set position = (select safe from log.horizon) where kind = 'projection'`);
  await owner.query('vacuum analyze');
  await owner.query('checkpoint');
  return workspaces;
}

async function tell(database: BenchDatabase): Promise<void> {
  const api = await startApi({ databaseUrl: database.url, work: true, settings: { DB_POOL: '10' } });
  try {
    const people = await quarterPeople(api);
    await tellDemoQuarter(api.service.pool, new InnerVoice(api.service, api.schema, people), people);
  } finally {
    await api.stop();
  }
}

const COPY = `copy log.event (workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash) from stdin`;

async function copy(owner: pg.Pool, told: readonly Told[], workspaces: readonly string[]): Promise<void> {
  const client = await owner.connect();
  try {
    const into = client.query(copyFrom(COPY));
    const ended = finished(into);
    let text = '';
    for (const line of allLines(told, workspaces)) {
      text += line;
      if (text.length < WRITE) continue;
      if (!into.write(text)) await once(into, 'drain');
      text = '';
    }
    into.end(text);
    await ended;
  } finally {
    client.release();
  }
}

function* allLines(told: readonly Told[], workspaces: readonly string[]): Generator<string> {
  for (let from = 0; from < workspaces.length; from += TOGETHER)
    yield* lines(told, workspaces.slice(from, from + TOGETHER));
}

function* lines(told: readonly Told[], workspaces: readonly string[]): Generator<string> {
  const heads = new Map<string, Buffer>();
  for (const {
    stream_id: streamId,
    version,
    event_id: eventId,
    type,
    schema_version: schemaVersion,
    ...rest
  } of told) {
    const { data, meta } = rest;
    const documents = [JSON.stringify(data), JSON.stringify(meta)].map(copyText).join('\t');
    for (const workspaceId of workspaces) {
      const content = canonicalHash({ workspaceId, streamId, eventId, type, schemaVersion, data, meta });
      const stream = `${workspaceId}/${streamId}`;
      const hash = chained(heads.get(stream), version, content);
      heads.set(stream, hash);
      const place = [workspaceId, streamId, version, eventId, type, schemaVersion].join('\t');
      yield `${place}\t${documents}\t${rest.recorded_at}\t\\\\x${content}\t\\\\x${hash.toString('hex')}\n`;
    }
  }
}

function chained(previous: Buffer | undefined, version: number, content: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(version);
  const hash = createHash('sha256');
  if (previous) hash.update(previous);
  return hash.update(bytes).update(content, 'hex').digest();
}

const STREAMS = `
insert into log.stream (workspace_id, stream_id, stream_type, version, head_hash)
select e.workspace_id, e.stream_id, s.stream_type, e.version, e.hash from log.event e
join log.stream s on s.workspace_id = $1 and s.stream_id = e.stream_id and s.version = e.version
where not exists (select from log.stream t where t.workspace_id = e.workspace_id and t.stream_id = e.stream_id)`;
