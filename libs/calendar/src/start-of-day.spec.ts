import { startOfDay } from './start-of-day.js';

describe('the start of a day', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15', '2026-01-14T23:00:00.000Z'],
    ['Europe/Berlin', '2026-07-15', '2026-07-14T22:00:00.000Z'],
    // Clocks change at 02:00 of the same day: it begins by the clock of the day before.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    // No midnight: clocks went from 23:59 to 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['America/Sao_Paulo', '2018-11-05', '2018-11-05T02:00:00.000Z'],
    ['America/Sao_Paulo', '2026-11-01', '2026-11-01T03:00:00.000Z'],
    // Midnight twice: 23:00 to 24:00 came again, the day after it begins once.
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00:00.000Z'],
    ['Asia/Kolkata', '2026-05-01', '2026-04-30T18:30:00.000Z'],
    ['Pacific/Auckland', '2026-04-05', '2026-04-04T11:00:00.000Z'],
    ['Pacific/Auckland', '2026-04-06', '2026-04-05T12:00:00.000Z'],
    ['Pacific/Auckland', '2026-09-27', '2026-09-26T12:00:00.000Z'],
    ['Pacific/Auckland', '2026-09-28', '2026-09-27T11:00:00.000Z'],
    ['UTC', '2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('in %s, %s, is %s', (zone, date, instant) => expect(startOfDay(date, zone)).toBe(instant));

  it('is none for a day or a zone that does not exist', () => {
    expect(() => startOfDay('2026-02-30', 'UTC')).toThrow(RangeError);
    expect(() => startOfDay('2026-02-01', 'Mars/Olympus')).toThrow(RangeError);
  });
});
