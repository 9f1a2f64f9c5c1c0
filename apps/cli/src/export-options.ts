import { extname } from 'node:path';
import { ValidationFailed } from '#libs/event-log';
import type { TypedSelection } from './export-selection.js';

/** What was typed. */
export interface ExportOptions extends TypedSelection {
  readonly format?: string;
  readonly out: string;
  readonly batch?: string;
}

const FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** Events of one row group: many are read at once by those who read columns. */
export const ROW_GROUP = 20_000;
export const BATCH = 5_000;
const MOST_BATCH = 100_000;

/** @throws ValidationFailed */
export function batchOf(typed: string): number {
  const number = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  if (number < 1 || number > MOST_BATCH)
    throw new ValidationFailed(`A batch is a whole number from 1 to ${MOST_BATCH}, not "${typed}".`);
  return number;
}

/** @throws ValidationFailed */
export function formatOf({ format, out }: ExportOptions): Format {
  const typed = format ?? extname(out.replace(/\.gz$/, '')).slice(1);
  const found = FORMATS.find((known) => known === typed);
  if (!found)
    throw new ValidationFailed(`An export is ${FORMATS.join(', ')}: name it with --format, or by the file’s name.`);
  if (found === 'parquet' && (out === '-' || out.endsWith('.gz')))
    throw new ValidationFailed('Parquet is compressed inside and goes to a file: name one without .gz.');
  return found;
}
