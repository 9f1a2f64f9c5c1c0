import { toGlobalId } from '#libs/api-kit';
import { DEMO_WORKSPACE_ID } from '#libs/people';
import type { RequestEvent } from '#libs/requests';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { Load, Server } from './child.js';
import type { LoadCall } from './load.js';
import { alternate, median, ratio } from './measure.js';
import { OurData } from './ours.js';
import { milliseconds, type Row } from './report.js';

const ROWS = 500;
const ROUNDS = 5;

const BULK = `mutation Bulk($input: BulkTriageInput!) {
  bulkTriage(input: $input) { refused rows { fate request { id version status } problems { code message } } }
}`;
const SINGLE = `mutation Single($input: TriageRequestInput!, $expect: Expect!) {
  triageRequest(input: $input, expect: $expect) { request { id version status } problems { code message } }
}`;

const submitted: RequestEvent = {
  type: 'RequestSubmitted',
  data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
};

/** How 500 requests are triaged: by commands of so many rows each (none: by single mutations), from so many clients. */
const WAYS = {
  bulk: { size: ROWS, clients: 1 },
  parts: { size: 100, clients: 1 },
  eight: { size: null, clients: 8 },
  one: { size: null, clients: 1 },
} as const;
type Way = keyof typeof WAYS;
const ways = Object.keys(WAYS) as Way[];

/** Bulk triage of 500 rows beside 500 single mutations, over HTTP, as their client sees it. */
export async function bulkRows(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('bulk');
  const data = await OurData.prepare(database.pool(4), 'PRODUCT_MANAGER');
  // Every way has a warm-up and a round that is counted besides.
  const waiting = await data.drafts(ROWS * ways.length * (ROUNDS + 2), [submitted]);
  const triage = new Triage(data, await providerTeam(database));
  await database.owner.query('vacuum analyze');
  await database.close();
  const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 10 });
  const load = new Load();
  /** Milliseconds. */
  const run = async (way: Way): Promise<number> => {
    const { clients, size } = WAYS[way];
    const calls = triage.calls(`${server.url}/graphql`, waiting.splice(0, ROWS), size);
    const expect = size === null ? '"status":"TRIAGED"' : '"refused":0';
    return (calls.length / (await load.rate({ clients, calls, expect }))) * 1000;
  };
  try {
    const sides = {
      bulk: () => run('bulk'),
      parts: () => run('parts'),
      eight: () => run('eight'),
      one: () => run('one'),
    };
    const times = await alternate(sides, ROUNDS);
    const costs: Partial<Record<Way, string>> = {};
    for (const way of ways) {
      const { statements, walBytes } = await cluster.costOf(() => run(way).then(() => 1));
      costs[way] = `${Math.round(statements)} statements, ${Math.round(walBytes / 1024)} KiB`;
    }
    const beside = (way: Way, what: string, atLeast: number | null): Row => ({
      what: `bulk triage of ${ROWS} requests beside ${what}`,
      ours: milliseconds(median(times.bulk)),
      beside: milliseconds(median(times[way])),
      ratio: ratio(times[way], times.bulk),
      target: atLeast === null ? null : { atLeast },
      cost: `${costs.bulk}; ${costs[way]}`,
    });
    return [
      beside('eight', `${ROWS} single mutations, 8 at a time`, 5),
      beside('one', `${ROWS} single mutations, one after the other`, 5),
      beside('parts', 'bulk commands of 100', null),
    ];
  } finally {
    await load.stop();
    await server.stop();
  }
}

async function providerTeam({ owner }: BenchDatabase): Promise<string> {
  const sql = `select team_id as id from people.team_row where workspace_id = $1 and side = 'PROVIDER' limit 1`;
  const { rows } = await owner.query<{ id: string }>(sql, [DEMO_WORKSPACE_ID]);
  return toGlobalId('Team', rows[0]!.id);
}

/** What the clients send. */
class Triage {
  private turn = 0;

  constructor(
    private readonly data: OurData,
    private readonly providerTeamId: string,
  ) {}

  /** Commands over all of the requests, each of `size` rows; single mutations for null. */
  calls(url: string, requestIds: readonly string[], size: number | null): LoadCall[] {
    const items = requestIds.map((requestId) => this.item(requestId));
    if (size === null)
      return items.map((input) => this.call(url, { query: SINGLE, variables: { input, expect: { latest: true } } }));
    const parts = Array.from({ length: items.length / size }, (_, part) => items.slice(part * size, (part + 1) * size));
    return parts.map((part) => this.call(url, { query: BULK, variables: { input: { items: part } } }));
  }

  private item(requestId: string) {
    const ownerId = toGlobalId('Person', this.data.requester.personId);
    return { requestId, providerTeamId: this.providerTeamId, ownerId, priorityClass: 'NORMAL', roughMinutes: 600 };
  }

  private call(url: string, body: object): LoadCall {
    const token = this.data.tokens[this.turn++ % this.data.tokens.length]!;
    return { url, token, body: JSON.stringify(body) };
  }
}
