import type { BenchCluster } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { alternate, median, ratio } from './measure.js';
import { OurData } from './ours.js';
import { perSecond, type Row } from './report.js';

const CLIENTS = 8;
const PER_ROUND = 400;
const REQUESTS = 500;
const PAGES = [5, 50, 200];

const LIST = `query List($first: Int!) {
  requests(first: $first) {
    nodes { id number title status type waitingOn completenessPercent updatedAt requester { id name } consumerTeam { id name } }
  }
}`;

/** The request list with names of people and teams, beside one hand-written join. */
export async function listRows(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('list');
  const data = await OurData.prepare(database.pool(4));
  await data.drafts(REQUESTS);
  await database.owner.query('vacuum analyze');
  await database.close();
  const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 10 });
  const load = new Load();
  let turn = 0;
  const ours = (first: number) => () => ({
    url: `${server.url}/graphql`,
    token: data.tokens[turn++ % data.tokens.length]!,
    body: JSON.stringify({ query: LIST, variables: { first } }),
  });
  const byHand = () => ({
    url: `${server.url}/bench/list?workspace=${data.requester.workspaceId}&first=50`,
    token: '',
  });
  const run = (call: () => { url: string; token: string; body?: string }, calls = PER_ROUND) =>
    load.rate({ clients: CLIENTS, calls: Array.from({ length: calls }, call), expect: '"consumerTeam":{"id":' });
  try {
    const rounds = await alternate({ ours: () => run(ours(50)), byHand: () => run(byHand) });
    const statements: string[] = [];
    for (const first of PAGES) {
      const cost = await cluster.costOf(() => run(ours(first), 50).then(() => 50));
      statements.push(`${Math.round(cost.statements)} statements for ${first} rows`);
    }
    return [
      {
        what: 'request list of 50 with names of people and teams, beside one join and JSON.stringify',
        ours: perSecond(median(rounds.ours)),
        beside: perSecond(median(rounds.byHand)),
        ratio: ratio(rounds.ours, rounds.byHand),
        target: { atLeast: 0.25 },
        cost: statements.join(', '),
      },
    ];
  } finally {
    await load.stop();
    await server.stop();
  }
}
