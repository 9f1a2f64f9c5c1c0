import { preparedRowsOf, sql } from '#libs/api-kit';
import { addWorkingDays, Calendars } from '#libs/calendar';
import type { LocalDate, Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { HoursScene } from '../decisions.js';
import {
  type Allotment,
  allotment,
  type AllotmentEvent,
  allotmentId,
  EntryNotFound,
  type KnownEntry,
  periodOf,
  timeEntry,
} from '../domain/index.js';
import { type EntryKey, entryKeyText } from './time-entry-reader.js';

/** Working days after its recording in which somebody may take back an entry of their own. */
const OWN_DAYS = 2;

/** What never changes of an entry: read before a decision on it, to know which month to decide on. */
export interface BookedBefore {
  readonly entry: KnownEntry;
  readonly period: Period;
  readonly providerTeamId: string;
}

/** The month that takes what comes today, and where its facts go. */
export interface CurrentMonth {
  readonly period: Period;
  readonly month: Allotment;
  add(facts: readonly AllotmentEvent[]): void;
}

/** The month of the agreement's today. Where the decision names that one already, it is not named twice. */
export function currentMonth(
  { circumstances, others }: HoursScene,
  agreementId: string,
  named: { readonly period: Period; readonly month: Allotment },
): CurrentMonth {
  const period = periodOf(circumstances.today);
  const id = allotmentId(agreementId, period);
  const month = period === named.period ? named.month : others.read(allotment, id);
  return { period, month, add: (facts) => others.append(allotment, id, facts) };
}

/** What commands on recorded entries have in common. */
@Injectable()
export class EntryDesk {
  constructor(
    private readonly pool: pg.Pool,
    private readonly calendars: Calendars,
  ) {}

  /** @throws EntryNotFound, alike for an entry of another workspace */
  async booked(workspaceId: string, key: EntryKey): Promise<BookedBefore> {
    const [row] = await preparedRowsOf<{ document: KnownEntry; period: string; provider_team_id: string }>(
      this.pool,
      sql`SELECT entry.document, entry.period, agreement.provider_team_id
        FROM hours.time_entry_row entry
        JOIN hours.agreement_row agreement USING (workspace_id, agreement_id)
        WHERE entry.workspace_id = ${workspaceId}::uuid AND entry.stream_id = ${`${timeEntry.type}-${entryKeyText(key)}`}`,
    );
    if (!row) throw new EntryNotFound(key.entryId);
    return { entry: row.document, period: row.period, providerTeamId: row.provider_team_id };
  }

  /** The last day on which somebody may take back an entry of their own, by the calendar of those who work. */
  async ownUntil(workspaceId: string, { entry, providerTeamId }: BookedBefore): Promise<LocalDate> {
    const calendar = await this.calendars.of(workspaceId, providerTeamId);
    return addWorkingDays(calendar, entry.bookedOn, OWN_DAYS);
  }
}
