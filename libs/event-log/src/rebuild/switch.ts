import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Connection, dropGeneration, type Generation, inSchema, qualified, schemaOf } from './generation.js';
import type { RebuildOptions } from './session.js';

/** Milliseconds a try waits for locks: the first one, and the longest. While it waits, whoever comes after it waits as well. */
const LOCKS = { first: 20, longest: 300, growth: 1.3 };
/** Milliseconds between two tries. */
const PAUSE = 100;
const LOCK_NOT_HAD = new Set(['55P03', '40P01']);

/** Transactions that hold any of the tables, or an append open, for longer than $2 milliseconds. */
const HELD = `
select count(*)::int as holders from pg_locks l join pg_stat_activity a on a.pid = l.pid
where l.database = (select oid from pg_database where datname = current_database()) and l.granted and l.pid <> pg_backend_pid()
  and (l.relation = any($1::regclass[]) or l.relation = 'log.event'::regclass and l.mode = 'RowExclusiveLock')
  and a.xact_start < clock_timestamp() - $2 * interval '1 millisecond'`;

/**
 * Tries until it succeeds: the work takes its locks under a short lock_timeout, set in its transaction by `limit`. Between two tries nothing
 * is locked, and while a transaction has been reading for long none is made.
 * @param between is run before each try
 */
export async function tryToSwitch<T>(
  client: Connection,
  {
    tables,
    longReaderMs = 100,
    signal,
  }: Pick<RebuildOptions, 'longReaderMs' | 'signal'> & { tables: readonly string[] },
  { between, attempt }: { between: () => Promise<unknown>; attempt: (limit: string) => Promise<T> },
): Promise<T> {
  for (let limit = LOCKS.first; ; limit = Math.min(LOCKS.longest, limit * LOCKS.growth)) {
    signal?.throwIfAborted();
    await between();
    if (!(await isHeld(client, tables, longReaderMs))) {
      const outcome = await attempt(`set local lock_timeout = ${Math.round(limit)}`).then(
        (value) => ({ value }),
        (error: unknown) => {
          if (LOCK_NOT_HAD.has((error as { code?: string }).code ?? '')) return null;
          throw error;
        },
      );
      if (outcome !== null) return outcome.value;
    }
    await sleep(PAUSE, undefined, signal ? { signal } : {});
  }
}

async function isHeld(client: Connection, tables: readonly string[], longReaderMs: number): Promise<boolean> {
  if (!Number.isFinite(longReaderMs)) return false;
  const { rows } = await client.query<{ holders: number }>(HELD, [tables.map(qualified), longReaderMs]);
  return rows[0]!.holders > 0;
}

/** There is one kept generation at most: the one before gives way. */
export const clearKept = (client: Connection, name: string): Promise<void> => dropGeneration(client, name, 'kept');

/**
 * Puts the tables that were built in the place of the live ones, which are kept, or dropped where nobody can go back to them: one statement of
 * several parts, inside of the switching transaction and after whatever holds writers back.
 * @param kept fingerprint of the live rows and the position up to which they are complete; null: nobody goes back to them
 */
export function swapTables(
  client: Connection,
  built: Generation,
  kept: { readonly fingerprint: string; readonly position: string } | null,
): Promise<unknown> {
  const [beside, aside] = [schemaOf(built.name, 'building'), schemaOf(built.name, 'kept')];
  const { name, kind, shape } = built;
  const parts = [`lock table ${built.tables.map(qualified).join(', ')} in access exclusive mode`];
  if (kept) parts.push(`select log.create_generation_schema(${pg.escapeLiteral(aside)})`);
  for (const table of built.tables) {
    const live = pg.escapeIdentifier(table.split('.')[0]!);
    parts.push(
      kept
        ? `alter table ${qualified(table)} set schema ${pg.escapeIdentifier(aside)}`
        : `drop table ${qualified(table)}`,
      `alter table ${inSchema(beside, table)} set schema ${live}`,
    );
  }
  parts.push(
    `drop schema ${pg.escapeIdentifier(beside)} cascade`,
    `delete from log.generation where name = ${pg.escapeLiteral(name)} and state = 'building'`,
  );
  if (kept) {
    const values = [name, 'kept', kind, kept.fingerprint, shape].map(pg.escapeLiteral).join(', ');
    parts.push(
      `insert into log.generation (name, state, kind, fingerprint, shape, tables, position, filled)
       values (${values}, ${pg.escapeLiteral(`{${built.tables.join(',')}}`)}, ${kept.position}, true)`,
    );
  }
  return client.query(parts.join(';\n'));
}

/** The last position drawn: inside of a transaction that holds appends back, everything up to it is decided. */
export const LAST_POSITION = `(select case when s.is_called then s.last_value else s.last_value - 1 end from log.event_position s)`;
