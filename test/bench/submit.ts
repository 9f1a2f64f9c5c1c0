import { createHash, randomUUID } from 'node:crypto';
import type { BenchCluster, Cost } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { CRUD_DRAFTS, CRUD_TABLES } from './crud/tables.js';
import { brief, title } from './drafts.js';
import type { LoadCall } from './load.js';
import { alternate, median, ratio } from './measure.js';
import { OurData } from './ours.js';
import { costText, perSecond, type Row } from './report.js';

const CLIENTS = 16;
const PER_ROUND = 640;
const ROUNDS = 7;
/** Rounds, warm-up and counting. */
const DRAFTS = PER_ROUND * (ROUNDS + 2);
/** Both the default of the service; 5 on our side was no faster. */
const OUR_POOL = 10;
const CRUD_POOL = 10;

const OURS = `mutation Submit($input: SubmitRequestInput!, $expect: Expect!) {
  submitRequest(input: $input, expect: $expect) { request { id version number title status submittedAt } problems { code message } }
}`;
const CRUD = `mutation Submit($input: CrudInput!) {
  submitRequest(input: $input) { request { id version number title status submittedAt } problems { code message } }
}`;

/** A server with drafts that wait to be submitted; each is submitted once. */
interface Side {
  readonly server: Server;
  readonly calls: LoadCall[];
}

/** `submitRequest` over HTTP, beside the same as plain CRUD. */
export async function submitRows(cluster: BenchCluster): Promise<Row[]> {
  const ours = await prepareOurs(cluster);
  const crud = await prepareCrud(cluster);
  const load = new Load();
  try {
    const run = ({ calls }: Side) =>
      load.rate({ clients: CLIENTS, calls: calls.splice(0, PER_ROUND), expect: '"status":"SUBMITTED"' });
    const rounds = await alternate({ ours: () => run(ours), crud: () => run(crud) }, ROUNDS);
    const costOf = async (side: Side): Promise<Cost> => {
      await side.server.queries();
      const cost = await cluster.costOf(() => run(side).then(() => PER_ROUND));
      return { ...cost, roundTrips: (await side.server.queries()) / PER_ROUND };
    };
    return [
      {
        what: `submitRequest over HTTP, ${CLIENTS} clients, beside plain Nest + TypeORM CRUD`,
        ours: perSecond(median(rounds.ours)),
        beside: perSecond(median(rounds.crud)),
        ratio: ratio(rounds.ours, rounds.crud),
        target: { atLeast: 0.8 },
        cost: `${costText(await costOf(ours))}; ${costText(await costOf(crud))}`,
      },
    ];
  } finally {
    await load.stop();
    await Promise.all([ours.server.stop(), crud.server.stop()]);
  }
}

async function prepareOurs(cluster: BenchCluster): Promise<Side> {
  const database = await cluster.database('submit');
  const data = await OurData.prepare(database.pool(4));
  const drafts = await data.drafts(DRAFTS);
  await database.owner.query('vacuum analyze');
  await database.close();
  const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: OUR_POOL });
  const calls = drafts.map((requestId, index) => ({
    url: `${server.url}/graphql`,
    token: data.tokens[index % data.tokens.length]!,
    body: JSON.stringify({ query: OURS, variables: { input: { requestId }, expect: { version: 2 } } }),
  }));
  return { server, calls };
}

/** As many people, tokens and drafts as on our side. */
async function prepareCrud(cluster: BenchCluster): Promise<Side> {
  const database = await cluster.database('crud');
  const { owner } = database;
  await owner.query(CRUD_TABLES);
  const [workspace, person, team] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(`insert into crud.workspace values ($1, 'Bench', 'Europe/Berlin')`, [workspace]);
  const roles = JSON.stringify([{ role: 'MARKETING_MEMBER', teamId: team }]);
  await owner.query(`insert into crud.person values ($1, $2, 'Mara Lindt', $3)`, [workspace, person, roles]);
  const tokens = Array.from(
    { length: 60 },
    () => `twl_${createHash('sha256').update(randomUUID()).digest('base64url')}`,
  );
  for (const token of tokens) {
    const hash = createHash('sha256').update(token).digest();
    await owner.query('insert into crud.token (id, workspace_id, person_id, hash) values ($1, $2, $3, $4)', [
      randomUUID(),
      workspace,
      person,
      hash,
    ]);
  }
  const { rows } = await owner.query<{ id: string }>(CRUD_DRAFTS, [
    workspace,
    person,
    team,
    title,
    JSON.stringify(brief),
    DRAFTS,
  ]);
  await owner.query('vacuum analyze');
  await database.close();
  const server = await Server.start({ kind: 'crud', databaseUrl: database.url, pool: CRUD_POOL });
  const calls = rows.map(({ id: requestId }, index) => ({
    url: `${server.url}/graphql`,
    token: tokens[index % tokens.length]!,
    body: JSON.stringify({ query: CRUD, variables: { input: { requestId, expectedVersion: 2 } } }),
  }));
  return { server, calls };
}
