import { neededRight } from '#libs/api-kit';
import { cellOf, isRight, type Right, type Role } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import type { Holder } from '#test/kit/rights-matrix';
import { type GraphQLSchema, isInterfaceType, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { type Member, RiskApi } from '../risk.fixture.js';
import { fill, nodeKeys, nowhere, type Read, reads, type Shelf } from './reading.fixture.js';
import { RightsBench } from './rights.fixture.js';
import { stories } from './stories.fixture.js';

let api: RiskApi;
let bench: RightsBench;
let shelf: Shelf;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RightsBench.open(api);
  shelf = await fill(bench);
  await api.readable();
});
afterAll(() => api.close());

const OURS = /^(risk|property|peak|freeze)\./;
const queriesOf = (schema: GraphQLSchema) => Object.values(schema.getQueryType()?.getFields() ?? {});

const unread = (schema: GraphQLSchema, tried: readonly Read[]): string[] =>
  queriesOf(schema)
    .filter((field) => OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ query }) => query === name));

const ask = ({ document, variables }: Read, who: Member, of: Shelf = shelf) => api.run(document, who, variables(of));

const rightOf = (query: string): Right => {
  const right = neededRight(queriesOf(api.schema).find(({ name }) => name === query)!)!;
  if (!isRight(right)) throw new Error(`${query} needs no right of the matrix.`);
  return right;
};

const reads1 = reads.map((read) => [read.query, read] as const);
const has = ({ role, scoped }: Pick<Holder<unknown>, 'role' | 'scoped'>, right: Right): boolean =>
  (role !== 'INTEGRATION' || scoped) && cellOf(role, right) !== null;

describe('reading risk', () => {
  it('leaves no query of the product out', async () => {
    const { schema } = await productSchema();
    expect(unread(schema, reads)).toEqual([]);
    expect(unread(schema, reads.slice(1))).toEqual(['riskReview']);
  });

  it.each(reads1)('%s is for whom the matrix says', async (query, read) => {
    const right = rightOf(query);
    const told = await Promise.all(
      bench.holders.map(async ({ name, member }) => {
        const { data, errors = [] } = await ask(read, member);
        const codes = new Set(errors.map(({ extensions }) => extensions?.['code']));
        return [name, (data?.[query] ?? null) !== null, [...codes]];
      }),
    );
    expect(told.map(([name, seen]) => [name, seen])).toEqual(
      bench.holders.map((holder) => [holder.name, has(holder, right)]),
    );
    // Who is not told is told so, or sees nothing; never anything else.
    expect(told.filter(([, seen, codes]) => (codes as string[]).some((code) => code !== 'FORBIDDEN' || seen))).toEqual(
      [],
    );
  });

  it('is by node for the same', async () => {
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const rightOfType = (type: string): Right => (type.startsWith('Risk') ? 'risk.read' : 'property.read');
    const types = Object.entries(nodeKeys);
    const ids = types.map(([, key]) => shelf[key]);
    for (const holder of bench.holders) {
      const { data } = await api.run(document, holder.member, { ids });
      const expected = types.map(([type, key]) =>
        has(holder, rightOfType(type)) ? { __typename: type, id: shelf[key] } : null,
      );
      expect([holder.name, data?.['nodes']]).toEqual([holder.name, expected]);
    }
  });
});

describe('another workspace', () => {
  const NAMES = ['cto', 'cmo', 'reviewer', 'finance', 'auditor'] as const;

  it.each(reads1)('reads %s as if nothing of this one were there', async (_, read) => {
    const elsewhere = await api.cast();
    await api.readable();
    const here = await ask(read, bench.cast.auditor);
    expect(here.errors).toBeUndefined();
    const empty = await ask(read, elsewhere.auditor, nowhere());
    if (read.query !== 'riskReviewQueue' && read.query !== 'blockedLaunches') expect(here.data).not.toEqual(empty.data);
    for (const name of NAMES) {
      const { data, errors } = await ask(read, elsewhere[name]);
      const nothing = await ask(read, elsewhere[name], nowhere());
      expect([name, data, errors?.map(({ extensions }) => extensions?.['code'])]).toEqual([
        name,
        nothing.data,
        nothing.errors?.map(({ extensions }) => extensions?.['code']),
      ]);
    }
  });

  it('finds no node of it', async () => {
    const elsewhere = await api.cast();
    const ids = Object.values(nodeKeys).map((key) => shelf[key]);
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    for (const name of NAMES)
      expect((await api.run(document, elsewhere[name], { ids })).data).toEqual({ nodes: ids.map(() => null) });
  });
});

describe('what others show of risk', () => {
  /** Fields of risk on objects that others may read. */
  const ON_REQUESTS = ['Request.riskReview', 'Request.registeredProperties'];
  const document = `query ($id: ID!) { request(id: $id) { id riskReview { id } registeredProperties { name }
    launchReadiness { conditions { check passed code reason reasons { check cause text reviewId reviewNumber highestBand riskIds missing { text } freezeId until } } } } }`;

  it('is all asked for', async () => {
    const { schema } = await productSchema();
    const asked = new Set<string>();
    const info = new TypeInfo(schema);
    visit(
      parse(document),
      visitWithTypeInfo(info, {
        Field: () => void asked.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`),
      }),
    );
    const there = ['Request']
      .map((name) => schema.getType(name))
      .flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []))
      .filter((field) => OURS.test(neededRight(field) ?? ''))
      .map(({ name }) => `Request.${name}`);
    expect(there.toSorted()).toEqual(ON_REQUESTS.toSorted());
    expect(there.filter((name) => !asked.has(name))).toEqual([]);
  });

  interface Shown {
    readonly riskReview: object | null;
    readonly launchReadiness: {
      readonly conditions: readonly { readonly check: string; readonly code: string | null }[];
    };
  }

  it('an agency learns of its own work that something holds it back, and nothing of the risk', async () => {
    const agency = bench.holder('AGENCY_MEMBER');
    const name = 'agency.example';
    const freezeOn = await bench.property(name);
    await bench.freeze(freezeOn);
    const told = await bench.tell(stories.blocked, { between: 'another', owner: agency, properties: [name] });
    const planned = await bench.tell(stories.planned, { between: 'another', owner: agency });
    for (const requestId of [told.requestId, planned.requestId]) {
      const seen = async (who: Member): Promise<[Shown | null, string]> => {
        const { data } = await api.run(document.replace('registeredProperties { name }', ''), who, { id: requestId });
        return [(data?.['request'] ?? null) as Shown | null, JSON.stringify(data)];
      };
      const SECRET =
        /No way back|A way back|Replay what failed|K1|RR-|Winter sale|Umlza1Jldmlldz|"reviewId":"|"highestBand":"/;
      const [all, allText] = await seen(bench.cast.cto);
      expect(all?.riskReview).not.toBeNull();
      expect(allText).toMatch(SECRET);
      const [theirs, text] = await seen(agency);
      expect(theirs?.riskReview).toBeNull();
      expect(text).not.toMatch(SECRET);
      const verdicts = (shown: Shown | null) =>
        shown?.launchReadiness.conditions.map(({ check, code }) => [check, code]);
      expect(verdicts(theirs)).toEqual(verdicts(all));
    }
  });

  it('a token without the right to read risks shows none', async () => {
    const held = [{ role: 'ENGINEERING_LEAD' as Role, teamId: null }];
    const lead = await api.join(bench.cast.workspaceId, held, ['request.read']);
    const { data } = await api.run('query ($id: ID!) { request(id: $id) { id riskReview { id } } }', lead, {
      id: shelf.requestId,
    });
    expect(data).toEqual({ request: { id: shelf.requestId, riskReview: null } });
  });
});
