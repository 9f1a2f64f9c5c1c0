import { fromGlobalId, neededRight } from '#libs/api-kit';
import { cellOf, isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { deviations } from '#test/kit/rights-matrix';
import type { GraphQLSchema } from 'graphql';
import type { ProviderEvent } from '../domain/index.js';
import { type Member, ProvidersApi } from '../providers.fixture.js';
import { courses, type ProviderCell, ProvidersBench, type ProviderTried } from './rights.fixture.js';

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const reason = 'As we spoke.';

const on =
  (course: readonly ProviderEvent[], more: object = {}) =>
  async ({ bench, whose }: ProviderCell): Promise<object> => ({
    providerId: await bench.agency(course, { whose }),
    ...more,
  });

const commands: readonly ProviderTried[] = [
  {
    mutation: 'inviteProvider',
    input: async ({ bench }) => ({ name: 'Studio East', teamId: await bench.newTeam(), ceiling: eur(1000) }),
  },
  { mutation: 'submitEvidence', input: on(courses.invited, { item: 'NDA', text: 'Signed.' }) },
  { mutation: 'verifyItem', input: on(courses.proved, { item: 'NDA', ok: true }) },
  { mutation: 'approveProvider', input: on(courses.reviewed, { validUntil: '2026-12-31' }) },
  { mutation: 'rejectProvider', input: on(courses.invited, { reason }) },
  { mutation: 'suspendProvider', input: on(courses.approved, { reason }) },
  { mutation: 'resumeProvider', input: on(courses.suspended) },
  { mutation: 'startOffboarding', input: on(courses.approved, { reason }) },
  { mutation: 'recordAccess', input: on(courses.approved, { system: 'Tag manager' }) },
  { mutation: 'confirmRevoked', input: on(courses.withAccess, { accessId: 'X1' }) },
  { mutation: 'completeOffboarding', input: on(courses.leaving) },
  { mutation: 'recordIntegrationStep', input: on(courses.approved, { step: 'POINT_PERSON' }) },
  { mutation: 'setPurchaseOrderCeiling', input: on(courses.approved, { ceiling: eur(600_000) }) },
];

let api: ProvidersApi;
let bench: ProvidersBench;
beforeAll(async () => {
  api = await ProvidersApi.start();
  bench = await ProvidersBench.open(api);
});
afterAll(() => api.close());

const mutationsOf = (schema: GraphQLSchema) => Object.values(schema.getMutationType()?.getFields() ?? {});

const rightOf = (mutation: string): Right => {
  const field = mutationsOf(api.schema).find(({ name }) => name === mutation);
  const right = field && neededRight(field);
  if (right === undefined || !isRight(right)) throw new Error(`${mutation} needs no right of the matrix.`);
  return right;
};

const untried = (schema: GraphQLSchema, tried: readonly ProviderTried[]): string[] =>
  mutationsOf(schema)
    .filter((field) => neededRight(field)?.startsWith('provider.'))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ mutation }) => mutation === name));

describe('the matrix of rights over agencies, cell by cell', () => {
  it('leaves no command of the product out', async () => {
    const { schema } = await productSchema();
    expect(untried(schema, commands)).toEqual([]);
    expect(untried(schema, commands.slice(1))).toEqual(['inviteProvider']);
  });

  it.each(commands.map((tried) => [tried.mutation, tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (_, tried) => {
      expect(await deviations(bench, tried, rightOf(tried.mutation))).toEqual([]);
    },
  );

  it('would notice who gets more than they should, and who gets less', async () => {
    const planted = commands.find(({ mutation }) => mutation === 'suspendProvider')!;
    expect(await deviations(bench, planted, 'provider.verify')).toEqual([
      'ENGINEERING_LEAD, own: carried out, not FORBIDDEN',
      'ENGINEERING_LEAD, another: carried out, not FORBIDDEN',
      'refusals stored 2 facts',
    ]);
  });
});

describe('reading agencies', () => {
  const MONEY = '{ minorUnits currency }';
  const ONE = `query ($id: ID!) { provider(id: $id) { id rateCard { rate ${MONEY} }
    purchaseOrder { id ceiling ${MONEY} spent ${MONEY} left ${MONEY} } history { changes { summary } } } }`;
  const LIST = `{ providers(first: 10, order: [{ number: DESC }]) { nodes { id rateCard { rate ${MONEY} } purchaseOrder { left ${MONEY} } } } }`;
  const NODE = `query ($id: ID!) { node(id: $id) { id } }`;

  interface Shown {
    readonly id: string;
    readonly rateCard: object | null;
    readonly purchaseOrder: { readonly id: string } | null;
  }
  const one = async (id: string, who: Member): Promise<Shown | null> =>
    (await api.run(ONE, who, { id })).data?.['provider'] as Shown | null;

  it('is for whom the matrix says; money for whoever sees money', async () => {
    const queries = Object.values((await productSchema()).schema.getQueryType()!.getFields());
    const ours = queries.filter((field) => neededRight(field)?.startsWith('provider.')).map(({ name }) => name);
    expect(ours).toEqual(['provider', 'providers']);
    const agencies = {
      own: await bench.agency(courses.approved),
      another: await bench.agency([], { whose: 'another' }),
    };
    await api.readable();
    const { purchaseOrder } = (await one(agencies.own, bench.cast.finance))!;
    for (const { name, role, scoped, member } of bench.holders) {
      const cells = (['provider.read', 'money.read'] as const).map((right) =>
        role === 'INTEGRATION' && !scoped ? null : cellOf(role, right),
      );
      const [read, money] = cells.map((cell) => ({ own: cell !== null, another: cell === 'all' }));
      const list = (await api.run(LIST, member)).data?.['providers'] as { nodes: Shown[] } | null;
      for (const whose of ['own', 'another'] as const) {
        const shown = await one(agencies[whose], member);
        const listed = list?.nodes.find(({ id }) => id === agencies[whose]) ?? null;
        for (const found of [shown, listed]) {
          const told = [found !== null, found?.rateCard != null, found?.purchaseOrder != null];
          const seesMoney = read![whose] && money![whose];
          expect([name, whose, told]).toEqual([name, whose, [read![whose], seesMoney, seesMoney]]);
        }
      }
      // A purchase order stands behind `node` as well.
      const node = (await api.run(NODE, member, { id: purchaseOrder!.id })).data?.['node'] ?? null;
      expect([name, node !== null]).toEqual([name, money!.own]);
    }
  });

  it('shows no rates of other agencies to who is of one agency and of the house', async () => {
    const { workspaceId, engineering, studio } = bench.cast;
    const person = await api.join(workspaceId, [
      { role: 'ENGINEER', teamId: fromGlobalId(engineering, 'Team') },
      { role: 'AGENCY_MEMBER', teamId: fromGlobalId(studio, 'Team') },
    ]);
    const another = await one(await bench.agency([], { whose: 'another' }), person);
    expect(another).toMatchObject({ rateCard: null, purchaseOrder: null });
    expect(await one(await bench.agency(), person)).toMatchObject({
      rateCard: [{ rate: eur(12_345) }],
      purchaseOrder: { ceiling: eur(500_000) },
    });
  });

  it('shows nothing to another workspace', async () => {
    const id = await bench.agency(courses.approved);
    const order = (await one(id, bench.cast.finance))!.purchaseOrder!.id;
    const { cto, finance, auditor } = await api.cast();
    for (const who of [cto, finance, auditor]) {
      expect(await one(id, who)).toBeNull();
      expect((await api.run(LIST, who)).data).toEqual({ providers: { nodes: [] } });
      for (const node of [id, order]) expect((await api.run(NODE, who, { id: node })).data).toEqual({ node: null });
    }
    const { problems } = await bench.answer('suspendProvider', cto, { providerId: id, reason });
    expect(problems).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});
