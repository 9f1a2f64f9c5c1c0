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
});

const rate = (effectiveFrom: string) => ({ perHour: { minorUnits: 9000, currency: 'EUR' }, effectiveFrom });
