import { neededRight } from '#libs/api-kit';
import { isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import { borrowedCodes, ofVocabulary, refusalsIn, sourcesIn, typedBelow, typedCodesIn } from '#test/kit/refusal-codes';
import { deviations, expectedOf, outcomeOf, WHOSE } from '#test/kit/rights-matrix';
import { RiskApi } from '../risk.fixture.js';
import { policyCommands, policyProvocations, proposed } from './policies.fixture.js';
import { RightsBench } from './rights.fixture.js';

let api: RiskApi;
beforeAll(async () => {
  api = await RiskApi.start();
});
afterAll(() => api.close());

const mutationsOf = () => Object.values(api.schema.getMutationType()?.getFields() ?? {});

const rightOf = (mutation: string): Right => {
  const right = neededRight(mutationsOf().find(({ name }) => name === mutation)!);
  if (right === undefined || !isRight(right)) throw new Error(`${mutation} needs no right of the matrix.`);
  return right;
};

describe('the matrix of rights over policies, cell by cell', () => {
  it('leaves no command of the product out', async () => {
    const { schema } = await productSchema();
    const all = Object.values(schema.getMutationType()!.getFields())
      .filter((field) => neededRight(field)?.startsWith('policy.'))
      .map(({ name }) => name);
    // The cadence of planning is tried beside the roadmap.
    const tried = [...policyCommands.map(({ mutation }) => mutation), 'withdrawPolicyProposal', 'setPlanningCadence'];
    expect(all.filter((name) => !tried.includes(name))).toEqual([]);
    expect(all).toHaveLength(new Set(tried).size);
  });

  it.each(policyCommands.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (_, tried) => {
      expect(await deviations(await RightsBench.open(api), tried, rightOf(tried.mutation))).toEqual([]);
    },
  );

  it('withdrawPolicyProposal is for who proposed it and for both leads, and for nobody else', async () => {
    const bench = await RightsBench.open(api);
    const notTheirs = {
      roles: ['RISK_REVIEWER'],
      whose: 'another',
      code: 'FORBIDDEN',
      why: 'Somebody else wants it.',
    } as const;
    for (const holder of bench.holders)
      for (const whose of WHOSE) {
        await proposed(bench, whose === 'own' ? holder.member : bench.cast.secondReviewer);
        const before = await bench.events();
        const input = { kind: 'RISK_MATRIX' };
        const outcome = outcomeOf(await bench.answer('withdrawPolicyProposal', holder.member, input));
        const expected = expectedOf({ but: [notTheirs] }, 'policy.propose', holder, whose);
        expect([holder.name, whose, outcome]).toEqual([holder.name, whose, expected]);
        expect((await bench.events()) - before).toBe(expected === 'carried out' ? 1 : 0);
      }
  });

  it('a reviewer neither sets a policy nor takes back what a lead wants', async () => {
    const bench = await RightsBench.open(api);
    await proposed(bench, bench.cast.cmo, 'CONSUMER');
    const withdraw = async (name: 'reviewer' | 'cto') =>
      outcomeOf(await bench.answer('withdrawPolicyProposal', bench.cast[name], { kind: 'RISK_MATRIX' }));
    expect([await withdraw('reviewer'), await withdraw('cto')]).toEqual(['FORBIDDEN', 'carried out']);
  });

  it('what both leads want here changes nothing elsewhere', async () => {
    const [bench, elsewhere] = [await RightsBench.open(api), await RightsBench.open(api)];
    const asked = '{ policies { kind version proposal { reason } inForce { number } } }';
    const before = await api.ask(asked, elsewhere.cast.auditor);
    await proposed(bench, bench.cast.cmo, 'CONSUMER');
    expect(await api.ask(asked, elsewhere.cast.auditor)).toEqual(before);
    const input = { kind: 'RISK_MATRIX' };
    expect(outcomeOf(await bench.answer('withdrawPolicyProposal', elsewhere.cast.cmo, input))).toBe(
      'POLICY_NOT_PROPOSED',
    );
  });
});

describe('the codes of refusals of policies', () => {
  const here = sourcesIn(new URL('../../../policies/src/', import.meta.url));
  const declared = refusalsIn(here);
  const kernel = ['VALIDATION_FAILED', 'FORBIDDEN', 'CONCURRENCY_CONFLICT', 'IDEMPOTENCY_KEY_REUSED'];
  const known = [...declared.map(({ code }) => code), ...borrowedCodes(here, ofVocabulary), ...kernel];
  const typed = [...typedCodesIn(here), ...typedBelow];

  it('are all provoked by a call, and nothing else is', () => {
    expect(declared.length).toBeGreaterThan(4);
    expect(known.filter((code) => !(code in policyProvocations))).toEqual([]);
    expect(Object.keys(policyProvocations).filter((code) => !known.includes(code))).toEqual([]);
    const figures = declared.filter(({ hasDetails }) => hasDetails).map(({ code }) => code);
    expect(figures.filter((code) => !typed.includes(code))).toEqual([]);
  });

  it.each(Object.entries(policyProvocations))(
    '%s comes as data with a sentence, and stores nothing',
    async (code, provoke) => {
      const bench = await RightsBench.open(api);
      const { who, mutation, input, given } = await provoke(bench);
      const stored = await bench.events();
      const { position, problems } = await bench.answer(mutation, who, input, given);
      expect(problems).toMatchObject([{ code, message: expect.stringMatching(/^[A-Z0-9].*\S[.?]$/) as string }]);
      expect(position).toBeNull();
      expect(await bench.events()).toBe(stored);
    },
  );
});
