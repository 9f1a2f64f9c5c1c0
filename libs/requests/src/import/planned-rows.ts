import { Refusal } from '#libs/event-log';
import {
  columnOf,
  type ImportedRow,
  importedRow,
  type ImportFormat,
  importPartAt,
  type Reading,
  readingOf,
} from '../domain/index.js';
import { type CsvLine, readCsv } from './csv-file.js';

/** A row of a file before anything of it is decided. */
export interface PlannedRow {
  readonly line: number;
  /** Null when it cannot be read. */
  readonly row: ImportedRow | null;
  readonly refusal: Refusal | null;
  /** Its key stands in an earlier row. */
  readonly again: boolean;
}

export interface PlannedFile {
  readonly reading: Reading;
  readonly rows: readonly PlannedRow[];
}

/** @throws CsvUnreadable, LimitReached */
export function plannedFile(format: ImportFormat, csv: string): PlannedFile {
  const { header, rows } = readCsv(csv);
  const reading = readingOf(format, header.cells, header.line);
  const seen = new Set<string>();
  return { reading, rows: rows.map((line) => plannedRow(reading, line, seen)) };
}

function plannedRow(reading: Reading, { line, cells }: CsvLine, seen: Set<string>): PlannedRow {
  try {
    const row = importedRow(reading, cells);
    const again = seen.has(row.key);
    seen.add(row.key);
    return { line, row, refusal: null, again };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, row: null, refusal: error, again: false };
  }
}

/** Where in the file a refusal is: its line, and its column where it is about one. */
export function placeIn(reading: Reading, line: number, { path = [] }: Refusal): string[] {
  const at = ['input', 'csv', String(line)];
  if (path[0] !== 'input') return [...at, ...path];
  const part = importPartAt(path);
  if (part === null) return at;
  // What was found in a description is a matter of the description's column.
  return [...at, columnOf(reading, reading.places.has(part) ? part : 'description')];
}
