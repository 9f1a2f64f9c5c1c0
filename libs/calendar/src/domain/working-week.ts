import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, requireRoom, upcomingDate } from '#libs/vocabulary';
import { type CalendarContext, requireManager } from './context.js';
import { LIMITS, type Span, type Weekday, WEEKDAYS, type WeekSpans } from './values.js';
import type { CalendarEvent, SetWeek, TeamCalendar } from './working-calendar.js';
import { isTimeZone } from './zone-clock.js';

export interface WeekInput {
  readonly effectiveFrom: string;
  /** The team's own zone unless told. */
  readonly timeZone?: string | null;
  /** Days that are not named are free. */
  readonly days: readonly { readonly weekday: Weekday; readonly spans: readonly Span[] }[];
}

/**
 * The team's week from a day on: that day is today or later, or any while no week was set. A week set for the same day before is
 * replaced; one that is there already changes nothing.
 * @throws Forbidden, ValidationFailed (also TIME_ZONE_UNKNOWN), DateInPast, LimitReached
 */
export function setWorkingWeek(state: TeamCalendar, input: WeekInput, ctx: CalendarContext): CalendarEvent[] {
  requireManager(ctx);
  const week: SetWeek = {
    effectiveFrom: firstDay(state, input.effectiveFrom, ctx),
    timeZone: checkedZone(input.timeZone ?? ctx.timeZone),
    days: checkedDays(input.days),
  };
  const others = state.weeks.filter(({ effectiveFrom }) => effectiveFrom !== week.effectiveFrom);
  if (state.weeks.some((known) => sameWeek(known, week))) return [];
  requireRoom(others.length + 1, LIMITS.weeks, { what: 'working weeks of one team', path: ['input', 'effectiveFrom'] });
  return [{ type: 'WorkingWeekSet', data: week }];
}

function firstDay({ weeks }: TeamCalendar, date: string, { today }: CalendarContext): string {
  const path = ['input', 'effectiveFrom'];
  if (weeks.length > 0) return upcomingDate(date, today, path);
  if (!isLocalDate(date)) throw new ValidationFailed('Write a day of the calendar as YYYY-MM-DD.', path);
  return date;
}

function checkedZone(timeZone: string): string {
  if (isTimeZone(timeZone)) return timeZone;
  const message = 'Not an IANA time zone; write it like Europe/Berlin.';
  throw new ValidationFailed(message, ['input', 'timeZone'], 'TIME_ZONE_UNKNOWN');
}

function checkedDays(days: WeekInput['days']): WeekSpans {
  const spans = new Map<Weekday, readonly Span[]>();
  for (const [index, day] of days.entries()) {
    const path = ['input', 'days', String(index)];
    if (spans.has(day.weekday)) throw new ValidationFailed(`${day.weekday} stands there twice.`, [...path, 'weekday']);
    spans.set(day.weekday, checkedSpans(day.spans, [...path, 'spans']));
  }
  if ([...spans.values()].every(({ length }) => length === 0))
    throw new ValidationFailed('A week needs working time on at least one day.', ['input', 'days']);
  return Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, spans.get(weekday) ?? []])) as WeekSpans;
}

/** `00:00` to `23:59`, or `24:00` as an end. Written like this, times are in order when their texts are. */
const START = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const END = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** In their order, none overlapping; they may touch. */
function checkedSpans(spans: readonly Span[], path: readonly string[]): readonly Span[] {
  if (spans.length > LIMITS.spansOfDay)
    throw new ValidationFailed(`At most ${LIMITS.spansOfDay} spans on one day.`, path);
  const checked = spans.map(({ from, to }, index) => {
    if (!START.test(from) || !END.test(to))
      throw new ValidationFailed('Write times as HH:MM, e.g. 09:00; a span may end at 24:00.', [...path, `${index}`]);
    if (from >= to) throw new ValidationFailed('A span ends after it begins, on the same day.', [...path, `${index}`]);
    return { from, to };
  });
  const sorted = checked.sort((one, other) => (one.from < other.from ? -1 : 1));
  if (sorted.some(({ from }, index) => index > 0 && from < sorted[index - 1]!.to))
    throw new ValidationFailed('Spans of one day must not overlap.', path);
  return sorted;
}

const sameSpans = (one: readonly Span[], other: readonly Span[]): boolean =>
  one.length === other.length &&
  one.every(({ from, to }, index) => from === other[index]?.from && to === other[index]?.to);

const sameWeek = (one: SetWeek, other: SetWeek): boolean =>
  one.effectiveFrom === other.effectiveFrom &&
  one.timeZone === other.timeZone &&
  WEEKDAYS.every((weekday) => sameSpans(one.days[weekday], other.days[weekday]));
