import type { Happening, Quarter } from './quarter.js';

/** The quarter before, as it was counted by hand. What M1 was then counted feedback as well, which its definition does not know yet. */
const before = { quarter: '2025-Q4' };

const said = (quarter: Quarter, mutation: string, input: object): Promise<object> =>
  quarter.gives('CMO', mutation, { input, fields: 'metric { key }' });

const baseline = (key: string, value: number, n: number) => (quarter: Quarter) =>
  said(quarter, 'setMetricBaseline', { key, window: before, imported: { value, n } });

const target =
  (key: string, wanted: { readonly value: number } | { readonly changePercent: number }, by: string) =>
  (quarter: Quarter) =>
    said(quarter, 'setMetricTarget', { key, ...wanted, by });

/** What both sides want of the quarter (metrics.md): before its first request, so that nobody fits it to what came. */
export const metricsOfTheQuarter: readonly Happening[] = [
  {
    at: '2026-01-05T08:30',
    deed: async (quarter) => {
      await baseline('M2', 1030, 3)(quarter);
      await baseline('M3', 8.75, 7)(quarter);
      await baseline('M7', 1.4286, 7)(quarter);
      await target('M2', { value: 130 }, '2026-03-31')(quarter);
      await target('M3', { changePercent: -20 }, '2026-03-31')(quarter);
      await target('M7', { changePercent: -30 }, '2026-04-30')(quarter);
    },
  },
];
