import type { Position, ProjectionConsumer, Transaction } from '#libs/event-log';

/** The consumer's name, for those who wait for it. */
export const EVENT_PLACES = 'event-places';

/** Positions one statement goes over at most. */
const STRIDE = 50_000;

const HEAD = 'select position::float8 as position from readers.event_place_head for update';

/** A cause is a uuid wherever this program wrote it; what another one wrote in its place leads nowhere, and stops nobody. */
const PLACE = `
insert into readers.event_place (workspace_id, position, type, event_id, cause_id)
select e.workspace_id, e.position, e.type, e.event_id,
  case when e.meta ->> 'causationId' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (e.meta ->> 'causationId')::uuid end
from log.event e where e.position > $1 and e.position <= $2
on conflict do nothing`;

const MOVE = `
insert into readers.event_place_head (position) values ($1)
on conflict (singleton) do update set position = greatest(event_place_head.position, excluded.position)`;

/**
 * Writes down where each event stands. It is told of the events this program knows, and takes with them all that lie between: those of a
 * newer program, and of streams that were parked, have their place as well, or whoever pages by places would miss them for good.
 * @param types all there are
 */
export const eventPlaces = (types: readonly string[]): ProjectionConsumer => ({
  kind: 'projection',
  name: EVENT_PLACES,
  about: 'Where the events of a workspace stand in the log, and what each of them names as its cause.',
  types,
  async apply(events, transaction) {
    await placeUpTo(events.at(-1)!.position, transaction);
  },
});

async function placeUpTo(last: Position, transaction: Transaction): Promise<void> {
  const { rows } = await transaction.query<{ position: Position }>(HEAD);
  for (let at = rows[0]?.position ?? 0; at < last; at += STRIDE) {
    await transaction.query(PLACE, [at, Math.min(at + STRIDE, last)]);
  }
  await transaction.query(MOVE, [last]);
}
