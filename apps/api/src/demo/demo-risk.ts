import type { Pool } from 'pg';
import { claimed } from './claimed.js';
import { DemoCaller } from './demo-caller.js';
import { firstFound, type Found, found } from './demo-risk-found.js';
import { after } from './demo-stages.js';
import type { InnerVoice } from './inner-voice.js';

const PROPERTIES = [
  ['www', 'https://www.shop.example'],
  ['app', 'https://app.shop.example'],
] as const;

const REVIEWED = 'Paid webinar payment form';
const HELD_UP = 'Webinar reminder';
const REVIEWER = 'Risk Reviewer';
const BUILDER = 'Backend Engineer';

const RISKS = 'risks(first: 100) { nodes { id title mitigations { mitigationId status } } }';
const SEEN = `{ viewer { today } requests(first: 100) { nodes { id title } } properties(first: 100) { nodes { id name } } ${RISKS} }`;

interface Risk {
  readonly id: string;
  readonly title: string;
  readonly mitigations: readonly { readonly mitigationId: string; readonly status: string }[];
}

interface Risks {
  readonly risks: { readonly nodes: readonly Risk[] };
}

interface Seen extends Risks {
  readonly viewer: { readonly today: string };
  readonly requests: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
  readonly properties: { readonly nodes: readonly { readonly id: string; readonly name: string }[] };
}

interface Review {
  readonly riskReviewOf: {
    readonly id: string;
    readonly lenses: readonly { readonly lens: string; readonly reviewerId: string | null }[];
  } | null;
}

const called = ({ risks }: Risks, title: string): Risk | undefined => risks.nodes.find((risk) => risk.title === title);

/** Its last step: what was planned against the first risk is done. */
const isTold = (seen: Seen): boolean =>
  called(seen, firstFound.title)?.mitigations.some(({ status }) => status !== 'PLANNED') ?? false;

/**
 * Risk in the demo workspace: two web properties with a peak and a freeze ahead; the payment form's review with its risks, one mitigation
 * of which waits to be verified; and a delivered e-mail that may not go out before somebody has looked at what it promises. Told once, by
 * one process, whose telling may be cut short. Needs somebody who does the asynchronous work: reviews open by themselves.
 */
export const tellDemoRisk = (pool: Pool, voice: InnerVoice): Promise<boolean | null> =>
  claimed(pool, 'twolane demo risk', async () => {
    const caller = new DemoCaller(voice);
    const seen = await caller.query<Seen>(SEEN);
    if (isTold(seen)) return false;
    await lieAhead(caller, seen);
    await heldUp(caller, requestOf(seen, HELD_UP));
    await reviewed(caller, seen);
    return true;
  });

const requestOf = ({ requests }: Seen, title: string): string => {
  const request = requests.nodes.find((one) => one.title === title);
  if (!request) throw new Error(`Nobody of the demo wants ${title}.`);
  return request.id;
};

/** The properties, and what they have to get through. */
async function lieAhead(caller: DemoCaller, { viewer, properties }: Seen): Promise<void> {
  const known = (name: string): string | undefined => properties.nodes.find((one) => one.name === name)?.id;
  const propertyIds: string[] = [];
  for (const [name, url] of PROPERTIES) propertyIds.push(known(name) ?? (await registered(caller, { name, url })));
  const days = (from: number, to: number) => ({ from: after(viewer.today, from), to: after(viewer.today, to) });
  const peak = { propertyId: propertyIds[0], title: 'Spring sale', ...days(25, 27) };
  const figures = { expectedPeakRpm: 6000, testedCapacityRpm: 4500 };
  const declared = { input: { ...peak, ...figures }, key: 'peak', fields: 'peak { id }' };
  await caller.give('Campaign Manager', 'declarePeak', declared);
  const freeze = { propertyIds, reason: 'Nothing new goes live during the spring sale.', ...days(24, 28) };
  await caller.give('CTO', 'declareFreeze', { input: freeze, key: 'freeze', fields: 'freeze { id }' });
}

async function registered(caller: DemoCaller, site: { readonly name: string; readonly url: string }): Promise<string> {
  const step = { input: { ...site, isPublic: true }, key: site.name, fields: 'property { id }' };
  const { property } = await caller.give<{ property: { id: string }; problems: [] }>('CTO', 'registerProperty', step);
  return property.id;
}

/** It is delivered when somebody sees what it promises: its review opens by itself, and it is not launched before that has said yes. */
async function heldUp(caller: DemoCaller, requestId: string): Promise<void> {
  const add = [{ touch: 'LEGAL_CLAIMS', why: 'The mail promises the recording to everybody.' }];
  await caller.command(REVIEWER, 'setTouches', { requestId, add }, requestId);
  await caller.command('CTO', 'confirmEstimate', { requestId }, requestId);
  await reviewOf(caller, requestId);
}

/** The review of a request that touches something; it opens by itself. */
async function reviewOf(caller: DemoCaller, requestId: string): Promise<NonNullable<Review['riskReviewOf']>> {
  const asking = `{ riskReviewOf(subjectId: "${requestId}") { id lenses { lens reviewerId } } }`;
  const { riskReviewOf } = await caller.until<Review>(asking, (answer) => answer.riskReviewOf !== null);
  return riskReviewOf!;
}

async function reviewed(caller: DemoCaller, seen: Seen): Promise<void> {
  const { id: reviewId, lenses } = await reviewOf(caller, requestOf(seen, REVIEWED));
  const reviewerId = caller.person(REVIEWER);
  for (const { lens } of lenses.filter((one) => one.reviewerId === null)) {
    const step = { input: { reviewId, lens, reviewerId }, key: `${reviewId}/${lens}`, fields: 'riskReview { id }' };
    await caller.give(REVIEWER, 'assignReviewer', step);
  }
  for (const one of found) await identified(caller, { reviewId, ...one, riskId: called(seen, one.title)?.id }, seen);
  const risk = called(await caller.query<Risks>(`{ ${RISKS} }`), firstFound.title)!;
  const { mitigationId } = risk.mitigations[0]!;
  const evidence = 'The cards go to the provider’s own fields, shown on the staging site.';
  await onRisk(caller, BUILDER)('completeMitigation', risk.id, { mitigationId, evidence });
}

const onRisk =
  (caller: DemoCaller, as: string) =>
  (mutation: string, riskId: string, input: object = {}): Promise<unknown> =>
    caller.give(as, mutation, { input: { riskId, ...input }, key: riskId, fields: 'risk { id }' });

interface Identified extends Found {
  readonly reviewId: string;
  /** Where a telling that was cut short has found it already. */
  readonly riskId: string | undefined;
}

/** A risk is found, rated, told to whoever wants the work, and what will be done about it is planned. */
async function identified(caller: DemoCaller, given: Identified, { viewer }: Seen): Promise<void> {
  const { inherent, mitigation, riskId: known, ...input } = given;
  const [likelihood, impact] = inherent;
  const step = { input, key: input.title, fields: 'risk { id }' };
  const make = () => caller.give<{ risk: { id: string }; problems: [] }>(REVIEWER, 'identifyRisk', step);
  const riskId = known ?? (await make()).risk.id;
  const reviewer = onRisk(caller, REVIEWER);
  await reviewer('rateRisk', riskId, { stage: 'INHERENT', likelihood, impact, rationale: 'As it was asked for.' });
  await onRisk(caller, 'Campaign Manager')('acknowledgeRisk', riskId);
  if (!mitigation) return;
  const treatment = { treatment: 'REDUCE', ownerId: caller.person('CTO'), ownerSide: 'PROVIDER' };
  await reviewer('chooseTreatment', riskId, treatment);
  const expected = { likelihood: mitigation.expected[0], impact: mitigation.expected[1] };
  const due = after(viewer.today, mitigation.days);
  const ownerId = caller.person(BUILDER);
  await reviewer('addMitigation', riskId, { title: mitigation.title, due, ownerId, preLaunch: true, expected });
}
