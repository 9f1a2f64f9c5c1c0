import type { EventDefinition } from '../catalogue.js';
import type { ProjectionConsumer, Transaction } from '../consumers/definition.js';
import type { Fact, Position, Recorded } from '../event.js';
import { codeFingerprint } from '../fingerprint.js';
import { canonicalHash } from '../hashing.js';
import type { HistoryFold } from '../row-history.js';

export type AnyFold = Omit<HistoryFold<object, Fact>, 'detail'> & { readonly detail?: string };

export interface HistoryOptions {
  /** Of the consumer, as an operator sees it: e.g. `request-history`. */
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly about?: string;
  /** Folds that one consumer serves: when the code of one changes, all of them are computed anew. */
  readonly folds: readonly AnyFold[];
  /** What the folds' streams may hold: those of the context are enough, further ones do no harm. */
  readonly events: readonly EventDefinition[];
}

/** Its `version` is the generation of its rows. */
export interface HistoryConsumer extends ProjectionConsumer {
  readonly version: number;
  readonly folds: readonly AnyFold[];
}

export const isHistory = (consumer: object): consumer is HistoryConsumer => 'folds' in consumer;

/** A stream's event that one of the folds follows. */
interface Step {
  readonly fold: AnyFold;
  readonly event: Recorded;
}

/** A row as it is written. */
interface Version {
  readonly workspace_id: string;
  readonly fold: string;
  readonly stream_id: string;
  readonly position: Position;
  readonly version: number;
  readonly is_first: boolean;
  readonly row: object;
  readonly detail: unknown;
}

/**
 * Writes the rows of folds: one for every event, so that a stream can be read as of any position. Rows belong to the generation of the
 * code that made them: other code (of a reducer, or other versions of its events) begins at the start of the log with rows of its own, while the
 * old program still reads and writes the old ones.
 */
export function historyConsumer({ name, about, folds, events }: HistoryOptions): HistoryConsumer {
  const typesByFold = new Map(folds.map((fold) => [fold, typesOf(fold, events)]));
  if (new Set(folds.map((fold) => fold.name)).size < folds.length)
    throw new Error(`Two folds of ${name} share a name.`);
  const generation = generationOf(name, typesByFold);
  const isOf = followedBy(typesByFold, events);
  return {
    kind: 'projection',
    name,
    ...(about === undefined ? {} : { about }),
    version: generation,
    folds,
    types: [...new Set([...typesByFold.values()].flatMap((types) => types.map(({ type }) => type)))],
    async apply(page, transaction) {
      const steps = page.flatMap((event) => folds.filter((fold) => isOf(fold, event)).map((fold) => ({ fold, event })));
      if (steps.length === 0) return;
      const versions = folded(steps, await lastRows(transaction, generation, steps));
      await transaction.query(WRITE, [generation, JSON.stringify(versions)]);
    },
  };
}

const typesOf = (fold: AnyFold, events: readonly EventDefinition[]): EventDefinition[] => {
  const own = events.filter(
    ({ type, streamType }) => streamType === fold.streamType && fold.types?.includes(type) !== false,
  );
  if (own.length < (fold.types?.length ?? 1)) throw new Error(`${fold.name} follows events that are not declared.`);
  return own;
};

/** A number that goes with the code of the reducers and the versions in which events come to them: 31 bits, as consumers' versions are. */
const generationOf = (name: string, typesByFold: ReadonlyMap<AnyFold, readonly EventDefinition[]>): number => {
  const parts = [...typesByFold].map(([fold, types]) => [
    fold.name,
    fold.detail ?? null,
    codeFingerprint(fold.source, types.map(({ type, version }) => `${type} ${version}`).sort()),
  ]);
  return Number.parseInt(canonicalHash([name, ...parts]).slice(0, 8), 16) >>> 1;
};

/** Whether a fold follows an event. A fact that several kinds of streams share is told apart by its stream's id, which begins with the type. */
const followedBy = (
  typesByFold: ReadonlyMap<AnyFold, readonly EventDefinition[]>,
  events: readonly EventDefinition[],
) => {
  const followed = new Map([...typesByFold].map(([fold, own]) => [fold, new Set(own.map(({ type }) => type))]));
  return (fold: AnyFold, event: Recorded): boolean => {
    if (!followed.get(fold)!.has(event.type)) return false;
    const streamTypes = events.filter(({ type }) => type === event.type).map(({ streamType }) => streamType);
    const [ofEvent] = streamTypes
      .filter((streamType) => event.streamId.startsWith(`${streamType}-`))
      .toSorted((one, other) => other.length - one.length);
    return ofEvent === fold.streamType;
  };
};

const keyOf = ({ fold, event }: Step): string => `${fold.name} ${event.workspaceId} ${event.streamId}`;

/** A row as it is stored. */
export interface StoredParts {
  readonly row: object;
  readonly detail: unknown;
}

const partsOf = ({ detail }: AnyFold, row: object): StoredParts => {
  if (detail === undefined) return { row, detail: null };
  const { [detail]: apart, ...rest } = row as Readonly<Record<string, unknown>>;
  return { row: rest, detail: apart };
};

export const wholeRow = ({ detail: name }: Pick<AnyFold, 'detail'>, { row, detail }: StoredParts): object =>
  name === undefined ? row : { ...row, [name]: detail };

/** What the steps make of the streams' last rows, which it moves on. */
function folded(steps: readonly Step[], rows: Map<string, object>): Version[] {
  return steps.map((step): Version => {
    const { fold, event } = step;
    const before = rows.get(keyOf(step)) ?? null;
    const row = fold.evolve(before, event);
    rows.set(keyOf(step), row);
    return {
      ...partsOf(fold, row),
      workspace_id: event.workspaceId,
      fold: fold.name,
      stream_id: event.streamId,
      position: event.position,
      version: event.version,
      is_first: before === null,
    };
  });
}

/**
 * The row of each stream before the page's first event of it. A consumer that begins anew finds rows of its former life: what stands at that event
 * or after it is in the way, and goes.
 */
const BEFORE = `
with x as (
  select * from unnest($2::text[], $3::uuid[], $4::text[], $5::bigint[]) as x(fold, workspace_id, stream_id, position)
), gone as (
  delete from log.row_version v using x
  where v.workspace_id = x.workspace_id and v.fold = x.fold and v.generation = $1 and v.stream_id = x.stream_id and v.position >= x.position
)
select x.fold || ' ' || x.workspace_id || ' ' || x.stream_id as key, l.row, l.detail
from x cross join lateral (
  select v.row, v.detail from log.row_version v
  where v.workspace_id = x.workspace_id and v.fold = x.fold and v.generation = $1 and v.stream_id = x.stream_id and v.position < x.position
  order by v.position desc limit 1) l`;

const WRITE = `
insert into log.row_version (workspace_id, fold, generation, stream_id, position, version, is_first, row, detail)
select r.workspace_id, r.fold, $1, r.stream_id, r.position, r.version, r.is_first, r.row, r.detail
from jsonb_to_recordset($2::jsonb)
  as r(workspace_id uuid, fold text, stream_id text, position bigint, version int, is_first boolean, row jsonb, detail jsonb)`;

async function lastRows(
  transaction: Transaction,
  generation: number,
  steps: readonly Step[],
): Promise<Map<string, object>> {
  // The first of a stream is the one that stays.
  const streams = [...new Map(steps.toReversed().map((step) => [keyOf(step), step])).values()];
  const foldOf = new Map(streams.map((step) => [keyOf(step), step.fold]));
  const { rows } = await transaction.query<StoredParts & { key: string }>(BEFORE, [
    generation,
    streams.map(({ fold }) => fold.name),
    streams.map(({ event }) => event.workspaceId),
    streams.map(({ event }) => event.streamId),
    streams.map(({ event }) => event.position),
  ]);
  return new Map(rows.map(({ key, ...parts }) => [key, wholeRow(foldOf.get(key)!, parts)]));
}
