import { cpus, totalmem } from 'node:os';
import type { Cost } from './bench-cluster.js';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly beside: string;
  readonly ratio: number;
  /** What the ratio has to reach, or must not pass; null: printed for information. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number } | null;
  /** Ours, then theirs; or whatever explains the ratio. */
  readonly cost: string;
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)));

export const perSecond = (value: number): string => `${number(value)}/s`;
export const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;

export const costText = ({ statements, roundTrips, walBytes }: Cost): string =>
  `${number(statements)} · ${number(roundTrips)} · ${number(walBytes)} B`;

const verdict = ({ ratio, target }: Row): string => {
  if (target === null) return 'for information';
  if ('atLeast' in target) return `≥ ${target.atLeast}: ${ratio >= target.atLeast ? 'met' : 'below'}`;
  return `≤ ${target.atMost}: ${ratio <= target.atMost ? 'met' : 'above'}`;
};

const HEAD = `| measured | ours | beside it | ratio | target | statements · round trips · WAL (ours; beside) |
| --- | --- | --- | --- | --- | --- |`;

/** The table as Markdown. */
export const table = (rows: readonly Row[]): string =>
  [
    HEAD,
    ...rows.map(
      (row) =>
        `| ${row.what} | ${row.ours} | ${row.beside} | ${row.ratio.toFixed(2)} | ${verdict(row)} | ${row.cost} |`,
    ),
  ].join('\n');

/** What a reader must know of the machine to compare. */
export const machine = (postgres: string): string =>
  `${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}, PostgreSQL ${postgres.split(' ')[0]}`;
