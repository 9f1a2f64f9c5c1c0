import fc from 'fast-check';
import ICAL from 'ical.js';
import { type CalendarDate, calendarFile, dateKinds, dateStandings } from './calendar.js';

const campaign: CalendarDate = {
  nodeId: 'Um9hZG1hcEl0ZW06Mw',
  kind: 'CAMPAIGN',
  title: 'RM-3 Spring campaign',
  notes: ['Lane: marketing', 'Status: committed'],
  from: '2026-03-30',
  to: '2026-04-30',
  standing: 'CONFIRMED',
  version: 4,
  changedAt: '2026-02-12T09:15:30.250Z',
};

/** As another program reads it. */
const read = (file: string): InstanceType<typeof ICAL.Component>[] =>
  ICAL.Component.fromString(file).getAllSubcomponents('vevent');
const values = (event: InstanceType<typeof ICAL.Component>): Record<string, string> =>
  Object.fromEntries(event.getAllProperties().map((one) => [one.name, String(one.getFirstValue())]));

describe('a calendar file', () => {
  it('is read by another program as it was meant, its last day included', () => {
    const [event] = read(calendarFile([campaign]));
    expect(values(event!)).toMatchObject({
      uid: 'Um9hZG1hcEl0ZW06Mw@twolane',
      sequence: '4',
      dtstamp: '2026-02-12T09:15:30Z',
      dtstart: '2026-03-30',
      dtend: '2026-05-01',
      summary: 'RM-3 Spring campaign',
      description: 'Lane: marketing\nStatus: committed',
      categories: 'Campaign',
      status: 'CONFIRMED',
      transp: 'TRANSPARENT',
    });
    expect(event!.getFirstProperty('dtstart')?.type).toBe('date');
    expect(event!.getFirstProperty('dtend')?.type).toBe('date');
  });

  it.each([
    ['the last day of a leap February', '2028-02-29', '2028-03-01'],
    ['the last day of a year', '2026-12-31', '2027-01-01'],
    ['the day clocks go forward in Europe', '2026-03-29', '2026-03-30'],
    ['the day clocks go back in Europe', '2026-10-25', '2026-10-26'],
  ])('ends after %s', (_what, day, end) => {
    const [event] = read(calendarFile([{ ...campaign, from: day, to: day }]));
    expect(values(event!)).toMatchObject({ dtstart: day, dtend: end });
  });

  it('tells what was called off from what is certain and what is not', () => {
    const dates = dateStandings.map((standing) => ({ ...campaign, standing }));
    expect(read(calendarFile(dates)).map((event) => values(event)['status'])).toEqual([...dateStandings]);
  });

  it('of nothing is a calendar all the same', () => {
    const calendar = ICAL.Component.fromString(calendarFile([]));
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Twolane//Roadmap//EN');
    expect(calendar.getAllSubcomponents()).toEqual([]);
  });

  it('brings every title back, in lines of 75 octets at most', () => {
    const awkward = fc.constantFrom(
      ',',
      ';',
      '\\',
      '\\n',
      '"',
      ':',
      '\n',
      '🌸',
      '👩‍👩‍👧',
      'é',
      'BEGIN:VEVENT',
      '\r\nATTENDEE:x',
      'a'.repeat(80),
    );
    const written = fc.array(fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 20 });
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    const property = fc.property(
      fc.array(fc.record({ title: written, day, days: fc.nat(800), kind: fc.constantFrom(...dateKinds) }), {
        maxLength: 4,
      }),
      (some) => {
        const dates = some.map(({ title, day: from, days, kind }): CalendarDate => {
          const to = new Date(from.getTime() + days * 86_400_000);
          const [first, last] = [from, to].map((one) => one.toISOString().slice(0, 10)) as [string, string];
          return { ...campaign, kind, title: title.join(''), from: first, to: last };
        });
        const file = calendarFile(dates);
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // oxlint-disable-next-line no-control-regex -- none of them may stand in a file
        expect(file).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/);
        expect(file.match(/END:VCALENDAR\r\n$/)).not.toBeNull();
        const events = read(file);
        expect(events).toHaveLength(dates.length);
        for (const [index, event] of events.entries()) {
          const { title, from, to } = dates[index]!;
          const after = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
          expect(values(event)).toMatchObject({ summary: shown(title), dtstart: from, dtend: after });
          expect(event.getFirstProperty('attendee')).toBeNull();
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});

/** A text as a calendar can hold it: line ends are one, what it has no sign for is marked. */
const shown = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are meant
  text.replaceAll(/\r\n|\r/g, '\n').replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '\u{FFFD}');
