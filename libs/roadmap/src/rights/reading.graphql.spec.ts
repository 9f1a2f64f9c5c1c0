import { neededRight } from '#libs/api-kit';
import { cellOf, isRight, type Right, type Role } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { sourcesIn } from '#test/kit/refusal-codes';
import { buildSchema, extendSchema, type GraphQLSchema, parse } from 'graphql';
import { type Cast, type Member, RoadmapApi } from '../roadmap.fixture.js';
import { fill, type Read, reads, type Shelf } from './reading.fixture.js';
import { RoadmapBench, type RoadmapHolder } from './rights.fixture.js';
import { openWays } from './open-ways.fixture.js';

let api: RoadmapApi;
let bench: RoadmapBench;
let shelf: Shelf;
let elsewhere: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  bench = await RoadmapBench.open(api);
  shelf = await fill(bench);
  elsewhere = await api.cast();
  await api.readable();
});
afterAll(() => api.close());

const OURS = /^(roadmap|publicRoadmap|planning|policy)\./;
const queriesOf = (schema: GraphQLSchema) => Object.values(schema.getQueryType()?.getFields() ?? {});

const DECLARED = /@Query\([\s\S]*?@Needs\([^)]*\)\s+(?:async )?(\w+)\(/g;
const declared = sourcesIn(new URL('../', import.meta.url)).flatMap((source) =>
  [...source.matchAll(DECLARED)].map(([, name = '']) => name),
);

const unread = (schema: GraphQLSchema, tried: readonly Read[]): string[] =>
  queriesOf(schema)
    .filter((field) => declared.includes(field.name) || OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ query }) => query === name));

const rightOf = (query: string): Right => {
  const right = neededRight(queriesOf(api.schema).find(({ name }) => name === query)!);
  if (right === undefined || !isRight(right)) throw new Error(`${query} needs no right of the matrix.`);
  return right;
};

type Asked = Awaited<ReturnType<RoadmapApi['run']>>;

const ask = ({ document, variables }: Read, who: Member): Promise<Asked> => api.run(document, who, variables(shelf));
const codesOf = ({ errors = [] }: Asked): string[] => errors.map(({ extensions }) => String(extensions?.['code']));

/** What somebody with the right is told: the answer, or nothing but FORBIDDEN. */
const isTold = (answer: Asked, query: string): boolean | string[] => {
  const codes = codesOf(answer);
  if ((answer.data?.[query] ?? null) !== null) return codes.length === 0 || codes;
  // What may be null is null to whom it is not shown.
  return codes.every((code) => code === 'FORBIDDEN') ? false : codes;
};

/** Whoever sees only what is their own gets no figures over everybody's requests. */
const sees = (query: string, { role, scoped }: RoadmapHolder, right: Right): boolean => {
  const cell = role === 'INTEGRATION' && !scoped ? null : cellOf(role, right);
  return cell === 'all' || (cell === 'own' && query !== 'demandForecast');
};

describe('reading the roadmap', () => {
  it('leaves no query of the product out', async () => {
    const { schema } = await productSchema();
    expect(declared.length).toBeGreaterThan(14);
    expect(unread(schema, reads)).toEqual([]);
    expect(unread(schema, reads.slice(1))).toEqual(['roadmapItem']);
  });

  it.each(reads.map((read) => [read.query, read] as const))('%s is for whom the matrix says', async (query, read) => {
    const right = rightOf(query);
    const told = await Promise.all(
      bench.holders.map(async (holder) => [holder.name, isTold(await ask(read, holder.member), query)]),
    );
    expect(told).toEqual(bench.holders.map((holder) => [holder.name, sees(query, holder, right)]));
  });

  it('shows the people of an agency and whoever runs the place nothing but what is public', async () => {
    const roles: readonly Role[] = ['AGENCY_MEMBER', 'ADMIN'];
    const open = ['publicRoadmap', 'policy', 'policies', 'demandForecast'];
    for (const role of roles) {
      const told = await Promise.all(
        reads.map(async (read) => [read.query, await ask(read, bench.holder(role))] as const),
      );
      const seen = told.filter(([query, answer]) => isTold(answer, query) === true).map(([query]) => query);
      expect(seen.filter((query) => !open.includes(query))).toEqual([]);
      expect(seen).toContain('publicRoadmap');
      const nodes = await api.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', bench.holder(role), {
        ids: [shelf.itemId, shelf.sessionId],
      });
      expect(nodes.data).toEqual({ nodes: [null, null] });
    }
  });

  it('shows what a token is cut to, and nothing that is reached through it', async () => {
    const { workspaceId } = bench.cast;
    const cut = (role: Role, ...scopes: Right[]) => api.join(workspaceId, [{ role, teamId: null }], scopes);
    for (const role of ['INTEGRATION', 'PRODUCT_MANAGER'] as const) {
      const told = async (who: Member) => {
        const answers = await Promise.all(reads.map(async (read) => [read.query, await ask(read, who)] as const));
        return answers.filter(([query, { data }]) => (data?.[query] ?? null) !== null).map(([query]) => query);
      };
      const of = (right: Right) => reads.map(({ query }) => query).filter((query) => rightOf(query) === right);
      expect(await told(await cut(role, 'roadmap.read'))).toEqual(of('roadmap.read'));
      expect(await told(await cut(role, 'planning.read'))).toEqual(of('planning.read'));
      expect(await told(await cut(role, 'publicRoadmap.read'))).toEqual(['publicRoadmap']);
      const through = `query ($id: ID!) { planStability(sessionId: $id) { items session { id } } }`;
      const stability = await api.run(through, await cut(role, 'roadmap.read'), { id: shelf.sessionId });
      expect(stability.data?.['planStability']).toEqual({ items: 2, session: null });
      const decided = `query ($id: ID!) { planningSession(id: $id) { attendance { personId person { id } } decisions { itemId item { title } } } }`;
      const session = await api.run(decided, await cut(role, 'planning.read'), { id: shelf.sessionId });
      expect(session.data).toMatchObject({
        planningSession: {
          attendance: [{ person: null }, { person: null }],
          decisions: [{ itemId: shelf.itemId, item: null }],
        },
      });
      const linked = `query ($id: ID!) { roadmapItem(id: $id) { links { requestId request { id } } owners { marketing { person { id } } } } }`;
      const item = await api.run(linked, await cut(role, 'roadmap.read'), { id: shelf.itemId });
      expect(item.data).toEqual({
        roadmapItem: {
          links: [{ requestId: shelf.requestId, request: null }],
          owners: { marketing: { person: null } },
        },
      });
    }
    const proposing = await cut('INTEGRATION', 'roadmap.propose');
    const proposal = { title: 'Gift cards', lane: 'SHARED', kind: 'FEATURE' };
    await bench.done('proposeRoadmapItem', proposing, proposal);
    const reading = await cut('INTEGRATION', 'roadmap.read');
    expect((await bench.answer('proposeRoadmapItem', reading, proposal)).problems).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  });
});

describe('what is reached through the roadmap', () => {
  it('asks for the right of its own kind, wherever the schema leads', async () => {
    const { schema } = await productSchema();
    const queries = queriesOf(schema).filter(({ name }) => declared.includes(name));
    expect(queries.flatMap((query) => openWays(schema, query))).toEqual([]);
  });

  it('would be caught where it does not', () => {
    const roots = buildSchema('type Query { a: Int }');
    expect(openWays(roots, queriesOf(roots)[0]!)).toEqual([]);
    const planted = extendSchema(api.schema, parse('extend type RoadmapConflict { review: RiskReview, by: Person }'));
    const alignment = queriesOf(planted).find(({ name }) => name === 'alignment')!;
    expect(openWays(planted, alignment)).toEqual(['RoadmapConflict.review: RiskReview', 'RoadmapConflict.by: Person']);
  });
});

describe('another workspace', () => {
  /** Answers without anything in them; a roadmap of its own starts empty. */
  const isEmpty = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.every(isEmpty);
    if (value !== null && typeof value === 'object') return Object.values(value).every(isEmpty);
    return value === null || value === 0;
  };
  /** Each workspace has policies of its own. */
  const shared = reads.filter(({ query }) => !['policy', 'policies'].includes(query));

  it.each(shared.map((read) => [read.query, read] as const))('%s shows it nothing', async (query, read) => {
    for (const who of [elsewhere.cto, elsewhere.manager, elsewhere.auditor]) {
      const answer = await ask(read, who);
      expect([query, codesOf(answer).filter((code) => code !== 'NOT_FOUND')]).toEqual([query, []]);
      expect([query, answer.data, isEmpty(answer.data?.[query] ?? null)]).toEqual([query, answer.data, true]);
    }
  });

  it('finds nothing of it behind ids', async () => {
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = [shelf.itemId, shelf.sessionId];
    expect((await api.run(nodes, elsewhere.cto, { ids })).data).toEqual({ nodes: [null, null] });
    expect((await api.run(nodes, bench.cast.cto, { ids })).data).toEqual({ nodes: ids.map((id) => ({ id })) });
  });
});
