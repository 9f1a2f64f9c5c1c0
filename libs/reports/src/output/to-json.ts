import type { Presented } from '../run-report.js';
import { NAMES, type Origin } from './standing.js';

/** What numbers of each kind count. */
const UNITS = {
  minutes: 'minutes',
  money: 'minor units of `currency`',
  percent: 'percent',
  days: 'days of the calendar',
  count: 'pieces',
  score: 'likelihood times impact, summed',
  ratio: 'a quotient',
  number: 'what the unit beside it says',
  date: 'YYYY-MM-DD',
  month: 'YYYY-MM',
  text: 'text',
} as const;

/** Reports with all that is in them: sections as they are declared, units, and what they stand on. */
export function toJson(presented: readonly Presented[], origin: Origin): string {
  const [first] = presented;
  const { workspace, window, instant, day } = first!.circumstances;
  const reports = presented.map(({ report: { name, title, about }, sections }) => ({ name, title, about, sections }));
  const standsOn = { position: origin.position, instant, day, programVersion: origin.version };
  return `${JSON.stringify({ workspace, window, standsOn, names: NAMES, units: UNITS, reports }, null, 2)}\n`;
}
