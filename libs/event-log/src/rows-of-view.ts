import pg from 'pg';
import { OPEN_END } from './aggregate.js';
import type { LogModel } from './event-log.js';
import type { Recorded } from './event.js';
import { type EventRow, eventOfRow } from './postgres/decode.js';
import { EVENT_ROW, rowQuery } from './postgres/log-pages.js';
import type { Connection } from './rebuild/generation.js';
import { byRows, type Row, type View, ViewFold } from './rebuild/view-fold.js';

/** Events read at a time. */
const EVENTS = 5_000;

/**
 * All rows of a view as the log's events make them, stream by stream and each stream's in its order.
 * @param client in a transaction, whose snapshot says which events there are
 * @throws UnknownFacts
 */
export const rowsOf = (client: Connection, model: LogModel, view: View): AsyncIterable<object> =>
  view.keeps === 'every' ? ended(foldedRows(client, model, view)) : foldedRows(client, model, view);

async function* foldedRows(client: Connection, { catalogue }: LogModel, view: View): AsyncGenerator<Row> {
  // From row to row, also where live rows are made of states: each way is held against the other.
  const fold = new ViewFold(byRows(view), catalogue);
  for await (const stored of eventsOf(client, view.streamType)) {
    const row = fold.next(stored);
    if (row !== null) yield row;
  }
  const last = fold.end();
  if (last !== null) yield last;
}

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

/** All events of the streams of a type, stream by stream, in their order. */
async function* eventsOf(client: Connection, streamType: string): AsyncGenerator<Recorded> {
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
