import { Forbidden, NotFound, ValidationFailed } from '#libs/event-log';
import { actsFor, isLocalDate, requireRoom } from '#libs/vocabulary';
import { type CalendarContext, leadsTeam } from './context.js';
import { AbsenceOverlaps, PersonNotInTeam } from './refusals.js';
import { type Absence, type AbsenceKind, LIMITS } from './values.js';
import type { CalendarEvent, TeamCalendar } from './working-calendar.js';
import { dayNumber } from './working-intervals.js';

export interface AbsenceInput {
  readonly personId: string;
  readonly from: string;
  readonly to: string;
  readonly kind: AbsenceKind;
  readonly halfDay?: boolean | null;
}

/** Rules about somebody in the team. */
export interface AbsenceContext extends CalendarContext {
  /** True when the person holds a role in the team. */
  readonly inTeam: boolean;
}

/** One's own absences, or those of people one leads. */
function requireOwn(personId: string, ctx: CalendarContext): void {
  if (ctx.actor.grant === 'all' || actsFor(ctx.actor, personId) || leadsTeam(ctx)) return;
  throw new Forbidden('calendar.recordAbsence', 'You may do this for yourself, or for a team that you lead.');
}

/**
 * Somebody of the team is away from one day to another; days that are over can be told later.
 * @throws Forbidden, PersonNotInTeam, ValidationFailed, AbsenceOverlaps, LimitReached
 */
export function recordAbsence(state: TeamCalendar, input: AbsenceInput, ctx: AbsenceContext): CalendarEvent[] {
  const { personId, from, to, kind } = input;
  requireOwn(personId, ctx);
  if (!ctx.inTeam) throw new PersonNotInTeam(['input', 'personId']);
  checkDays(input);
  const other = state.absences.find((known) => known.personId === personId && known.from <= to && from <= known.to);
  if (other) throw new AbsenceOverlaps(other);
  requireRoom(state.absences.length + 1, LIMITS.absences, { what: 'absences in one team' });
  const absenceId = `A${state.absencesRecorded + 1}`;
  const absence: Absence = { absenceId, personId, from, to, halfDay: input.halfDay ?? false, kind };
  return [{ type: 'AbsenceRecorded', data: absence }];
}

function checkDays({ from, to, halfDay }: AbsenceInput): void {
  for (const [field, date] of Object.entries({ from, to })) {
    if (!isLocalDate(date)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', ['input', field]);
  }
  if (to < from) throw new ValidationFailed('The last day is before the first.', ['input', 'to']);
  if (dayNumber(to) - dayNumber(from) >= LIMITS.absenceDays)
    throw new ValidationFailed(`At most ${LIMITS.absenceDays} days; record the rest as another one.`, ['input', 'to']);
  if (halfDay && from !== to) throw new ValidationFailed('Half a day is half of one day.', ['input', 'halfDay']);
}

/**
 * The absence does not happen, or did not.
 * @throws NotFound, Forbidden
 */
export function withdrawAbsence(
  state: TeamCalendar,
  { absenceId }: { readonly absenceId: string },
  ctx: CalendarContext,
): CalendarEvent[] {
  const absence = state.absences.find((known) => known.absenceId === absenceId);
  if (!absence) throw new NotFound('absence', ['input', 'absenceId']);
  requireOwn(absence.personId, ctx);
  return [{ type: 'AbsenceWithdrawn', data: { absenceId, personId: absence.personId } }];
}
