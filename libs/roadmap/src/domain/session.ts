import type { Aggregate, Position, Recorded } from '#libs/event-log';
import type { LocalDate, Side } from '#libs/vocabulary';
import type { Horizon } from './values.js';

/** One decision of a planning session. */
export interface SessionDecision {
  readonly itemId: string;
  readonly decision: string;
  readonly rationale: string;
}

/** How many came from each side. */
export interface AttendanceCount {
  readonly marketing: number;
  readonly engineering: number;
}

export interface SessionFacts {
  PlanningScheduled: { readonly date: LocalDate; readonly horizon: Horizon };
  PlanningOpened: { readonly heldOn: LocalDate };
  AttendanceRecorded: { readonly personId: string; readonly side: Side };
  PlanningDecisionRecorded: SessionDecision;
  PlanningClosed: {
    /** The log as it stood: everything up to it is the baseline. */
    readonly baselinePosition: Position;
    readonly heldOn: LocalDate;
    readonly attendance: AttendanceCount;
    /** Both sides were there. */
    readonly joint: boolean;
    /** Of the planning policy that counts the session. */
    readonly policyVersion: number;
  };
  PlanningCancelled: { readonly reason: string };
}
export type SessionEvent = {
  [T in keyof SessionFacts]: { readonly type: T; readonly data: SessionFacts[T] };
}[keyof SessionFacts];

export const sessionStatuses = ['SCHEDULED', 'OPEN', 'CLOSED', 'CANCELLED'] as const;

export interface SessionState {
  readonly status: (typeof sessionStatuses)[number];
  readonly date: LocalDate;
  readonly horizon: Horizon;
  readonly heldOn: LocalDate | null;
  /** By person. */
  readonly attendance: Readonly<Record<string, Side>>;
  readonly decisions: readonly SessionDecision[];
  readonly closed: SessionFacts['PlanningClosed'] | null;
}
export type Session = { readonly status: 'unknown' } | SessionState;

/** One case a fact and no default: the compiler lists what is missing. */
function changed(session: SessionState, event: SessionEvent): Partial<SessionState> {
  switch (event.type) {
    case 'PlanningScheduled':
      return {};
    case 'PlanningOpened':
      return { status: 'OPEN', heldOn: event.data.heldOn };
    case 'AttendanceRecorded':
      return { attendance: { ...session.attendance, [event.data.personId]: event.data.side } };
    case 'PlanningDecisionRecorded':
      return { decisions: [...session.decisions, event.data] };
    case 'PlanningClosed':
      return { status: 'CLOSED', closed: event.data };
    case 'PlanningCancelled':
      return { status: 'CANCELLED' };
  }
}

/** Total: what does not fit leaves the session as it is. */
export function evolveSession(session: Session, event: SessionEvent): Session {
  if (session.status !== 'unknown') return { ...session, ...changed(session, event) };
  if (event.type !== 'PlanningScheduled') return session;
  return { status: 'SCHEDULED', ...event.data, heldOn: null, attendance: {}, decisions: [], closed: null };
}

/** `planning-session-<uuid>`. */
export const planningSession: Aggregate<Session, SessionEvent> = {
  type: 'planning-session',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (session, event: Recorded<SessionEvent>) => evolveSession(session, event),
};
