import { preparedRowsOf, sql } from '#libs/api-kit';
import { calendarOf, Calendars, workingCalendar, type WorkingCalendar } from '#libs/calendar';
import { type Instant, Past, type Position } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  type AllotmentState,
  burnTypes,
  type DayMinutes,
  daysOfHistory,
  lastDayOf,
  localDayOf,
} from '../domain/index.js';
import { AllotmentReader } from './allotment-reader.js';
import { PastMonths } from './past-months.js';

/** A month, and the team whose working days are the agreement's. */
export interface BurnMonth {
  readonly workspaceId: string;
  readonly agreementId: string;
  readonly period: Period;
  readonly teamId: string;
}

/** What a burn is computed of. */
export interface BurnFacts {
  readonly state: AllotmentState;
  readonly position: Position;
  readonly days: readonly DayMinutes[];
  readonly calendar: WorkingCalendar;
  /** Up to where the month has come, where nobody names a day. */
  readonly day: LocalDate;
}

/** As it stands, from rows: those of the entries by one statement. */
@Injectable()
export class PresentBurn {
  constructor(
    private readonly pool: pg.Pool,
    private readonly months: AllotmentReader,
    private readonly calendars: Calendars,
  ) {}

  async of(month: BurnMonth, now: Instant): Promise<BurnFacts | null> {
    const [row] = await this.months.rows(month.workspaceId, [month]);
    if (!row) return null;
    const state = row.document;
    const [days, calendar] = await Promise.all([this.days(month), this.calendars.of(month.workspaceId, month.teamId)]);
    return { state, position: Number(row.position), days, calendar, day: localDayOf(now, state.timeZone) };
  }

  /** As `daysOfHistory`. */
  private days({ workspaceId, agreementId, period }: BurnMonth): Promise<DayMinutes[]> {
    return preparedRowsOf<DayMinutes>(
      this.pool,
      sql`SELECT day::text AS day, sum(minutes)::int AS minutes FROM (
          SELECT minutes, CASE WHEN worked_period = period THEN worked_on
            ELSE least((document->>'bookedOn')::date, ${lastDayOf(period)}::date) END AS day
          FROM hours.time_entry_row WHERE workspace_id = ${workspaceId}::uuid AND agreement_id = ${agreementId}::uuid
            AND period = ${period} AND billable AND status = 'BOOKED') AS entry
        GROUP BY day ORDER BY day`,
    );
  }
}

/** As it stood, from the log. */
@Injectable()
export class PastBurn {
  constructor(
    private readonly months: PastMonths,
    private readonly past: Past,
  ) {}

  /** @param known.recordedAt the instant that was asked for, if it was one; else the day of the month's last change is the last that counts */
  async of(
    month: BurnMonth,
    { position, recordedAt }: { readonly position: Position; readonly recordedAt: Instant | null },
  ): Promise<BurnFacts | null> {
    const { workspaceId, period, teamId } = month;
    const at = { ...month, position };
    const [[known], [history], [calendar]] = await Promise.all([
      this.months.opened(at, [period]),
      this.months.histories(at, [period], burnTypes),
      this.past.statesAt(workingCalendar, { workspaceId, ids: [teamId], position }),
    ]);
    if (!known) return null;
    const { state, updatedAt } = known;
    return {
      state,
      position,
      days: daysOfHistory(history ?? [], state),
      // Only its days count here, which are the same in any zone.
      calendar: calendarOf(calendar?.state ?? workingCalendar.initial, state.timeZone),
      day: localDayOf(recordedAt ?? updatedAt, state.timeZone),
    };
  }
}
