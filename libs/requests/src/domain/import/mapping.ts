import { canonicalHash, ValidationFailed } from '#libs/event-log';
import type { BriefInput } from '../brief-input.js';
import { type RequestType, requestTypes } from '../values.js';
import { columnName, type ImportFormat, type ImportMap, importMaps, type ImportPart } from './columns.js';
import { type CsvFault, CsvUnreadable } from './refusals.js';
import { criteriaIn, namesIn, toldIn, type ToldParts, withoutGuard } from './texts.js';

/** Which cells of a row are read as what. */
export interface Reading {
  readonly map: ImportMap;
  readonly places: ReadonlyMap<ImportPart, readonly number[]>;
  /** Columns that are not read, as the file writes them, each once. */
  readonly unused: readonly string[];
  readonly header: readonly string[];
}

/** One row as a request; nothing of it is checked yet. */
export interface ImportedRow {
  /** Tells the row apart in all files of its format. */
  readonly key: string;
  readonly title: string;
  readonly type: RequestType;
  readonly ref: string;
  readonly brief: BriefInput;
  readonly labels: readonly string[];
  /** What was not taken over, in sentences. */
  readonly notes: readonly string[];
}

/** How a file with this header is read. @throws CsvUnreadable */
export function readingOf(format: ImportFormat, header: readonly string[], line = 1): Reading {
  const map = importMaps[format];
  const places = new Map<ImportPart, number[]>();
  const unused = new Set<string>();
  header.forEach((name, index) => {
    const part = Object.hasOwn(map.columns, columnName(name)) ? map.columns[columnName(name)] : undefined;
    if (part === undefined) unused.add(name.trim());
    else places.set(part, [...(places.get(part) ?? []), index]);
  });
  const fault = faultOf(map, places);
  if (fault !== null) throw new CsvUnreadable(fault.fault, line, fault.message);
  return { map, places, header, unused: [...unused].filter((name) => name !== '') };
}

function faultOf(map: ImportMap, places: Reading['places']): { fault: CsvFault; message: string } | null {
  const owed: readonly ImportPart[] = map.owesKey ? ['title', 'key'] : ['title'];
  const missing = owed.find((part) => !places.has(part));
  if (missing !== undefined) {
    const message = `there is no column “${nameOf(map, missing)}”: is this the header of such a file?`;
    return { fault: 'COLUMN_MISSING', message };
  }
  const twice = (['key', 'title', 'type'] as const).find((part) => (places.get(part)?.length ?? 0) > 1);
  if (twice === undefined) return null;
  return { fault: 'COLUMN_TWICE', message: `the column “${nameOf(map, twice)}” stands there more than once.` };
}

const nameOf = ({ columns }: ImportMap, part: ImportPart): string =>
  Object.keys(columns).find((name) => columns[name] === part) ?? part;

/** The first column a part is read from, as the file writes it; what a problem of the part is about. */
export const columnOf = ({ places, header, map }: Reading, part: ImportPart): string =>
  header[places.get(part)?.[0] ?? -1]?.trim() ?? nameOf(map, part);

/** @throws ValidationFailed for a row that has more or fewer cells than the header, no key, or a type nobody knows */
export function importedRow(reading: Reading, cells: readonly string[]): ImportedRow {
  const { map, header, places } = reading;
  if (cells.length !== header.length)
    throw new ValidationFailed(`This row has ${cells.length} cells, the header ${header.length}.`, []);
  const all = (part: ImportPart): string[] =>
    (places.get(part) ?? []).map((index) => withoutGuard(cells[index]!)).filter((cell) => cell.trim() !== '');
  const one = (part: ImportPart): string => all(part)[0]?.trim() ?? '';
  const key = one('key');
  if (key === '' && map.owesKey) throw new ValidationFailed('This row has no key.', [columnOf(reading, 'key')]);
  const labels = namesIn(all('labels'));
  const { type, note } = typeOf(reading, one('type'), labels);
  const own = key === '' ? canonicalHash(cells).slice(0, 32) : key;
  return {
    key: own,
    title: one('title'),
    type,
    ref: `${map.origin}:${own}`,
    brief: briefOf(all, one),
    labels,
    notes: note === null ? [] : [note],
  };
}

interface FoundType {
  readonly type: RequestType;
  readonly note: string | null;
}

/** By the type column, or by a label where the tool has none; OTHER when nothing is said. */
function typeOf(reading: Reading, written: string, labels: readonly string[]): FoundType {
  const { map, places } = reading;
  const known = (word: string): RequestType | undefined => {
    const ours = word.toUpperCase().replace(/[\s/-]+/g, '_');
    const theirs = word.toLowerCase();
    return (
      requestTypes.find((type) => type === ours) ?? (Object.hasOwn(map.types, theirs) ? map.types[theirs] : undefined)
    );
  };
  const found = (places.has('type') ? [written] : labels).flatMap((word) => known(word) ?? [])[0];
  if (found !== undefined) return { type: found, note: null };
  if (written === '') return { type: 'OTHER', note: null };
  if (!map.strictTypes) return { type: 'OTHER', note: `Type ${written} is none of ours: it becomes OTHER.` };
  throw new ValidationFailed(`Type is one of ${requestTypes.join(', ')}.`, [columnOf(reading, 'type')]);
}

type All = (part: ImportPart) => string[];
type One = (part: ImportPart) => string;

function briefOf(all: All, one: One): BriefInput {
  const given = all('criteria').flatMap(criteriaIn);
  const told = toldIn(all('description').join('\n\n'), given.length > 0);
  const criteria = given.length > 0 ? given : told.criteria;
  const stories = storiesOf(one, told);
  return {
    ...(stories.length > 0 && { userStories: stories }),
    ...(criteria.length > 0 && { criteria: criteria.map((text) => ({ text })) }),
    ...contextOf(told, one('audience')),
    ...(one('assetsNotNeeded') && { assetsNotNeeded: { reason: one('assetsNotNeeded') } }),
    ...(one('trackingNotNeeded') && { trackingNotNeeded: { reason: one('trackingNotNeeded') } }),
  };
}

function contextOf(told: ToldParts, given: string): Pick<BriefInput, 'context'> {
  const audience = given || (told.audience ?? '');
  return told.text === '' && audience === '' ? {} : { context: { campaignGoal: told.text, audience } };
}

/** Three columns make one story; with one or two of them the rule says what is missing. */
function storiesOf(one: One, { stories }: ToldParts): NonNullable<BriefInput['userStories']> {
  const [role, want, benefit] = [one('role'), one('want'), one('benefit')];
  return role || want || benefit ? [{ role, want, benefit }, ...stories] : stories;
}
