import { fromGlobalId } from '#libs/api-kit';
import { type CalendarEvent, workingCalendar } from '#libs/calendar';
import type { HoursApi } from '../hours.fixture.js';
import { ClockBench } from './clock.fixture.js';

describe('the clock of months', () => {
  let api: HoursApi;
  beforeAll(async () => {
    api = await ClockBench.start();
  });
  afterAll(async () => {
    expect(api.parked).toEqual([]);
    await api.close();
  });

  it('opens months three ahead when an agreement comes to hold, and starts the current one', async () => {
    const bench = await ClockBench.on(api);
    expect(await bench.months()).toEqual(['2026-01 OPEN', '2026-02 PLANNED', '2026-03 PLANNED', '2026-04 PLANNED']);
  });

  it('opens none before its time', async () => {
    const bench = await ClockBench.on(api, { validFrom: '2026-06', rates: [rate('2026-06-01')] });
    expect(await bench.months()).toEqual([]);
    expect(await bench.at('2026-03-01T12:00')).toEqual(['2026-03-01T00:00']);
    expect(await bench.months()).toEqual(['2026-06 PLANNED']);
  });

  it('runs a quarter by itself: silence accepts, months close and hand on in one append', async () => {
    const bench = await ClockBench.on(api);
    const stops = await bench.at('2026-04-15T12:00');
    expect(stops).toEqual([
      '2026-02-01T00:00',
      '2026-02-05T00:00',
      '2026-02-13T00:00',
      '2026-03-01T00:00',
      '2026-03-05T00:00',
      '2026-03-13T00:00',
      '2026-04-01T00:00',
      '2026-04-04T00:00',
      '2026-04-11T00:00',
    ]);
    expect(await bench.course('2026-01')).toEqual([
      '2026-01-01T09:00 PeriodOpened',
      '2026-01-01T09:00 PeriodStarted',
      '2026-02-01T00:00 ClosingBegun',
      '2026-02-05T00:00 GraceEnded',
      '2026-02-05T00:00 StatementIssued',
      '2026-02-13T00:00 StatementAccepted',
      '2026-02-13T00:00 MinutesExpired',
      '2026-02-13T00:00 PeriodClosed',
    ]);
    const closed = (await bench.history('2026-01')).at(-1);
    const carried = (await bench.history('2026-02')).find(({ type }) => type === 'BalanceCarriedIn');
    expect(carried?.data).toMatchObject({ fromPeriod: '2026-01', lots: [{ minutes: 1200 }] });
    expect(carried?.meta.commandId).toBe(closed?.meta.commandId);
    expect(carried?.position).toBe((closed?.position ?? 0) + 1);
    expect(await bench.months()).toEqual([
      '2026-01 CLOSED',
      '2026-02 CLOSED',
      '2026-03 CLOSED',
      '2026-04 OPEN',
      '2026-05 PLANNED',
      '2026-06 PLANNED',
      '2026-07 PLANNED',
    ]);
  });

  it('opens months that are over by now as well, with days of grace from the day the agreement holds', async () => {
    const bench = await ClockBench.on(api, {}, '2026-02-18');
    expect(await bench.months()).toEqual([
      '2026-01 CLOSING',
      '2026-02 OPEN',
      '2026-03 PLANNED',
      '2026-04 PLANNED',
      '2026-05 PLANNED',
    ]);
    // Wednesday to Friday.
    expect((await bench.month('2026-01'))?.closing).toMatchObject({ graceEndsOn: '2026-02-20' });
  });

  it('counts grace and silence in working days of the provider’s calendar', async () => {
    const bench = await ClockBench.on(api);
    const { cast } = bench;
    const holidays = [
      { date: '2026-04-03', name: 'Good Friday' },
      { date: '2026-04-06', name: 'Easter Monday' },
    ];
    const held: CalendarEvent = { type: 'HolidaysAdded', data: { holidays } };
    const calendar = { aggregate: workingCalendar, id: fromGlobalId(cast.engineering, 'Team') };
    await api.happened(cast.workspaceId, calendar, [held]);
    await bench.at('2026-04-20T00:00');
    expect((await bench.course('2026-03')).slice(-6)).toEqual([
      '2026-04-01T00:00 ClosingBegun',
      '2026-04-08T00:00 GraceEnded',
      '2026-04-08T00:00 StatementIssued',
      '2026-04-16T00:00 StatementAccepted',
      '2026-04-16T00:00 MinutesExpired',
      '2026-04-16T00:00 PeriodClosed',
    ]);
  });

  it('ends with the agreement: nothing is opened beyond its last month, and nothing is due after its close', async () => {
    const bench = await ClockBench.on(api, { validTo: '2026-02' });
    expect(await bench.months()).toEqual(['2026-01 OPEN', '2026-02 PLANNED']);
    await bench.at('2026-03-31T12:00');
    expect(await bench.months()).toEqual(['2026-01 CLOSED', '2026-02 CLOSED']);
    expect(await bench.at('2027-01-01T12:00')).toEqual([]);
  });

  it('issues again what became void, and takes no silence for acceptance before its time', async () => {
    const bench = await ClockBench.on(api);
    await bench.at('2026-02-05T09:00');
    await bench.work('T1', 60, '2026-01-30');
    expect((await bench.course('2026-01')).slice(-4)).toEqual([
      '2026-02-05T00:00 StatementIssued',
      '2026-02-05T09:00 TimeRecorded',
      '2026-02-05T09:00 StatementVoided',
      '2026-02-05T09:00 StatementIssued',
    ]);
    await bench.at('2026-02-12T23:59');
    expect((await bench.month('2026-01'))?.statement).toMatchObject({ number: 2, accepted: false });
  });

  it.each(['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Auckland'])(
    'does everything when a day begins in %s, in years of 366 days and where clocks change',
    async (timeZone) => {
      const change = { timeZone, validFrom: '2028-01', rates: [rate('2028-01-01')] };
      const bench = await ClockBench.on(api, change, '2028-01-03');
      const stops = await bench.at('2028-05-02T12:00');
      expect(stops.filter((stop) => !stop.endsWith('T00:00'))).toEqual([]);
      expect(stops).toEqual(expect.arrayContaining(['2028-03-01T00:00', '2028-04-01T00:00']));
      const begun = [];
      for (const period of ['2028-01', '2028-02', '2028-03'])
        begun.push((await bench.course(period)).find((line) => line.endsWith('ClosingBegun')));
      expect(begun).toEqual([
        '2028-02-01T00:00 ClosingBegun',
        '2028-03-01T00:00 ClosingBegun',
        '2028-04-01T00:00 ClosingBegun',
      ]);
      expect((await bench.months()).slice(0, 4)).toEqual([
        '2028-01 CLOSED',
        '2028-02 CLOSED',
        '2028-03 CLOSED',
        '2028-04 CLOSING',
      ]);
    },
  );
});

const rate = (effectiveFrom: string) => ({ perHour: { minorUnits: 9000, currency: 'EUR' }, effectiveFrom });
