import { canonicalHash, ValidationFailed } from '#libs/event-log';
import { CsvUnreadable, withoutGuard } from '#libs/requests';
import type { LocalDate } from '#libs/vocabulary';
import { activities, type Activity } from '../../domain/index.js';
import { billableIn, lengthIn, minutesUntil, requestNumberIn, saysNotBillable, timeIn } from './cells.js';
import {
  columnName,
  knownActivities,
  type TimeImportFormat,
  type TimeImportMap,
  timeImportMaps,
  type TimePart,
} from './columns.js';

/** Which cells of a row are read as what. */
export interface TimeReading {
  readonly map: TimeImportMap;
  readonly places: ReadonlyMap<TimePart, number>;
  /** Columns that are not read, as the file writes them, each once. */
  readonly unused: readonly string[];
  readonly header: readonly string[];
}

/** One row as work; whom and what its words mean is looked up after that. */
export interface ImportedTime {
  readonly entryId: string;
  readonly workedOn: LocalDate | null;
  readonly startedAt: string | null;
  readonly minutes: number;
  /** As the file names who worked; empty when it does not. */
  readonly person: string;
  /** As the file names what it was worked for; empty when it does not. */
  readonly issue: string;
  /** Of `REQ-12`, in the column of issues or else in a text. */
  readonly requestNumber: number | null;
  readonly activity: Activity;
  readonly billable: boolean;
  readonly note: string | null;
  /** What was read otherwise than it is written, in sentences. */
  readonly notes: readonly string[];
}

const lengths: readonly TimePart[] = ['duration', 'hours', 'seconds', 'minutes'];

/** How a file with this header is read; of several columns for one thing the first counts. @throws CsvUnreadable */
export function timeReadingOf(format: TimeImportFormat, header: readonly string[], line = 1): TimeReading {
  const map = timeImportMaps[format];
  const places = new Map<TimePart, number>();
  const unused = new Set<string>();
  header.forEach((name, index) => {
    const known = columnName(name);
    const part = Object.hasOwn(map.columns, known) ? map.columns[known] : undefined;
    if (part === undefined || places.has(part)) unused.add(name.trim());
    else places.set(part, index);
  });
  requireColumns(map, places, line);
  return { map, places, header, unused: [...unused].filter((name) => name !== '') };
}

function requireColumns({ columns }: TimeImportMap, places: TimeReading['places'], line: number): void {
  const hasLength = lengths.some((part) => places.has(part)) || (places.has('from') && places.has('to'));
  const missing = places.has('day') ? (hasLength ? null : lengthPart(columns)) : 'day';
  if (missing === null) return;
  const name = Object.keys(columns).find((one) => columns[one] === missing) ?? missing;
  throw new CsvUnreadable('COLUMN_MISSING', line, `there is no column “${name}”: is this the header of such a file?`);
}

const lengthPart = (columns: TimeImportMap['columns']): TimePart =>
  lengths.find((part) => Object.values(columns).includes(part)) ?? 'minutes';

/** The column a part is read from, as the file writes it. */
export const columnOf = ({ places, header }: TimeReading, part: TimePart): string | null => {
  const place = places.get(part);
  return place === undefined ? null : (header[place]?.trim() ?? null);
};

/** @throws ValidationFailed; its path names the column */
export function importedTime(
  reading: TimeReading,
  cells: readonly string[],
  { zone, seen, activity }: { readonly zone: string; readonly seen: Map<string, number>; readonly activity: Activity },
): ImportedTime {
  const { header, places } = reading;
  if (cells.length !== header.length)
    throw new ValidationFailed(`This row has ${cells.length} cells, the header ${header.length}.`, []);
  const cell: Cell = (part) => withoutGuard(cells[places.get(part) ?? -1] ?? '').trim();
  const path: PathOf = (part) => [columnOf(reading, part) ?? part];
  // Before anything can be refused, so that what is read of a row does not hang on the rows before it.
  const entryId = entryIdOf(reading, cells, cell('key'), seen);
  const when = timeIn(cell('day'), cell('from'), { zone, path: path('day') });
  const length = lengthOf(cell, path);
  const kind = activityOf(cell('activity'), activity);
  return {
    entryId,
    ...when,
    minutes: length.minutes,
    person: cell('person'),
    issue: cell('issue'),
    requestNumber: requestNumberOf(reading, cell),
    activity: kind.activity,
    billable: billableIn(cell('billable'), path('billable')) && !saysNotBillable(cell('tags')),
    note: cell('note') || null,
    notes: [...(length.rounded ? [`Its length is rounded to ${length.minutes} minutes.`] : []), ...kind.notes],
  };
}

type Cell = (part: TimePart) => string;
type PathOf = (part: TimePart) => string[];

/** By the tool's own id; without one by the row itself, and how often it stood in the file before. */
function entryIdOf({ map }: TimeReading, cells: readonly string[], key: string, seen: Map<string, number>): string {
  if (key !== '') return `${map.origin}-${key}`;
  const hash = canonicalHash(cells).slice(0, 32);
  const times = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, times);
  return `${map.origin}-${hash}${times === 1 ? '' : `-${times}`}`;
}

function lengthOf(cell: Cell, path: PathOf) {
  const part = lengths.find((one) => cell(one) !== '');
  if (part === 'duration') return lengthIn(cell(part), null, path(part));
  if (part === 'hours' || part === 'seconds' || part === 'minutes') return lengthIn(cell(part), part, path(part));
  const minutes = minutesUntil(cell('from'), cell('to'));
  if (minutes === null) throw new ValidationFailed('This row does not say how long it took.', path('duration'));
  return { minutes, rounded: false };
}

function requestNumberOf({ map }: TimeReading, cell: Cell): number | null {
  const issue = cell('issue');
  // Our own files may write the bare number.
  if (map.origin === 'csv' && /^\d{1,9}$/.test(issue)) return Number(issue);
  if (issue !== '') return requestNumberIn(issue) ?? requestNumberIn(cell('note'));
  return requestNumberIn([cell('note'), cell('project'), cell('tags')].join('\n'));
}

function activityOf(word: string, fallback: Activity): { readonly activity: Activity; readonly notes: string[] } {
  if (word === '') return { activity: fallback, notes: [] };
  const ours = activities.find((one) => one === word.toUpperCase());
  const theirs = Object.hasOwn(knownActivities, word.toLowerCase()) ? knownActivities[word.toLowerCase()] : undefined;
  const found = ours ?? theirs;
  if (found !== undefined) return { activity: found, notes: [] };
  return { activity: fallback, notes: [`${word} is no activity of ours: it becomes ${fallback}.`] };
}
