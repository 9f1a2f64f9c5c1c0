import type { Happening, Made, Quarter, Reference } from './quarter.js';
import { asked } from './requests.js';
import { found, type Level } from './risk-statements.js';

interface Review {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly risks: readonly (Made & { readonly mitigations: readonly { readonly mitigationId: string }[] })[];
  readonly lenses: readonly {
    readonly lens: string;
    readonly checklist: readonly { readonly itemId: string }[];
  }[];
}

const REVIEW = `id reference status risks { id reference mitigations { mitigationId } }
  lenses { lens checklist { itemId } }`;

/** The review that was opened by what the request touches. */
async function reviewOf(quarter: Quarter, reference: Reference): Promise<Review> {
  const asking = `query ($id: ID!) { riskReviewOf(subjectId: $id) { ${REVIEW} } }`;
  const review = await quarter.asks<Review | null>('Risk Reviewer', asking, { id: quarter.requestId(reference) });
  if (!review) throw new Error(`Nobody looks at the risks of ${reference}.`);
  return review;
}

const review = (quarter: Quarter, mutation: string, input: object, as = 'Risk Reviewer') =>
  quarter.gives(as, mutation, { input, fields: 'riskReview { version }' });

const risk =
  (mutation: string, as = 'Risk Reviewer') =>
  (quarter: Quarter, riskId: string, input: object = {}) =>
    quarter.gives(as, mutation, { input: { riskId: quarter.idOf(riskId), ...input }, fields: 'risk { id }' });

const rated =
  (stage: 'INHERENT' | 'CURRENT', rationale: string) =>
  (quarter: Quarter, riskId: string, [likelihood, impact]: Level) =>
    risk('rateRisk')(quarter, riskId, { stage, likelihood, impact, rationale });

const treated = (quarter: Quarter, riskId: string, treatment: string, ownerSide: string) => {
  const owner = ownerSide === 'CONSUMER' ? 'CMO' : 'CTO';
  return risk('chooseTreatment')(quarter, riskId, { treatment, ownerId: quarter.personId(owner), ownerSide });
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
  await rated('INHERENT', 'As it was asked for.')(quarter, riskId, inherent);
  const accepting = riskId === 'K10';
  await treated(quarter, riskId, accepting ? 'ACCEPT' : 'REDUCE', accepting ? 'CONSUMER' : 'PROVIDER');
  await risk('acknowledgeRisk', asked[reference]!.by)(quarter, riskId);
  if (!mitigation) return;
  const { title, on: due } = mitigation;
  const ownerId = quarter.personId('Backend Engineer');
  await risk('addMitigation')(quarter, riskId, { title, due, ownerId, preLaunch: true });
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
    await risk('completeMitigation', 'Backend Engineer')(quarter, riskId, {
      mitigationId,
      evidence: 'Shown in the review',
    });
    await risk('verifyMitigation')(quarter, riskId, { mitigationId });
  }
  await rated('CURRENT', mitigation!.title)(quarter, riskId, mitigation!.current);
};

/** Every lens, or those that are named: which ones must not depend on what a telling before has signed. */
const signed =
  (reference: Reference, ...again: readonly string[]) =>
  async (quarter: Quarter) => {
    const { id: reviewId, lenses } = await reviewOf(quarter, reference);
    for (const { lens, checklist } of lenses) {
      if (again.length > 0 && !again.includes(lens)) continue;
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
  await rated('CURRENT', 'Single-use code, no cash')(quarter, 'K7', [2, 3]);
}

const accepted = (quarter: Quarter) =>
  risk('acceptRisk', 'CMO')(quarter, 'K10', {
    side: 'CONSUMER',
    expiresOn: '2026-05-15',
    justification: 'Rare, and noticed within a day.',
    control: 'Nightly comparison',
  });

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

/** A touch that comes and goes again on the day after the sign-off: the gate is closed by the first, and not opened by the second. */
async function drifted(quarter: Quarter): Promise<void> {
  if (!quarter.provokes) return;
  const why = { touch: 'AUTHENTICATION', why: 'The link signs in as well.' };
  const verdict = async () =>
    (await quarter.shows<{ launchReadiness: { verdict: string } }>('REQ-8', 'launchReadiness { verdict }'))
      .launchReadiness.verdict;
  await quarter.does('CRM Manager', 'setTouches', 'REQ-8', { add: [why] });
  if ((await verdict()) !== 'STALE') throw new Error('A touch after the sign-off closes no gate.');
  await quarter.does('CRM Manager', 'setTouches', 'REQ-8', { remove: [{ ...why, why: 'It does not.' }] });
}

const looksAgain = async (quarter: Quarter): Promise<void> => {
  if (!quarter.provokes) return;
  await quarter.does('CTO', 'confirmEstimate', 'REQ-8');
  await signed('REQ-8', 'SECURITY')(quarter);
  await cleared('REQ-8')(quarter);
};

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
  at('02-21T10:00', drifted),
  at('02-21T11:00', looksAgain),
  at('02-24T15:00', reduced('REQ-3', 'K6')),
  at('02-26T10:00', blocked),
  at('02-27T15:00', reduced('REQ-4', 'K8')),
  at('03-03T15:00', reduced('REQ-3', 'K4')),
  at('03-04T15:00', cleared('REQ-3')),
  at('03-11T15:00', cleared('REQ-1')),
  at('03-17T15:00', signed('REQ-4'), cleared('REQ-4')),
];
