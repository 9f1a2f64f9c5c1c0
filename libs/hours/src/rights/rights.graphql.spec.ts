import { neededRight } from '#libs/api-kit';
import { isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { deviations, outcomeOf } from '#test/kit/rights-matrix';
import type { GraphQLSchema } from 'graphql';
import { type Cast, HoursApi } from '../hours.fixture.js';
import { hoursCommands } from './commands.fixture.js';
import { HoursBench, type HoursTried } from './rights.fixture.js';
import { JANUARY, stories } from './stories.fixture.js';

let api: HoursApi;
let bench: HoursBench;
let elsewhere: Cast;
beforeAll(async () => {
  api = await HoursApi.start();
  bench = await HoursBench.open(api);
  elsewhere = await api.cast();
});
afterAll(() => api.close());

const fieldsOf = (schema: GraphQLSchema) => Object.values(schema.getMutationType()?.getFields() ?? {});

const rightOf = (mutation: string): Right => {
  const field = fieldsOf(api.schema).find(({ name }) => name === mutation);
  const right = field && neededRight(field);
  if (right === undefined || !isRight(right)) throw new Error(`${mutation} needs no right of the matrix.`);
  return right;
};

const OURS = /^(hours|agreement|overage|reservation|time|statement|period)\./;

/** Commands that need a right of hours and are not tried. */
const untried = (schema: GraphQLSchema, tried: readonly HoursTried[]): string[] =>
  fieldsOf(schema)
    .filter((field) => OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ mutation }) => mutation === name));

describe('the matrix of rights over hours, cell by cell', () => {
  it('leaves no command of the product out', async () => {
    const { schema } = await productSchema();
    expect(untried(schema, hoursCommands)).toEqual([]);
    expect(untried(schema, hoursCommands.slice(1))).toEqual(['draftAgreement']);
  });

  it.each(hoursCommands.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (_, tried) => {
      expect(await deviations(bench, tried, rightOf(tried.mutation))).toEqual([]);
    },
  );

  it('would notice who gets more than they should, and who gets less', async () => {
    const planted = hoursCommands.find(({ mutation }) => mutation === 'closePeriod')!;
    expect(await deviations(bench, planted, 'statement.issue')).toEqual([
      'FINANCE, own: carried out, not FORBIDDEN',
      'FINANCE, another: carried out, not FORBIDDEN',
      expect.stringMatching(/^refusals stored \d+ facts$/),
      'ENGINEERING_LEAD, own: FORBIDDEN, not carried out',
      'ENGINEERING_LEAD, another: FORBIDDEN, not carried out',
    ]);
  });
});

describe('another workspace', () => {
  it.each(hoursCommands.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s finds nothing of this one',
    async (_, { mutation, input }) => {
      const [holder] = bench.holders;
      const given = await input({ bench, holder: holder!, whose: 'own' });
      const stored = await bench.events();
      const before = await api.events(elsewhere.workspaceId);
      const outcomes = new Set<string>();
      for (const name of ['cmo', 'cto', 'finance'] as const)
        outcomes.add(outcomeOf(await bench.answer(mutation, elsewhere[name], given)));
      const found = [...outcomes].filter((outcome) => outcome !== 'FORBIDDEN');
      // Whoever has the right is told that it is not there.
      expect(found).toEqual([
        mutation === 'reverseTime' || /^(correct|recordPrior)/.test(mutation) ? 'ENTRY_NOT_FOUND' : 'NOT_FOUND',
      ]);
      expect([await bench.events(), await api.events(elsewhere.workspaceId)]).toEqual([stored, before]);
    },
  );
});

describe('a deputy', () => {
  const cases = [
    { from: 'cmo', role: 'MARKETING_LEAD', side: 'CONSUMER' },
    { from: 'cto', role: 'ENGINEERING_LEAD', side: 'PROVIDER' },
  ] as const;
  const commands = [
    { mutation: 'signAgreement', story: stories.drafted, period: null },
    { mutation: 'approveOverage', story: stories.overage, period: JANUARY },
  ] as const;

  it.each(cases.flatMap((one) => commands.map((command) => ({ ...one, ...command }))))(
    'of the $from: $mutation, and the fact says for whom',
    async ({ role, side, mutation, story, period, ...rest }) => {
      const from = bench.cast[rest.from];
      const { workspaceId } = bench.cast;
      const deputy = await api.join(workspaceId, [{ role: 'FACILITATOR', teamId: null }]);
      const told = await bench.tell(story);
      const of = period === null ? { agreementId: told.agreementId } : { allotmentId: told.month(period) };
      const input = { ...of, side, ...(period !== null && { overageId: 'O1' }) };
      const attempt = async (onBehalfOf = false): Promise<string> =>
        outcomeOf(await bench.answer(mutation, deputy, input, onBehalfOf ? { onBehalfOf: from } : {}));
      expect(await attempt()).toBe('FORBIDDEN');
      await api.delegate(workspaceId, from, deputy, role);
      expect(await attempt()).toBe('FORBIDDEN');
      expect(await attempt(true)).toBe('carried out');
      const facts = await api.log.readStream({ workspaceId, streamId: told.streamId(period) });
      const said = { byId: deputy.personId, onBehalfOf: from.personId, side };
      const meta = { actorId: deputy.personId, actorRole: role, onBehalfOf: from.personId };
      expect(facts.at(-1)).toMatchObject({ data: said, meta });
      // One person on both sides: whom the deputy stood for counts.
      const other = side === 'CONSUMER' ? 'PROVIDER' : 'CONSUMER';
      const both = await bench.answer(mutation, deputy, { ...input, side: other }, { onBehalfOf: from });
      expect(outcomeOf(both)).toBe('FORBIDDEN');
    },
  );

  it('stands for one side at most', async () => {
    const { both, workspaceId } = bench.cast;
    const deputy = await api.join(workspaceId, [{ role: 'FACILITATOR', teamId: null }]);
    await api.delegate(workspaceId, both, deputy, 'MARKETING_LEAD');
    const { agreementId } = await bench.tell(stories.drafted);
    const sign = async (who: typeof deputy, side: string, onBehalfOf?: typeof deputy) =>
      outcomeOf(await bench.answer('signAgreement', who, { agreementId, side }, onBehalfOf && { onBehalfOf }));
    expect(await sign(deputy, 'PROVIDER', both)).toBe('FORBIDDEN');
    expect(await sign(deputy, 'CONSUMER', both)).toBe('carried out');
    // They stood for somebody who would now sign both sides.
    expect(await sign(both, 'PROVIDER')).toBe('BOTH_SIDES_BY_SAME_PERSON');
  });
});
