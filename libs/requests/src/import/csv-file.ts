import { LimitReached, requireRoom } from '#libs/vocabulary';
import { CsvError, parse } from 'csv-parse/sync';
import { CsvUnreadable } from '../domain/index.js';

/** What one import takes. */
export const importLimits = { bytes: 1_000_000, rows: 1_000, columns: 500 } as const;

/** A line as its cells; one that holds line breaks in quotes counts from where it begins. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvFile {
  readonly header: CsvLine;
  /** Without blank lines. */
  readonly rows: readonly CsvLine[];
}

const PATH = ['input', 'csv'];
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * A file as spreadsheets and trackers write it: with a byte order mark or without, lines ended by CR, LF or both, cells between commas,
 * semicolons or tabs (whichever the header has most of), quotes doubled inside of quotes.
 * @throws CsvUnreadable, LimitReached
 */
export function readCsv(text: string): CsvFile {
  if (Buffer.byteLength(text) > importLimits.bytes)
    throw new LimitReached('bytes in one file', importLimits.bytes, PATH);
  requireReadable(text);
  const [header, ...rows] = linesOf(text);
  if (header === undefined) throw new CsvUnreadable('EMPTY', 1, 'there is nothing in this file.');
  if (header.cells.length > importLimits.columns)
    throw new CsvUnreadable('TOO_MANY_COLUMNS', header.line, `no more than ${importLimits.columns} columns.`);
  requireRoom(rows.length, importLimits.rows, { what: 'rows in one file', path: PATH });
  return { header, rows };
}

/** U+FFFD, or the mark of UTF-8 or UTF-16 read as something else: the text is not what was written. */
function requireReadable(text: string): void {
  const at = text.search(/\uFFFD|^(?:ï»¿|ÿþ|þÿ)/u);
  if (at < 0) return;
  const line = text.slice(0, at).split(/\r\n|\r|\n/).length;
  throw new CsvUnreadable('ENCODING', line, 'these characters were lost on the way; save and send the file as UTF-8.');
}

function linesOf(text: string): CsvLine[] {
  const found: CsvLine[] = [];
  const bytes = Buffer.from(text);
  let next = 1;
  let read = 0;
  const keep = (record: string[], { bytes: upTo }: { readonly bytes: number }): null => {
    const line = next;
    // Counted here: the parser takes CR and LF inside of quotes for two lines.
    next += bytes.toString('utf8', read, upTo).split(/\r\n|\r|\n/).length - 1;
    read = upTo;
    if (record.some((cell) => cell.trim() !== '')) found.push({ line, cells: record });
    return null;
  };
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: keep,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(error, next);
  }
  return found;
}

/** By the first line, without what stands in quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text
    .trimStart()
    .replace(/"[^"]*"/g, '')
    .split(/[\r\n]/, 1);
  const counts = DELIMITERS.map((mark) => first.split(mark).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

function unreadable({ code }: CsvError, line: number): CsvUnreadable {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new CsvUnreadable('QUOTES', line, 'a quote is opened here and never closed.');
  if (/QUOTE/.test(code))
    return new CsvUnreadable(
      'QUOTES',
      line,
      'a quote stands inside of a cell: put the cell in quotes and write it twice.',
    );
  return new CsvUnreadable('UNREADABLE', line, 'this cannot be read as CSV.');
}
