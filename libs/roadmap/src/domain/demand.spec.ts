import fc from 'fast-check';
import { addMonths, demandForecast, type MonthlyDemand } from './demand.js';
import { codeOf } from './given.spec-kit.js';

const asked = (type: string, from: string, counts: readonly number[], minutes: number | null = null): MonthlyDemand[] =>
  counts.map((requests, index) => ({
    type,
    month: addMonths(from, index),
    requests,
    estimated: minutes === null ? 0 : requests,
    likelyMinutes: minutes === null ? 0 : requests * minutes,
  }));

describe('the demand forecast (P46)', () => {
  it('tells the next months by the last three where no year is known, and how wrong that was', () => {
    const history = asked('LANDING_PAGE', '2026-01', [2, 4, 6, 9], 300);
    const [pages] = demandForecast({ history, current: '2026-05', ahead: 2 });
    // (4 + 6 + 9) / 3 = 6.33; February by January alone: 2; March by both: 3; April by three: 4.
    expect(pages).toEqual({
      type: 'LANDING_PAGE',
      months: [
        { month: '2026-05', requests: 6.3, minutes: 1890, method: 'RECENT_MONTHS' },
        { month: '2026-06', requests: 6.3, minutes: 1890, method: 'RECENT_MONTHS' },
      ],
      backtest: [
        { month: '2026-02', forecast: 2, actual: 4 },
        { month: '2026-03', forecast: 3, actual: 6 },
        { month: '2026-04', forecast: 4, actual: 9 },
      ],
      // (2 + 3 + 5) / 3
      meanAbsoluteError: 3.3,
    });
  });

  it('tells a month by the same month of earlier years where there are any', () => {
    const year = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 20];
    const history = asked('EMAIL', '2024-01', [...year, ...year.map((count) => count * 3)]);
    const [mails] = demandForecast({ history, current: '2026-01', ahead: 6 });
    expect(mails?.months.map(({ month, requests, method, minutes }) => [month, requests, method, minutes])).toEqual(
      ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'].map((month) => [month, 2, 'SAME_MONTH', null]),
    );
    // November and December of 2025 by those of 2024.
    expect(mails?.backtest.slice(-2)).toEqual([
      { month: '2025-11', forecast: 10, actual: 30 },
      { month: '2025-12', forecast: 20, actual: 60 },
    ]);
    // July to October: 1 instead of 3.
    expect(mails?.meanAbsoluteError).toBe(rounded((2 * 4 + 20 + 40) / 6));
  });

  it('counts months without any request as none, learns nothing from the month at hand, and keeps types apart', () => {
    const history = [
      ...asked('EMAIL', '2026-01', [3]),
      ...asked('EVENT', '2026-03', [6]),
      ...asked('EMAIL', '2026-04', [99]),
    ];
    const [mails, events] = demandForecast({ history, current: '2026-04', ahead: 1 });
    expect(mails?.months[0]?.requests).toBe(1);
    expect(events?.months[0]?.requests).toBe(2);
    expect(events?.backtest.at(-1)).toEqual({ month: '2026-03', forecast: 0, actual: 6 });
    expect(demandForecast({ history: asked('EMAIL', '2026-04', [5]), current: '2026-04', ahead: 1 })).toEqual([]);
  });

  it('looks one to six months ahead', () => {
    for (const ahead of [0, 7, 1.5])
      expect(codeOf(() => demandForecast({ history: [], current: '2026-04', ahead }))).toBe('VALIDATION_FAILED');
  });

  it('is the same whatever comes later, and right where every month is alike', () => {
    const counts = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 30 });
    const property = fc.property(counts, counts, fc.nat({ max: 50 }), (before, later, same) => {
      const history = asked('EMAIL', '2024-01', before);
      const current = addMonths('2024-01', before.length);
      const known = demandForecast({ history, current, ahead: 6 });
      const more = [...history, ...asked('EMAIL', current, later)];
      expect(demandForecast({ history: more, current, ahead: 6 })).toEqual(known);
      const next = demandForecast({ history: more, current: addMonths(current, 1), ahead: 1 })[0];
      expect(next?.backtest.at(-1)?.forecast).toBe(known[0]?.months[0]?.requests);
      const alike = demandForecast({
        history: asked(
          'EMAIL',
          '2024-01',
          before.map(() => same),
        ),
        current,
        ahead: 6,
      })[0];
      expect(alike?.months.every(({ requests }) => requests === same)).toBe(true);
      expect(alike?.meanAbsoluteError ?? 0).toBe(0);
    });
    fc.assert(property, { numRuns: 100 });
  });
});

const rounded = (value: number): number => Math.round(value * 10) / 10;
