import pg from 'pg';
import type { LogModel } from '../event-log.js';
import type { Position, Recorded } from '../event.js';
import { type EventRow, eventOfRow } from '../postgres/decode.js';
import { EVENT_ROW, rowQuery } from '../postgres/log-pages.js';
import { type Connection, type Generation, inSchema, inTransaction, markFilled, schemaOf } from './generation.js';
import { safePosition, type RebuildOptions } from './session.js';
import { byState, foldAll, type Folding, type Known, type Row, streamKey, type View, ViewFold } from './view-fold.js';

/** Events of one batch, about: streams are read whole. */
const EVENTS = 5_000;
/** Streams looked at to make up a batch. */
const STREAMS = 1_000;
/** So few streams are left to the switch, which folds them while appends wait. */
const FEW = 40;
/** Rounds of catching up that may fail to make what is left smaller before the switch takes it as it is. */
const ROUNDS = 8;
/** Streams whose last row is remembered, so that what comes next is folded onto it. */
const REMEMBERED = 5_000;

interface Stream {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
}

/** Events of the next streams of a type in the order of their keys, of as many streams as make up a batch. */
const BATCH = `
select ${EVENT_ROW} from (
  select p.*, sum(version) over (order by workspace_id, stream_id) - version as before from (
    select workspace_id, stream_id, version from log.stream
    where stream_type = $1 and (workspace_id, stream_id) > ($2::uuid, $3::text)
    order by workspace_id, stream_id limit ${STREAMS}) p
) k cross join lateral (select * from log.event x where x.workspace_id = k.workspace_id and x.stream_id = k.stream_id order by x.version) e
where k.before < ${EVENTS} order by k.workspace_id, k.stream_id, e.version`;

const EVENTS_OF = `
select ${EVENT_ROW} from unnest($1::uuid[], $2::text[], $3::int[]) k(workspace_id, stream_id, version)
cross join lateral (select * from log.event x where x.workspace_id = k.workspace_id and x.stream_id = k.stream_id and x.version > k.version
  order by x.version) e`;

const CHANGED = `
select s.workspace_id, s.stream_id, s.version from (select distinct workspace_id, stream_id from log.event where position > $1) e
join log.stream s using (workspace_id, stream_id) where s.stream_type = $2`;

const TOTAL = `select coalesce(sum(version), 0)::float8 as events from log.stream where stream_type = $1`;

/** Work that goes on meanwhile: who waits for it hears how it failed. */
function heardLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** Fills the table of an inline view beside the live one, and keeps it close to the log. */
export class ViewBuild {
  private readonly known = new Map<string, Known>();
  private readonly folding: Folding;
  private readonly table: string;
  private readonly write: string;

  constructor(
    private readonly client: Connection,
    private readonly view: View,
    private readonly model: LogModel,
    private generation: Generation,
  ) {
    this.folding = byState(view, model);
    const schema = schemaOf(generation.name, 'building');
    this.table = inSchema(schema, view.table);
    this.write = `${pg.escapeIdentifier(schema)}.write_rows`;
  }

  get position(): Position {
    return this.generation.position;
  }

  /** Brings all rows into the table, without holding anybody; then catches up until few streams are left. */
  async run(options: RebuildOptions): Promise<void> {
    await this.makeWriter();
    if (!this.generation.filled) await this.fill(options);
    await this.catchUp(options);
  }

  private async makeWriter(): Promise<void> {
    const kind = this.view.keeps === 'every' ? 'every' : 'latest';
    const { rows } = await this.client.query<{ body: string }>(`select log.${kind}_writer($1::regclass) as body`, [
      this.table,
    ]);
    await this.client.query(
      `create or replace function ${this.write}(rows jsonb) returns void language plpgsql set search_path = pg_catalog as $w$ begin ${rows[0]!.body} end $w$`,
    );
  }

  private async fill({ onProgress, signal }: RebuildOptions): Promise<void> {
    const { client, view } = this;
    let { at, events: done } = this.generation;
    const { rows } = await client.query<{ events: number }>(TOTAL, [view.streamType]);
    const total = rows[0]!.events;
    // The database reads the next batch while this one is folded, and writes it while the next one is.
    let next = this.batchAfter(at);
    let writing: Promise<unknown> = Promise.resolve();
    try {
      for (let events = await next; events.length > 0; events = await next) {
        signal?.throwIfAborted();
        at = [events.at(-1)!.workspaceId, events.at(-1)!.streamId];
        next = heardLater(this.batchAfter(at));
        const rowsOfBatch = foldAll(new ViewFold(this.folding, this.model.catalogue), events);
        done += events.length;
        await writing;
        writing = heardLater(this.writeBatch(rowsOfBatch, at, done));
        onProgress?.({ name: view.table, done, total: Math.max(total, done) });
      }
    } finally {
      await Promise.allSettled([next, writing]);
    }
    await writing;
    await markFilled(client, this.generation);
  }

  private async batchAfter([workspaceId, streamId]: readonly [string, string]): Promise<Recorded[]> {
    const values = [this.view.streamType, workspaceId, streamId];
    const { rows } = await this.client.query<EventRow>(rowQuery({ name: 'rebuild_batch', text: BATCH, values }));
    return rows.map(eventOfRow);
  }

  private writeBatch(rows: readonly Row[], at: readonly [string, string], events: number): Promise<unknown> {
    return this.client.query(
      `with written as (select ${this.write}($1::jsonb))
       update log.generation set at_workspace = $2, at_stream = $3, events = $4 from written where name = $5 and state = 'building'`,
      [JSON.stringify(rows), ...at, events, this.view.table],
    );
  }

  /** Rounds over the streams that got events meanwhile: each is shorter than the one before it. */
  private async catchUp({ signal }: RebuildOptions): Promise<void> {
    let before = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS && before > FEW;) {
      signal?.throwIfAborted();
      const left = await this.round();
      if (left > before / 2) round += 1;
      before = left;
    }
  }

  /** One round; resolves to the number of streams that had changed. */
  async round(): Promise<number> {
    const position = await safePosition(this.client);
    const changed = await this.attempt(async () => {
      const streams = await this.applyChanges();
      await this.client.query(`update log.generation set position = $1 where name = $2 and state = 'building'`, [
        position,
        this.view.table,
      ]);
      return streams;
    });
    this.generation = { ...this.generation, position };
    return changed;
  }

  /** A transaction; where it fails, rows that were taken back are not built upon. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await inTransaction(this.client, work);
    } catch (error) {
      this.known.clear();
      throw error;
    }
  }

  /** Folds what came after the build's position; inside of `attempt`. @returns how many streams had changed */
  async applyChanges(): Promise<number> {
    const { rows: streams } = await this.client.query<Stream>({
      name: 'rebuild_changed',
      text: CHANGED,
      values: [this.position, this.view.streamType],
    });
    for (let from = 0; from < streams.length;) {
      let events = 0;
      let to = from;
      while (to < streams.length && events < EVENTS) events += streams[to++]!.version;
      await this.refold(streams.slice(from, to));
      from = to;
    }
    return streams.length;
  }

  private async refold(streams: readonly Stream[]): Promise<void> {
    if (this.known.size > REMEMBERED) this.known.clear();
    const from = streams.map((stream) => ({ ...stream, version: this.knownOf(stream)?.version ?? 0 }));
    if (this.view.keeps === 'every') await this.forget(from.filter(({ version }) => version === 0));
    const events = await this.eventsOf(from);
    const ends: [string, Known][] = [];
    const fold = new ViewFold(
      this.folding,
      this.model.catalogue,
      this.known,
      ({ workspaceId, streamId, version }, state) => ends.push([streamKey(workspaceId, streamId), { state, version }]),
    );
    const rows = foldAll(fold, events);
    for (const [key, end] of ends) this.known.set(key, end);
    if (rows.length > 0)
      await this.client.query({
        name: `rebuild ${this.view.table}`,
        text: `select ${this.write}($1::jsonb)`,
        values: [JSON.stringify(rows)],
      });
  }

  private knownOf({ workspace_id, stream_id }: Stream): Known | undefined {
    return this.known.get(streamKey(workspace_id, stream_id));
  }

  /** Streams that are folded from their first event on begin with no row. */
  private async forget(streams: readonly Stream[]): Promise<void> {
    if (streams.length === 0) return;
    await this.client.query(
      `delete from ${this.table} t using unnest($1::uuid[], $2::text[]) k(workspace_id, stream_id)
       where t.workspace_id = k.workspace_id and t.stream_id = k.stream_id`,
      [streams.map((stream) => stream.workspace_id), streams.map((stream) => stream.stream_id)],
    );
  }

  private async eventsOf(after: readonly Stream[]): Promise<Recorded[]> {
    const values = [
      after.map((stream) => stream.workspace_id),
      after.map((stream) => stream.stream_id),
      after.map(({ version }) => version),
    ];
    const query = rowQuery({ name: 'rebuild_events', text: EVENTS_OF, values });
    return (await this.client.query<EventRow>(query)).rows.map(eventOfRow);
  }
}
