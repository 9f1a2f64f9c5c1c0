import { NotFound, Refusal } from '#libs/event-log';
import { type CsvLine, readCsv } from '#libs/requests';
import type { Activity } from '../../domain/index.js';
import type { TimeImportFormat, TimePart } from './columns.js';
import { columnOf, type ImportedTime, importedTime, type TimeReading, timeReadingOf } from './reading.js';

/** What words of a file mean; those of people and issues in small letters. */
export interface Lexicon {
  readonly people: ReadonlyMap<string, string>;
  readonly issues: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<number, string>;
  /** Who worked where the file has no such column. */
  readonly nobodyNamed: string;
}

/** A row of a file before anything of it is decided. */
export interface PlannedTime {
  readonly line: number;
  /** Null when it cannot be read. */
  readonly row: ImportedTime | null;
  readonly refusal: Refusal | null;
}

export interface PlannedTimes {
  readonly reading: TimeReading;
  readonly rows: readonly PlannedTime[];
}

/** @throws CsvUnreadable, LimitReached */
export function plannedTimes(
  { format, csv, activity }: { readonly format: TimeImportFormat; readonly csv: string; readonly activity: Activity },
  zone: string,
): PlannedTimes {
  const { header, rows } = readCsv(csv);
  const reading = timeReadingOf(format, header.cells, header.line);
  const seen = new Map<string, number>();
  return { reading, rows: rows.map((line) => planned(reading, line, { zone, seen, activity })) };
}

function planned(reading: TimeReading, { line, cells }: CsvLine, how: Parameters<typeof importedTime>[2]): PlannedTime {
  try {
    return { line, row: importedTime(reading, cells, how), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, row: null, refusal: error };
  }
}

const inputParts: Readonly<Record<string, readonly TimePart[]>> = {
  entryId: ['key'],
  minutes: ['duration', 'hours', 'seconds', 'minutes'],
  workedOn: ['day'],
  startedAt: ['from', 'day'],
  requestId: ['issue', 'note'],
  personId: ['person'],
  note: ['note'],
  activity: ['activity'],
};

/** Where in the file a refusal is: its line, and its column where it is about one. */
export function placeOf(reading: TimeReading, line: number, { path = [] }: Pick<Refusal, 'path'>): string[] {
  const at = ['input', 'csv', String(line)];
  if (path[0] !== 'input') return [...at, ...path];
  const column = (inputParts[path[1] ?? ''] ?? []).flatMap((part) => columnOf(reading, part) ?? [])[0];
  return column === undefined ? at : [...at, column];
}

/** Who worked, as the file names them. @throws NotFound */
export function personIn({ people, nobodyNamed }: Lexicon, { person }: ImportedTime): string {
  if (person === '') return nobodyNamed;
  const found = people.get(person.toLowerCase());
  if (found === undefined) throw new NotFound('person', ['input', 'personId']);
  return found;
}

/** The request a row is for; null for work without one. @throws NotFound for an issue nobody knows */
export function requestIn({ issues, numbers }: Lexicon, { issue, requestNumber }: ImportedTime): string | null {
  const named = issues.get(issue.toLowerCase());
  if (named !== undefined) return named;
  const found = requestNumber === null ? undefined : numbers.get(requestNumber);
  if (found === undefined && (issue !== '' || requestNumber !== null))
    throw new NotFound('request', ['input', 'requestId']);
  return found ?? null;
}
