import { type Figure as MeasuredFigure, measureAll } from '#libs/metrics';
import { spoken } from '../format.js';
import { MeasuredLog, type MeasuredStream, measuredStreams } from '../measures/measured-log.js';
import { defineReport } from '../report.js';
import { type Cell, chart, type Column, note, type Section, table } from '../sections.js';

const FLAGS = { INSUFFICIENT_DATA: 'few', IMMATURE: 'young' } as const;

const wordsOf = ({ flags }: MeasuredFigure): string => flags.map((flag) => FLAGS[flag]).join(', ');

/** Metrics without a single subject are listed by name: a row of dashes says nothing. */
const isMeasured = ({ measured: { value } }: MeasuredFigure): boolean => value !== null;

function scoreTable(measured: readonly MeasuredFigure[]): Section {
  const rows = measured.map((one): Cell[] => [
    one.metric.key,
    one.metric.name,
    one.measured.value,
    one.metric.unit,
    one.measured.n,
    one.baseline?.value ?? null,
    one.changePercent,
    one.wanted?.value ?? null,
    wordsOf(one),
  ]);
  const columns: readonly Column[] = [
    { name: 'Key', kind: 'text' },
    { name: 'Metric', kind: 'text' },
    { name: 'Value', kind: 'number' },
    { name: 'Unit', kind: 'text' },
    { name: 'n', kind: 'count' },
    { name: 'Baseline', kind: 'number' },
    { name: 'Change', kind: 'percent' },
    { name: 'Target', kind: 'number' },
    { name: 'Flags', kind: 'text' },
  ];
  // Nobody set a baseline, nobody a target: no column of dashes.
  const told = columns.map((_, index) => rows.some((row) => row[index] !== null && row[index] !== ''));
  const only = <T>(all: readonly T[]): T[] => all.filter((_, index) => told[index]);
  return table('Metrics', { columns: only(columns), rows: rows.map(only) });
}

function partsTable(measured: readonly MeasuredFigure[]): Section {
  const rows = measured.flatMap(({ metric, measured: { parts } }) =>
    parts.map(({ name, value, unit }): Cell[] => [metric.key, name, value, unit]),
  );
  return table('Behind them', {
    columns: [
      { name: 'Key', kind: 'text' },
      { name: 'Figure', kind: 'text' },
      { name: 'Value', kind: 'number' },
      { name: 'Unit', kind: 'text' },
    ],
    rows: rows.filter(([, , value]) => value !== null),
  });
}

/** Metrics that are a share of a whole, and better when they are higher. */
const SHARES: readonly string[] = ['M14', 'M17', 'M20', 'M23'];

function sharesChart(measured: readonly MeasuredFigure[]): Section[] {
  const shares = measured.filter(({ metric: { key } }) => SHARES.includes(key));
  if (shares.length < 2) return [];
  const sorted = shares.toSorted((a, b) => b.measured.value! - a.measured.value!);
  const lowest = sorted.at(-1)!;
  const says = `${sorted[0]!.metric.name} stands highest; ${lowest.metric.name} lowest with ${spoken(lowest.measured.value, { kind: 'percent' })}.`;
  return [
    chart('Shares that should be high', says, {
      form: 'bars',
      kind: 'percent',
      categories: sorted.map(({ metric: { name } }) => name),
      stacked: false,
      lying: true,
      series: [{ name: 'Share', tone: 'plain', values: sorted.map(({ measured: { value } }) => value) }],
    }),
  ];
}

function changesChart(measured: readonly MeasuredFigure[]): Section[] {
  const compared = measured.filter(({ changePercent }) => changePercent !== null);
  if (compared.length === 0) return [];
  const better = compared.filter(({ metric: { direction }, changePercent }) =>
    direction === 'UP' ? changePercent! > 0 : changePercent! < 0,
  );
  return [
    chart(
      'Against the baselines',
      `${better.length} of ${compared.length} metrics with a baseline are better than it.`,
      {
        form: 'bars',
        kind: 'percent',
        categories: compared.map(({ metric: { name } }) => name),
        stacked: false,
        lying: true,
        series: [
          {
            name: 'Better',
            tone: 'plain',
            values: compared.map((one) => (better.includes(one) ? one.changePercent : null)),
          },
          {
            name: 'Worse',
            tone: 'alarm',
            values: compared.map((one) => (better.includes(one) ? null : one.changePercent)),
          },
        ],
      },
    ),
  ];
}

export default defineReport<string, MeasuredStream>({
  name: 'collaboration-scoreboard',
  title: 'Collaboration scoreboard',
  about:
    'Every metric of the collaboration with its sample, its baseline and its target; the same figures as the API gives.',
  fold: measuredStreams,
  present: (streams, at) => {
    const all = measureAll(new MeasuredLog(streams, at).measuring);
    const measured = all.filter(isMeasured);
    const silent = all.filter((one) => !isMeasured(one)).map(({ metric: { key, name } }) => `${key} ${name}`);
    return [
      ...changesChart(measured),
      ...sharesChart(measured),
      scoreTable(measured),
      partsTable(measured),
      ...(silent.length > 0 ? [note(`Nothing to measure in this window: ${silent.join(', ')}.`)] : []),
      note(
        'few: less than the sample that a metric needs to say much. young: some subjects cannot be counted yet, or the window is not over.',
      ),
    ];
  },
});
