import type { Connection, ReadModel } from './generation.js';
import { takeUp } from './generation.js';
import type { LogModel } from '../event-log.js';
import { codeFingerprint } from '../fingerprint.js';
import { compareBeside } from './compare.js';
import { type RebuildOptions, safePosition } from './session.js';
import { clearKept, LAST_POSITION, swapTables, tryToSwitch } from './switch.js';
import { ViewBuild } from './view-build.js';
import type { View } from './view-fold.js';

/** What became of a read model. */
export interface Rebuilt {
  /** The table of an inline view; the name of a projection. */
  readonly name: string;
  /** Rows that are live now, in all of its tables. */
  readonly rows: number;
  readonly seconds: number;
  /** Where the code is the same: streams (of a projection: rows) in which old and new differed before the switch. Else null. */
  readonly differing: number | null;
  /** Milliseconds from when the switch asked for its first lock to when all of them were given back: nobody waited longer. */
  readonly heldMs: number;
}

/** Whether what was kept is taken, also where the live rows are of the same code. */
export interface GoBack {
  readonly back?: boolean;
}

export const fingerprintOf = (view: View, { catalogue }: LogModel): string =>
  codeFingerprint(view.source, catalogue.schemaOf(view.streamType));

/**
 * Builds the rows of an inline view beside the live ones and switches, while others append. To be called inside of `rebuilding`.
 * @throws UnknownFacts
 */
export async function rebuildView(
  client: Connection,
  model: LogModel,
  view: View,
  options: RebuildOptions & GoBack,
): Promise<Rebuilt> {
  const began = performance.now();
  const live = await liveFingerprint(client, view.table);
  const readModel = readModelOf(view, model);
  const generation = await takeUp(client, readModel, {
    position: await safePosition(client),
    goBack: options.back === true || live !== readModel.fingerprint,
  });
  const build = new ViewBuild(client, view, model, generation);
  await build.run(options);
  const differing = live === generation.fingerprint ? await compareBeside(client, generation, build.position) : null;
  await clearKept(client, view.table);
  const { tables } = generation;
  const registered = [view.table, view.streamType, generation.fingerprint, view.keeps ?? 'latest'];
  const heldMs = await tryToSwitch(
    client,
    { ...options, tables },
    {
      between: () => build.round(),
      attempt: async (limit) => {
        const asked = performance.now();
        await build.attempt(async () => {
          await client.query(`${limit}; lock table log.event in share row exclusive mode`);
          await build.applyChanges();
          await swapTables(client, generation, live === null ? null : { fingerprint: live, position: LAST_POSITION });
          await client.query('select log.register_inline_view($1, $2, $3, $4)', registered);
        });
        return performance.now() - asked;
      },
    },
  );
  return { name: view.table, rows: await countRows(client, tables), seconds: secondsSince(began), differing, heldMs };
}

export const secondsSince = (began: number): number => (performance.now() - began) / 1000;

const readModelOf = (view: View, model: LogModel): ReadModel => ({
  name: view.table,
  kind: 'inline',
  tables: [view.table, ...(view.derived ?? [])],
  fingerprint: fingerprintOf(view, model),
});

/** Of the code whose rows are live; null: the view is not registered. */
export async function liveFingerprint(client: Connection, table: string): Promise<string | null> {
  const { rows } = await client.query<{ fingerprint: string }>(
    'select fingerprint from log.inline_view where table_name = $1',
    [table],
  );
  return rows[0]?.fingerprint ?? null;
}

export async function countRows(client: Connection, tables: readonly string[]): Promise<number> {
  const counts = tables.map((table) => `(select count(*) from ${table})`).join(' + ');
  return (await client.query<{ rows: number }>(`select (${counts})::int as rows`)).rows[0]!.rows;
}
