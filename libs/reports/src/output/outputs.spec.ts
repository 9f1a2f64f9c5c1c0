import { ValidationFailed } from '#libs/event-log';
import { parse } from 'csv-parse/sync';
import type { Chart } from '../charts/chart.js';
import { findReports } from '../find-reports.js';
import type { Presented } from '../run-report.js';
import { chart, figures, note, table } from '../sections.js';
import { monthsOf, weekEndsOf, windowInWords, windowOf } from '../window.js';
import { toCsv } from './to-csv.js';
import { toHtml } from './to-html.js';
import { toJson } from './to-json.js';
import { toText } from './to-text.js';

const origin = { position: 'ZTEuNDI', version: '1.2.3' };

const bars: Chart = {
  form: 'bars',
  kind: 'minutes',
  categories: ['Jan', '<Feb>'],
  stacked: true,
  series: [
    { name: 'Pool', tone: 'plain', values: [4170, 5430] },
    { name: 'Overage', tone: 'alarm', values: [0, null] },
  ],
  mark: { name: 'granted', value: 4800 },
};
const charts: readonly Chart[] = [
  bars,
  { form: 'bars', kind: 'percent', categories: ['a'], stacked: false, lying: true, series: bars.series },
  { form: 'lines', kind: 'score', days: ['2026-01-04', '2026-01-11'], steps: true, series: bars.series },
  {
    form: 'scatter',
    kind: 'minutes',
    x: 'Likely',
    y: 'Worked',
    diagonal: 'as estimated',
    points: [{ name: 'REQ-1', x: 480, y: 600 }],
  },
  {
    form: 'heat',
    x: 'Impact',
    y: 'Likelihood',
    columns: ['1'],
    rows: ['1'],
    cells: [{ column: 0, row: 0, text: '3', heat: 3, empty: false }],
    legend: ['Low', 'Medium', 'High', 'Critical'],
  },
  {
    form: 'ranges',
    overlaid: true,
    rows: [{ name: 'RM-1', spans: [{ from: '2026-01-05', to: '2026-03-16', tone: 'plain', label: '−28 days' }] }],
    legend: [{ tone: 'plain', name: 'now' }],
  },
];

const presented: readonly Presented[] = [
  {
    report: { name: 'bill', title: 'Bill', about: 'What is billed.' },
    circumstances: {
      workspace: { id: '0b0e3a52-6b77-4d5e-9d6b-3f0a3c1d2e4f', name: 'Acme <script>', timeZone: 'Europe/Berlin' },
      window: { from: '2026-01-01', to: '2026-03-31' },
      position: 42,
      instant: '2026-03-31T22:30:00.000Z',
      day: '2026-04-01',
    },
    sections: [
      figures('Sums', { label: 'Amount', value: 2_061_000, kind: 'money', currency: 'EUR', n: 3, note: 'all closed' }),
      table('Lines', {
        columns: [
          { name: 'Request', kind: 'text' },
          { name: 'Day', kind: 'date' },
          { name: 'Billed', kind: 'minutes' },
          { name: 'Amount', kind: 'money', currency: 'JPY' },
        ],
        rows: [
          ['=cmd|"calc"', '2026-02-09', 330, 495],
          ['Plain, with a comma', null, -60, -90],
        ],
        foot: ['Total', null, 270, 405],
      }),
      ...charts.map((drawn, nth) => chart(`Chart ${nth}`, 'It says <what> is seen: 5 h 30.', drawn)),
      note('A remark.'),
    ],
  },
];

describe('a page', () => {
  const page = toHtml(presented, origin);

  it('loads nothing, runs nothing and escapes what it was given', () => {
    const withoutNames = page.replaceAll('http://www.w3.org/', '');
    expect(withoutNames).not.toMatch(/https?:|<script|<link|@import|url\((?!#)|\bon\w+=|src=/i);
    expect(page).toContain('Acme &lt;script&gt;');
    expect(page).toContain('&lt;Feb&gt;');
    expect(page.length).toBeLessThan(200_000);
  });

  it('draws every form of chart twice, wide and narrow, in colours the page names alone', () => {
    const drawn = page.match(/<svg [^]*?<\/svg>/g) ?? [];
    expect(drawn).toHaveLength(charts.length * 2);
    for (const svg of drawn) {
      expect(svg).not.toMatch(/NaN|undefined/);
      // A clip has a fill that nobody sees.
      const seen = svg.replaceAll(/<defs[^]*?<\/defs>/g, '');
      expect(seen).not.toMatch(/(?:fill|stroke)="(?!none|var\(--|url)[^"]+"/);
    }
  });

  it('has a sentence above each chart, and says what it stands on', () => {
    expect(page.match(/<figcaption>It says &lt;what&gt; is seen/g)).toHaveLength(charts.length);
    for (const part of [
      '1 January – 31 March 2026',
      'position ZTEuNDI',
      '1 Apr 2026, 00:30',
      'version 1.2.3',
      'Nobody is named',
    ])
      expect(page).toContain(part);
    expect(page).not.toContain('aria-label="Reports"');
    expect(toHtml([...presented, ...presented], origin)).toContain('aria-label="Reports"');
  });
});

describe('other outputs', () => {
  it('a table fits into 100 columns and keeps its figures', () => {
    const text = toText(presented, origin);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(text).toMatch(/Amount {2}20,610\.00 EUR {2}n = 3, all closed/);
    expect(text).toMatch(/Plain, with a comma +– +−1 h +−90/);
  });

  it('a sheet has decimal numbers and runs no formula', () => {
    const rows = parse(toCsv(presented, origin), { relax_column_count: true });
    expect(rows).toContainEqual(['Amount', '20610', 'EUR', '3', 'all closed']);
    expect(rows).toContainEqual([`'=cmd|"calc"`, '2026-02-09', '330', '495']);
    expect(rows).toContainEqual(['Request', 'Day', 'Billed (minutes)', 'Amount (JPY)']);
  });

  it('JSON holds the sections as they are, with units and what they stand on', () => {
    const whole = JSON.parse(toJson(presented, origin)) as Record<string, unknown>;
    expect(whole).toMatchObject({
      window: { from: '2026-01-01', to: '2026-03-31' },
      standsOn: { position: 'ZTEuNDI', day: '2026-04-01', programVersion: '1.2.3' },
      units: { minutes: 'minutes' },
      reports: [{ name: 'bill', sections: presented[0]!.sections }],
    });
  });
});

describe('a window', () => {
  it.each([
    [{ month: '2026-02' }, '2026-02-01', '2026-02-28'],
    [{ quarter: '2026-Q1' }, '2026-01-01', '2026-03-31'],
    [{ quarter: '2025-q4' }, '2025-10-01', '2025-12-31'],
    [{ from: '2026-02-03' }, '2026-02-03', '2026-04-15'],
    [{ from: '2026-02-03', to: '2026-02-03' }, '2026-02-03', '2026-02-03'],
  ])('%j is from %s to %s', (asked, from, to) => {
    expect(windowOf(asked, '2026-04-15')).toEqual({ from, to });
  });

  it.each([
    [{ month: '2026-13' }, 'like 2026-02, not "2026-13"'],
    [{ quarter: '2026-Q5' }, 'like 2026-Q1, not "2026-Q5"'],
    [{ from: '2026-02-30' }, 'like 2026-02-28, not "2026-02-30"'],
    [{ to: '2026-02-28' }, 'name --from as well'],
    [{ from: '2026-03-01', to: '2026-02-01' }, 'ends before it begins'],
    [{ month: '2026-02', quarter: '2026-Q1' }, 'one of them'],
    [{ from: '1990-01-01', to: '2026-01-01' }, 'at most 3660 days'],
  ])('%j is refused', (asked, message) => {
    expect(() => windowOf(asked, '2026-04-15')).toThrow(ValidationFailed);
    expect(() => windowOf(asked, '2026-04-15')).toThrow(message);
  });

  it('is everything unless told, has months and weeks, and is said in words', () => {
    expect(windowOf({}, '2026-04-15')).toBeNull();
    const window = { from: '2026-01-29', to: '2026-03-02' };
    expect(monthsOf(window)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(weekEndsOf(window)).toEqual([
      '2026-02-01',
      '2026-02-08',
      '2026-02-15',
      '2026-02-22',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(windowInWords(window)).toBe('29 January – 2 March 2026');
    expect(windowInWords({ from: '2025-12-31', to: '2026-01-01' })).toBe('31 December 2025 – 1 January 2026');
  });
});

it('every file of the folder is a report of its name', async () => {
  const reports = await findReports();
  expect(reports.map(({ name }) => name)).toEqual([
    'collaboration-scoreboard',
    'estimate-calibration',
    'lead-and-scoping-time',
    'log-activity',
    'monthly-hours-and-bill',
    'plan-stability',
    'rework',
    'risk-exposure',
  ]);
  expect(new Set(reports.map(({ fold }) => fold.kind))).toEqual(new Set(['keyed', 'monoid']));
});
