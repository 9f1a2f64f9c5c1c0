import { toGlobalId } from '#libs/api-kit';
import { outcomeOf } from '#test/kit/rights-matrix';
import { randomUUID } from 'node:crypto';
import { type Cast, type Member, type Name, RiskApi, TODAY } from '../risk.fixture.js';
import { riskCommands } from './commands.fixture.js';
import { RightsBench } from './rights.fixture.js';
import { stories } from './stories.fixture.js';

let api: RiskApi;
let bench: RightsBench;
let elsewhere: RightsBench;
let strangers: Cast;
beforeAll(async () => {
  api = await RiskApi.start();
  [bench, elsewhere] = await Promise.all([RightsBench.open(api), RightsBench.open(api)]);
  strangers = elsewhere.cast;
});
afterAll(() => api.close());

const counted = async (): Promise<number[]> => [await bench.events(), await elsewhere.events()];

describe('a command of another workspace', () => {
  /** It names nothing that is there already. */
  const NEW = ['registerProperty'];
  const named = riskCommands.filter(({ mutation }) => !NEW.includes(mutation));

  it.each(named.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s finds nothing of this one',
    async (_, { mutation, input }) => {
      const [holder] = bench.holders;
      const given = await input({ bench, holder: holder!, whose: 'own' });
      const before = await counted();
      const outcomes = new Set<string>();
      for (const name of ['cmo', 'cto', 'reviewer', 'marketer', 'backend'] as const)
        outcomes.add(outcomeOf(await bench.answer(mutation, strangers[name], given)));
      // Whoever has the right is told that it is not there.
      expect([...outcomes].filter((outcome) => outcome !== 'FORBIDDEN')).toEqual(['NOT_FOUND']);
      expect(await counted()).toEqual(before);
    },
  );

  it('registerProperty of a name that is taken here is one of its own there', async () => {
    const input = { name: `www-${randomUUID()}`, url: 'https://www.example', isPublic: true };
    for (const who of [bench.cast.cto, strangers.cto])
      expect(outcomeOf(await bench.answer('registerProperty', who, input))).toBe('carried out');
    expect(outcomeOf(await bench.answer('registerProperty', strangers.cmo, input))).toBe('ALREADY_REGISTERED');
  });
});

describe('a command on something of one’s own', () => {
  interface Mixed {
    readonly mutation: string;
    readonly who: Name;
    /** What of another workspace it names. */
    readonly what: string;
    readonly input: (own: RightsBench, theirs: RightsBench) => Promise<object>;
  }
  const span = { from: TODAY, to: '2026-01-30' };
  const onRisk = async (own: RightsBench): Promise<{ riskId: string }> => ({
    riskId: (await own.tell(stories.medium)).riskId,
  });
  const mixed: readonly Mixed[] = [
    {
      mutation: 'assignReviewer',
      who: 'cto',
      what: 'a reviewer',
      input: async (own, { cast }) => {
        const { reviewId } = await own.tell(stories.opened);
        return { reviewId, lens: 'PAYMENT', reviewerId: cast.reviewer.id };
      },
    },
    {
      mutation: 'chooseTreatment',
      who: 'reviewer',
      what: 'who carries it',
      input: async (own, { cast }) => ({
        ...(await onRisk(own)),
        treatment: 'TRANSFER',
        ownerId: cast.backend.id,
        ownerSide: 'PROVIDER',
      }),
    },
    {
      mutation: 'addMitigation',
      who: 'cto',
      what: 'who sees to it',
      input: async (own, { cast }) => ({
        ...(await onRisk(own)),
        title: 'Replay',
        ownerId: cast.backend.id,
        due: '2026-01-20',
        preLaunch: false,
      }),
    },
    {
      mutation: 'materialiseRisk',
      who: 'backend',
      what: 'a bug',
      input: async (own, theirs) => {
        const requestId = await theirs.request({ bug: 'B1' });
        return { ...(await onRisk(own)), occurrence: { bug: { requestId, bugId: 'B1' } } };
      },
    },
    {
      mutation: 'openRiskReview',
      who: 'cto',
      what: 'a property',
      input: async (_, theirs) => ({ subjectId: await theirs.property(), lenses: ['SECURITY'] }),
    },
    {
      mutation: 'assignResponsibility',
      who: 'cto',
      what: 'a person',
      input: async (own, { cast }) => ({
        propertyId: await own.property(),
        area: 'ON_CALL',
        personId: cast.backend.id,
      }),
    },
    {
      mutation: 'declareFreeze',
      who: 'cto',
      what: 'one of the properties',
      input: async (own, theirs) => ({
        propertyIds: [await own.property(), await theirs.property()],
        ...span,
        reason: 'Winter sale',
      }),
    },
    {
      mutation: 'overrideFreeze',
      who: 'cto',
      what: 'the request',
      input: async (own, theirs) => ({
        freezeId: await own.freeze(await own.property()),
        requestId: await theirs.request(),
        side: 'PROVIDER',
        reason: 'Tomorrow.',
      }),
    },
  ];

  it.each(mixed)('$mutation finds no $what of another workspace', async ({ mutation, who, input }) => {
    const given = await input(elsewhere, bench);
    const before = await counted();
    expect(outcomeOf(await bench.answer(mutation, strangers[who], given))).toBe('NOT_FOUND');
    expect(await counted()).toEqual(before);
    // With one of its own it is carried out: nothing else kept it back.
    const own = await input(elsewhere, elsewhere);
    expect(outcomeOf(await bench.answer(mutation, strangers[who], own))).toBe('carried out');
  });

  it('an id of another type, or of nothing, is found nowhere', async () => {
    const ids = [toGlobalId('Request', randomUUID()), toGlobalId('RiskReview', 'x'), 'nonsense', ''];
    const ask = async (who: Member, reviewId: string): Promise<string> =>
      outcomeOf(await bench.answer('clearReview', who, { reviewId }));
    for (const id of ids) expect([id, await ask(bench.cast.reviewer, id)]).toEqual([id, 'NOT_FOUND']);
  });
});
