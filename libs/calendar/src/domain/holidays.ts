import { NotFound, ValidationFailed } from '#libs/event-log';
import { freeText, isLocalDate, requireRoom } from '#libs/vocabulary';
import { type CalendarContext, requireManager } from './context.js';
import { type Holiday, LIMITS } from './values.js';
import type { CalendarEvent, TeamCalendar } from './working-calendar.js';

/**
 * Days on which the team does not work. A day that is there already changes nothing, or takes the new name.
 * @throws Forbidden, ValidationFailed, PiiNotAllowed, LimitReached
 */
export function addHolidays(
  state: TeamCalendar,
  { holidays }: { readonly holidays: readonly Holiday[] },
  ctx: CalendarContext,
): CalendarEvent[] {
  requireManager(ctx);
  const path = ['input', 'holidays'];
  if (holidays.length === 0) throw new ValidationFailed('Name at least one day.', path);
  requireRoom(holidays.length, LIMITS.holidays, { what: 'holidays of one team', path });
  const checked = holidays.map((holiday, index) => checkedHoliday(holiday, [...path, String(index)]));
  const dates = new Set(checked.map(({ date }) => date));
  if (dates.size < checked.length) throw new ValidationFailed('A day stands there twice.', path);
  const names = new Map(state.holidays.map(({ date, name }) => [date, name]));
  const news = checked.filter(({ date, name }) => names.get(date) !== name);
  requireRoom(new Set([...names.keys(), ...dates]).size, LIMITS.holidays, { what: 'holidays of one team', path });
  return news.length === 0 ? [] : [{ type: 'HolidaysAdded', data: { holidays: news } }];
}

function checkedHoliday({ date, name }: Holiday, path: readonly string[]): Holiday {
  if (!isLocalDate(date)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', [...path, 'date']);
  return { date, name: freeText(name, { path: [...path, 'name'], max: 200 }) };
}

/**
 * The team works on that day again, as its week says.
 * @throws Forbidden, NotFound for a day that is no holiday
 */
export function removeHoliday(
  state: TeamCalendar,
  { date }: { readonly date: string },
  ctx: CalendarContext,
): CalendarEvent[] {
  requireManager(ctx);
  if (!state.holidays.some((holiday) => holiday.date === date)) throw new NotFound('holiday', ['input', 'date']);
  return [{ type: 'HolidayRemoved', data: { date } }];
}
