import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { reviewIdOf } from './ids.js';
import type { Cast, Member, RiskApi } from './risk.fixture.js';

/** All five sections, no warning, no touch. */
export const wholeBrief = {
  userStories: [{ role: 'visitor', want: 'see the spring offers on one page', benefit: 'I find mine at once' }],
  criteria: [{ text: 'The page loads within 2 seconds' }],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: 'Uses the page kit',
  tracking: [{ event: 'offer_clicked', property: 'www', consentRequired: true }],
};

const STAGES = [
  'drafted',
  'written',
  'submitted',
  'triaged',
  'estimated',
  'dated',
  'approved',
  'started',
  'delivered',
  'verified',
  'accepted',
  'tracked',
  'launched',
] as const;
/** How far a request was brought. */
export type Stage = (typeof STAGES)[number];

export interface WantedRequest {
  readonly stage?: Stage;
  /** Said right after drafting, before anything else happens to it. */
  readonly touches?: readonly ({ readonly touch: string; readonly expectedPeakRpm?: number } | string)[];
  readonly brief?: object;
  /** Names of the web properties it concerns. */
  readonly properties?: readonly string[];
  /** Other fields of `createRequest`. */
  readonly more?: object;
  /** Of its estimate; more than 480 asks the whole checklists. */
  readonly likelyMinutes?: number;
}

type Step = readonly [stage: Stage, who: Member, mutation: string, input: object];

/** What touches something has work that does not meet the eye: lines for it, and a lead who hands the estimate in. */
function linesOf(likelyMinutes: number, isTouching: boolean): object[] {
  const hidden = isTouching ? ['BACKEND', 'SECURITY', 'QA', 'OPERATIONS'].map((kind) => ({ kind, minutes: 30 })) : [];
  return [{ kind: 'FRONTEND', minutes: likelyMinutes - 30 * hidden.length }, ...hidden];
}

/** The steps of a request from its first brief to its launch. */
function stepsOf({ cast }: RiskBench, requestId: string, wanted: WantedRequest) {
  const { brief = wholeBrief, likelyMinutes = 600, touches = [] } = wanted;
  const isTouching = touches.length > 0;
  const { marketer, manager, backend, cmo, cto, engineering } = cast;
  const triage = { providerTeamId: engineering, ownerId: manager.id, priorityClass: 'NORMAL', roughMinutes: 60 };
  const estimate = {
    optimisticMinutes: likelyMinutes,
    likelyMinutes,
    pessimisticMinutes: likelyMinutes + 300,
    lines: linesOf(likelyMinutes, isTouching),
    confidence: 'MEDIUM',
    durationForecastDays: 10,
    validUntil: '2026-02-05',
  };
  const date = { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] };
  const handover = { notes: 'On the staging site', buildRef: 'https://build.example/12' };
  const steps: readonly Step[] = [
    ['written', marketer, 'reviseBrief', { brief }],
    ['submitted', marketer, 'submitRequest', {}],
    ['triaged', manager, 'triageRequest', triage],
    ['estimated', isTouching ? cto : backend, 'submitEstimate', estimate],
    ['dated', manager, 'agreeDate', date],
    ['approved', cmo, 'approveRequest', { side: 'CONSUMER' }],
    ['approved', cto, 'approveRequest', { side: 'PROVIDER' }],
    ['started', backend, 'startWork', {}],
    ['delivered', backend, 'deliverRequest', handover],
    ['verified', marketer, 'verifyCriterion', { criterionId: 'C1', evidence: '1.4 seconds' }],
    ['accepted', marketer, 'acceptRequest', {}],
    ['tracked', marketer, 'verifyTracking', { evidence: 'Seen in the report' }],
    ['launched', cto, 'launchRequest', {}],
  ];
  return steps.map(([stage, who, name, input]) => [stage, who, name, { requestId, ...input }] as const);
}

/** A workspace whose people review the risk of requests. */
export class RiskBench {
  private constructor(
    readonly api: RiskApi,
    readonly cast: Cast,
  ) {}

  static async open(api: RiskApi, startsOn?: string): Promise<RiskBench> {
    return new RiskBench(api, await api.cast(startsOn));
  }

  /** A request of the marketer, built by `backend`, brought as far as asked; its global id. */
  async request(wanted: WantedRequest = {}): Promise<string> {
    const { marketer, marketing } = this.cast;
    const what = { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: marketing, ...wanted.more };
    const requestId = (await this.api.done(marketer, 'createRequest', what)).request!.id;
    if (wanted.touches?.length) await this.touch(requestId, wanted.touches);
    const { properties } = wanted;
    if (properties) await this.api.done(marketer, 'setProperties', { requestId, properties });
    await this.bring(requestId, { from: 'drafted', to: wanted.stage ?? 'drafted' }, wanted);
    return requestId;
  }

  /** Says what it touches. */
  async touch(requestId: string, touches: NonNullable<WantedRequest['touches']>): Promise<void> {
    const add = touches.map((one) => ({
      ...(typeof one === 'string' ? { touch: one } : one),
      why: 'It is part of it.',
    }));
    await this.api.done(this.cast.marketer, 'setTouches', { requestId, add });
  }

  /** From one stage to another, one step after the other. */
  async bring(requestId: string, { from, to }: { from: Stage; to: Stage }, wanted: WantedRequest = {}): Promise<void> {
    const between = (stage: Stage) =>
      STAGES.indexOf(stage) > STAGES.indexOf(from) && STAGES.indexOf(stage) <= STAGES.indexOf(to);
    for (const [stage, who, name, input] of stepsOf(this, requestId, wanted)) {
      if (!between(stage)) continue;
      await this.api.done(who, name, input);
      if (stage === 'triaged') await this.answer(requestId);
    }
  }

  /** What the definition of ready asks. */
  private async answer(requestId: string): Promise<void> {
    const asked = 'query ($id: ID!) { request(id: $id) { checklist { itemId required } } }';
    type Asked = { readonly checklist: readonly { readonly itemId: string; readonly required: boolean }[] };
    const { checklist } = await this.api.ask<Asked>(asked, this.cast.backend, { id: requestId });
    const answers = checklist.filter(({ required }) => required).map(({ itemId }) => ({ itemId, answer: 'YES' }));
    await this.api.done(this.cast.backend, 'answerChecklist', { requestId, answers });
  }

  /** The global id of a request's review, whether it was opened or not. */
  reviewOf(requestId: string): string {
    return toGlobalId('RiskReview', reviewIdOf({ kind: 'REQUEST', id: fromGlobalId(requestId, 'Request') }));
  }
}
