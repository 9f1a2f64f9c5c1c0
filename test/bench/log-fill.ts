import type pg from 'pg';

/** Events of one stream of the filling. */
const PER_STREAM = 10;
const WORKSPACES = 10;

/**
 * Fills the log with as many events as if they had been appended one by one: a command each, ten to a stream, the streams of ten
 * workspaces taking turns. Only the chain is not real. The owner may insert; the service never could.
 */
export async function fillLog(owner: pg.Pool, events: number): Promise<void> {
  const streams = events / PER_STREAM;
  const parameters = [streams, events, WORKSPACES];
  for (const sql of [STREAMS, EVENTS, COMMANDS])
    await owner.query(sql, sql === STREAMS ? [streams, WORKSPACES] : parameters);
  await owner.query('vacuum analyze');
  await owner.query('checkpoint');
}

/** The workspace that a filled stream is in, and the stream's id. */
export const filledStream = (number: number) => ({
  workspaceId: `00000000-0000-4000-8000-${String(number % WORKSPACES).padStart(12, '0')}`,
  id: `thing-${number}`,
  version: PER_STREAM,
});

const workspaceOf = (stream: string, workspaces: string) =>
  `('00000000-0000-4000-8000-' || lpad((${stream} % ${workspaces}::int)::text, 12, '0'))::uuid`;

const STREAMS = `
insert into log.stream (workspace_id, stream_id, stream_type, version, head_hash)
select ${workspaceOf('n', '$2')}, 'thing-' || n, 'thing', ${PER_STREAM}, sha256(int4send(n))
from generate_series(0, $1::int - 1) n`;

const EVENTS = `
insert into log.event (workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
select ${workspaceOf('n % $1::int', '$3')}, 'thing-' || n % $1::int, n / $1::int + 1, gen_random_uuid(), 'Happened', 1,
  jsonb_build_object('by', 'a person', 'note', repeat('x', 200)),
  jsonb_build_object('commandId', gen_random_uuid(), 'correlationId', 'correlation', 'actorId', 'somebody', 'actorRole', 'tester'),
  clock_timestamp(), sha256(int4send(n)), sha256(int4send(-n))
from generate_series(0, $2::int - 1) n order by n`;

const COMMANDS = `
insert into log.command (workspace_id, command_id, actor_id, operation, request_hash, result, position)
select ${workspaceOf('n % $1::int', '$3')}, gen_random_uuid(), 'somebody', 'test', sha256(int4send(n)),
  jsonb_build_object('versions', jsonb_build_object('it', n / $1::int + 1)), n + 1
from generate_series(0, $2::int - 1) n order by n`;
