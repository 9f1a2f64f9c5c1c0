import type { Point } from '../charts/chart.js';
import { spoken } from '../format.js';
import {
  figureFrom,
  MeasuredLog,
  type MeasuredStream,
  measuredStreams,
  type NamedRequest,
  partOf,
} from '../measures/measured-log.js';
import { defineReport, type Window } from '../report.js';
import { chart, figures, note, type Section, table } from '../sections.js';

/** A launched request with what was signed and what was worked, in minutes. */
interface Compared extends NamedRequest {
  readonly likely: number;
  readonly actual: number;
  /** In percent of the estimate, with its sign. */
  readonly error: number;
}

/** Billable minutes of a request, without what was taken back. */
function workedMinutes({ dossiers }: MeasuredLog): ReadonlyMap<string, number> {
  const worked = new Map<string, number>();
  for (const { requestId, billable, reversed, minutes, credited } of dossiers.entries)
    if (requestId !== null && billable && !reversed)
      worked.set(requestId, (worked.get(requestId) ?? 0) + minutes - credited);
  return worked;
}

function comparedIn(log: MeasuredLog, { from, to }: Window): Compared[] {
  const worked = workedMinutes(log);
  return log.requests().flatMap((one): Compared[] => {
    const { launch, signedMinutes: likely } = one.dossier;
    if (launch === null || launch.on < from || launch.on > to || !likely) return [];
    const actual = worked.get(one.id) ?? 0;
    return [{ ...one, likely, actual, error: Math.round(((actual - likely) / likely) * 10_000) / 100 }];
  });
}

/** Those of the same place are one point with several names; nothing worked has no place. */
function pointsOf(compared: readonly Compared[]): Point[] {
  const points = new Map<string, Point>();
  for (const { dossier, likely: x, actual: y } of compared.filter(({ actual }) => actual > 0)) {
    const known = points.get(`${x} ${y}`);
    const name = `REQ-${dossier.number}`;
    points.set(`${x} ${y}`, { x, y, name: known ? `${known.name}, ${name}` : name });
  }
  return [...points.values()];
}

function pointsChart(compared: readonly Compared[]): Section {
  const over = compared.filter(({ error }) => error > 0).length;
  const worst = compared.reduce((most, one) => (Math.abs(one.error) > Math.abs(most.error) ? one : most));
  const says = `${over} of ${compared.length} took longer than was signed; ${worst.name} was furthest off with ${spoken(worst.error, { kind: 'percent' })}.`;
  return chart('Estimate against work', says, {
    form: 'scatter',
    kind: 'minutes',
    x: 'Likely, as signed',
    y: 'Worked',
    diagonal: 'worked as estimated',
    points: pointsOf(compared),
  });
}

const comparedTable = (compared: readonly Compared[]): Section =>
  table('Requests', {
    columns: [
      { name: 'Request', kind: 'text' },
      { name: 'Likely', kind: 'minutes' },
      { name: 'Worked', kind: 'minutes' },
      { name: 'Error', kind: 'percent' },
    ],
    rows: compared.map(({ name, likely, actual, error }) => [name, likely, actual, error]),
  });

export default defineReport<string, MeasuredStream>({
  name: 'estimate-calibration',
  title: 'Estimate calibration',
  about:
    'How close the estimates that both sides signed came to the work that was recorded, of requests that were launched.',
  fold: measuredStreams,
  present: (streams, at) => {
    const log = new MeasuredLog(streams, at);
    const compared = comparedIn(log, at.window);
    if (compared.length === 0) return [note('No request with a signed estimate was launched in this window.')];
    const error = log.figure('M21');
    return [
      figures('Estimates of launched requests', figureFrom(error, 'percent', 'Mean error'), {
        label: 'Bias: all work against all estimates',
        value: partOf(error, 'bias'),
        kind: 'percent',
        n: error.measured.n,
      }),
      pointsChart(compared),
      comparedTable(compared),
      note('Worked: billable minutes less credits. The mean error is that of every request without its sign.'),
    ];
  },
});
