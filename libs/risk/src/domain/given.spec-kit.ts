import { Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import type { RiskContext, SubjectView } from './context.js';
import { evolve } from './evolve.js';
import type { ReviewEvent } from './facts.js';
import { type GateEntries, type GateEvent, onReview, type ReviewDecision, withGateFact } from './gate-fact.js';
import { openReview } from './opening.js';
import { defaultPolicies, policyOn, type RiskPolicies } from './policy.js';
import type { Review, ReviewState } from './state.js';
import type { Touch } from './triggers.js';
import { assignReviewer, answerChecklist, signLens } from './assessing.js';
import { identifyRisk } from './risks.js';
import { rateRisk } from './rating.js';
import { acknowledgeRisk, chooseTreatment } from './acceptance.js';
import { addMitigation, completeMitigation, verifyMitigation } from './mitigations.js';
import type { Lens, RiskOwner, Treatment } from './values.js';

/** The cast: who they are, what they hold, on which side. */
export const people = {
  cmo: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' },
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  campaign: { personId: 'p-cami', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'own' },
  backend: { personId: 'p-bea', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'all' },
  frontend: { personId: 'p-finn', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'all' },
  reviewer: { personId: 'p-rita', roles: ['RISK_REVIEWER'], side: null, grant: 'all' },
  /** Another reviewer. */
  second: { personId: 'p-ruben', roles: ['RISK_REVIEWER'], side: null, grant: 'all' },
  clock: { personId: 'clock', roles: ['INTEGRATION'], side: null, grant: 'all' },
  /** Holds both lead roles. */
  both: { personId: 'p-bo', roles: ['MARKETING_LEAD', 'ENGINEERING_LEAD'], side: 'CONSUMER', grant: 'all' },
  /** The CTO, standing in for the CMO. */
  deputy: { personId: 'p-theo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all', onBehalfOf: 'p-cleo' },
} as const satisfies Record<string, Actor>;

export const reviewId = 'r-1';

/** Code, details and path of a refusal; throws when it was none. */
export function refusalOf(attempt: () => unknown): Pick<Refusal, 'code' | 'details' | 'path'> {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, details: error.details, path: error.path };
  }
  throw new Error('Not refused.');
}

export const codeOf = (attempt: () => unknown): string => refusalOf(attempt).code;

export interface StoredReviewFact {
  readonly day: string;
  readonly fact: ReviewEvent;
}

type Rule<I> = (review: Review, input: I, ctx: RiskContext) => readonly ReviewEvent[] | ReviewDecision;

const asDecision = (result: readonly ReviewEvent[] | ReviewDecision): ReviewDecision =>
  'review' in result ? result : onReview(...result);

/** One subject with its review: every `do` is one decision on both streams, all or nothing. */
export class Desk {
  review: Review = { status: 'unknown' };
  gate: GateEntries = {};
  readonly facts: StoredReviewFact[] = [];
  readonly gateFacts: { readonly day: string; readonly fact: GateEvent }[] = [];
  today = '2026-01-05';
  subject: SubjectView = {
    kind: 'REQUEST',
    id: 'REQ-1',
    teamIds: ['marketing', 'engineering'],
    propertyIds: [],
    requesterIds: [people.campaign.personId],
    engineerIds: [people.backend.personId, people.frontend.personId],
    scopeHash: 'h1',
    ended: false,
  };
  policies: RiskPolicies = defaultPolicies;
  /** Told of every single fact. */
  watch: ((desk: Desk, fact: ReviewEvent) => void) | null = null;

  constructor(readonly reviewId = 'r-1') {}

  ctx(actor: Actor): RiskContext {
    const { today, subject } = this;
    return { now: `${today}T08:00:00.000Z`, today, actor, subject, policy: policyOn(this.policies, today) };
  }

  /** Types of the facts a rule leads to, after they were taken in. */
  do<I>(rule: Rule<I>, input: I, actor: Actor = people.reviewer): string[] {
    const { review, subject } = asDecision(rule(this.review, input, this.ctx(actor)));
    for (const fact of review) {
      this.review = evolve(this.review, fact);
      this.facts.push({ day: this.today, fact });
      this.watch?.(this, fact);
    }
    for (const fact of subject) {
      this.gate = withGateFact(this.gate, fact);
      this.gateFacts.push({ day: this.today, fact });
    }
    return [...review, ...subject].map(({ type }) => type);
  }

  get state(): ReviewState {
    if (this.review.status === 'unknown') throw new Error('Not opened.');
    return this.review;
  }

  risk(riskId: string) {
    const found = this.state.risks.find((one) => one.riskId === riskId);
    if (!found) throw new Error(`No ${riskId}.`);
    return found;
  }

  /** The review as it stood at the end of a day. */
  asOf(day: string): Review {
    const known = this.facts.filter((one) => one.day <= day);
    return known.map(({ fact }) => fact).reduce<Review>(evolve, { status: 'unknown' });
  }

  /** The gate as it stood at the end of a day. */
  gateAsOf(day: string): GateEntries {
    const known = this.gateFacts.filter((one) => one.day <= day);
    return known.map(({ fact }) => fact).reduce<GateEntries>(withGateFact, {});
  }

  open(touches: readonly Touch[], { number = 1, expedite = false, likelyMinutes = 7200 } = {}) {
    const scope = { touches, expedite, publicProperty: expedite, likelyMinutes };
    return this.do(openReview, { reviewId: this.reviewId, number, scope });
  }

  assignAll(): void {
    for (const { lens } of this.state.lenses) this.assign(lens);
  }

  assign(lens: Lens, reviewer: Actor = people.reviewer): string[] {
    return this.do(assignReviewer, { lens, reviewerId: reviewer.personId, reviewerRoles: reviewer.roles });
  }

  identify(riskId: string, lens: Lens, title = 'Something breaks'): string[] {
    const statement = { cause: 'The call is not guarded.', event: title, consequence: 'Customers notice.' };
    return this.do(identifyRisk, { riskId, lens, title, ...statement });
  }

  rate(
    riskId: string,
    stage: 'INHERENT' | 'CURRENT' | 'RESIDUAL_TARGET',
    [likelihood, impact]: readonly [number, number],
  ) {
    return this.do(rateRisk, { riskId, stage, likelihood, impact, rationale: 'As seen in the last release.' });
  }

  treat(riskId: string, treatment: Treatment = 'REDUCE', side: RiskOwner['side'] = 'PROVIDER'): string[] {
    const personId = side === 'PROVIDER' ? people.backend.personId : people.campaign.personId;
    return this.do(chooseTreatment, { riskId, treatment, owner: { personId, side } });
  }

  mitigate(riskId: string, title: string): string {
    const [due, ownerId] = ['2026-12-31', people.backend.personId];
    this.do(addMitigation, { riskId, title, ownerId, due, preLaunch: true });
    return `M${this.state.counters.mitigations}`;
  }

  verify(mitigationId: string): void {
    this.do(completeMitigation, { mitigationId, evidence: 'https://ci.example/run/7' }, people.backend);
    this.do(verifyMitigation, { mitigationId }, people.reviewer);
  }

  acknowledge(riskId: string): string[] {
    return this.do(acknowledgeRisk, { riskId }, people.campaign);
  }

  answer(lens: Lens): void {
    const items = this.state.lenses.find((one) => one.lens === lens)?.items ?? [];
    for (const itemId of items) {
      this.do(answerChecklist, { lens, itemId, answer: 'YES' as const, evidence: 'https://docs.example/report' });
    }
  }

  sign(lens: Lens, actor: Actor = people.reviewer): string[] {
    return this.do(signLens, { lens }, actor);
  }

  /** Answers and signs what is not signed. */
  signAll(): void {
    for (const { lens, signed } of this.state.lenses) {
      if (signed) continue;
      this.answer(lens);
      this.sign(lens);
    }
  }
}

/** A review of PERSONAL_DATA with one risk, rated, treated and acknowledged, and all lenses signed. */
export function pendingDesk(place: readonly [number, number] = [2, 3]): Desk {
  const desk = new Desk();
  desk.open([{ touch: 'PERSONAL_DATA' }]);
  desk.assignAll();
  desk.identify('K1', 'PRIVACY');
  desk.rate('K1', 'INHERENT', place);
  desk.treat('K1');
  desk.acknowledge('K1');
  desk.signAll();
  return desk;
}
