import type { InlineView } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { interruption, type InterruptionEvent, type KnownInterruption } from '../domain/index.js';

/** `intake.interruption_row` */
export interface InterruptionRow {
  readonly interruption_id: string;
  readonly person_id: string;
  readonly team_id: string | null;
  readonly kind: string;
  readonly status: string;
  readonly minutes: number;
  readonly conversion_suggested: boolean;
  readonly from_team_id: string;
  readonly occurred_on: LocalDate;
  /** The Monday of its week. */
  readonly week_start: LocalDate;
  readonly request_id: string | null;
  readonly logged_at: string;
  readonly document: KnownInterruption;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The Monday on or before a day. Counted in UTC, where every day has 24 hours. */
export function mondayOf(day: LocalDate): LocalDate {
  const at = Date.parse(`${day}T00:00:00Z`);
  const sinceMonday = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

export const interruptionRow: InlineView<InterruptionRow, InterruptionEvent> = {
  table: 'intake.interruption_row',
  streamType: interruption.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is InterruptionLogged, which leaves `unknown` for good.
    const state = interruption.evolve(row?.document ?? interruption.initial, event) as KnownInterruption;
    return {
      interruption_id: event.streamId.slice(interruption.type.length + 1),
      person_id: state.personId,
      team_id: state.teamId,
      kind: state.kind,
      status: state.status,
      minutes: state.minutes,
      conversion_suggested: state.conversionSuggested,
      from_team_id: state.fromTeamId,
      occurred_on: state.occurredOn,
      week_start: mondayOf(state.occurredOn),
      request_id: state.requestId,
      logged_at: state.loggedAt,
      document: state,
    };
  },
};
