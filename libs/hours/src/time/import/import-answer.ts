import { type ApiContext, type Problem, problemOf, readerOf } from '#libs/api-kit';
import type { Fate } from '#libs/requests';
import type { GraphQLResolveInfo } from 'graphql';
import { localDayOf } from '../../domain/index.js';
import type { TimeEntryReader } from '../time-entry-reader.js';
import type { TimeEntries } from '../to-time-entry.js';
import type { ImportedTimes } from './import-times.js';
import { type TimeImportFate, TimeImportPayload, TimeImportRow } from './import.type.js';
import { placeOf, type PlannedTime } from './planned-times.js';
import type { ImportedTime } from './reading.js';

/** Columns that are named as not read. */
const NAMED_COLUMNS = 100;

const shownFate = ({ kind }: Fate, dryRun: boolean): TimeImportFate => {
  if (kind === 'REFUSED') return 'REFUSED';
  if (kind === 'UNCHANGED') return 'SKIPPED';
  return dryRun ? 'WOULD_RECORD' : 'RECORDED';
};

const dayIn = ({ workedOn, startedAt }: ImportedTime, zone: string): string | null =>
  workedOn ?? (startedAt === null ? null : localDayOf(startedAt, zone));

function problemsOf(line: number, fate: Fate, { file: { reading } }: ImportedTimes): Problem[] {
  if (fate.kind !== 'REFUSED') return [];
  return [Object.assign(problemOf(fate.refusal), { path: placeOf(reading, line, fate.refusal) })];
}

const toldOf = (row: ImportedTime | null, zone: string) =>
  row === null
    ? { entryId: null, workedOn: null, minutes: null, notes: [] }
    : { entryId: row.entryId, workedOn: dayIn(row, zone), minutes: row.minutes, notes: row.notes };

/** The answer to an import: every row of the file. */
export function timeImportPayload(
  imported: ImportedTimes,
  reader: TimeEntryReader,
  entries: TimeEntries,
): TimeImportPayload {
  const { agreementId, zone, dryRun, file } = imported;
  const answered = ({ line, row }: PlannedTime, fate: Fate): TimeImportRow => {
    const shown = shownFate(fate, dryRun);
    const entry = async (context: ApiContext, info: GraphQLResolveInfo) => {
      if (row === null || (shown !== 'RECORDED' && shown !== 'SKIPPED')) return null;
      const found = await reader.one(readerOf(info), context, { agreementId, entryId: row.entryId });
      return found && entries.show(found);
    };
    const problems = problemsOf(line, fate, imported);
    return Object.assign(new TimeImportRow(), { ...toldOf(row, zone), line, fate: shown, entry, problems });
  };
  const rows = file.rows.map((row, index) => answered(row, imported.fates[index]!));
  const count = (what: TimeImportFate): number => rows.filter(({ fate }) => fate === what).length;
  const taken = rows.filter(({ fate }) => fate === 'RECORDED' || fate === 'WOULD_RECORD');
  return Object.assign(new TimeImportPayload(), {
    position: imported.position,
    replayed: imported.replayed,
    rows,
    recorded: count('RECORDED'),
    wouldRecord: count('WOULD_RECORD'),
    skipped: count('SKIPPED'),
    refused: count('REFUSED'),
    minutes: taken.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
    unusedColumns: file.reading.unused.slice(0, NAMED_COLUMNS),
  });
}
