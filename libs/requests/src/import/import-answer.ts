import { type ApiContext, type Problem, problemOf, readerOf } from '#libs/api-kit';
import type { Refusal } from '#libs/event-log';
import type { GraphQLResolveInfo } from 'graphql';
import type { ItemChange } from '../bulk/many-requests.js';
import { type ImportedRow, type Label, labelsNamed } from '../domain/index.js';
import type { RequestReader } from '../request-reader.js';
import type { Imported } from './import-requests.js';
import { type ImportFate, ImportPayload, ImportRow } from './import.type.js';
import { placeIn, type PlannedFile, type PlannedRow } from './planned-rows.js';

/** Columns that are named as not read. */
const NAMED_COLUMNS = 100;

interface Answering {
  readonly requests: RequestReader;
  /** Those of the workspace. */
  readonly labels: readonly Label[];
}

const isKnown = ({ code }: Refusal): boolean => code === 'ALREADY_IMPORTED';

function fateOf({ again }: PlannedRow, change: ItemChange | undefined): ImportFate {
  if (change === undefined) return 'REFUSED';
  const { fate } = change;
  if (again || (fate.kind === 'REFUSED' && isKnown(fate.refusal))) return 'SKIPPED';
  if (fate.kind === 'REFUSED') return 'REFUSED';
  return fate.kind === 'CHANGED' ? 'CREATED' : 'WOULD_CREATE';
}

function problemsOf(
  { line, refusal }: PlannedRow,
  change: ItemChange | undefined,
  { reading }: PlannedFile,
): Problem[] {
  const why = change?.fate.kind === 'REFUSED' ? change.fate.refusal : refusal;
  return why === null ? [] : [Object.assign(problemOf(why), { path: placeIn(reading, line, why) })];
}

function notesOf(row: ImportedRow, labels: readonly Label[]): string[] {
  const { unknown } = labelsNamed({ labels }, row.labels);
  return [...row.notes, ...unknown.map((name) => `No label is called ${name}: it is left out.`)];
}

function answered(planned: PlannedRow, { file, changes }: Imported, { requests, labels }: Answering): ImportRow {
  const { line, row } = planned;
  const change = row === null ? undefined : changes.get(row.key);
  const fate = fateOf(planned, change);
  const request = async (context: ApiContext, info: GraphQLResolveInfo) =>
    change && (fate === 'CREATED' || fate === 'SKIPPED') ? requests.after(change, readerOf(info), context) : null;
  return Object.assign(new ImportRow(), {
    ...toldOf(row),
    line,
    fate,
    request,
    problems: fate === 'REFUSED' ? problemsOf(planned, change, file) : [],
    notes: row !== null && isTaken(fate) ? notesOf(row, labels) : [],
  });
}

const toldOf = (row: ImportedRow | null) =>
  row === null ? { key: null, title: null } : { key: row.key, title: row.title };
const isTaken = (fate: ImportFate): boolean => fate === 'CREATED' || fate === 'WOULD_CREATE';

/** The answer to an import: every row of the file. */
export function importPayload(imported: Imported, answering: Answering): ImportPayload {
  const rows = imported.file.rows.map((planned) => answered(planned, imported, answering));
  const count = (what: ImportFate): number => rows.filter(({ fate }) => fate === what).length;
  return Object.assign(new ImportPayload(), {
    position: imported.position,
    replayed: imported.replayed,
    rows,
    created: count('CREATED'),
    wouldCreate: count('WOULD_CREATE'),
    skipped: count('SKIPPED'),
    refused: count('REFUSED'),
    unusedColumns: imported.file.reading.unused.slice(0, NAMED_COLUMNS),
  });
}
