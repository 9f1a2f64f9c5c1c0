import { localDate } from '#libs/people';
import type { RangeRow, Span, Tone } from '../charts/chart.js';
import { spoken } from '../format.js';
import {
  figureFrom,
  MeasuredLog,
  type MeasuredStream,
  measuredStreams,
  type NamedRequest,
  partOf,
} from '../measures/measured-log.js';
import { defineReport } from '../report.js';
import { type Cell, chart, figures, note, type Section, table } from '../sections.js';
import { daysBetween } from '../window.js';

/** The days on which a request passed its stations; null where it has not. */
interface Stations {
  readonly name: string;
  readonly submitted: string | null;
  readonly approved: string | null;
  readonly delivered: string | null;
  readonly launched: string | null;
}

const stationsOf = ({ name, dossier }: NamedRequest, zone: string): Stations => {
  const dayOf = (at: string | null | undefined): string | null => (at ? localDate(at, zone) : null);
  const { submitted, approvedAt, deliveredAt, launch } = dossier;
  return {
    name,
    submitted: dayOf(submitted?.at),
    approved: dayOf(approvedAt),
    delivered: dayOf(deliveredAt.at(-1)),
    launched: launch?.on ?? null,
  };
};

const between = (from: string | null, to: string | null): number | null =>
  from === null || to === null ? null : daysBetween(from, to);

function spansOf({ submitted, approved, delivered, launched }: Stations): Span[] {
  const stops: readonly [string | null, string | null, Tone][] = [
    [submitted, approved, 'quiet'],
    [approved, delivered ?? launched, 'plain'],
    [delivered, launched, 'alarm'],
  ];
  const spans = stops.flatMap(([from, to, tone]): Span[] =>
    from !== null && to !== null && from <= to ? [{ from, to, tone }] : [],
  );
  const lead = between(submitted, launched);
  return spans.map((span, index) =>
    index === spans.length - 1 && lead !== null ? { ...span, label: `${spoken(lead, { kind: 'days' })} days` } : span,
  );
}

function courseChart(stations: readonly Stations[]): Section {
  const rows = stations.map((one): RangeRow => ({ name: one.name, spans: spansOf(one) }));
  const longest = stations.reduce((most, one) =>
    (between(one.submitted, one.launched) ?? 0) > (between(most.submitted, most.launched) ?? 0) ? one : most,
  );
  const days = between(longest.submitted, longest.launched) ?? 0;
  return chart('From submission to launch', `${longest.name} took longest: ${spoken(days, { kind: 'days' })} days.`, {
    form: 'ranges',
    overlaid: false,
    rows: rows.filter(({ spans }) => spans.length > 0),
    legend: [
      { tone: 'quiet', name: 'submitted, being agreed on' },
      { tone: 'plain', name: 'approved, in the making' },
      { tone: 'alarm', name: 'delivered, until it is out' },
    ],
  });
}

function stationsTable(stations: readonly Stations[]): Section {
  const rows = stations.map((one): Cell[] => [
    one.name,
    one.submitted,
    one.approved,
    one.delivered,
    one.launched,
    between(one.submitted, one.approved),
    between(one.submitted, one.launched),
  ]);
  return table('Requests', {
    columns: [
      { name: 'Request', kind: 'text' },
      { name: 'Submitted', kind: 'date' },
      { name: 'Approved', kind: 'date' },
      { name: 'Delivered', kind: 'date' },
      { name: 'Launched', kind: 'date' },
      { name: 'Scoping (days)', kind: 'days' },
      { name: 'Lead (days)', kind: 'days' },
    ],
    rows,
  });
}

function timeFigures(log: MeasuredLog): Section {
  const [lead, scoping, ahead] = [log.figure('M22'), log.figure('M3'), log.figure('M10')];
  return figures(
    'Days from submission',
    figureFrom(lead, 'days', 'Lead time, median'),
    { label: '85 of 100 within', value: partOf(lead, 'p85'), kind: 'days' },
    { label: 'Lead time, mean', value: partOf(lead, 'mean'), kind: 'days' },
    figureFrom(scoping, 'days', 'Scoping, median'),
    { label: 'Ahead of first forecasts', value: partOf(ahead, 'daysAhead'), kind: 'days', n: ahead.measured.n },
  );
}

export default defineReport<string, MeasuredStream>({
  name: 'lead-and-scoping-time',
  title: 'Lead and scoping time',
  about: 'How long it takes from a submitted request to both signatures, and to the launch.',
  fold: measuredStreams,
  present: (streams, at) => {
    const log = new MeasuredLog(streams, at);
    const { from, to } = at.window;
    const isIn = (day: string | null): boolean => day !== null && from <= day && day <= to;
    const stations = log.requests().map((one) => stationsOf(one, at.workspace.timeZone));
    const shown = stations.filter(({ approved, launched }) => isIn(approved) || isIn(launched));
    if (shown.length === 0) return [note('No request was approved or launched in this window.')];
    return [
      timeFigures(log),
      courseChart(shown),
      stationsTable(shown),
      note('Days are counted on the calendar of the workspace.'),
    ];
  },
});
