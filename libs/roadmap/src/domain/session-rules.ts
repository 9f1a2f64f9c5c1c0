import { InvalidState, NotFound, type Position } from '#libs/event-log';
import { type Circumstances, freeText, plainText, requireRoom, type Side, upcomingDate } from '#libs/vocabulary';
import { reasonOf, requireKnown } from './context.js';
import { wholeNumber } from './days.js';
import type { PlanningPolicyVersion } from './policy.js';
import { BothSidesBySamePerson } from './refusals.js';
import type { Session, SessionEvent, SessionState } from './session.js';
import type { Item } from './state.js';
import { type Horizon, limits } from './values.js';

/** @throws NotFound, InvalidState */
function requireSession(session: Session, ...allowed: readonly SessionState['status'][]): SessionState {
  if (session.status === 'unknown') throw new NotFound('planning session');
  if (!allowed.includes(session.status)) throw new InvalidState(session.status, allowed);
  return session;
}

export interface SchedulePlanningInput {
  readonly date: string;
  readonly horizon: Horizon;
}

/** Both sides will look at the roadmap together. @throws InvalidState, ValidationFailed, DateInPast */
export function schedulePlanning(
  session: Session,
  { date, horizon }: SchedulePlanningInput,
  { today }: Circumstances,
): SessionEvent[] {
  if (session.status !== 'unknown') throw new InvalidState(session.status, []);
  return [{ type: 'PlanningScheduled', data: { date: upcomingDate(date, today, ['input', 'date']), horizon } }];
}

/** SCHEDULED → OPEN, held today whatever the calendar said. @throws NotFound, InvalidState */
export function openPlanning(session: Session, { today }: Circumstances): SessionEvent[] {
  requireSession(session, 'SCHEDULED');
  return [{ type: 'PlanningOpened', data: { heldOn: today } }];
}

export interface AttendanceInput {
  readonly personId: string;
  readonly side: Side;
}

/**
 * Somebody is there for a side; nobody is there for both. Said again, it is no fact.
 * @throws NotFound, InvalidState, ValidationFailed, BothSidesBySamePerson, LimitReached
 */
export function recordAttendance(state: Session, { personId, side }: AttendanceInput): SessionEvent[] {
  const { attendance } = requireSession(state, 'OPEN');
  const id = plainText(personId, { path: ['input', 'personId'], max: limits.title });
  if (attendance[id] === side) return [];
  if (attendance[id] !== undefined) throw new BothSidesBySamePerson(side);
  requireRoom(Object.keys(attendance).length + 1, limits.attendance, { what: 'people in one session' });
  return [{ type: 'AttendanceRecorded', data: { personId: id, side } }];
}

export interface SessionDecisionInput {
  readonly itemId: string;
  readonly decision: string;
  readonly rationale: string;
}

/** What was decided about an item, and why. @throws NotFound, InvalidState, ValidationFailed, PiiNotAllowed, LimitReached */
export function recordDecision(
  { session, item }: { readonly session: Session; readonly item: Item },
  { itemId, ...given }: SessionDecisionInput,
): SessionEvent[] {
  const { decisions } = requireSession(session, 'OPEN');
  requireKnown(item, ['input', 'itemId']);
  requireRoom(decisions.length + 1, limits.decisions, { what: 'decisions of one session' });
  const textOf = (field: 'decision' | 'rationale') =>
    freeText(given[field], { path: ['input', field], max: limits.text });
  const data = { itemId, decision: textOf('decision'), rationale: textOf('rationale') };
  return [{ type: 'PlanningDecisionRecorded', data }];
}

export interface ClosePlanningInput {
  /** Where the log stands: no later fact has a smaller position. */
  readonly baselinePosition: Position;
  /** The planning policy of the day it was held. */
  readonly policy: PlanningPolicyVersion;
}

/**
 * OPEN → CLOSED: what the log holds up to `baselinePosition` is the baseline. The session counts as joint with both sides present (P43).
 * @throws NotFound, InvalidState, ValidationFailed
 */
export function closePlanning(state: Session, input: ClosePlanningInput): SessionEvent[] {
  const { attendance, heldOn, date } = requireSession(state, 'OPEN');
  const present = Object.values(attendance);
  const count = (side: Side) => present.filter((one) => one === side).length;
  const [marketing, engineering] = [count('CONSUMER'), count('PROVIDER')];
  const bounds = { min: 0, max: Number.MAX_SAFE_INTEGER, path: ['input', 'baselinePosition'] };
  const data = {
    baselinePosition: wholeNumber(input.baselinePosition, bounds),
    heldOn: heldOn ?? date,
    attendance: { marketing, engineering },
    joint: marketing > 0 && engineering > 0,
    policyVersion: input.policy.version,
  };
  return [{ type: 'PlanningClosed', data }];
}

/** SCHEDULED, OPEN → CANCELLED. @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed */
export function cancelPlanning(state: Session, { reason }: { readonly reason: string }): SessionEvent[] {
  requireSession(state, 'SCHEDULED', 'OPEN');
  return [{ type: 'PlanningCancelled', data: { reason: reasonOf(reason, 'the session does not take place') } }];
}
