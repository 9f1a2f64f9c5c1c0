import { preparedRowsOf, sql, type Sql } from '#libs/api-kit';
import type { Position } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  type AllotmentState,
  type DatedCredit,
  type EntryInLog,
  firstDayOf,
  type KnownEntry,
  lastDayOf,
  type Ledger,
  localDayOf,
} from '../domain/index.js';
import type { EntryCredit } from '../time/time-entry-row.js';

/** Months of one agreement, both included. */
export interface Months {
  readonly agreementId: string;
  readonly from: Period;
  readonly to: Period;
}

/** A ledger and the place in the log it stands on. */
export interface ReadLedger {
  readonly ledger: Ledger;
  readonly position: Position;
}

interface LedgerRow {
  /** An entry that draws from one of the months, one that was credited, or both; or a month itself. */
  readonly kind: 'month' | 'entry' | 'credited';
  readonly document: unknown;
  readonly booked: string;
  readonly reversed: string | null;
  readonly credits: readonly EntryCredit[] | null;
}

const ENTRY = sql`e.document, e.booked_position::text AS booked, e.reversed_position::text AS reversed`;

/** Months, entries and credits come from one statement, so that they stand on one place in the log whatever is recorded meanwhile. */
@Injectable()
export class StatementRows {
  constructor(private readonly pool: pg.Pool) {}

  /** What the months bill: their entries, and the credits they show on entries of any month. */
  async billed(workspaceId: string, { agreementId, from, to }: Months): Promise<ReadLedger> {
    const here = sql`workspace_id = ${workspaceId}::uuid AND agreement_id = ${agreementId}::uuid`;
    const months = sql`${here} AND period BETWEEN ${from} AND ${to}`;
    const read = await this
      .read(sql`SELECT 'month' AS kind, document, position::text AS booked, NULL AS reversed, NULL::jsonb AS credits
        FROM hours.allotment_row WHERE ${months}
      UNION ALL SELECT 'entry', ${ENTRY}, NULL FROM hours.time_entry_row e WHERE ${months}
      UNION ALL SELECT 'credited', ${ENTRY}, credits FROM hours.time_entry_row e WHERE ${here} AND credited_minutes > 0
        AND EXISTS (SELECT FROM unnest(credit_periods) p WHERE p BETWEEN ${from} AND ${to})`);
    const credits = read.ledger.credits.filter(({ period }) => period >= from && period <= to);
    return { ...read, ledger: { ...read.ledger, credits } };
  }

  /** What was worked in the months: the entries of these days, whichever month they drew from, and all credits on them. */
  worked(workspaceId: string, { agreementId, from, to }: Months): Promise<ReadLedger> {
    const here = sql`workspace_id = ${workspaceId}::uuid AND agreement_id = ${agreementId}::uuid`;
    const entries = sql`FROM hours.time_entry_row e WHERE ${here}
      AND worked_on BETWEEN ${firstDayOf(from)}::date AND ${lastDayOf(to)}::date`;
    return this
      .read(sql`SELECT 'month' AS kind, document, position::text AS booked, NULL AS reversed, NULL::jsonb AS credits
        FROM hours.allotment_row WHERE ${here} AND period >= ${from}
      UNION ALL SELECT 'entry', ${ENTRY}, NULL ${entries}
      UNION ALL SELECT 'credited', ${ENTRY}, credits ${entries} AND credited_minutes > 0`);
  }

  private async read(statement: Sql): Promise<ReadLedger> {
    const rows = await preparedRowsOf<LedgerRow>(this.pool, statement);
    const months = rows.flatMap(({ kind, document }) => (kind === 'month' ? [document as AllotmentState] : []));
    const timeZone = months[0]?.timeZone ?? 'UTC';
    const ledger: Ledger = {
      months: new Map(months.map((month) => [month.period, month])),
      entries: rows.flatMap((row) => (row.kind === 'entry' ? [entryOf(row)] : [])),
      credits: rows.flatMap((row) => creditsOf(row, timeZone)),
    };
    return { ledger, position: positionOf(rows) };
  }
}

const entryOf = ({ document, booked, reversed }: LedgerRow): EntryInLog => ({
  entry: document as KnownEntry,
  bookedAt: Number(booked),
  reversedAt: reversed === null ? null : Number(reversed),
});

const creditsOf = ({ kind, document, credits }: LedgerRow, timeZone: string): DatedCredit[] =>
  kind !== 'credited'
    ? []
    : (credits ?? []).map(({ position, recordedAt, ...credit }) => ({
        ...credit,
        entry: document as KnownEntry,
        at: position,
        recordedOn: localDayOf(recordedAt, timeZone),
      }));

/** The last place any of it was changed at. */
const positionOf = (rows: readonly LedgerRow[]): Position =>
  rows.reduce(
    (last, { booked, reversed, credits }) =>
      Math.max(last, Number(booked), Number(reversed), ...(credits ?? []).map(({ position }) => position)),
    0,
  );
