import type { InlineView, Position, Recorded } from '#libs/event-log';
import { type KnownEntry, type Pool, timeEntry, type TimeEntryEvent } from '../domain/index.js';

/** A credit on an entry: minutes and minor units of one pool, positive, and the month that shows it. */
export interface EntryCredit {
  readonly creditId: string;
  readonly period: string;
  readonly pool: Pool;
  readonly minutes: number;
  readonly amount: number;
  /** Where it stands in the log. */
  readonly position: Position;
  readonly recordedAt: string;
}

/** `hours.time_entry_row`: an entry as it was recorded, taken back and credited; what became of its uncovered minutes is its month's to say. */
export interface TimeEntryRow {
  readonly agreement_id: string;
  readonly entry_id: string;
  /** The month whose pool it drew from. */
  readonly period: string;
  /** The month it was worked in: another one for late time. */
  readonly worked_period: string;
  readonly request_id: string | null;
  readonly person_id: string;
  readonly worked_on: string;
  readonly activity: string;
  readonly billable: boolean;
  readonly minutes: number;
  readonly status: string;
  readonly credited_minutes: number;
  /** Months that show a credit on it. */
  readonly credit_periods: readonly string[];
  readonly booked_at: string;
  readonly booked_position: number;
  readonly reversed_at: string | null;
  readonly reversed_position: number | null;
  /** The entry it was recorded in place of. */
  readonly corrects_entry_id: string | null;
  readonly updated_at: string;
  readonly credits: readonly EntryCredit[];
  readonly document: KnownEntry;
}

const creditsOf = (row: TimeEntryRow | null, event: Recorded<TimeEntryEvent>): readonly EntryCredit[] => {
  const before = row?.credits ?? [];
  if (event.type !== 'EntryCredited') return before;
  const credit = { ...event.data, position: event.position, recordedAt: event.recordedAt };
  return [...before, credit];
};

type Marks = Pick<TimeEntryRow, 'booked_at' | 'booked_position' | 'reversed_at' | 'reversed_position' | 'updated_at'>;

/** When what happened, and where in the log: it begins with the booking, and is taken back once. */
function marksOf(row: TimeEntryRow | null, { type, recordedAt, position }: Recorded<TimeEntryEvent>): Marks {
  const before = row ?? {
    booked_at: recordedAt,
    booked_position: position,
    reversed_at: null,
    reversed_position: null,
  };
  const { booked_at, booked_position, reversed_at, reversed_position } = before;
  const booked = { booked_at, booked_position, updated_at: recordedAt };
  if (type === 'EntryReversed') return { ...booked, reversed_at: recordedAt, reversed_position: position };
  return { ...booked, reversed_at, reversed_position };
}

export const timeEntryRow: InlineView<TimeEntryRow, TimeEntryEvent> = {
  table: 'hours.time_entry_row',
  streamType: timeEntry.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is EntryBooked, which leaves `unknown` for good.
    const state = timeEntry.evolve(row?.document ?? timeEntry.initial, event) as KnownEntry;
    const credits = creditsOf(row, event);
    return {
      // The id of the stream is that of the agreement, a dash, and the entry's.
      agreement_id: event.streamId.slice(timeEntry.type.length + 1, -(state.entryId.length + 1)),
      entry_id: state.entryId,
      period: state.period,
      worked_period: state.workedOn.slice(0, 7),
      request_id: state.requestId,
      person_id: state.personId,
      worked_on: state.workedOn,
      activity: state.activity,
      billable: state.billable,
      minutes: state.minutes,
      status: state.status,
      credited_minutes: credits.reduce((sum, { minutes }) => sum + minutes, 0),
      credit_periods: [...new Set(credits.map(({ period }) => period))],
      ...marksOf(row, event),
      corrects_entry_id: state.correctsEntryId ?? null,
      credits,
      document: state,
    };
  },
};
