import { neededRight } from '#libs/api-kit';
import { isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { deviations, outcomeOf } from '#test/kit/rights-matrix';
import type { GraphQLSchema } from 'graphql';
import { RiskApi } from '../risk.fixture.js';
import { riskCommands } from './commands.fixture.js';
import { RightsBench, type RiskTried } from './rights.fixture.js';
import { stories, terms } from './stories.fixture.js';

let api: RiskApi;
let bench: RightsBench;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RightsBench.open(api);
});
afterAll(() => api.close());

const fieldsOf = (schema: GraphQLSchema) => Object.values(schema.getMutationType()?.getFields() ?? {});

const rightOf = (mutation: string): Right => {
  const field = fieldsOf(api.schema).find(({ name }) => name === mutation);
  const right = field && neededRight(field);
  if (right === undefined || !isRight(right)) throw new Error(`${mutation} needs no right of the matrix.`);
  return right;
};

const OURS = /^(risk|property|peak|freeze)\./;

/** Commands that need a right of risk and are not tried. */
const untried = (schema: GraphQLSchema, tried: readonly RiskTried[]): string[] =>
  fieldsOf(schema)
    .filter((field) => OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ mutation }) => mutation === name));

describe('the matrix of rights over risk, cell by cell', () => {
  it('leaves no command of the product out', async () => {
    const { schema } = await productSchema();
    expect(untried(schema, riskCommands)).toEqual([]);
    expect(
      untried(
        schema,
        riskCommands.filter(({ mutation }) => mutation !== 'blockReview'),
      ),
    ).toEqual(['blockReview']);
  });

  it.each(riskCommands.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (_, tried) => {
      expect(await deviations(bench, tried, rightOf(tried.mutation))).toEqual([]);
    },
  );

  it('would notice who gets more than they should, and who gets less', async () => {
    const planted = riskCommands.find(({ mutation }) => mutation === 'recordCheck')!;
    expect(await deviations(bench, planted, 'risk.raise')).toEqual([
      'ENGINEERING_LEAD, own: carried out, not FORBIDDEN',
      'ENGINEERING_LEAD, another: carried out, not FORBIDDEN',
      'INTEGRATION, own: carried out, not FORBIDDEN',
      'INTEGRATION, another: carried out, not FORBIDDEN',
      expect.stringMatching(/^refusals stored \d+ facts$/),
    ]);
  });
});

describe('a deputy', () => {
  const cases = [
    { from: 'cmo', role: 'MARKETING_LEAD', side: 'CONSUMER' },
    { from: 'cto', role: 'ENGINEERING_LEAD', side: 'PROVIDER' },
  ] as const;

  it.each(cases)('of the $from accepts a risk, and the fact says for whom', async ({ role, side, ...rest }) => {
    const from = bench.cast[rest.from];
    const { workspaceId } = bench.cast;
    const deputy = await api.join(workspaceId, [{ role: 'FACILITATOR', teamId: null }]);
    const { riskId, reviewId } = await bench.tell(stories.high);
    const attempt = async (onBehalfOf = false, of: string = side): Promise<string> =>
      outcomeOf(
        await bench.answer(
          'acceptRisk',
          deputy,
          { riskId, ...terms, side: of },
          onBehalfOf ? { onBehalfOf: from } : {},
        ),
      );
    expect(await attempt()).toBe('FORBIDDEN');
    await api.delegate(workspaceId, from, deputy, role);
    expect(await attempt()).toBe('FORBIDDEN');
    expect(await attempt(true)).toBe('carried out');
    const facts = await api.stream(workspaceId, bench.streamOf(reviewId));
    expect(facts.at(-1)).toMatchObject({
      type: 'RiskAcceptanceGivenBySide',
      data: { side, by: { personId: deputy.personId, onBehalfOf: from.personId } },
      meta: { actorId: deputy.personId, actorRole: role, onBehalfOf: from.personId },
    });
    // One person on both sides: whom the deputy stood for counts.
    expect(await attempt(true, side === 'CONSUMER' ? 'PROVIDER' : 'CONSUMER')).toBe('FORBIDDEN');
    await bench.done('acceptRisk', side === 'CONSUMER' ? bench.cast.cto : bench.cast.cmo, {
      riskId,
      ...terms,
      side: side === 'CONSUMER' ? 'PROVIDER' : 'CONSUMER',
    });
  });

  it('stands for one side at most', async () => {
    const { both, workspaceId } = bench.cast;
    const deputy = await api.join(workspaceId, [{ role: 'FACILITATOR', teamId: null }]);
    await api.delegate(workspaceId, both, deputy, 'MARKETING_LEAD');
    const { riskId } = await bench.tell(stories.high);
    const accept = async (who: typeof deputy, side: string, onBehalfOf?: typeof deputy) =>
      outcomeOf(await bench.answer('acceptRisk', who, { riskId, ...terms, side }, onBehalfOf && { onBehalfOf }));
    expect(await accept(deputy, 'PROVIDER', both)).toBe('FORBIDDEN');
    expect(await accept(deputy, 'CONSUMER', both)).toBe('carried out');
    expect(await accept(both, 'PROVIDER')).toBe('BOTH_SIDES_BY_SAME_PERSON');
  });

  it('of a reviewer signs no lens of work they asked for or build themselves', async () => {
    const { workspaceId, reviewer, backend, marketer } = bench.cast;
    for (const one of [backend, marketer]) {
      await api.delegate(workspaceId, reviewer, one, 'RISK_REVIEWER');
      const { reviewId } = await bench.tell(stories.answered);
      const given = { onBehalfOf: reviewer };
      const answer = await bench.answer('signLens', one, { reviewId, lens: 'PAYMENT' }, given);
      expect(outcomeOf(answer)).toBe('REVIEWER_CONFLICT');
      expect(outcomeOf(await bench.answer('signLens', one, { reviewId, lens: 'PAYMENT' }))).toBe('FORBIDDEN');
    }
  });
});
