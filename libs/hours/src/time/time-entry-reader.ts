import { allOf, type ApiContext, loaderOf, preparedRowsOf, type Reader, sql, type Sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type AllotmentKey, allotmentKeyOf, allotmentKeyText, timeEntryKeyOf } from '../allotment-key.js';
import { allotment, type AllotmentState, timeEntry, timeEntryId } from '../domain/index.js';
import type { TimeEntryRow } from './time-entry-row.js';

export type StoredTimeEntry = Omit<TimeEntryRow, 'booked_at' | 'reversed_at' | 'worked_on'> & {
  readonly workspace_id: string;
  readonly version: number;
  readonly booked_at: Date;
  readonly reversed_at: Date | null;
};

/** What an entry has to know of its month: what is beyond its draws, and what money is counted in. */
export type MonthOfEntry = Pick<AllotmentState, 'beyond' | 'currency'>;

export interface EntryKey {
  readonly agreementId: string;
  readonly entryId: string;
}

export const entryKeyText = ({ agreementId, entryId }: EntryKey): string => timeEntryId(agreementId, entryId);

/** AND-ed outside of whatever a client filters by: the reader's workspace, and with an `own` grant their own entries alone. */
export const entriesVisibleTo = ({ viewer, grant }: Reader): Sql => {
  const here = sql`workspace_id = ${viewer.workspaceId}::uuid`;
  return grant === 'all' ? here : allOf([here, sql`person_id = ${viewer.personId}::uuid`]);
};

/** Rows of entries and of their months: one statement for all that an operation asks for. */
@Injectable()
export class TimeEntryReader {
  constructor(private readonly pool: pg.Pool) {}

  /** Null when it is not there, or not for this reader. */
  one(reader: Reader, context: ApiContext, key: EntryKey): Promise<StoredTimeEntry | null> {
    const batch = (ids: readonly string[]) => this.many(reader, ids);
    const loader = loaderOf<string, StoredTimeEntry | null>(context, `hours.entry.${reader.grant}`, batch);
    const id = entryKeyText(key);
    // Loads after a command of the same operation must see it.
    return loader.clear(id).load(id);
  }

  /** In the order of the own ids. */
  async many(reader: Reader, ids: readonly string[]): Promise<(StoredTimeEntry | null)[]> {
    const streams = ids.map((id) => `${timeEntry.type}-${id}`);
    const rows = await preparedRowsOf<StoredTimeEntry & { stream_id: string }>(
      this.pool,
      sql`SELECT * FROM hours.time_entry_row WHERE ${entriesVisibleTo(reader)} AND stream_id = ANY(${streams}::text[])`,
    );
    const byStream = new Map(rows.map((row) => [row.stream_id, row]));
    return streams.map((stream) => byStream.get(stream) ?? null);
  }

  /** The month an entry drew from; null for one that is not there. */
  month({ viewer }: Reader, context: ApiContext, key: AllotmentKey): Promise<MonthOfEntry | null> {
    const batch = (ids: readonly string[]) => this.months(viewer.workspaceId, ids);
    const id = allotmentKeyText(key);
    return loaderOf<string, MonthOfEntry | null>(context, 'hours.monthOfEntry', batch).load(id);
  }

  /** The own id of the entry that was recorded in place of this one; null for none. */
  correctionOf(reader: Reader, context: ApiContext, key: EntryKey): Promise<string | null> {
    const batch = (ids: readonly string[]) => this.corrections(reader, ids);
    return loaderOf<string, string | null>(context, `hours.correction.${reader.grant}`, batch).load(entryKeyText(key));
  }

  private async months(workspaceId: string, ids: readonly string[]): Promise<(MonthOfEntry | null)[]> {
    const keys = ids.map(allotmentKeyOf).map((key) => `${allotment.type}-${allotmentKeyText(key)}`);
    const rows = await preparedRowsOf<MonthOfEntry & { stream_id: string }>(
      this.pool,
      sql`SELECT stream_id, document->'beyond' AS beyond, document->>'currency' AS currency
        FROM hours.allotment_row WHERE workspace_id = ${workspaceId}::uuid AND stream_id = ANY(${keys}::text[])`,
    );
    const byStream = new Map(rows.map((row) => [row.stream_id, row]));
    return keys.map((key) => byStream.get(key) ?? null);
  }

  private async corrections(reader: Reader, ids: readonly string[]): Promise<(string | null)[]> {
    const keys = ids.map(timeEntryKeyOf);
    const rows = await preparedRowsOf<{ agreement_id: string; entry_id: string; corrects_entry_id: string }>(
      this.pool,
      sql`SELECT agreement_id, entry_id, corrects_entry_id FROM hours.time_entry_row
        WHERE ${entriesVisibleTo(reader)} AND corrects_entry_id IS NOT NULL
          AND agreement_id = ANY(${keys.map(({ agreementId }) => agreementId)}::uuid[])
          AND corrects_entry_id = ANY(${keys.map(({ entryId }) => entryId)}::text[])`,
    );
    const found = new Map(
      rows.map(({ agreement_id, entry_id, corrects_entry_id }) => [
        timeEntryId(agreement_id, corrects_entry_id),
        timeEntryId(agreement_id, entry_id),
      ]),
    );
    return ids.map((id) => found.get(id) ?? null);
  }
}
