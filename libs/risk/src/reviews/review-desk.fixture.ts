import { fromGlobalId } from '#libs/api-kit';
import type { RiskBench, WantedRequest } from '../risk-requests.fixture.js';
import type { Cast, Given, Member, Payload, RiskApi } from '../risk.fixture.js';

const LENSES = `lenses { lens reviewerId signed openPoints { kind id }
  checklist { itemId text needsEvidence answer evidence } }`;

/** A review as the specs ask for it. */
export const REVIEW = `id version number reference status subjectKind subjectId priority targetHours answerDueAt answerBreached answeredAt
  highestBand overdue gateOutcome openPoints { kind id riskId text } ${LENSES}
  subject { __typename id } teams { id } risks { id reference title }
  decision { stands validUntil highestBand blockedBecause unblockWhen conditions { conditionId text preLaunch met } }`;

interface ShownQuestion {
  readonly itemId: string;
  readonly text: string;
  readonly needsEvidence: boolean;
  readonly answer: string | null;
  readonly evidence: string | null;
}

/** What `REVIEW` asks for, as far as specs look at it. */
export interface ShownReview {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly status: string;
  readonly answerDueAt: string | null;
  readonly answerBreached: boolean;
  readonly gateOutcome: string | null;
  readonly openPoints: readonly { readonly kind: string; readonly id: string; readonly text: string }[];
  readonly lenses: readonly {
    readonly lens: string;
    readonly reviewerId: string | null;
    readonly signed: boolean;
    readonly openPoints: readonly { readonly kind: string; readonly id: string }[];
    readonly checklist: readonly ShownQuestion[];
  }[];
  readonly decision: { readonly conditions: readonly { readonly conditionId: string; readonly met: boolean }[] } | null;
}

/** Steps of a review; each of them is a call of the API. */
export type ReviewStage = 'opened' | 'assigned' | 'answered' | 'signed' | 'cleared' | 'conditional' | 'blocked';

const reason = 'Somebody asked.';

/** One request of the marketer that `backend` builds, and its review. */
export class ReviewDesk {
  private constructor(
    readonly bench: RiskBench,
    readonly requestId: string,
    /** Global id; the review may still have to be opened. */
    readonly reviewId: string,
  ) {}

  static async open(
    bench: RiskBench,
    { at = 'opened', ...wanted }: WantedRequest & { readonly at?: ReviewStage } = {},
  ): Promise<ReviewDesk> {
    const requestId = await bench.request({ stage: 'written', touches: ['PAYMENTS'], ...wanted });
    const desk = new ReviewDesk(bench, requestId, bench.reviewOf(requestId));
    await desk.done(bench.cast.cto, 'openRiskReview', { subjectId: requestId });
    await desk.bring(at);
    return desk;
  }

  get api(): RiskApi {
    return this.bench.api;
  }

  get cast(): Cast {
    return this.bench.cast;
  }

  /** The stream of the review. */
  get streamId(): string {
    return `risk-review-${fromGlobalId(this.reviewId, 'RiskReview')}`;
  }

  /** The stream of its request. */
  get requestStream(): string {
    return `request-${fromGlobalId(this.requestId, 'Request')}`;
  }

  /** The types of the facts of the review. */
  async facts(): Promise<string[]> {
    return (await this.api.stream(this.cast.workspaceId, this.streamId)).map(({ type }) => type);
  }

  private input(name: string, input: object): object {
    return name === 'openRiskReview' ? input : { reviewId: this.reviewId, ...input };
  }

  give(who: Member, name: string, input: object = {}, given: Given = {}): Promise<Payload> {
    return this.api.give(who, name, this.input(name, input), given);
  }

  /** A command that must be carried out; the review after it. */
  async done(who: Member, name: string, input: object = {}, given: Given = {}): Promise<ShownReview> {
    const shown = { ...given, show: { riskReview: REVIEW } };
    return (await this.api.done(who, name, this.input(name, input), shown)).riskReview as unknown as ShownReview;
  }

  /** The problems of a command that must be refused. */
  refused(who: Member, name: string, input: object = {}) {
    return this.api.problems(this.cast, who, name, this.input(name, input));
  }

  shown(who: Member = this.cast.reviewer): Promise<ShownReview> {
    const asked = `query ($id: ID!) { riskReview(id: $id) { ${REVIEW} } }`;
    return this.api.ask<ShownReview>(asked, who, { id: this.reviewId });
  }

  /** Every lens to the reviewer. */
  async assignAll(to: Member = this.cast.reviewer): Promise<void> {
    const { lenses } = await this.shown();
    for (const { lens } of lenses) await this.done(this.cast.cto, 'assignReviewer', { lens, reviewerId: to.id });
  }

  async answerAll(): Promise<void> {
    for (const { lens, checklist } of (await this.shown()).lenses) {
      const answers = checklist.map(({ itemId }) => ({ itemId, answer: 'YES', evidence: 'https://docs.example/1' }));
      await this.done(this.cast.reviewer, 'answerLens', { lens, answers });
    }
  }

  async signAll(): Promise<void> {
    for (const { lens, signed } of (await this.shown()).lenses)
      if (!signed) await this.done(this.cast.reviewer, 'signLens', { lens });
  }

  /** As far as asked, one step after the other. */
  async bring(stage: ReviewStage): Promise<void> {
    const { reviewer } = this.cast;
    if (stage === 'opened') return;
    await this.assignAll();
    if (stage === 'assigned') return;
    await this.answerAll();
    if (stage === 'answered') return;
    await this.signAll();
    const conditions = [
      { text: 'Somebody is on call', preLaunch: true },
      { text: 'Watch the error rate for a week', preLaunch: false },
    ];
    if (stage === 'cleared') await this.done(reviewer, 'clearReview');
    if (stage === 'conditional') await this.done(reviewer, 'clearReviewWithConditions', { conditions });
    if (stage === 'blocked') await this.done(reviewer, 'blockReview', { reason, unblockWhen: 'A way back was tried.' });
  }

  /** A risk before a lens is signed, at a place; its global id. */
  async risk([likelihood, impact]: readonly [number, number], lens = 'PAYMENT'): Promise<string> {
    const { reviewer, backend } = this.cast;
    const told = { cause: 'Nobody guards it.', event: 'It is repeated.', consequence: 'Customers pay twice.' };
    const input = { reviewId: this.reviewId, lens, title: 'Paid twice', ...told };
    const riskId = (await this.api.done(reviewer, 'identifyRisk', input)).risk!.id;
    const rated = { riskId, stage: 'INHERENT', likelihood, impact, rationale: 'Seen before.' };
    await this.api.done(reviewer, 'rateRisk', rated);
    const treatment = { treatment: 'REDUCE', ownerId: backend.id, ownerSide: 'PROVIDER' };
    await this.api.done(reviewer, 'chooseTreatment', { riskId, ...treatment });
    return riskId;
  }
}
