import type { Figure as MeasuredFigure } from '#libs/metrics';
import { shortMonth, spoken } from '../format.js';
import { figureFrom, MeasuredLog, type MeasuredStream, measuredStreams, partOf } from '../measures/measured-log.js';
import { defineReport, type Window } from '../report.js';
import { chart, figures, note, type Section, table } from '../sections.js';

function reworkFigures(log: MeasuredLog): Section {
  const [rework, avoided, signals, bugs] = [log.figure('M2'), log.figure('M2b'), log.figure('M1'), log.figure('M7')];
  return figures(
    'Work that was done twice',
    figureFrom(rework, 'minutes', 'Rework a month'),
    { label: 'In all', value: partOf(rework, 'total'), kind: 'minutes' },
    figureFrom(avoided, 'minutes', 'Avoided, by estimate'),
    figureFrom(signals, 'ratio', 'Misunderstandings per delivered request'),
    figureFrom(bugs, 'ratio', 'Bugs per launch within 30 days'),
  );
}

function monthChart({ measured }: MeasuredFigure): Section[] {
  const { cases, immature } = measured;
  const months = [
    ...cases.map(({ subject, value }) => [subject, value] as const),
    ...immature.map(({ subject, soFar }) => [subject, soFar] as const),
  ];
  if (months.length === 0) return [];
  const [worst, most] = months.reduce((a, b) => ((b[1] ?? 0) > (a[1] ?? 0) ? b : a));
  const says =
    (most ?? 0) === 0
      ? 'No rework was recorded in these months.'
      : `${shortMonth(worst)} had the most rework: ${spoken(most, { kind: 'minutes' })}.`;
  return [
    chart('Rework by month', says, {
      form: 'bars',
      kind: 'minutes',
      categories: months.map(([month]) => shortMonth(month)),
      stacked: false,
      series: [{ name: 'Rework', tone: 'alarm', values: months.map(([, minutes]) => minutes) }],
    }),
  ];
}

/** Entries of rework by what they were for. */
function requestTable(log: MeasuredLog, { from, to }: Window): Section[] {
  const entries = log.dossiers.entries.filter(
    ({ activity, reversed, workedOn }) => activity === 'REWORK' && !reversed && from <= workedOn && workedOn <= to,
  );
  const minutes = new Map<string | null, number>();
  for (const entry of entries) minutes.set(entry.requestId, (minutes.get(entry.requestId) ?? 0) + entry.minutes);
  const names = new Map(log.requests().map(({ id, name }) => [id, name]));
  const rows = [...minutes].map(([id, sum]) => [id === null ? 'No request' : (names.get(id) ?? id), sum]);
  if (rows.length === 0) return [];
  return [
    table('Rework by request', {
      columns: [
        { name: 'Request', kind: 'text' },
        { name: 'Rework', kind: 'minutes' },
      ],
      rows: rows.toSorted((a, b) => Number(b[1]) - Number(a[1])),
    }),
  ];
}

function immatureTable({ measured: { immature } }: MeasuredFigure): Section[] {
  if (immature.length === 0) return [];
  return [
    table('Launches that are too young to count', {
      columns: [
        { name: 'Request', kind: 'text' },
        { name: 'Counts from', kind: 'date' },
        { name: 'Bugs so far', kind: 'count' },
      ],
      rows: immature.map(({ subject, matureOn, soFar }) => [subject, matureOn, soFar]),
    }),
  ];
}

export default defineReport<string, MeasuredStream>({
  name: 'rework',
  title: 'Rework',
  about: 'Work that had to be done again, what pointed to misunderstandings, and bugs after launches.',
  fold: measuredStreams,
  present: (streams, at) => {
    const log = new MeasuredLog(streams, at);
    return [
      reworkFigures(log),
      ...monthChart(log.figure('M2')),
      ...requestTable(log, at.window),
      ...immatureTable(log.figure('M7')),
      note(
        'What was avoided is an estimate: nobody measured what was not built. It is never added to measured figures.',
      ),
    ];
  },
});
