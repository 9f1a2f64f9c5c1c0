import { parsePosition } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import type { AskedStanding, Report } from '#libs/reports';
import { isRFC3339 } from 'class-validator';
import { instant } from './check.js';

/** What was typed. */
export interface ReportOptions {
  readonly list?: true;
  readonly all?: true;
  readonly workspace?: string;
  readonly month?: string;
  readonly quarter?: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly format?: string;
  readonly out: string;
  readonly workers: string;
}

const MOST_WORKERS = 16;

/** The reports that are asked for. @throws ValidationFailed */
export function chosen(
  reports: readonly Report[],
  name: string | undefined,
  { all }: ReportOptions,
): readonly Report[] {
  if (all && name === undefined) return reports;
  if (all) throw new ValidationFailed('Name a report or --all, not both.');
  const names = reports.map((report) => report.name).join(', ');
  if (name === undefined) throw new ValidationFailed(`Name a report: ${names}; or --all.`);
  const found = reports.filter((report) => report.name === name);
  if (found.length === 0) throw new ValidationFailed(`No report is called "${name}"; there are ${names}.`);
  return found;
}

/** @throws ValidationFailed */
export function workersOf(typed: string): number {
  const number = /^\d{1,2}$/.test(typed) ? Number(typed) : 0;
  if (number < 1 || number > MOST_WORKERS)
    throw new ValidationFailed(`Workers are a whole number from 1 to ${MOST_WORKERS}, not "${typed}".`);
  return number;
}

/** @throws ValidationFailed */
export const standingOf = ({ month, quarter, from, to, asOf }: ReportOptions): AskedStanding => ({
  month,
  quarter,
  from,
  to,
  ...(asOf !== undefined && { asOf: isRFC3339(asOf) ? { recordedAt: instant(asOf) } : { position: positionOf(asOf) } }),
});

function positionOf(typed: string): ReturnType<typeof parsePosition> {
  try {
    return parsePosition(typed);
  } catch {
    throw new ValidationFailed(
      `--as-of is an instant like 2026-01-05T08:00:00Z, or a position this service gave out; not "${typed}".`,
    );
  }
}
