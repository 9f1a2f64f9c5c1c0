import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { testDatabase } from '#test/kit/database';
import { EventCatalogue } from './catalogue.js';
import { commandOf, type LogStoreHarness, requestOf } from './contract/harness.js';
import { postgresHarness } from './contract/postgres-harness.js';
import type { Recorded } from './event.js';
import { EventLog } from './event-log.js';
import type { ReplayOptions, ReplaySource } from './replay.js';

/** Frequent and rare types; one that was stored in an older version. `Unheard` is of a newer program. */
export const catalogue = new EventCatalogue([
  { type: 'Frequent', streamType: 'thing', version: 1 },
  {
    type: 'Lifted',
    streamType: 'thing',
    version: 2,
    upcasts: { 1: ({ n }: { n: number }) => ({ n, lifted: true }) },
    downcasts: { 2: ({ n }: { n: number }) => ({ n }) },
  },
  { type: 'Rare', streamType: 'thing', version: 1 },
  { type: 'Never', streamType: 'thing', version: 1 },
]);

const typeOf = (n: number): string => {
  if (n % 97 === 50) return 'Rare';
  if (n % 53 === 7) return 'Unheard';
  return n % 5 === 0 ? 'Lifted' : 'Frequent';
};

export interface ReplayBench {
  readonly harness: LogStoreHarness;
  readonly source: ReplaySource;
  readonly app: Pool;
  /** Where the log is, for whoever connects by itself. */
  readonly url: string;
  readonly workspaces: readonly string[];
  /** All that a replay of everything should give, read another way. */
  readonly everything: readonly Recorded[];
  drop(): Promise<void>;
}

/** A log of 400 events of three workspaces, with gaps between their positions. */
export const replayBench = async (): Promise<ReplayBench> => {
  const database = await testDatabase();
  const app = database.pool(8);
  const owner = database.ownerPool(2);
  const harness = postgresHarness(app, owner);
  const workspaces = [randomUUID(), randomUUID(), randomUUID()];
  for (let n = 0; n < 400; n += 1) {
    const part = { id: `thing-${n % 17}`, expected: 'any' as const, facts: [{ type: typeOf(n), data: { n } }] };
    await harness.store.append(requestOf(commandOf(workspaces[n % 7 < 5 ? 0 : (n % 2) + 1]!), part));
    if (n % 40 === 39) await owner.query(`select nextval('log.event_position') from generate_series(1, 90)`);
  }
  await harness.reveal();
  const log = new EventLog(harness.store, { catalogue, aggregates: [], views: [] });
  const { events } = await log.readAll({ after: 0, limit: 1_000 });
  return {
    harness,
    app,
    url: database.url,
    workspaces,
    source: { pool: app, catalogue },
    everything: events,
    drop: () => database.drop(),
  };
};

/** What may be asked of a replay, places given in parts of the log. */
export const questions = fc.record(
  {
    after: fc.double({ min: 0, max: 1, noNaN: true }),
    upTo: fc.double({ min: 0, max: 1, noNaN: true }),
    types: fc.subarray(['Frequent', 'Lifted', 'Rare', 'Never', 'Unheard', 'Rare2']),
    workspace: fc.nat(2),
    batch: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(5_000)),
  },
  { requiredKeys: [] },
);

export type Question = typeof questions extends fc.Arbitrary<infer Asked> ? Asked : never;

export const optionsOf = ({ everything, workspaces }: ReplayBench, question: Question): ReplayOptions => {
  const last = everything.at(-1)!.position;
  const { after, upTo, types, workspace, batch } = question;
  return {
    ...(after === undefined ? {} : { after: Math.floor(after * last) }),
    ...(upTo === undefined ? {} : { upTo: Math.floor(upTo * last) }),
    ...(types === undefined ? {} : { types }),
    ...(workspace === undefined ? {} : { workspaceId: workspaces[workspace]! }),
    ...(batch === undefined ? {} : { batch }),
  };
};

/** What the options ask for, picked out of everything. */
export const asked = ({ everything }: ReplayBench, options: ReplayOptions): Recorded[] =>
  everything.filter(
    ({ position, type, workspaceId }) =>
      position > (options.after ?? 0) &&
      position <= (options.upTo ?? Number.POSITIVE_INFINITY) &&
      (options.types?.includes(type) ?? true) &&
      (options.workspaceId ?? workspaceId) === workspaceId,
  );

/** The same source, and how many of its statements are under way, were so at most, and which they were; a page is one from asking for a connection on. */
export const watched = ({ pool, catalogue }: ReplaySource) => {
  const seen = { underWay: 0, most: 0, names: [] as string[] };
  const begin = (): void => {
    seen.underWay += 1;
    seen.most = Math.max(seen.most, seen.underWay);
  };
  const query = (config: { name: string }): Promise<unknown> => {
    seen.names.push(config.name);
    begin();
    return (pool.query as (config: object) => Promise<unknown>)(config).finally(() => (seen.underWay -= 1));
  };
  const connect = async (): Promise<object> => {
    begin();
    const client = await pool.connect();
    return {
      query: (copy: { text: string }) => {
        seen.names.push(copy.text.includes('lateral') ? 'log_pick' : 'log_walk');
        return (client.query as (copy: object) => unknown)(copy);
      },
      release: (broken: boolean) => {
        seen.underWay -= 1;
        client.release(broken);
      },
    };
  };
  return { seen, source: { pool: { query, connect } as unknown as Pool, catalogue } };
};
