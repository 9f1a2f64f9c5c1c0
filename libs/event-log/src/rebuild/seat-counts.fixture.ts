import type { ProjectionConsumer, Transaction } from '../consumers/definition.js';
import type { Recorded } from '../event.js';

export const SEAT_COUNTS_SQL = `
create table public.seat_count (workspace_id uuid not null, stream_id text not null, seats int not null, primary key (workspace_id, stream_id));
create table public.seat_counted (position bigint primary key, stream_id text not null);
create index seat_counted_stream on public.seat_counted (stream_id);
grant select, insert, update on public.seat_count, public.seat_counted to twolane_app`;

const COUNT = `
insert into public.seat_count as c (workspace_id, stream_id, seats)
select x.workspace_id, x.stream_id, count(*) * $3 from unnest($1::uuid[], $2::text[]) x(workspace_id, stream_id) group by 1, 2
on conflict (workspace_id, stream_id) do update set seats = c.seats + excluded.seats`;

const NOTE = 'insert into public.seat_counted select * from unnest($1::bigint[], $2::text[])';

/** Somebody whose seat cannot be counted. */
export const POISON = 'poison';

/** Adds to what is there, so that an event that is applied twice, or not at all, shows. */
export const countSeats = async (events: readonly Recorded[], transaction: Transaction, weight = 1): Promise<void> => {
  if (events.some(({ data }) => (data as { by?: string }).by === POISON)) throw new Error('This cannot be counted.');
  const streams = events.map(({ streamId }) => streamId);
  await transaction.query(NOTE, [events.map(({ position }) => position), streams]);
  await transaction.query({
    name: 'count_seats',
    text: COUNT,
    values: [events.map(({ workspaceId }) => workspaceId), streams, weight],
  });
};

export const seatCounts: ProjectionConsumer = {
  kind: 'projection',
  name: 'seat-counts',
  types: ['SeatTaken'],
  source: import.meta.url,
  tables: ['public.seat_count', 'public.seat_counted'],
  apply: (events, transaction) => countSeats(events, transaction),
};
