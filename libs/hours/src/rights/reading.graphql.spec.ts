import { fromGlobalId, neededRight } from '#libs/api-kit';
import { cellOf, isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { HoursApi, type Member } from '../hours.fixture.js';
import { fill, type Read, reads, seesMoney, type Shelf } from './reading.fixture.js';
import { HoursBench, type HoursHolder } from './rights.fixture.js';
import { DECEMBER } from './stories.fixture.js';

let api: HoursApi;
let bench: HoursBench;
let shelf: Shelf;
beforeAll(async () => {
  api = await HoursApi.start();
  bench = await HoursBench.open(api);
  shelf = await fill(bench);
  await api.readable();
});
afterAll(() => api.close());

const OURS = /^(hours|time)\./;
const queriesOf = (schema: GraphQLSchema) => Object.values(schema.getQueryType()?.getFields() ?? {});

const unread = (schema: GraphQLSchema, tried: readonly Read[]): string[] =>
  queriesOf(schema)
    .filter((field) => OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ query }) => query === name));

/** Fields of objects, e.g. `TimeEntry.rate`. */
const fieldsOf = (schema: GraphQLSchema): [string, GraphQLField<unknown, unknown>][] =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field): [string, typeof field] => [`${type.name}.${field.name}`, field])
      : [],
  );

/** Fields for who sees money that documents ask for. */
function moneyAskedFor(schema: GraphQLSchema, documents: readonly string[]): Set<string> {
  const asked = new Set<string>();
  const info = new TypeInfo(schema);
  for (const document of documents)
    visit(
      parse(document),
      visitWithTypeInfo(info, {
        Field() {
          const [parent, field] = [info.getParentType(), info.getFieldDef()];
          if (parent && field && neededRight(field) === 'money.read') asked.add(`${parent.name}.${field.name}`);
        },
      }),
    );
  return asked;
}

type Asked = Awaited<ReturnType<HoursApi['run']>>;

const ask = ({ document, variables }: Read, who: Member): Promise<Asked> => api.run(document, who, variables(shelf));

/** A field that may be null is null for who may not see it; one that may not be says so. */
const isSeen = ({ data }: Asked, field: string): boolean => (data?.[field] ?? null) !== null;

/** The values of fields of money that were told, anywhere in an answer. */
function moneyTold(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(moneyTold);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'minorUnits' ? [Number(part)] : key === 'contentHash' && part !== null ? [1] : moneyTold(part),
  );
}

/** With `own` an entry of somebody else is not there; the agency's person worked it. */
function seesIt(query: string, { role, scoped }: HoursHolder, right: Right): boolean {
  const cell = role === 'INTEGRATION' && !scoped ? null : cellOf(role, right);
  return cell === 'all' || (cell === 'own' && (query !== 'timeEntry' || role === 'AGENCY_MEMBER'));
}

describe('reading hours', () => {
  it('leaves no query of the product out', async () => {
    const { schema } = await productSchema();
    expect(unread(schema, reads)).toEqual([]);
    expect(unread(schema, reads.slice(1))).toEqual(['agreement']);
  });

  it.each(reads.map((read) => [read.query, read] as const))('%s is for whom the matrix says', async (query, read) => {
    const field = queriesOf(api.schema).find(({ name }) => name === query)!;
    const right = neededRight(field)!;
    if (!isRight(right)) throw new Error(`${query} needs no right of the matrix.`);
    const told = await Promise.all(
      bench.holders.map(async (holder) => [holder.name, isSeen(await ask(read, holder.member), query)]),
    );
    expect(told).toEqual(bench.holders.map((holder) => [holder.name, seesIt(query, holder, right)]));
  });
});

describe('money', () => {
  /** Reached through a field for who sees money alone. */
  const BEHIND = ['AgreementRate.perHour', 'Money.minorUnits', 'ProviderCardRate.rate'];
  const open = (schema: GraphQLSchema): string[] =>
    fieldsOf(schema)
      .filter(([, { type }]) => ['Money', 'MinorUnits'].includes(getNamedType(type).name))
      .filter(([name, field]) => neededRight(field) !== 'money.read' && !name.startsWith('PurchaseOrder.'))
      .map(([name]) => name)
      .filter((name) => !BEHIND.includes(name));

  it('is nowhere in the schema for who sees none', async () => {
    const { schema } = await productSchema();
    expect(open(schema)).toEqual([]);
  });

  it('is looked for wherever the schema has any', async () => {
    const { schema } = await productSchema();
    const asked = moneyAskedFor(
      schema,
      reads.map(({ document }) => document),
    );
    const there = fieldsOf(schema)
      .filter(([name, field]) => neededRight(field) === 'money.read' && !/^(Provider|PoCeiling)/.test(name))
      .map(([name]) => name);
    expect(there.filter((name) => !asked.has(name))).toEqual([]);
  });

  const withMoney = reads.filter(({ document }) => /minorUnits/.test(document));

  it.each(withMoney.map((read) => [read.query, read] as const))('in %s is for who may see it', async (query, read) => {
    for (const holder of bench.holders) {
      const answer = await ask(read, holder.member);
      const told = moneyTold(answer.data).some((figure) => figure !== 0);
      const isTheirs = holder.role === 'AGENCY_MEMBER' && query.startsWith('timeEntr');
      const expected = isSeen(answer, query) && (seesMoney(holder.role) || isTheirs);
      expect([holder.name, told]).toEqual([holder.name, expected]);
      if (holder.role === 'FINANCE') expect(answer.errors).toBeUndefined();
    }
  });

  it('of an entry is for the agency’s person who worked it', async () => {
    const read = reads.find(({ query }) => query === 'timeEntries')!;
    const own = await ask(read, bench.holder('AGENCY_MEMBER'));
    expect(own.errors).toBeUndefined();
    expect(moneyTold(own.data)).toContain(9000);
    const colleague = await api.join(bench.cast.workspaceId, [
      { role: 'AGENCY_MEMBER', teamId: fromGlobalId(bench.cast.agencyTeam, 'Team') },
    ]);
    expect((await ask(read, colleague)).data).toEqual({ timeEntries: { nodes: [] } });
    const one = reads.find(({ query }) => query === 'timeEntry')!;
    expect((await ask(one, colleague)).data).toEqual({ timeEntry: null });
  });

  it('is not seen by putting two roles together of which neither sees it', async () => {
    const { workspaceId, engineering, agencyTeam } = bench.cast;
    const person = await api.join(workspaceId, [
      { role: 'ENGINEER', teamId: fromGlobalId(engineering, 'Team') },
      { role: 'AGENCY_MEMBER', teamId: fromGlobalId(agencyTeam, 'Team') },
    ]);
    for (const read of reads) expect([read.query, moneyTold((await ask(read, person)).data)]).toEqual([read.query, []]);
  });

  it('is not told to who has a token without it, in words neither', async () => {
    const { workspaceId, marketing, engineering } = bench.cast;
    const rights: Right[] = ['hours.read', 'hours.consent', 'hours.simulate', 'time.read'];
    for (const [role, team] of [
      ['MARKETING_LEAD', marketing],
      ['ENGINEERING_LEAD', engineering],
    ] as const) {
      const held = [{ role, teamId: fromGlobalId(team, 'Team') }];
      const lead = await api.join(workspaceId, held, rights);
      for (const read of reads) {
        const { data } = await ask(read, lead);
        expect([read.query, moneyTold(data)]).toEqual([read.query, []]);
        // The rate that waits: 123.45 EUR.
        expect(JSON.stringify(data)).not.toMatch(/123\.?45/);
      }
    }
  });
});

describe('another workspace', () => {
  const NOTHING = ['null', '[]', '{"nodes":[]}', '{"items":[]}', '{"minutes":0}'];

  it('sees nothing of it', async () => {
    const elsewhere = await api.cast();
    for (const read of reads) {
      for (const who of [elsewhere.cto, elsewhere.finance, elsewhere.auditor]) {
        const { data, errors = [] } = await ask(read, who);
        const codes = errors.map(({ extensions }) => String(extensions?.['code']));
        expect([read.query, codes.filter((code) => !['NOT_FOUND', 'FORBIDDEN'].includes(code))]).toEqual([
          read.query,
          [],
        ]);
        const shown = Object.values(data ?? {}).map((value) => JSON.stringify(value));
        expect([read.query, shown.filter((value) => !NOTHING.includes(value))]).toEqual([read.query, []]);
      }
    }
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = [shelf.issued.agreementId, shelf.issued.month(DECEMBER), shelf.issued.entry()];
    expect((await api.run(nodes, elsewhere.cto, { ids })).data).toEqual({ nodes: [null, null, null] });
    expect((await api.run(nodes, bench.cast.cto, { ids })).data).toEqual({ nodes: ids.map((id) => ({ id })) });
  });
});
