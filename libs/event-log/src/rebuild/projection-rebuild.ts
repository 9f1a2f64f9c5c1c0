import { setTimeout as sleep } from 'node:timers/promises';
import type { EventCatalogue } from '../catalogue.js';
import { versionOf } from '../consumers/definition.js';
import { generationOfConsumer, type Rebuildable } from '../consumers/generation.js';
import type { Position } from '../event.js';
import {
  type Connection,
  dropGeneration,
  type Generation,
  inSchema,
  inTransaction,
  parkedName,
  qualified,
  schemaOf,
  takeUp,
} from './generation.js';
import { ProjectionBuild } from './projection-build.js';
import type { RebuildOptions } from './session.js';
import { clearKept, swapTables, tryToSwitch } from './switch.js';
import { countRows, type GoBack, type Rebuilt, secondsSince } from './view-rebuild.js';

/** How a projection stands; `generation` is null where its rows are of unknown code. */
interface Live {
  readonly position: Position;
  readonly generation: string | null;
}

const LIVE = `select position::float8 as position, generation from log.consumer where name = $1 and version = $2 and shard = 0`;

/** Times two tables are compared that differ while events wait to be applied. */
const COMPARISONS = 5;

/**
 * Builds the rows of a projection beside the live ones, up to where these are, and switches; nobody who appends is held. Whoever runs the
 * projection has lost it afterwards, and claims it anew if its code is the same. To be called inside of `rebuilding`.
 */
export async function rebuildProjection(
  client: Connection,
  catalogue: EventCatalogue,
  definition: Rebuildable,
  options: RebuildOptions & GoBack,
): Promise<Rebuilt> {
  const began = performance.now();
  const { generation, build, live } = await builtBeside(client, catalogue, definition, options);
  const differing =
    live?.generation === generation.fingerprint ? await compare(client, definition, { generation, build }) : null;
  await clearKept(client, definition.name);
  const heldMs = await tryToSwitch(
    client,
    { ...options, tables: generation.tables },
    {
      between: async () => build.catchUp((await liveOf(client, definition))?.position ?? 0),
      attempt: (limit) => switchOver(client, definition, { generation, build, limit }),
    },
  );
  const rows = await countRows(client, generation.tables);
  return { name: definition.name, rows, seconds: secondsSince(began), differing, heldMs };
}

/** Builds the rows beside the live ones, tells in how many they differ at the same position, and drops them. */
export async function compareProjection(
  client: Connection,
  catalogue: EventCatalogue,
  definition: Rebuildable,
  options: RebuildOptions,
): Promise<{ readonly rows: number; readonly differing: number }> {
  const { generation, build } = await builtBeside(client, catalogue, definition, options);
  const differing = await compare(client, definition, { generation, build });
  const schema = schemaOf(generation.name, 'building');
  const rows = await countRows(
    client,
    generation.tables.map((table) => inSchema(schema, table)),
  );
  await dropGeneration(client, generation.name, 'building');
  return { rows, differing };
}

interface Built {
  readonly generation: Generation;
  readonly build: ProjectionBuild;
}

async function builtBeside(
  client: Connection,
  catalogue: EventCatalogue,
  definition: Rebuildable,
  options: RebuildOptions & GoBack,
): Promise<Built & { readonly live: Live | null }> {
  const live = await liveOf(client, definition);
  const { name, tables } = definition;
  const fingerprint = generationOfConsumer(definition, catalogue)!;
  const model = { name, kind: 'projection', tables, fingerprint } as const;
  const generation = await takeUp(client, model, {
    position: 0,
    goBack: options.back === true || live?.generation !== fingerprint,
  });
  const build = new ProjectionBuild(client, definition, catalogue, generation);
  await build.fill(live?.position ?? 0, options);
  return { generation, build, live };
}

async function liveOf(client: Connection, definition: Rebuildable, lock = ''): Promise<Live | null> {
  return (await client.query<Live>(LIVE + lock, [definition.name, versionOf(definition)])).rows[0] ?? null;
}

/** At one position, which the live rows are held at meanwhile; readers go on. */
async function compare(client: Connection, definition: Rebuildable, { generation, build }: Built): Promise<number> {
  for (let time = 1; ; time += 1) {
    const before = build.position;
    const [differing, waits] = await inTransaction(client, async () => {
      const live = await liveOf(client, definition, ' for update');
      await build.catchUpInside(live?.position ?? 0);
      return [
        await differingRows(client, generation),
        await isBehind(client, build.position, definition.types),
      ] as const;
    }).catch((error: unknown) => {
      build.resetTo(before);
      throw error;
    });
    // What is read beside the log may be newer than the position, in the rows that were written last.
    if (differing === 0 || !waits || time === COMPARISONS) return differing;
    await sleep(200);
  }
}

async function isBehind(client: Connection, position: Position, types: readonly string[]): Promise<boolean> {
  const sql = 'select exists (select from log.event where position > $1 and type = any($2)) as waits';
  return (await client.query<{ waits: boolean }>(sql, [position, types])).rows[0]!.waits;
}

async function differingRows(client: Connection, { name, tables }: Generation): Promise<number> {
  const schema = schemaOf(name, 'building');
  let differing = 0;
  for (const table of tables) {
    const [beside, live] = [inSchema(schema, table), qualified(table)];
    const sql = `select greatest(count(*) filter (where side = 1), count(*) filter (where side = 2))::int as rows from (
      (select 1 as side, * from ${beside} except all select 1, * from ${live})
      union all (select 2, * from ${live} except all select 2, * from ${beside})) x`;
    differing += (await client.query<{ rows: number }>(sql)).rows[0]!.rows;
  }
  return differing;
}

const MOVE_PARKED = 'update log.parked set consumer = $1 where consumer = $2';

const SWITCH = `
insert into log.consumer (name, version, kind, position, generation) values ($1, $2, 'projection', $3, $4)
on conflict (name, version, shard) do update set position = excluded.position, generation = excluded.generation,
  epoch = log.consumer.epoch + 1, owner = null, lease_until = null, state = 'idle'`;

/** @returns the milliseconds it took, in which the rows stood still */
async function switchOver(
  client: Connection,
  definition: Rebuildable,
  { generation, build, limit }: Built & { readonly limit: string },
): Promise<number> {
  const asked = performance.now();
  const before = build.position;
  const { name } = definition;
  await inTransaction(client, async () => {
    await client.query(limit);
    const live = await liveOf(client, definition, ' for update');
    await build.catchUpInside(live?.position ?? 0);
    const kept = live?.generation ? { fingerprint: live.generation, position: String(live.position) } : null;
    if (kept) await client.query(MOVE_PARKED, [parkedName(name, 'kept'), name]);
    else await client.query('delete from log.parked where consumer = $1', [name]);
    await client.query(MOVE_PARKED, [name, parkedName(name, 'building')]);
    await swapTables(client, generation, kept);
    await client.query(SWITCH, [name, versionOf(definition), build.position, generation.fingerprint]);
  }).catch((error: unknown) => {
    build.resetTo(before);
    throw error;
  });
  await client.query(`select pg_notify('log_horizon', '')`);
  return performance.now() - asked;
}
