import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { GateBench } from '../gate/gate.fixture.js';
import { type Given, type Member, type Name } from '../risk.fixture.js';
import type { RightsBench, Told } from './rights.fixture.js';
import { stories, type Story, terms } from './stories.fixture.js';

/** Who is refused what. */
export interface Refused {
  readonly who: Member;
  readonly mutation: string;
  readonly input: object;
  readonly given?: Given;
}

/** Brings a review to where a command is refused; the command. */
export type Provocation = (bench: RightsBench) => Promise<Refused>;

type More = object | ((bench: RightsBench, told: Told) => object);
type Asked = readonly [who: Name, mutation: string, more?: More];

const moreOf = (more: More, bench: RightsBench, told: Told): object =>
  typeof more === 'function' ? (more as (bench: RightsBench, told: Told) => object)(bench, told) : more;

const onReview =
  (story: Story, [who, mutation, more = {}]: Asked): Provocation =>
  async (bench) => {
    const told = await bench.tell(story);
    return { who: bench.cast[who], mutation, input: { reviewId: told.reviewId, ...moreOf(more, bench, told) } };
  };

const onRisk =
  (story: Story, [who, mutation, more = {}]: Asked): Provocation =>
  async (bench) => {
    const told = await bench.tell(story);
    return { who: bench.cast[who], mutation, input: { riskId: told.riskId, ...moreOf(more, bench, told) } };
  };

const onProperty =
  (who: Name, mutation: string, more: object): Provocation =>
  async (bench) => ({
    who: bench.cast[who],
    mutation,
    input: { propertyId: await bench.property(), ...more },
  });

const lens = 'PAYMENT';
const reason = 'As we spoke.';
const evidence = 'https://docs.example/1';
const rating = { stage: 'CURRENT', rationale: 'Seen before.' };
const answer = { itemId: 'refund', answer: 'YES', evidence };

/** A launch that nothing but risk or a freeze keeps back. */
const launching =
  (wanted: Parameters<GateBench['request']>[0], isFrozen = false): Provocation =>
  async ({ api }) => {
    const gate = await GateBench.open(api);
    const requestId = await gate.request(wanted);
    if (isFrozen) await gate.freeze(await gate.property());
    return { who: gate.cast.cto, mutation: 'launchRequest', input: { requestId } };
  };

const overriding = async (bench: RightsBench, sides: readonly ('CONSUMER' | 'PROVIDER')[]): Promise<Refused> => {
  const { cmo, cto } = bench.cast;
  const freezeId = await bench.freeze(await bench.property());
  const input = { freezeId, requestId: await bench.request(), reason };
  for (const side of sides) await bench.done('overrideFreeze', side === 'CONSUMER' ? cmo : cto, { ...input, side });
  return { who: cmo, mutation: 'overrideFreeze', input: { ...input, side: 'CONSUMER' } };
};

/** Refusals of reviews and of their risks. */
const ofReviews: Readonly<Record<string, Provocation>> = {
  REVIEW_EXISTS: async (bench) => {
    const { requestId } = await bench.tell(stories.opened);
    return { who: bench.cast.cto, mutation: 'openRiskReview', input: { subjectId: requestId, lenses: [lens] } };
  },
  REVIEWER_CONFLICT: onReview(stories.opened, [
    'cto',
    'assignReviewer',
    ({ cast }: RightsBench) => ({ lens, reviewerId: cast.marketer.id }),
  ]),
  REVIEWER_NOT_QUALIFIED: onReview(stories.opened, [
    'cto',
    'assignReviewer',
    ({ cast }: RightsBench) => ({ lens, reviewerId: cast.facilitator.id }),
  ]),
  LENS_ALREADY_SIGNED: onReview(stories.signed, ['reviewer', 'answerLens', { lens, answers: [answer] }]),
  LENS_INCOMPLETE: onReview(stories.assigned, ['reviewer', 'signLens', { lens }]),
  EVIDENCE_REQUIRED: onReview(stories.assigned, [
    'reviewer',
    'answerLens',
    { lens, answers: [{ itemId: 'card-data', answer: 'YES' }] },
  ]),
  RISK_STATEMENT_INCOMPLETE: onReview(stories.assigned, ['reviewer', 'identifyRisk', { lens, title: 'Paid twice' }]),
  SCORE_OUT_OF_RANGE: onRisk(stories.medium, ['reviewer', 'rateRisk', { ...rating, likelihood: 6, impact: 1 }]),
  INHERENT_RATING_MISSING: onRisk(stories.identified, [
    'reviewer',
    'rateRisk',
    { ...rating, likelihood: 1, impact: 1 },
  ]),
  CURRENT_ABOVE_INHERENT: onRisk(stories.medium, ['reviewer', 'rateRisk', { ...rating, likelihood: 5, impact: 5 }]),
  REDUCTION_WITHOUT_MITIGATION: onRisk(stories.medium, [
    'reviewer',
    'rateRisk',
    { ...rating, likelihood: 1, impact: 1 },
  ]),
  SELF_APPROVAL_FORBIDDEN: async (bench) => {
    const { riskId } = await bench.tell(stories.done, { builder: bench.cast.reviewer });
    return { who: bench.cast.reviewer, mutation: 'verifyMitigation', input: { riskId, mitigationId: 'M1' } };
  },
  CRITICAL_NOT_ACCEPTABLE: onRisk(stories.critical, ['cmo', 'acceptRisk', { side: 'CONSUMER', ...terms }]),
  ACCEPTANCE_TOO_LONG: onRisk(stories.high, [
    'cmo',
    'acceptRisk',
    { side: 'CONSUMER', ...terms, expiresOn: '2026-04-06' },
  ]),
  RISK_OWNER_MISSING: onRisk(stories.unowned, ['cto', 'acceptRisk', { side: 'PROVIDER', ...terms }]),
  BOTH_SIDES_BY_SAME_PERSON: async (bench) => {
    const { both } = bench.cast;
    const { riskId } = await bench.tell(stories.high);
    await bench.done('acceptRisk', both, { riskId, side: 'CONSUMER', ...terms });
    return { who: both, mutation: 'acceptRisk', input: { riskId, side: 'PROVIDER', ...terms } };
  },
  SIDE_ALREADY_APPROVED: onRisk(stories.offered, ['cmo', 'acceptRisk', { side: 'CONSUMER', ...terms }]),
  SCOPE_CHANGED: async (bench) => {
    const { requestId, reviewId } = await bench.tell(stories.signed);
    await bench.done('setProperties', bench.cast.marketer, { requestId, properties: ['shop'] });
    return { who: bench.cast.reviewer, mutation: 'clearReview', input: { reviewId } };
  },
  REVIEW_NOT_CLEARABLE: onReview(stories.notClearable, ['reviewer', 'clearReview']),
  SUBJECT_NOT_ENDED: onReview(stories.opened, ['cto', 'cancelReview', { reason }]),
  ALREADY_MATERIALISED: async (bench) => {
    const { riskId } = await bench.tell(stories.medium);
    const input = { riskId, occurrence: { incident: 'INC-42' } };
    await bench.done('materialiseRisk', bench.cast.backend, input);
    return { who: bench.cast.backend, mutation: 'materialiseRisk', input };
  },
};

/** Refusals of launches, properties and freezes. */
const ofProperties: Readonly<Record<string, Provocation>> = {
  LAUNCH_BLOCKED_BY_RISK: launching({ touches: ['LEGAL_CLAIMS'] }),
  FREEZE_WINDOW: launching({ properties: ['www.example'] }, true),
  ALREADY_REGISTERED: async (bench) => {
    await bench.property('taken');
    const input = { name: ' Taken', url: 'https://www.example', isPublic: true };
    return { who: bench.cast.cto, mutation: 'registerProperty', input };
  },
  FREEZE_ALREADY_OVERRIDDEN: (bench) => overriding(bench, ['CONSUMER', 'PROVIDER']),
  DATE_IN_FUTURE: onProperty('cto', 'recordCheck', {
    kind: 'TEST',
    result: 'PASSED',
    evidence,
    checkedOn: '2026-01-06',
  }),
};

/** Refusals that any context knows. */
const ofAll: Readonly<Record<string, Provocation>> = {
  DATE_IN_PAST: onRisk(stories.high, ['cmo', 'acceptRisk', { side: 'CONSUMER', ...terms, expiresOn: '2026-01-04' }]),
  REASON_REQUIRED: onReview(stories.signed, ['reviewer', 'blockReview', { reason: ' ', unblockWhen: 'Never.' }]),
  PII_NOT_ALLOWED: onReview(stories.signed, [
    'reviewer',
    'blockReview',
    { reason: 'Ask mara@example.com.', unblockWhen: 'She said so.' },
  ]),
  LIMIT_REACHED: onReview(stories.assigned, [
    'reviewer',
    'answerLens',
    { lens, answers: Array.from({ length: 31 }, () => answer) },
  ]),
  VALIDATION_FAILED: async (bench) => ({
    who: bench.cast.cto,
    mutation: 'openRiskReview',
    input: { subjectId: await bench.request() },
  }),
  INVALID_STATE: onReview(stories.opened, ['reviewer', 'clearReview']),
  NOT_FOUND: ({ cast }) => {
    const reviewId = toGlobalId('RiskReview', randomUUID());
    return Promise.resolve({ who: cast.reviewer, mutation: 'clearReview', input: { reviewId } });
  },
  FORBIDDEN: onRisk(stories.high, ['salesLead', 'acceptRisk', { side: 'CONSUMER', ...terms }]),
  CONCURRENCY_CONFLICT: async (bench) => ({
    ...(await onReview(stories.answered, ['reviewer', 'signLens', { lens }])(bench)),
    given: { expect: { version: 1 } },
  }),
  IDEMPOTENCY_KEY_REUSED: async (bench) => {
    const given = { key: randomUUID() };
    const input = { name: 'first', url: 'https://www.example', isPublic: true };
    await bench.done('registerProperty', bench.cast.cto, input, given);
    return { who: bench.cast.cto, mutation: 'registerProperty', input: { ...input, name: 'second' }, given };
  },
};

/** Every code a command on risk can be refused with, and a launch because of risk. */
export const provocations: Readonly<Record<string, Provocation>> = { ...ofReviews, ...ofProperties, ...ofAll };
