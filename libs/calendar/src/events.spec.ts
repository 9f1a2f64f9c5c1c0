import { compareInlineView } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { calendarApi, type CalendarApi } from './calendar.fixture.js';
import { calendarRow, type CalendarRow } from './calendar-row.js';
import { recorded } from './domain/given.spec-kit.js';
import type { CalendarEvent } from './domain/index.js';
import { calendarEvents, calendarModel } from './events.js';
import { samples } from './events.samples.fixture.js';

describeGoldenFixtures({
  events: calendarEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => calendarRow.evolve(null, recorded(event as unknown as CalendarEvent, 1)),
});

describe('the row of a calendar', () => {
  it('says what the facts say, one after the other', () => {
    let row: CalendarRow | null = null;
    const rows = Object.entries(samples).map(([type, data], index) => {
      row = calendarRow.evolve(row, recorded({ type, data } as CalendarEvent, index + 1));
      return { fact: type, row };
    });
    expect(rows).toMatchSnapshot();
  });
});

describe('rows in the database', () => {
  let api: CalendarApi;
  beforeAll(async () => {
    api = await calendarApi();
  });
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const cast = await api.cast();
    const { lead, member, marketing: teamId } = cast;
    const days = [{ weekday: 'MONDAY', spans: [{ from: '09:00', to: '12:00' }] }];
    await api.done(lead, 'setWorkingWeek', { teamId, effectiveFrom: '2026-02-02', days });
    await api.done(lead, 'addHolidays', { teamId, holidays: samples.HolidaysAdded.holidays });
    await api.done(lead, 'removeHoliday', { teamId, date: '2026-04-03' });
    const away = { teamId, from: '2026-02-09', to: '2026-02-13', kind: 'VACATION' };
    await api.done(member, 'recordAbsence', away);
    await api.done(member, 'withdrawAbsence', { teamId, absenceId: 'A1' });
    await api.done(member, 'recordAbsence', away);
    await api.done(cast.otherLead, 'recordAbsence', { ...away, teamId: cast.engineering });
    const compared = await compareInlineView(api.owner, api.log.model, calendarModel.views[0]!);
    expect(compared).toEqual({ rows: 2, differing: 0, differences: [] });
  });
});
