import { Refusal } from '#libs/event-log';

export const csvFaults = [
  'EMPTY',
  'ENCODING',
  'QUOTES',
  'COLUMN_MISSING',
  'COLUMN_TWICE',
  'TOO_MANY_COLUMNS',
  'UNREADABLE',
] as const;
export type CsvFault = (typeof csvFaults)[number];

/** Nothing of the file can be read; `line` counts from 1, as editors do. */
export class CsvUnreadable extends Refusal<{ fault: CsvFault; line: number }> {
  constructor(fault: CsvFault, line: number, message: string) {
    super('CSV_UNREADABLE', 'VALIDATION', `Line ${line}: ${message}`, { fault, line }, { path: ['input', 'csv'] });
  }
}

/** The row was imported before: it is left out, whatever became of the request since. */
export class AlreadyImported extends Refusal {
  constructor() {
    super('ALREADY_IMPORTED', 'STATE', 'A request was made of this row before.');
  }
}
