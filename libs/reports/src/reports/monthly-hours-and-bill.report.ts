import { hoursEvents, hoursRules } from '#libs/hours';
import { request, requestsEvents } from '#libs/requests';
import { type LineSum, sumLines } from '../bill/lines.js';
import { type BilledAgreement, billedAgreements } from '../bill/months.js';
import { billFigures, monthChart, monthTable } from '../bill/month-sections.js';
import { type Course, coursesOf } from '../folds/courses.js';
import { requestNames } from '../folds/request-names.js';
import { spoken } from '../format.js';
import { defineReport } from '../report.js';
import { chart, note, type Section, table } from '../sections.js';
import { monthsOf } from '../window.js';

const { agreement, allotment } = hoursRules;
const NO_REQUEST = 'No request';

const capital = (word: string): string => (word.length < 3 ? word : word.charAt(0) + word.slice(1).toLowerCase());

function sumTable(title: string, what: string, sums: readonly LineSum[], { currency }: BilledAgreement): Section {
  const total = (of: (one: LineSum) => number): number => sums.reduce((all, one) => all + of(one), 0);
  return table(title, {
    columns: [
      { name: what, kind: 'text' },
      { name: 'Billed', kind: 'minutes' },
      { name: 'Amount', kind: 'money', currency },
    ],
    rows: sums.map(({ key, minutes, amount }) => [key, minutes, amount]),
    foot: ['Total', total(({ minutes }) => minutes), total(({ amount }) => amount)],
  });
}

function byRequest(of: BilledAgreement, names: ReadonlyMap<string, string>): Section[] {
  const sums = sumLines(of, ({ requestId }) => (requestId === null ? NO_REQUEST : (names.get(requestId) ?? requestId)));
  if (sums.length < 2) return [];
  const [most] = sums;
  const says = `${most!.key} took the most time: ${spoken(most!.minutes, { kind: 'minutes' })}.`;
  const drawn = chart(`${of.label}: time by request`, says, {
    form: 'bars',
    kind: 'minutes',
    categories: sums.map(({ key }) => key),
    stacked: false,
    series: [{ name: 'Billed', tone: 'plain', values: sums.map(({ minutes }) => minutes) }],
    lying: true,
  });
  return [drawn, sumTable(`${of.label} by request`, 'Request', sums, of)];
}

function ofAgreement(of: BilledAgreement, names: ReadonlyMap<string, string>): Section[] {
  const activities = sumLines(of, ({ activity, kind }) => capital(activity ?? kind));
  return [
    billFigures(of),
    monthChart(of),
    monthTable(of),
    ...byRequest(of, names),
    sumTable(`${of.label} by activity`, 'Activity', activities, of),
  ];
}

export default defineReport<string, Course>({
  name: 'monthly-hours-and-bill',
  title: 'Monthly hours and bill',
  about:
    'What each agreement granted, what was worked, and what it bills, month by month; the same lines as its statements.',
  fold: coursesOf([agreement, allotment, request], [...hoursEvents, ...requestsEvents.filter(isDrafted)]),
  present: (courses, { window }) => {
    const names = requestNames(courses);
    const agreements = billedAgreements(courses, monthsOf(window));
    if (agreements.length === 0) return [note('No agreement has a month in this window.')];
    return agreements.flatMap((one) => ofAgreement(one, names));
  },
});

function isDrafted({ type }: { readonly type: string }): boolean {
  return type === 'RequestDrafted';
}
