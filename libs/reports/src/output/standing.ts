import { windowInWords } from '../window.js';
import { calendarWords } from '../format.js';
import type { Presented } from '../run-report.js';

/** What every output says of where its figures come from. */
export interface Origin {
  /** The position as it leaves the service: opaque, with the epoch of the log. */
  readonly position: string;
  /** Of the program that made it. */
  readonly version: string;
}

/** Decided once for all reports: they are about work, agreements and plans, and name nobody. */
export const NAMES = 'Nobody is named: reports show teams, work and plans, not what a single person did.';

/** `31 March 2026, 10:15 (Europe/Berlin)` */
function instantInWords(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${calendarWords(`${of('year')}-${of('month')}-${of('day')}`)}, ${of('hour')}:${of('minute')} (${timeZone})`;
}

/** In sentences: the window, and where in the log the report stands. */
export function standingInWords({ circumstances }: Presented, { position, version }: Origin): string[] {
  const { workspace, window, instant } = circumstances;
  return [
    `${workspace.name}: ${windowInWords(window)}.`,
    `Made from the log as of ${instantInWords(instant, workspace.timeZone)}, position ${position}, by version ${version}. Asked for again at this position it is the same.`,
    NAMES,
  ];
}
