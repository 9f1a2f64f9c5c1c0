import { formatPosition } from '#libs/api-kit';
import { EventLog, PostgresLogStore } from '#libs/event-log';
import { readersConsumers } from '#libs/readers';
import { logModel } from '../../apps/api/src/contexts.js';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { HoursCast } from './hours-cast.js';
import { fillLog } from './log-fill.js';

/** Whoever may read a workspace's log. */
export interface Follower {
  readonly workspaceId: string;
  readonly tokens: readonly string[];
}

/** Comments about as long as people write them. */
const comment = {
  commentId: '00000000-0000-4000-a000-000000000001',
  text: 'The second offer is cut off on a small phone; with the longer headline it stands below the fold. '.repeat(2),
  mentions: [],
  replyTo: null,
};

const WORKSPACES = 10;

/** A log full of comments that several workspaces share. */
export class ReadersLog {
  private constructor(
    readonly database: BenchDatabase,
    /** A workspace that has as much of it as the others. */
    readonly one: Follower,
    /** A workspace that has a hundred of all events. */
    readonly small: Follower,
    private readonly place: { readonly epoch: string; readonly first: number; readonly last: number },
  ) {}

  /** `shared`: by ten workspaces and a small one; else all is in one. */
  static async open(
    cluster: BenchCluster,
    events: number,
    { shared }: { readonly shared: boolean },
  ): Promise<ReadersLog> {
    const database = await cluster.database(shared ? 'shared' : 'single');
    const [one, small] = [await follower(database), await follower(database)];
    const others = Array.from(
      { length: shared ? WORKSPACES - 1 : 0 },
      (_, other) => `00000000-0000-4000-8000-00000000000${other}`,
    );
    const workspaceIds = [one.workspaceId, ...others];
    const smallId = shared ? { smallId: small.workspaceId } : {};
    const comments = { streamType: 'conversation', type: 'CommentAdded', data: comment };
    await fillLog(database.owner, events, { workspaceIds, ...smallId, ...comments });
    await placeAll(database);
    const { rows } = await database.owner.query<{ epoch: string; safe: number }>(
      'select epoch, safe::float8 as safe from log.horizon',
    );
    const { epoch, safe } = rows[0]!;
    return new ReadersLog(database, one, small, { epoch, first: safe - events, last: safe });
  }

  /** A position before which lies this part of the filling. */
  at(part: number): string {
    const { epoch, first, last } = this.place;
    return formatPosition({ epoch, position: Math.round(first + (last - first) * part) });
  }
}

async function follower(database: BenchDatabase): Promise<Follower> {
  const cast = await HoursCast.begin(database, '2026-01-05');
  const tokens: string[] = [];
  for (let count = 0; count < 3; count += 1) tokens.push(...(await cast.join('AUDITOR', null)).tokens);
  await cast.settle();
  return { workspaceId: cast.workspaceId, tokens };
}

/** Does the work of the consumer that writes down where events stand. */
async function placeAll(database: BenchDatabase): Promise<void> {
  const { owner } = database;
  const model = logModel();
  const [places] = readersConsumers(owner, [...new Set(model.catalogue.types.map(({ type }) => type))]);
  if (places?.kind !== 'projection') throw new Error('Nobody writes down where events stand.');
  const log = new EventLog(new PostgresLogStore(database.pool(1)), model);
  const { rows } = await owner.query<{ last: number }>('select max(position)::float8 as last from log.event');
  const { events } = await log.readAll({ after: rows[0]!.last - 1, limit: 1 });
  const client = await owner.connect();
  try {
    await places.apply(events, client);
  } finally {
    client.release();
  }
  await owner.query('vacuum analyze');
}
