import { DEMO_WORKSPACE_ID } from '#libs/people';
import type { BenchCluster } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { alternate, median, ratio } from './measure.js';
import { OurData } from './ours.js';
import { milliseconds, type Row } from './report.js';
import { fillRequests, WORDS } from './requests-fill.js';

const MANY = 100_000;
const FEW = 1_000;
/** Calls of one round. */
const CALLS = 40;

const NODE = 'id number title status priorityClass dueDate requester { name } consumerTeam { name }';
const QUEUE = `{ triageQueue(first: 50) { nodes { ${NODE} submittedAt } pageInfo { hasNextPage endCursor } } }`;
const BOARD = `{ board(first: 20) { columns { status count requests { ${NODE} } } } }`;
const SEARCH = `query ($text: String!, $first: Int!) { searchRequests(text: $text, first: $first) {
  capped pageInfo { hasNextPage endCursor } nodes { rank request { ${NODE} } snippets { foundIn text highlights { start end } } } } }`;

/** What is looked for, and how much of it a page shows: as much as the few requests hold, so that both sides show the same. */
const SEARCHES = [
  ['a word that every request holds', WORDS.all, 20],
  ['a word that twenty requests hold', WORDS.twenty, 20],
  ['a word of each tenth request', WORDS.tenth, 20],
  ['a word of each hundredth request, pages of 10', WORDS.hundredth, 10],
  ['a word of each five hundredth request, pages of 2', WORDS.fiveHundredth, 2],
  ['two common words and the beginning of a third', `landing ${WORDS.all} pag`, 20],
] as const;

/** First pages that people look at, over 100,000 requests beside the same over 1,000. */
export async function requestsRows(cluster: BenchCluster): Promise<Row[]> {
  const [many, few] = [await Filled.open(cluster, MANY), await Filled.open(cluster, FEW)];
  const load = new Load();
  const beside = async (what: string, body: object, expect: string): Promise<Row> => {
    const sides = { many: () => many.run(load, body, expect), few: () => few.run(load, body, expect) };
    const rounds = await alternate({ many: () => sides.many(), few: () => sides.few() });
    const costs = [];
    for (const side of [sides.many, sides.few]) costs.push(await cluster.costOf(() => side().then(() => CALLS)));
    return {
      what: `${what}: ${MANY.toLocaleString('en')} requests beside ${FEW.toLocaleString('en')}`,
      ours: milliseconds(median(rounds.many)),
      beside: milliseconds(median(rounds.few)),
      ratio: ratio(rounds.many, rounds.few),
      target: { atMost: 2 },
      cost: costs
        .map(({ statements, buffers }) => `${Math.round(statements)} statements, ${Math.round(buffers)} buffers`)
        .join('; '),
    };
  };
  try {
    const rows = [
      await beside('first page of the triage queue', { query: QUEUE }, '"status":"SUBMITTED"'),
      await beside('the board', { query: BOARD }, '"status":"TRIAGED"'),
    ];
    for (const [what, text, first] of SEARCHES)
      rows.push(await beside(`search for ${what}`, { query: SEARCH, variables: { text, first } }, '"foundIn":'));
    return rows;
  } finally {
    await load.stop();
    await many.stop();
    await few.stop();
  }
}

/** A service over so many requests. */
class Filled {
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly tokens: readonly string[],
  ) {}

  static async open(cluster: BenchCluster, count: number): Promise<Filled> {
    const database = await cluster.database(`requests_${count}`);
    const data = await OurData.prepare(database.pool(4));
    const { personId, teamId } = data.requester;
    const sql = `select team_id as id from people.team_row where workspace_id = $1 and side = 'PROVIDER' limit 1`;
    const { rows } = await database.owner.query<{ id: string }>(sql, [DEMO_WORKSPACE_ID]);
    await fillRequests(
      database.owner,
      {
        workspaceId: DEMO_WORKSPACE_ID,
        requesterId: personId,
        consumerTeamId: teamId,
        providerTeamId: rows[0]!.id,
      },
      count,
    );
    await database.close();
    return new Filled(await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 4 }), data.tokens);
  }

  /** Milliseconds of one call, of one caller who makes one after the other. */
  async run(load: Load, body: object, expect: string): Promise<number> {
    const call = () => ({
      url: `${this.server.url}/graphql`,
      token: this.tokens[this.turn++ % this.tokens.length]!,
      body: JSON.stringify(body),
    });
    return 1000 / (await load.rate({ clients: 1, calls: Array.from({ length: CALLS }, call), expect }));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
