import type { ProjectionConsumer, Recorded, Transaction } from '#libs/event-log';
import type { KnownRequest } from '../domain/index.js';
import { type Counted, type CountChange, countedTypes, countOn, keyOf } from './request-counts.js';

/** The consumer's name, for those who wait for it. */
export const REQUEST_COUNTS = 'request-counts';

const LOAD = `
select workspace_id, stream_id, c.version, c.state from requests.request_counted c
join unnest($1::uuid[], $2::text[]) x(workspace_id, stream_id) using (workspace_id, stream_id)`;

const SAVE = `
insert into requests.request_counted (workspace_id, stream_id, version, state)
select * from unnest($1::uuid[], $2::text[], $3::int[], $4::jsonb[])
on conflict (workspace_id, stream_id) do update set version = excluded.version, state = excluded.state`;

/** A group nobody is left in goes: groups that were never used and groups that are empty look the same. */
const COUNT = `
merge into requests.request_count c
using unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::int[])
  as x(workspace_id, status, waiting_on, consumer_team_id, provider_team_id, delta)
on c.workspace_id = x.workspace_id and c.status = x.status and c.waiting_on = x.waiting_on
  and c.consumer_team_id = x.consumer_team_id and c.provider_team_id is not distinct from x.provider_team_id
when matched and c.requests + x.delta = 0 then delete
when matched then update set requests = c.requests + x.delta
when not matched then insert values (x.workspace_id, x.status, x.waiting_on, x.consumer_team_id, x.provider_team_id, x.delta)`;

interface Row {
  readonly workspace_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly state: KnownRequest | null;
}

/** Counts requests by where they stand: three statements for a batch, whatever its size. */
export const requestCounts: ProjectionConsumer = {
  kind: 'projection',
  source: import.meta.url,
  tables: ['requests.request_count', 'requests.request_counted'],
  name: REQUEST_COUNTS,
  about: 'Counts of requests by where they stand.',
  types: countedTypes,
  async apply(events, transaction) {
    const { counted, changes } = countOn(await load(events, transaction), events);
    if (counted.length === 0) return;
    await transaction.query(SAVE, [
      counted.map(({ workspaceId }) => workspaceId),
      counted.map(({ streamId }) => streamId),
      counted.map(({ version }) => version),
      counted.map(({ state }) => JSON.stringify(state)),
    ]);
    if (changes.length > 0) await transaction.query(COUNT, columnsOf(changes));
  },
};

async function load(events: readonly Recorded[], transaction: Transaction): Promise<Map<string, Counted>> {
  const streams = [...new Map(events.map((event) => [keyOf(event), event])).values()];
  const { rows } = await transaction.query<Row>(LOAD, [
    streams.map(({ workspaceId }) => workspaceId),
    streams.map(({ streamId }) => streamId),
  ]);
  const found = rows.map(({ workspace_id: workspaceId, stream_id: streamId, version, state }) => ({
    workspaceId,
    streamId,
    version,
    state,
  }));
  return new Map(found.map((one) => [keyOf(one), one]));
}

const columnsOf = (changes: readonly CountChange[]): unknown[] => [
  changes.map(({ group }) => group.workspaceId),
  changes.map(({ group }) => group.status),
  changes.map(({ group }) => group.waitingOn),
  changes.map(({ group }) => group.consumerTeamId),
  changes.map(({ group }) => group.providerTeamId),
  changes.map(({ delta }) => delta),
];
