import type pg from 'pg';

/** Events of one stream of the filling. */
const PER_STREAM = 10;

/** What the log is filled with. */
export interface LogFilling {
  /** Their streams take turns. */
  readonly workspaceIds: readonly string[];
  /** A workspace that has a hundred of all events, as far from each other as can be; those are not in the others. */
  readonly smallId?: string;
  readonly streamType: string;
  readonly type: string;
  readonly data: object;
}

const strangers = Array.from(
  { length: 10 },
  (_, number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
);

const STRANGE: LogFilling = {
  workspaceIds: strangers,
  streamType: 'thing',
  type: 'Happened',
  data: { by: 'a person', note: 'x'.repeat(200) },
};

/**
 * Fills the log with as many events as if they had been appended one by one: a command each, ten to a stream, the streams of all
 * workspaces (ten unless told) taking turns. Only the chain is not real. The owner may insert; the service never could.
 */
export async function fillLog(owner: pg.Pool, events: number, filling: LogFilling = STRANGE): Promise<void> {
  const { workspaceIds, smallId, streamType, type, data } = filling;
  const streams = events / PER_STREAM;
  const who = [streams, workspaceIds, smallId ?? null];
  await owner.query(STREAMS, [...who, streamType]);
  await owner.query(EVENTS, [...who, streamType, events, type, JSON.stringify(data)]);
  await owner.query(COMMANDS, [...who, events]);
  // Twice: the first may only name a candidate.
  for (let turn = 0; turn < 2; turn += 1) await owner.query('select from log.advance_horizon()');
  await owner.query('vacuum analyze');
  await owner.query('checkpoint');
}

const idOf = (number: number): string => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;

/** The workspace that a stream of strange things is in, and the stream's id. */
export const filledStream = (number: number) => ({
  workspaceId: strangers[number % strangers.length]!,
  id: `${STRANGE.streamType}-${idOf(number)}`,
  version: PER_STREAM,
});

/** Every tenth of the streams has one that is the small workspace's. */
const workspaceOf = (stream: string) =>
  `case when $3::uuid is not null and ${stream} % greatest($1::int / 10, 1) = 0 then $3::uuid
    else ($2::uuid[])[${stream} % cardinality($2::uuid[]) + 1] end`;

const streamOf = (stream: string) => `$4::text || '-00000000-0000-4000-9000-' || lpad((${stream})::text, 12, '0')`;

const STREAMS = `
insert into log.stream (workspace_id, stream_id, stream_type, version, head_hash)
select ${workspaceOf('n')}, ${streamOf('n')}, $4::text, ${PER_STREAM}, sha256(int4send(n))
from generate_series(0, $1::int - 1) n`;

const EVENTS = `
insert into log.event (workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
select ${workspaceOf('n % $1::int')}, ${streamOf('n % $1::int')}, n / $1::int + 1, gen_random_uuid(), $6::text, 1, $7::jsonb,
  jsonb_build_object('commandId', gen_random_uuid(), 'correlationId', 'correlation', 'actorId', 'somebody', 'actorRole', 'tester'),
  clock_timestamp(), sha256(int4send(n)), sha256(int4send(-n))
from generate_series(0, $5::int - 1) n order by n`;

const COMMANDS = `
insert into log.command (workspace_id, command_id, actor_id, operation, request_hash, result, position)
select ${workspaceOf('n % $1::int')}, gen_random_uuid(), 'somebody', 'test', sha256(int4send(n)),
  jsonb_build_object('versions', jsonb_build_object('it', n / $1::int + 1)), n + 1
from generate_series(0, $4::int - 1) n order by n`;
