import fc from 'fast-check';
import { type Span, type Weekday, WEEKDAYS, type WorkingCalendar, type WorkingWeek } from './values.js';
import { addWorkingMinutes, dueAt, type Pause, workingMinutes, workingMinutesBetween } from './working-time.js';

/**
 * The same figures by the plainest way: ask for each minute what the wall clock shows. Shares nothing with the arithmetic under test,
 * not even the package that knows the zones.
 */
const MINUTE = 60_000;
const clocks = new Map<string, Intl.DateTimeFormat>();
const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  clocks.set(timeZone, made);
  return made;
};

const wallClock = (ms: number, timeZone: string) => {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', weekday = '' } = parts;
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}`, weekday: weekday.toUpperCase() as Weekday };
};

const worksAt = (calendar: WorkingCalendar, ms: number): boolean => {
  const inForce = calendar.weeks.findLast(
    ({ effectiveFrom, timeZone }) => effectiveFrom === null || wallClock(ms, timeZone).date >= effectiveFrom,
  );
  const { timeZone, days } = inForce ?? calendar.weeks[0];
  const { date, time, weekday } = wallClock(ms, timeZone);
  if (calendar.holidays.some((holiday) => holiday.date === date)) return false;
  return days[weekday].some(({ from, to }) => from <= time && time < to);
};

const pausedAt = (pauses: readonly Pause[], ms: number): boolean =>
  pauses.some(({ from, to }) => Date.parse(from) <= ms && (to === null || ms < Date.parse(to)));

const counts = (calendar: WorkingCalendar, pauses: readonly Pause[], ms: number): boolean =>
  !pausedAt(pauses, ms) && worksAt(calendar, ms);

const naiveMinutes = (calendar: WorkingCalendar, [from, to]: readonly [number, number], pauses: readonly Pause[]) => {
  let minutes = 0;
  for (let ms = from; ms < to; ms += MINUTE) minutes += counts(calendar, pauses, ms) ? 1 : 0;
  return minutes;
};

/** Null when it is not due within `horizon` minutes. */
const naiveDue = (calendar: WorkingCalendar, start: number, wanted: number, pauses: readonly Pause[]) => {
  let minutes = 0;
  for (let ms = start; ms < start + horizon * MINUTE; ms += MINUTE) {
    if (minutes === wanted) return ms;
    minutes += counts(calendar, pauses, ms) ? 1 : 0;
  }
  return null;
};
const horizon = 5 * 24 * 60;

/** Zones, and days near which something happens to their clocks. */
const ZONES: readonly (readonly [string, readonly string[]])[] = [
  ['Europe/Berlin', ['2026-03-29', '2026-10-25', '2028-02-29', '2026-01-01']],
  ['America/Sao_Paulo', ['2018-11-04', '2018-02-18', '2026-11-01']],
  ['Asia/Kolkata', ['2026-01-26', '2028-02-29']],
  ['Pacific/Auckland', ['2026-04-05', '2026-09-27']],
  // Half an hour; a whole day left out; a minute past midnight, back into the day before; for the month of fasting.
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
  ['Pacific/Apia', ['2011-12-30', '2010-09-26']],
  ['America/St_Johns', ['2010-03-14', '2010-11-07']],
  ['Africa/Casablanca', ['2026-02-15', '2026-03-22']],
];

const day = 24 * 60;
const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const spans: fc.Arbitrary<readonly Span[]> = fc
  .uniqueArray(fc.oneof(fc.constantFrom(0, 1, 60, 120, 150, 180, day), fc.integer({ min: 0, max: day })), {
    minLength: 0,
    maxLength: 6,
  })
  .map((edges) => {
    const sorted = edges.sort((one, other) => one - other);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      from: clockTime(sorted[2 * index]!),
      to: clockTime(sorted[2 * index + 1]!),
    }));
  });

const days = fc.record(Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, spans]))) as fc.Arbitrary<
  WorkingWeek['days']
>;

const shifted = (date: string, by: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + by * day * MINUTE).toISOString().slice(0, 10);

interface World {
  readonly calendar: WorkingCalendar;
  readonly from: number;
  readonly length: number;
  readonly pauses: readonly Pause[];
}

/** Where a change of clocks takes a part of a day back, the first day of a week can begin twice: those come with one week. */
const worlds: fc.Arbitrary<World> = fc.constantFrom(...ZONES).chain(([timeZone, eventful]) =>
  fc.constantFrom(...eventful).chain((near) => {
    const nearby = fc.integer({ min: -4, max: 4 }).map((by) => shifted(near, by));
    const from = fc
      .integer({ min: -4 * day, max: day })
      .map((minutes) => Date.parse(`${near}T00:00:00Z`) + minutes * MINUTE);
    const offset = fc.integer({ min: -day, max: 5 * day });
    const later: fc.Arbitrary<WorkingWeek> = fc.record({
      effectiveFrom: nearby,
      timeZone: fc.constantFrom(timeZone, 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Etc/GMT+12'),
      days,
    });
    const weeks: fc.Arbitrary<WorkingWeek[]> =
      timeZone === 'America/St_Johns'
        ? fc.constant([])
        : fc.uniqueArray(later, { maxLength: 3, selector: ({ effectiveFrom }) => effectiveFrom });
    return from.chain((start) => {
      const instant = offset.map((minutes) => new Date(start + minutes * MINUTE).toISOString());
      return fc.record({
        calendar: fc
          .record({ first: days, weeks, holidays: fc.uniqueArray(nearby, { maxLength: 3 }) })
          .map(({ first, weeks: more, holidays }) => ({
            weeks: [
              { effectiveFrom: null, timeZone, days: first },
              ...more.sort((one, other) => ((one.effectiveFrom ?? '') < (other.effectiveFrom ?? '') ? -1 : 1)),
            ] as const,
            holidays: holidays.map((date) => ({ date, name: 'Free' })),
          })),
        from: fc.constant(start),
        length: fc.integer({ min: 0, max: 4 * day }),
        pauses: fc.array(fc.record({ from: instant, to: fc.option(instant, { freq: 8 }) }), { maxLength: 4 }),
      });
    });
  }),
);

const iso = (ms: number): string => new Date(ms).toISOString();

describe('working time, against asking the wall clock for every minute', () => {
  it('counts the same minutes', () => {
    fc.assert(
      fc.property(worlds, ({ calendar, from, length, pauses }) => {
        const to = from + length * MINUTE;
        expect(workingMinutes(calendar, iso(from), iso(to), pauses)).toBe(naiveMinutes(calendar, [from, to], pauses));
      }),
      { numRuns: 100 },
    );
  });

  it('is due at the same minute', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 1500 }), ({ calendar, from, pauses }, minutes) => {
        // A week without any span is no week; what is due later than the oracle looks is none of its business.
        const due = naiveDue(calendar, from, minutes, pauses);
        fc.pre(due !== null);
        expect(dueAt(calendar, iso(from), minutes, pauses)).toBe(iso(due));
      }),
      { numRuns: 60 },
    );
  });
});

describe('adding and counting', () => {
  const office = fc.record({
    calendar: worlds.map(({ calendar }) => ({
      ...calendar,
      weeks: calendar.weeks.map((week) => ({
        ...week,
        days: { ...week.days, WEDNESDAY: [{ from: '10:00', to: '15:30' }] },
      })) as unknown as WorkingCalendar['weeks'],
    })),
    from: fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2035, 0) }),
    minutes: fc.integer({ min: 0, max: 60_000 }),
  });

  it('are inverse to each other, and what is due is due no millisecond earlier', () => {
    fc.assert(
      fc.property(office, ({ calendar, from, minutes }) => {
        const due = addWorkingMinutes(calendar, iso(from), minutes);
        expect(workingMinutesBetween(calendar, iso(from), due)).toBe(minutes);
        if (minutes === 0) return;
        expect(workingMinutesBetween(calendar, iso(from), iso(Date.parse(due) - 1))).toBe(minutes - 1);
      }),
    );
  });

  it('never come later than the time that was counted', () => {
    fc.assert(
      fc.property(office, fc.integer({ min: 0, max: 40 * day * MINUTE }), ({ calendar, from }, length) => {
        const to = from + length;
        const due = addWorkingMinutes(calendar, iso(from), workingMinutesBetween(calendar, iso(from), iso(to)));
        expect(Date.parse(due)).toBeLessThanOrEqual(to);
      }),
    );
  });

  it('count each part of a time once, give or take a minute that was cut', () => {
    fc.assert(
      fc.property(
        office,
        fc.array(fc.integer({ min: 0, max: 9 * day }), { maxLength: 5 }),
        ({ calendar, from }, cuts) => {
          const edges = [0, ...cuts.sort((one, other) => one - other)].map((minutes) => from + minutes * MINUTE);
          const parts = edges.slice(1).map((to, index) => workingMinutesBetween(calendar, iso(edges[index]!), iso(to)));
          const whole = workingMinutesBetween(calendar, iso(from), iso(edges.at(-1)!));
          const sum = parts.reduce((all, part) => all + part, 0);
          expect(whole - sum).toBeGreaterThanOrEqual(0);
          expect(whole - sum).toBeLessThanOrEqual(Math.max(parts.length - 1, 0));
        },
      ),
    );
  });
});
