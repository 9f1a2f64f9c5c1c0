import type { Role } from '#libs/people';
import type { Exception } from '#test/kit/rights-matrix';
import { randomUUID } from 'node:crypto';
import { propertyCommands } from './property-commands.fixture.js';
import type { RiskCell, RiskTried, Told } from './rights.fixture.js';
import { stories, type Story, terms } from './stories.fixture.js';

type More = object | ((told: Told, cell: RiskCell) => object);

const moreOf = (more: More, told: Told, cell: RiskCell): object =>
  typeof more === 'function' ? (more as (told: Told, cell: RiskCell) => object)(told, cell) : more;

/** On a review of work of the two teams, or of other teams. */
const onReview =
  (story: Story, more: More = {}) =>
  async (cell: RiskCell): Promise<object> => {
    const told = await cell.bench.tell(story, { between: cell.whose });
    return { reviewId: told.reviewId, ...moreOf(more, told, cell) };
  };

/** On its risk. */
const onRisk =
  (story: Story, more: More = {}) =>
  async (cell: RiskCell): Promise<object> => {
    const told = await cell.bench.tell(story, { between: cell.whose });
    return { riskId: told.riskId, ...moreOf(more, told, cell) };
  };

const LEADS: readonly Role[] = ['MARKETING_LEAD', 'ENGINEERING_LEAD'];
const ofOthers: Exception = {
  roles: LEADS,
  whose: 'another',
  code: 'FORBIDDEN',
  why: 'The lead of another team signs nothing.',
};

/** A command that both leads give, each for their own side. */
const bySide = (mutation: string, inputOf: (side: 'CONSUMER' | 'PROVIDER') => RiskTried['input']): RiskTried[] =>
  (['CONSUMER', 'PROVIDER'] as const).map((side) => ({
    mutation,
    variant: `for ${side}`,
    input: inputOf(side),
    but: [
      ofOthers,
      {
        roles: [side === 'CONSUMER' ? 'ENGINEERING_LEAD' : 'MARKETING_LEAD'],
        code: 'FORBIDDEN',
        why: 'A lead signs for the side of their own team.',
      },
    ],
  }));

const reason = 'As we spoke.';
const evidence = 'https://docs.example/1';
const statement = { cause: 'Nobody guards it.', event: 'It is repeated.', consequence: 'Customers pay twice.' };
const lens = 'PAYMENT';
const answers = [{ itemId: 'refund', answer: 'YES', evidence }];
const rating = { stage: 'INHERENT', likelihood: 2, impact: 3, rationale: 'Seen before.' };
const conditions = [{ text: 'Somebody is on call', preLaunch: true }];

const onReviews: readonly RiskTried[] = [
  {
    mutation: 'openRiskReview',
    input: async ({ bench, whose }) => ({ subjectId: await bench.request({ between: whose }), lenses: [lens] }),
  },
  {
    mutation: 'openRiskReview',
    variant: 'of a property',
    input: async ({ bench }) => ({ subjectId: await bench.property(), lenses: ['SECURITY'] }),
  },
  { mutation: 'addLenses', input: onReview(stories.cleared, { lenses: ['LEGAL'] }) },
  {
    mutation: 'assignReviewer',
    input: onReview(stories.opened, (_: Told, { bench }: RiskCell) => ({ lens, reviewerId: bench.cast.reviewer.id })),
  },
  { mutation: 'cancelReview', input: onReview(stories.ended, { reason }) },
  { mutation: 'answerLens', input: onReview(stories.assigned, { lens, answers }) },
  {
    mutation: 'signLens',
    input: async ({ bench, holder, whose }) => {
      const { reviewId } = await bench.tell(stories.answered, { between: whose, reviewer: holder.member });
      return { reviewId, lens };
    },
  },
  {
    mutation: 'signLens',
    variant: 'of another reviewer',
    input: onReview(stories.answered, { lens }),
    but: [{ roles: ['RISK_REVIEWER'], code: 'FORBIDDEN', why: 'A lens is signed by whom it was given to.' }],
  },
  { mutation: 'clearReview', input: onReview(stories.signed) },
  { mutation: 'clearReviewWithConditions', input: onReview(stories.signed, { conditions }) },
  { mutation: 'blockReview', input: onReview(stories.signed, { reason, unblockWhen: 'A way back was tried.' }) },
  { mutation: 'meetCondition', input: onReview(stories.conditional, { conditionId: 'C1', evidence }) },
  { mutation: 'reopenReview', input: onReview(stories.cleared, { reason }) },
  {
    mutation: 'clearReview',
    variant: 'of work they build',
    input: async ({ bench, holder, whose }) => ({
      reviewId: (await bench.tell(stories.signed, { between: whose, builder: holder.member })).reviewId,
    }),
    but: [{ roles: ['RISK_REVIEWER'], code: 'REVIEWER_CONFLICT', why: 'Nobody judges what they build.' }],
  },
];

/** `own`: the caller carries the mitigation; `another`: somebody else does. */
const onMitigation =
  (story: Story, more: object = {}): RiskTried['input'] =>
  async ({ bench, holder, whose }) => {
    const { riskId } = await bench.tell(story, whose === 'own' ? { builder: holder.member } : {});
    return { riskId, mitigationId: 'M1', ...more };
  };

const onRisks: readonly RiskTried[] = [
  { mutation: 'identifyRisk', input: onReview(stories.assigned, { lens, title: 'Paid twice', ...statement }) },
  { mutation: 'rateRisk', input: onRisk(stories.identified, rating) },
  {
    mutation: 'chooseTreatment',
    input: onRisk(stories.medium, (_: Told, { bench }: RiskCell) => ({
      treatment: 'TRANSFER',
      ownerId: bench.cast.backend.id,
      ownerSide: 'PROVIDER',
    })),
  },
  {
    mutation: 'addMitigation',
    input: onRisk(stories.medium, (_: Told, { bench }: RiskCell) => ({
      title: 'Replay what failed',
      ownerId: bench.cast.backend.id,
      due: '2026-01-20',
      preLaunch: true,
    })),
  },
  { mutation: 'completeMitigation', input: onMitigation(stories.planned, { evidence }) },
  {
    mutation: 'completeMitigation',
    variant: 'of other teams',
    input: async ({ bench, whose }) => ({
      riskId: (await bench.tell(stories.planned, { between: whose })).riskId,
      mitigationId: 'M1',
      evidence,
    }),
    but: [{ roles: ['MARKETING_MEMBER', 'MARKETING_LEAD'], code: 'FORBIDDEN', why: 'They do not carry it.' }],
  },
  {
    mutation: 'verifyMitigation',
    input: onMitigation(stories.done),
    but: [
      {
        roles: ['RISK_REVIEWER'],
        whose: 'own',
        code: 'SELF_APPROVAL_FORBIDDEN',
        why: 'Nobody vouches for themselves.',
      },
    ],
  },
  ...bySide('acceptRisk', (side) => onRisk(stories.high, { side, ...terms })),
  {
    mutation: 'acceptRisk',
    variant: 'that the providing side carries, for PROVIDER',
    input: onRisk(stories.medium, { side: 'PROVIDER', ...terms }),
    but: [ofOthers, { roles: ['MARKETING_LEAD'], code: 'FORBIDDEN', why: 'Engineering carries it.' }],
  },
  {
    mutation: 'acceptRisk',
    variant: 'that the providing side carries, for CONSUMER',
    input: onRisk(stories.medium, { side: 'CONSUMER', ...terms }),
    but: [{ roles: LEADS, code: 'FORBIDDEN', why: 'Engineering carries it.' }],
  },
  ...bySide('revokeAcceptance', (side) => onRisk(stories.accepted, { side, reason })),
  {
    mutation: 'acknowledgeRisk',
    input: onRisk(stories.medium),
    but: [
      {
        roles: ['MARKETING_MEMBER', 'MARKETING_LEAD'],
        whose: 'another',
        code: 'FORBIDDEN',
        why: 'The teams whose work it is acknowledge its risks.',
      },
    ],
  },
  {
    mutation: 'materialiseRisk',
    input: onRisk(stories.medium, () => ({ occurrence: { incident: `INC-${randomUUID()}` } })),
  },
];

/** Every command of risk, and on what it is tried. */
export const riskCommands: readonly RiskTried[] = [...onReviews, ...onRisks, ...propertyCommands(bySide)];
