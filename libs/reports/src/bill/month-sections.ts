import { hoursRules } from '#libs/hours';
import { spoken, shortMonth } from '../format.js';
import { type ChartSection, type FiguresSection, type TableSection, chart, figures, table } from '../sections.js';
import type { BilledAgreement } from './months.js';

const { sumOfTotals } = hoursRules;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** What an agreement's months come to. */
export function billFigures(of: BilledAgreement): FiguresSection {
  const { label, months, currency } = of;
  const totals = sumOfTotals(months.map(({ statement }) => statement.totals));
  const open = months.filter(({ month }) => month.status !== 'CLOSED').length;
  const note = `${months.length === 1 ? '1 month' : `${months.length} months`}${open > 0 ? `, ${open} not closed yet` : ''}`;
  return figures(
    `${label} bills`,
    { label: 'Amount', value: totals.amount, kind: 'money', currency, note },
    { label: 'Billed time', value: totals.billedMinutes, kind: 'minutes' },
    { label: 'Of that overage', value: totals.overageMinutes, kind: 'minutes' },
    { label: 'Credited', value: totals.creditMinutes, kind: 'minutes' },
    { label: 'Expired unused', value: sum(months.map(({ month }) => month.sums.expired)), kind: 'minutes' },
    { label: 'Not billable', value: sum(months.map(({ month }) => month.sums.notBillable)), kind: 'minutes' },
  );
}

/** Time by month, and what is granted each month. */
export function monthChart(of: BilledAgreement): ChartSection {
  const { label, months } = of;
  const totals = months.map(({ statement }) => statement.totals);
  const peak = months.reduce((most, one) =>
    one.statement.totals.billedMinutes > most.statement.totals.billedMinutes ? one : most,
  );
  const granted = [...new Set(months.map(({ month }) => month.pool.granted))];
  const overage = sum(totals.map(({ overageMinutes }) => overageMinutes));
  const says =
    `${shortMonth(peak.period)} was the busiest month with ${spoken(peak.statement.totals.billedMinutes, { kind: 'minutes' })} billed` +
    (overage > 0
      ? `; ${spoken(overage, { kind: 'minutes' })} in all went beyond the pool and cost the overage price.`
      : '.');
  return chart(`${label}: time by month`, says, {
    form: 'bars',
    kind: 'minutes',
    categories: months.map(({ period }) => shortMonth(period)),
    stacked: true,
    series: [
      { name: 'From the pool', tone: 'plain', values: totals.map(({ baseMinutes }) => baseMinutes) },
      { name: 'Overage', tone: 'alarm', values: totals.map(({ overageMinutes }) => overageMinutes) },
    ],
    ...(granted.length === 1 && granted[0]! > 0 && { mark: { name: 'granted a month', value: granted[0]! } }),
  });
}

/** How the minutes of each month came and went. */
export function monthTable({ label, months, currency }: BilledAgreement): TableSection {
  const rows = months.map(({ period, month: { pool, sums }, statement: { totals } }) => [
    period,
    pool.granted,
    sums.carriedIn,
    totals.baseMinutes,
    totals.overageMinutes,
    totals.creditMinutes,
    totals.billedMinutes,
    sums.rolledOver,
    sums.expired,
    sums.notBillable,
    totals.amount,
  ]);
  const totals = rows[0]!.map((_, column) => (column === 0 ? 'Total' : sum(rows.map((row) => Number(row[column])))));
  // What came over from a month went into the next: adding it up would count it twice.
  const foot = totals.map((total, column) => (column === 2 || column === 7 ? null : total));
  const minutes = [
    'Granted',
    'Carried in',
    'From pool',
    'Overage',
    'Credit',
    'Billed',
    'Rolled on',
    'Expired',
    'Unbilled',
  ];
  return table(`${label} by month`, {
    columns: [
      { name: 'Month', kind: 'month' },
      ...minutes.map((name) => ({ name, kind: 'minutes' as const })),
      { name: 'Amount', kind: 'money', currency },
    ],
    rows,
    foot,
  });
}
