import type { Happening, Made, Quarter, Reference } from './quarter.js';
import { asked } from './requests.js';

type Level = readonly [likelihood: number, impact: number];

interface Statement {
  readonly lens: string;
  readonly title: string;
  readonly cause: string;
  readonly event: string;
  readonly consequence: string;
  readonly inherent: Level;
  /** What is done about it before the launch; nothing where it is avoided or accepted. */
  readonly mitigation?: { readonly title: string; readonly on: string; readonly current: Level };
}

/** The table of demo-quarter.md 5.6, in plain words; by request, in the order in which they were found. */
const found: Readonly<Record<Reference, Readonly<Record<string, Statement>>>> = {
  'REQ-1': {
    K1: {
      lens: 'PRIVACY',
      title: 'Personalisation API exposes profile fields',
      cause: 'The API answers with the whole profile',
      event: 'somebody reads fields the page does not show',
      consequence: 'customers’ profiles are public',
      inherent: [4, 5],
      mitigation: { title: 'Field allow-list, signed tokens', on: '2026-02-20', current: [1, 5] },
    },
    K2: {
      lens: 'THIRD_PARTY',
      title: 'E-mail platform outage stalls onboarding',
      cause: 'The second step waits for a mail',
      event: 'the e-mail platform is away',
      consequence: 'new customers cannot go on',
      inherent: [3, 3],
      mitigation: { title: 'Retry queue', on: '2026-02-20', current: [2, 3] },
    },
    K3: {
      lens: 'PRIVACY',
      title: 'Consent for behavioural data not recorded',
      cause: 'The flow learns from clicks before anybody agreed',
      event: 'a customer asks for the consent we have',
      consequence: 'we have none, and a fine is due',
      inherent: [3, 4],
      mitigation: { title: 'Consent event', on: '2026-02-13', current: [1, 4] },
    },
  },
  'REQ-3': {
    K4: {
      lens: 'PAYMENT',
      title: 'Card data touches our server',
      cause: 'The form posts the card to us',
      event: 'card data is stored or logged',
      consequence: 'we lose the right to take cards',
      inherent: [3, 5],
      mitigation: { title: 'hosted card fields', on: '2026-03-03', current: [1, 5] },
    },
    K5: {
      lens: 'PAYMENT',
      title: 'Retry charges twice',
      cause: 'A slow answer makes the page try again',
      event: 'a customer pays twice',
      consequence: 'money has to be given back, and trust is gone',
      inherent: [3, 4],
      mitigation: { title: 'Idempotency key', on: '2026-02-20', current: [1, 4] },
    },
    K6: {
      lens: 'SECURITY',
      title: 'Forged provider webhook',
      cause: 'The address of the webhook can be guessed',
      event: 'somebody tells us that they have paid',
      consequence: 'seats are given away for nothing',
      inherent: [2, 4],
      mitigation: { title: 'Signature check', on: '2026-02-24', current: [1, 4] },
    },
  },
  'REQ-4': {
    K7: {
      lens: 'SECURITY',
      title: 'Referral fraud through weak sign-in',
      cause: 'Nothing but a mail address makes an account',
      event: 'somebody invites themselves a hundred times',
      consequence: 'we pay for customers who are none',
      inherent: [5, 4],
    },
    K8: {
      lens: 'PRIVACY',
      title: 'Friend’s address kept without consent',
      cause: 'The code is sent to an address a customer typed',
      event: 'the address stays with us',
      consequence: 'people are in our files who never agreed',
      inherent: [3, 3],
      mitigation: { title: 'Not stored', on: '2026-02-27', current: [1, 3] },
    },
  },
  'REQ-5': {
    K9: {
      lens: 'PEAK_TRAFFIC',
      title: 'Site down during the peak',
      cause: 'Everybody comes within the same hour',
      event: 'the site does not answer any more',
      consequence: 'the trend goes by without us, and the shop is down with it',
      inherent: [4, 4],
      mitigation: { title: 'Caching, load test 6,000 rpm', on: '2026-01-29', current: [2, 4] },
    },
  },
  'REQ-8': {
    K10: {
      lens: 'PRIVACY',
      title: 'Opt-in flag lost in CRM sync',
      cause: 'The CRM overwrites what it does not know',
      event: 'an opt-in is lost',
      consequence: 'subscribers get nothing, or mails they did not ask for',
      inherent: [2, 4],
    },
  },
};

interface Review {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly risks: readonly (Made & { readonly mitigations: readonly { readonly mitigationId: string }[] })[];
  readonly lenses: readonly {
    readonly lens: string;
    readonly reviewerId: string | null;
    readonly signed: boolean;
    readonly checklist: readonly { readonly itemId: string; readonly evidenceNeeded: boolean }[];
  }[];
}

const REVIEW = `id reference status risks { id reference mitigations { mitigationId } }
  lenses { lens reviewerId signed checklist { itemId } }`;

/** The review that was opened by what the request touches. */
async function reviewOf(quarter: Quarter, reference: Reference): Promise<Review> {
  const asking = `query ($id: ID!) { riskReviewOf(subjectId: $id) { ${REVIEW} } }`;
  const review = await quarter.asks<Review | null>('Risk Reviewer', asking, { id: quarter.requestId(reference) });
  if (!review) throw new Error(`Nobody looks at the risks of ${reference}.`);
  return review;
}

const review = (quarter: Quarter, mutation: string, input: object, as = 'Risk Reviewer') =>
  quarter.gives(as, mutation, { input, fields: 'riskReview { version }' });

const risk = (quarter: Quarter, mutation: string, riskId: string, input: object, as = 'Risk Reviewer') =>
  quarter.gives(as, mutation, { input: { riskId: quarter.idOf(riskId), ...input }, fields: 'risk { id }' });

const rated = (quarter: Quarter, riskId: string, stage: string, [likelihood, impact]: Level, rationale: string) =>
  risk(quarter, 'rateRisk', riskId, { stage, likelihood, impact, rationale });

const treated = (quarter: Quarter, riskId: string, treatment: string, ownerSide: string) => {
  const owner = ownerSide === 'CONSUMER' ? 'CMO' : 'CTO';
  return risk(quarter, 'chooseTreatment', riskId, { treatment, ownerId: quarter.personId(owner), ownerSide });
};

/** Every lens has somebody to look through it. */
async function staffed(quarter: Quarter, reference: Reference): Promise<Review> {
  const opened = await reviewOf(quarter, reference);
  for (const { lens } of opened.lenses) {
    const input = { reviewId: opened.id, lens, reviewerId: quarter.personId('Risk Reviewer') };
    await review(quarter, 'assignReviewer', input);
  }
  return opened;
}

/** A risk is found, rated, told to whoever asked for the work, and what will be done about it is planned. */
async function begun(quarter: Quarter, { id: reviewId }: Review, reference: Reference, riskId: string): Promise<void> {
  const { inherent, mitigation, ...statement } = found[reference]![riskId]!;
  const known = async () => (await reviewOf(quarter, reference)).risks.find((one) => one.reference === riskId) ?? null;
  const input = { reviewId, ...statement };
  quarter.remember(
    riskId,
    await quarter.makes('Risk Reviewer', 'identifyRisk', { input, made: 'risk', known, reference: riskId }),
  );
  await rated(quarter, riskId, 'INHERENT', inherent, 'As it was asked for.');
  const accepting = riskId === 'K10';
  await treated(quarter, riskId, accepting ? 'ACCEPT' : 'REDUCE', accepting ? 'CONSUMER' : 'PROVIDER');
  await risk(quarter, 'acknowledgeRisk', riskId, {}, asked[reference]!.by);
  if (!mitigation) return;
  const { title, on: due } = mitigation;
  const ownerId = quarter.personId('Backend Engineer');
  await risk(quarter, 'addMitigation', riskId, { title, due, ownerId, preLaunch: true });
}

async function looked(quarter: Quarter, reference: Reference): Promise<void> {
  const opened = await staffed(quarter, reference);
  for (const riskId of Object.keys(found[reference] ?? {})) await begun(quarter, opened, reference, riskId);
}

/** What was planned is done, somebody else has looked at it, and the risk is rated anew. */
const reduced = (reference: Reference, riskId: string) => async (quarter: Quarter) => {
  const { mitigation } = found[reference]![riskId]!;
  const { risks } = await reviewOf(quarter, reference);
  const planned = risks.find((one) => one.reference === riskId)?.mitigations ?? [];
  for (const { mitigationId } of planned) {
    await risk(
      quarter,
      'completeMitigation',
      riskId,
      { mitigationId, evidence: 'Shown in the review' },
      'Backend Engineer',
    );
    await risk(quarter, 'verifyMitigation', riskId, { mitigationId });
  }
  await rated(quarter, riskId, 'CURRENT', mitigation!.current, mitigation!.title);
};

const signed = (reference: Reference) => async (quarter: Quarter) => {
  const { id: reviewId, lenses } = await reviewOf(quarter, reference);
  for (const { lens, checklist } of lenses) {
    const answers = checklist.map(({ itemId }) => ({ itemId, answer: 'YES', evidence: 'Seen in the review' }));
    await review(quarter, 'answerLens', { reviewId, lens, answers });
    await review(quarter, 'signLens', { reviewId, lens });
  }
};

const cleared = (reference: Reference) => async (quarter: Quarter) => {
  const { id: reviewId } = await reviewOf(quarter, reference);
  await review(quarter, 'clearReview', { reviewId });
};

async function watchedPeak(quarter: Quarter): Promise<void> {
  const { id: reviewId } = await reviewOf(quarter, 'REQ-5');
  const conditions = [{ text: 'Somebody watches the site during the peak', preLaunch: true }];
  await review(quarter, 'clearReviewWithConditions', { reviewId, conditions });
  await review(quarter, 'meetCondition', { reviewId, conditionId: 'C1', evidence: 'The roster of the day' });
}

/** The single code made the brief another one: with no cash in it there is nothing left to defraud. */
async function avoided(quarter: Quarter): Promise<void> {
  await treated(quarter, 'K7', 'AVOID', 'PROVIDER');
  await rated(quarter, 'K7', 'CURRENT', [2, 3], 'Single-use code, no cash');
}

const accepted = (quarter: Quarter) =>
  risk(
    quarter,
    'acceptRisk',
    'K10',
    {
      side: 'CONSUMER',
      expiresOn: '2026-05-15',
      justification: 'Rare, and noticed within a day.',
      control: 'Nightly comparison',
    },
    'CMO',
  );

/** What nobody may do about the first risks. */
async function refusedInJanuary(quarter: Quarter): Promise<void> {
  const { id: reviewId } = await reviewOf(quarter, 'REQ-1');
  const self = { reviewId, lens: 'PRIVACY', reviewerId: quarter.personId('Campaign Manager') };
  await quarter.refused('Risk Reviewer', 'assignReviewer', { code: 'REVIEWER_CONFLICT', input: self });
  const lived = {
    riskId: quarter.idOf('K1'),
    side: 'PROVIDER',
    expiresOn: '2026-02-28',
    justification: 'It is urgent.',
  };
  await quarter.refused('CTO', 'acceptRisk', { code: 'CRITICAL_NOT_ACCEPTABLE', input: { ...lived, control: 'None' } });
}

/** Tracking is verified, the work is accepted, and the hosted fields are not there: the gate stays closed. */
async function blocked(quarter: Quarter): Promise<void> {
  await quarter.does('Marketing Analyst', 'verifyTracking', 'REQ-3', { evidence: 'Seen in the report' });
  const refusal = await quarter.isRefused('CTO', 'launchRequest', 'REQ-3', { code: 'LAUNCH_BLOCKED_BY_RISK' });
  if (refusal && !JSON.stringify(refusal).includes('hosted card fields'))
    throw new Error('The refusal does not say what is missing.');
}

const inOrder =
  (...deeds: readonly ((quarter: Quarter) => Promise<unknown>)[]) =>
  async (quarter: Quarter): Promise<void> => {
    for (const deed of deeds) await deed(quarter);
  };
const at = (time: string, ...deeds: readonly ((quarter: Quarter) => Promise<unknown>)[]): Happening => ({
  at: `2026-${time}`,
  deed: inOrder(...deeds),
});

/** Reviews, risks and decisions of 5.6. Reviews open by themselves; RR-5 ends with its request. */
export const riskOfTheQuarter: readonly Happening[] = [
  at('01-05T15:00', (quarter) => looked(quarter, 'REQ-1'), refusedInJanuary),
  at('01-19T15:00', (quarter) => looked(quarter, 'REQ-3')),
  at('01-21T15:00', (quarter) => looked(quarter, 'REQ-4')),
  at('01-27T16:00', (quarter) => looked(quarter, 'REQ-5')),
  at('01-29T11:00', reduced('REQ-5', 'K9'), signed('REQ-5'), watchedPeak),
  at('02-02T15:00', avoided),
  at('02-04T15:00', (quarter) => looked(quarter, 'REQ-8')),
  at('02-13T15:00', reduced('REQ-1', 'K3')),
  at('02-18T15:00', accepted),
  at('02-20T11:00', reduced('REQ-1', 'K1'), reduced('REQ-1', 'K2'), reduced('REQ-3', 'K5')),
  at('02-20T15:00', signed('REQ-8'), cleared('REQ-8'), signed('REQ-1'), signed('REQ-3')),
  at('02-24T15:00', reduced('REQ-3', 'K6')),
  at('02-26T10:00', blocked),
  at('02-27T15:00', reduced('REQ-4', 'K8')),
  at('03-03T15:00', reduced('REQ-3', 'K4')),
  at('03-04T15:00', cleared('REQ-3')),
  at('03-11T15:00', cleared('REQ-1')),
  at('03-17T15:00', signed('REQ-4'), cleared('REQ-4')),
];
