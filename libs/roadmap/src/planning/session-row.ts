import { viewOfState } from '#libs/event-log';
import { planningSession, type SessionState } from '../domain/index.js';

/** `roadmap.session_row`: a planning session as it stands. */
export interface SessionRow {
  readonly session_id: string;
  readonly status: string;
  /** The day it is meant for. */
  readonly planned_on: string;
  readonly held_on: string | null;
  readonly horizon: string;
  /** Both sides were there; null before it is closed. */
  readonly joint: boolean | null;
  /** Where the log stood when it was closed. */
  readonly baseline_position: number | null;
  readonly updated_at: string;
  readonly document: SessionState;
}

export const sessionRow = viewOfState({
  table: 'roadmap.session_row',
  aggregate: planningSession,
  source: import.meta.url,
  rowOf: (state, { streamId, recordedAt }): SessionRow => {
    // The first fact of every session schedules it.
    const known = state as SessionState;
    return {
      session_id: streamId.slice(planningSession.type.length + 1),
      status: known.status,
      planned_on: known.date,
      held_on: known.heldOn,
      horizon: known.horizon,
      joint: known.closed?.joint ?? null,
      baseline_position: known.closed?.baselinePosition ?? null,
      updated_at: recordedAt,
      document: known,
    };
  },
});
