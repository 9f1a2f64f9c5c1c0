import { randomUUID } from 'node:crypto';
import {
  type Aggregate,
  type Command,
  EventCatalogue,
  EventLog,
  PostgresLogStore,
  type ProjectionConsumer,
} from '#libs/event-log';
import type { ClientBase, Pool } from 'pg';

/** The least a log can be about, shared by the specs and by the processes they kill. */
type Happened = { type: 'Happened'; data: { text: string } };

export const thing: Aggregate<{ readonly happened: number }, Happened> = {
  type: 'thing',
  initial: { happened: 0 },
  source: import.meta.url,
  evolve: ({ happened }) => ({ happened: happened + 1 }),
};

export const openLog = (pool: Pool, appended?: () => void): EventLog =>
  new EventLog(new PostgresLogStore(pool, appended), {
    catalogue: new EventCatalogue([{ type: 'Happened', streamType: thing.type, version: 1 }]),
    aggregates: [thing],
    views: [],
  });

export const commandIn = (workspaceId: string): Command => ({
  workspaceId,
  commandId: randomUUID(),
  operation: 'happen',
  requestHash: '00',
  correlationId: 'correlation',
  actorId: 'somebody',
  actorRole: 'tester',
});

export const happen = (log: EventLog, command: Command, id: string, text: string): Promise<unknown> =>
  log.decideOne(command, { aggregate: thing, id, expect: 'latest' }, (): Happened[] => [
    { type: 'Happened', data: { text } },
  ]);

/** What the consumers of these specs write: a row for each event they were given. */
export const seenTable = `
create table public.seen (
  consumer text not null, position bigint not null, stream_id text not null, version int not null,
  ordinal bigint generated always as identity
);
grant select, insert on public.seen to twolane_app;
`;

export const witness = (name: string, after: () => Promise<void> = () => Promise.resolve()): ProjectionConsumer => ({
  kind: 'projection',
  name,
  types: ['Happened'],
  async apply(events, transaction) {
    const [positions, streams, versions] = [
      events.map(({ position }) => position),
      events.map(({ streamId }) => streamId),
      events.map(({ version }) => version),
    ];
    await transaction.query(
      `insert into public.seen (consumer, position, stream_id, version)
       select $1, * from unnest($2::bigint[], $3::text[], $4::int[])`,
      [name, positions, streams, versions],
    );
    await after();
  },
});

/** What is appended by `appendTo` unless it is told something else. */
const RAW = { streamType: thing.type, type: 'Happened', data: '{"text":"raw"}', meta: '{"correlationId":"raw"}' };

/** One append of an event to each of these streams, as the service makes it, in a transaction of the caller's. */
export const appendTo = async (
  client: ClientBase,
  workspaceId: string,
  streams: readonly string[],
  raw = RAW,
): Promise<void> => {
  const each = <T>(value: (index: number) => T): T[] => streams.map((_, index) => value(index));
  await client.query(
    `select log.append_group(array[$1::uuid], array[$2::uuid], array['\\x00'::bytea], array['a'], array['o'], array['{}'::jsonb],
       $3::int[], $4::text[], $5::text[], $6::int[], $7::int[], $8::uuid[], $9::text[], $10::int[], $11::jsonb[], $12::jsonb[], $13::bytea[],
       '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    [
      workspaceId,
      randomUUID(),
      each(() => 1),
      streams,
      each(() => raw.streamType),
      each(() => -1),
      each((index) => index + 1),
      each(() => randomUUID()),
      each(() => raw.type),
      each(() => 1),
      each(() => raw.data),
      each(() => raw.meta),
      each(() => Buffer.alloc(1)),
    ],
  );
};
