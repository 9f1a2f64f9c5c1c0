import type { Pool } from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Consumers } from '../consumers/consumers.js';
import { type ConsumerDefinition, versionOf } from '../consumers/definition.js';
import { type Fact, type Position, streamId } from '../event.js';
import { translate } from '../postgres/failures.js';
import type { WaitOptions } from '../postgres/horizon.js';
import { Refusal } from '../refusal.js';
import type { HistoricRow, HistoryFold } from '../row-history.js';
import { clearGenerations } from './clear-generations.js';
import { type AnyFold, type HistoryConsumer, isHistory, type StoredParts, wholeRow } from './history-consumer.js';
import { type Column, pageOfRows, type RowsAt, rowsOfStreams, tableAt } from './rows-at.js';

/** Streams the history stopped at: what it tells of then would leave something out. Whoever looks after the service lets it go on. */
export class HistoryIncomplete extends Refusal<{ parkedStreams: number }> {
  constructor(consumer: string, parkedStreams: number) {
    super(
      'HISTORY_INCOMPLETE',
      'PRECONDITION',
      `The past cannot be told as of then: ${consumer} stands still at ${parkedStreams} of your objects. Try again when it went on.`,
      { parkedStreams },
      { retryable: true },
    );
  }
}

export interface RowHistoryOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly consumers: Pick<Consumers, 'waitFor'>;
  /** All the program knows: those made by `historyConsumer` are taken from them. */
  readonly definitions: readonly ConsumerDefinition[];
}

/** Milliseconds a reader waits for the consumer unless told; then the caller is told to try again. */
const LONGEST_WAIT = 5_000;
/** Rows read by one statement. */
const PAGE = 1_000;

const PARKED = `
select count(*)::int as parked from log.parked where workspace_id = $1 and consumer = $2 and version = $3 and position <= $4`;

const COLUMNS = `
select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`;

type Stored = StoredParts & Omit<HistoricRow<object>, 'row'>;

const shown = <Row extends object, Event extends Fact>(
  fold: HistoryFold<Row, Event>,
  { streamId: id, version, position, ...parts }: Stored,
): HistoricRow<Row> => ({ streamId: id, version, position, row: wholeRow(fold, parts) as Row });

/**
 * Rows as they stood at a position (a safe one: see `positionAt`), each the fold of its stream's events up to there. The first call for
 * a position that is a moment old may have to wait for the consumer; what it answers never changes.
 *
 * Every question may be refused: PositionNotReached (retryable) while the consumer is further behind than the wait is long, and
 * HistoryIncomplete while a stream of the workspace is parked at or before the position.
 */
export class RowHistory {
  private readonly byFold = new Map<string, HistoryConsumer>();
  private readonly columns = new Map<string, readonly Column[]>();

  constructor(private readonly options: RowHistoryOptions) {
    for (const consumer of options.definitions.filter(isHistory)) {
      for (const { name } of consumer.folds) {
        if (this.byFold.has(name)) throw new Error(`Two consumers fold ${name}.`);
        this.byFold.set(name, consumer);
      }
    }
  }

  /** Resolves when everything up to the position can be read. @throws PositionNotReached, HistoryIncomplete, Unavailable */
  async ready(
    fold: { readonly name: string },
    workspaceId: string,
    position: Position,
    wait: WaitOptions = {},
  ): Promise<void> {
    const consumer = this.consumerOf(fold);
    await this.options.consumers.waitFor(consumer, position, { timeoutMs: LONGEST_WAIT, ...wait });
    const values = [workspaceId, consumer.name, versionOf(consumer), position];
    const { rows } = await this.options.pool.query<{ parked: number }>(PARKED, values).catch(translate);
    if (rows[0]!.parked > 0) throw new HistoryIncomplete(consumer.name, rows[0]!.parked);
  }

  /** Every stream's row in the workspace, in the order in which the streams began. Holds all of them: `pagesAt` where that may be too much. */
  async rowsAt<Row extends object, Event extends Fact>(
    fold: HistoryFold<Row, Event>,
    workspaceId: string,
    position: Position,
    wait?: WaitOptions,
  ): Promise<HistoricRow<Row>[]> {
    const all: HistoricRow<Row>[] = [];
    for await (const page of this.pagesAt(fold, workspaceId, position, wait)) all.push(...page);
    return all;
  }

  /** As `rowsAt`, a thousand rows at a time. */
  async *pagesAt<Row extends object, Event extends Fact>(
    fold: HistoryFold<Row, Event>,
    workspaceId: string,
    position: Position,
    wait?: WaitOptions,
  ): AsyncGenerator<HistoricRow<Row>[]> {
    await this.ready(fold, workspaceId, position, wait);
    const at = this.at(fold, workspaceId, position);
    for (let after = 0, full = true; full;) {
      const rows = await this.read<Stored & { readonly begun: Position }>(pageOfRows(at, after, PAGE));
      if (rows.length > 0) yield rows.map((row) => shown(fold, row));
      after = rows.at(-1)?.begun ?? after;
      full = rows.length === PAGE;
    }
  }

  /** The row of each of these streams, in the order of the ids (those of the aggregates, without the type); null for one that had not begun. */
  async streamsAt<Row extends object, Event extends Fact>(
    fold: HistoryFold<Row, Event>,
    workspaceId: string,
    position: Position,
    ids: readonly string[],
  ): Promise<(HistoricRow<Row> | null)[]> {
    await this.ready(fold, workspaceId, position);
    const streams = ids.map((id) => streamId({ type: fold.streamType, id }));
    const at = this.at(fold, workspaceId, position);
    const rows = await this.read<Stored>(rowsOfStreams(at, [...new Set(streams)]));
    const byId = new Map(rows.map((row) => [row.streamId, shown(fold, row)]));
    return streams.map((stream) => byId.get(stream) ?? null);
  }

  /**
   * Stands where the table of an inline view does (`historyOfView`), with the rows of the workspace as they were: give it an alias. Every
   * row is unpacked, as far as `isUsed` says of its columns (all unless told), so it is for lists with a filter or an order of their own.
   */
  async tableAt(
    fold: AnyFold,
    workspaceId: string,
    position: Position,
    isUsed: (column: string) => boolean = () => true,
  ): Promise<Sql> {
    await this.ready(fold, workspaceId, position);
    const columns = (await this.columnsOf(fold.name)).filter(({ name }) => isUsed(name));
    return tableAt(this.at(fold, workspaceId, position), columns, fold.detail);
  }

  /** Forgets up to `most` rows that no program reads any more: see `clearGenerations`. */
  clear(most: number): Promise<number> {
    return clearGenerations(this.options.pool, [...new Set(this.byFold.values())], most).catch(translate);
  }

  /** Of a table, in its order; asked once. */
  private async columnsOf(table: string): Promise<readonly Column[]> {
    const known = this.columns.get(table);
    if (known) return known;
    const { rows } = await this.options.pool.query<Column>(COLUMNS, [table]).catch(translate);
    if (rows.length === 0) throw new Error(`${table} is no table: its rows have no columns.`);
    this.columns.set(table, rows);
    return rows;
  }

  private at({ name: fold }: { readonly name: string }, workspaceId: string, position: Position): RowsAt {
    return { workspaceId, fold, position, generation: this.consumerOf({ name: fold }).version };
  }

  private consumerOf({ name }: { readonly name: string }): HistoryConsumer {
    const consumer = this.byFold.get(name);
    if (!consumer) throw new Error(`No consumer folds ${name}.`);
    return consumer;
  }

  private async read<Row extends object>({ text, values }: Sql): Promise<Row[]> {
    return (await this.options.pool.query<Row>(text, values).catch(translate)).rows;
  }
}
