import pg, { type PoolClient } from 'pg';
import type { Position } from '../event.js';

/** Rows of a read model beside those that are live; see `log.generation`. */
export interface Generation {
  readonly name: string;
  readonly state: 'building' | 'kept';
  readonly kind: 'inline' | 'projection';
  readonly fingerprint: string;
  readonly shape: string;
  readonly tables: readonly string[];
  /** Once they are filled: everything up to here is in the rows. */
  readonly position: Position;
  readonly filled: boolean;
  /** Until then: the last stream that is in the rows of an inline view, and the events of all so far. */
  readonly at: readonly [workspaceId: string, streamId: string];
  readonly events: number;
}

export type Connection = Pick<PoolClient, 'query'>;

/** Tables that are built, switched and kept as one: under the same names in a schema of their own. */
export interface ReadModel {
  /** The table of an inline view; the name of a projection. */
  readonly name: string;
  readonly kind: Generation['kind'];
  /** Schema-qualified, without quotes. */
  readonly tables: readonly string[];
  readonly fingerprint: string;
}

/** Names longer than this are cut by the database, and might then be the same. */
const LONGEST = 63;

/** The schema that holds the tables of a read model's other generation, deterministic: whoever comes after a crash finds it. */
export function schemaOf(name: string, state: Generation['state']): string {
  const schema = `${state === 'building' ? 'beside' : 'kept'}_${name.replaceAll('.', '_')}`;
  if (Buffer.byteLength(schema) > LONGEST) throw new Error(`The name ${name} is too long for a read model.`);
  return schema;
}

/** `requests.request_row`, quoted. */
export const qualified = (table: string): string => table.split('.').map(pg.escapeIdentifier).join('.');

/** Where the table's other generation is, quoted. */
export const inSchema = (schema: string, table: string): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table.split('.').at(-1)!)}`;

/** Under which name streams are listed that the rows of a projection's other generation were left behind with. */
export const parkedName = (name: string, state: Generation['state']): string => `${name}@${state}`;

const FIND = `
select name, state, kind, fingerprint, shape, tables, position::float8 as position, filled, array[at_workspace::text, at_stream] as at, events::float8 as events
from log.generation where name = $1 and state = $2`;

export const findGeneration = async (
  client: Connection,
  name: string,
  state: Generation['state'],
): Promise<Generation | null> => (await client.query<Generation>(FIND, [name, state])).rows[0] ?? null;

const SHAPE = `select string_agg(log.shape_of(t::regclass), ' ') as shape from unnest($1::text[]) t`;

/** Changes whenever copies of the tables would be others. */
export const shapeOf = async (client: Connection, tables: readonly string[]): Promise<string> =>
  (await client.query<{ shape: string }>(SHAPE, [tables.map(qualified)])).rows[0]!.shape;

/** Drops a generation that is not live, and forgets it. */
export async function dropGeneration(client: Connection, name: string, state: Generation['state']): Promise<void> {
  await client.query('delete from log.parked where consumer = $1', [parkedName(name, state)]);
  const [schema, from] = [
    pg.escapeIdentifier(schemaOf(name, state)),
    [pg.escapeLiteral(name), pg.escapeLiteral(state)],
  ];
  await client.query(
    `begin; drop schema if exists ${schema} cascade; delete from log.generation where name = ${from[0]} and state = ${from[1]}; commit`,
  );
}

/**
 * What is to be filled: what an earlier run began with the same code and tables; what was kept of the same code; else empty tables.
 * @param position everything up to here is seen by whoever reads the log from now on
 * @param goBack whether what was kept may be taken; false where the rows that are live are of this code and are to be computed anew
 */
export async function takeUp(
  client: Connection,
  model: ReadModel,
  { position, goBack }: { position: Position; goBack: boolean },
): Promise<Generation> {
  const shape = await shapeOf(client, model.tables);
  const begun = await findGeneration(client, model.name, 'building');
  if (begun && begun.fingerprint === model.fingerprint && (begun.shape === shape || begun.filled)) return begun;
  await dropGeneration(client, model.name, 'building');
  const kept = await findGeneration(client, model.name, 'kept');
  if (kept?.fingerprint === model.fingerprint && goBack) return reviveKept(client, kept);
  return begin(client, model, { shape, position });
}

/** What was kept is caught up like a build whose rows are filled. */
async function reviveKept(client: Connection, kept: Generation): Promise<Generation> {
  const [from, to] = [schemaOf(kept.name, 'kept'), schemaOf(kept.name, 'building')].map(pg.escapeIdentifier);
  await client.query(
    `begin; alter schema ${from} rename to ${to};
     update log.generation set state = 'building' where name = ${pg.escapeLiteral(kept.name)} and state = 'kept';
     update log.parked set consumer = ${pg.escapeLiteral(parkedName(kept.name, 'building'))}
       where consumer = ${pg.escapeLiteral(parkedName(kept.name, 'kept'))}; commit`,
  );
  return { ...kept, state: 'building' };
}

async function begin(
  client: Connection,
  model: ReadModel,
  { shape, position }: { shape: string; position: Position },
): Promise<Generation> {
  const { name, kind, tables, fingerprint } = model;
  const schema = schemaOf(name, 'building');
  const begun: Generation = {
    ...model,
    shape,
    position,
    state: 'building',
    filled: false,
    at: ['00000000-0000-0000-0000-000000000000', ''],
    events: 0,
  };
  await inTransaction(client, async () => {
    await client.query('select log.create_generation_schema($1)', [schema]);
    for (const table of tables)
      await client.query('select log.copy_table($1::regclass, $2)', [qualified(table), schema]);
    // A projection looks its own rows up from the beginning.
    if (kind === 'projection') await copyIndexes(client, begun);
    await client.query(
      'insert into log.generation (name, state, kind, fingerprint, shape, tables, position) values ($1, $2, $3, $4, $5, $6, $7)',
      [name, 'building', kind, fingerprint, shape, tables, position],
    );
  });
  return begun;
}

/** Makes the indexes that wait for rows, then says that everything up to the build's position is in them. */
export async function markFilled(client: Connection, generation: Generation): Promise<void> {
  const { name, tables } = generation;
  await copyIndexes(client, generation);
  for (const table of tables) await client.query(`analyze ${inSchema(schemaOf(name, 'building'), table)}`);
  await client.query(`update log.generation set filled = true where name = $1 and state = 'building'`, [name]);
}

async function copyIndexes(client: Connection, { name, tables }: Generation): Promise<void> {
  for (const table of tables)
    await client.query('select log.copy_indexes($1::regclass, $2::regclass)', [
      qualified(table),
      inSchema(schemaOf(name, 'building'), table),
    ]);
}

/** On one connection that nothing else uses meanwhile. */
export async function inTransaction<T>(client: Connection, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
