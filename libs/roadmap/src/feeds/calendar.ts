import ical, {
  foldLines,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { LocalDate } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';

export const dateKinds = ['CAMPAIGN', 'EVENT', 'FREEZE', 'PEAK', 'PLANNING'] as const;
export type DateKind = (typeof dateKinds)[number];

export const dateStandings = ['TENTATIVE', 'CONFIRMED', 'CANCELLED'] as const;
export type DateStanding = (typeof dateStandings)[number];

/** Days of a calendar that somebody subscribes to. It has no place for names of people, hours or money. */
export interface CalendarDate {
  /** Global id of what it shows: the same as long as that is there. */
  readonly nodeId: string;
  readonly kind: DateKind;
  readonly title: string;
  /** More to read, in lines. */
  readonly notes: readonly string[];
  readonly from: LocalDate;
  /** The last day. */
  readonly to: LocalDate;
  readonly standing: DateStanding;
  /** Counts the changes. */
  readonly version: number;
  /** Instant of the last change. */
  readonly changedAt: string;
}

/** How often a client looks again unless it knows better, in seconds. */
const LOOKS_AGAIN = 3600;

const CATEGORIES: Readonly<Record<DateKind, string>> = {
  CAMPAIGN: 'Campaign',
  EVENT: 'Event',
  FREEZE: 'Freeze',
  PEAK: 'Peak',
  PLANNING: 'Planning',
};

/** What a text of a calendar cannot hold (RFC 5545, 3.3.11). */
// oxlint-disable-next-line no-control-regex -- these are meant
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

const plain = (text: string): string => text.replaceAll(CONTROLS, '\u{FFFD}');

/** Clients take the end for the first day after (RFC 5545, 3.6.1). */
const dayAfter = (day: LocalDate): Temporal.PlainDate => Temporal.PlainDate.from(day).add({ days: 1 });

const eventOf = ({ nodeId, kind, from, to, changedAt, ...date }: CalendarDate): ICalEventData => ({
  id: `${nodeId}@twolane`,
  sequence: date.version,
  stamp: new Date(changedAt),
  lastModified: new Date(changedAt),
  start: Temporal.PlainDate.from(from),
  end: dayAfter(to),
  allDay: true,
  summary: plain(date.title),
  ...(date.notes.length > 0 && { description: plain(date.notes.join('\n')) }),
  categories: [{ name: CATEGORIES[kind] }],
  status: ICalEventStatus[date.standing],
  // Nobody is busy because of it.
  transparency: ICalEventTransparency.TRANSPARENT,
});

const LINE_END = '\r\n';
const LAST_LINE = 'END:VCALENDAR';
/** Octets that fit into a line, its end apart. */
const LINE = 75;

/** The library looks at every letter: most lines need it not, and a long calendar would keep the service for half a second. */
const folded = (lines: string): string =>
  lines
    .split(LINE_END)
    .map((line) => (Buffer.byteLength(line) > LINE ? foldLines(line) : line))
    .join(LINE_END);

/** The dates as an iCalendar file (RFC 5545), all of them days without a time of day. */
export function calendarFile(dates: readonly CalendarDate[]): string {
  const calendar: ICalCalendar = ical({
    name: 'Twolane roadmap',
    prodId: { company: 'Twolane', product: 'Roadmap', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: LOOKS_AGAIN,
  });
  const head = calendar.toString().slice(0, -LAST_LINE.length);
  const events = dates.map((date) => folded(calendar.createEvent(eventOf(date)).toString()));
  return [head, ...events, LAST_LINE, LINE_END].join('');
}
