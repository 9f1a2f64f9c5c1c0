import pg, { type PoolClient } from 'pg';
import { type InlineView, OPEN_END } from './aggregate.js';
import type { EventCatalogue } from './catalogue.js';
import { UnknownFacts } from './decide.js';
import type { LogModel } from './event-log.js';
import type { Fact, Position, Recorded } from './event.js';
import { type EventRow, eventOfRow } from './postgres/decode.js';
import { EVENT_ROW, rowQuery } from './postgres/log-pages.js';

type View = InlineView<object, Fact>;

/** Events read at a time. */
const EVENTS = 5_000;

/** A row with the columns the log adds. */
interface Row {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly position: Position;
}

/**
 * All rows of a view as the log's events make them, stream by stream and each stream's in its order.
 * @param client in a transaction that holds appends back
 * @throws UnknownFacts
 */
export const rowsOf = (client: PoolClient, model: LogModel, view: View): AsyncIterable<object> =>
  view.keeps === 'every' ? ended(foldedRows(client, model, view)) : foldedRows(client, model, view);

async function* foldedRows(client: PoolClient, { catalogue }: LogModel, view: View): AsyncGenerator<Row> {
  const isOneRow = view.keeps === 'every' ? isOneAppend : isOneStream;
  let last: Recorded | null = null;
  let row: object | null = null;
  for await (const stored of eventsOf(client, view.streamType)) {
    const event = lifted(catalogue, stored);
    if (last !== null && !isOneRow(last, event)) yield completed(row!, last);
    if (last !== null && !isOneStream(last, event)) row = null;
    row = view.evolve(row, event);
    last = event;
  }
  if (last !== null) yield completed(row!, last);
}

const lifted = (catalogue: EventCatalogue, stored: Recorded): Recorded => {
  const event = catalogue.lift(stored);
  if (event === null) throw new UnknownFacts(`${stored.type} version ${stored.schemaVersion} is of a newer program.`);
  return event;
};

const isOneStream = (one: Recorded, other: Recorded): boolean =>
  one.streamId === other.streamId && one.workspaceId === other.workspaceId;

/**
 * A command is one append, and its events of one stream follow each other. Its id alone does not say so forever: once the log has forgotten
 * a command, its id may come again, but at another instant.
 */
const isOneAppend = (one: Recorded, next: Recorded): boolean =>
  isOneStream(one, next) && one.meta.commandId === next.meta.commandId && one.recordedAt === next.recordedAt;

/** Each row ends where the next one of its stream begins. */
async function* ended(rows: AsyncIterable<Row>): AsyncGenerator<Row & { readonly until_position: string }> {
  let held: Row | null = null;
  for await (const row of rows) {
    if (held !== null) {
      const goesOn = held.stream_id === row.stream_id && held.workspace_id === row.workspace_id;
      yield { ...held, until_position: goesOn ? String(row.position) : OPEN_END };
    }
    held = row;
  }
  if (held !== null) yield { ...held, until_position: OPEN_END };
}

const completed = (row: object, last: Recorded): Row => ({
  ...row,
  workspace_id: last.workspaceId,
  stream_id: last.streamId,
  version: last.version,
  position: last.position,
});

/** All events of the streams of a type, stream by stream, in their order. */
async function* eventsOf(client: PoolClient, streamType: string): AsyncGenerator<Recorded> {
  await client.query(
    `declare events no scroll cursor for select ${EVENT_ROW}
     from log.stream s join log.event e on e.workspace_id = s.workspace_id and e.stream_id = s.stream_id
     where s.stream_type = ${pg.escapeLiteral(streamType)} order by s.workspace_id, s.stream_id, e.version`,
  );
  for (;;) {
    const { rows } = await client.query<EventRow>(rowQuery({ text: `fetch ${EVENTS} from events` }));
    yield* rows.map(eventOfRow);
    if (rows.length < EVENTS) break;
  }
  await client.query('close events');
}
