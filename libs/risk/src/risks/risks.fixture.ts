import { fromGlobalId } from '#libs/api-kit';
import { person } from '#libs/people';
import { riskKeyFormat, riskKeyOf } from '../ids.js';
import { RiskBench, type WantedRequest } from '../risk-requests.fixture.js';
import type { Cast, Given, Member, Payload, RiskApi } from '../risk.fixture.js';
import { RISK, SHOWN, type ShownRisk } from './shown-risk.fixture.js';

/** Why, what, and what then. */
export const statement = {
  cause: 'Nobody guards the call.',
  event: 'It is repeated.',
  consequence: 'Customers pay twice.',
};

export type Place = readonly [likelihood: number, impact: number];

type Change = Readonly<Record<string, unknown>>;

interface Wanted extends WantedRequest {
  readonly properties?: readonly string[];
}

/** One request of the marketer that `backend` builds, with its review: every call is one of the API. */
export class RiskDesk {
  private constructor(
    readonly bench: RiskBench,
    readonly requestId: string,
    /** Global id. */
    readonly reviewId: string,
  ) {}

  /** `properties`: names of the properties the request links. */
  static async open(bench: RiskBench, { properties = [], ...wanted }: Wanted = {}): Promise<RiskDesk> {
    const requestId = await bench.request({ stage: 'started', ...wanted });
    if (properties.length > 0) await bench.api.done(bench.cast.marketer, 'setProperties', { requestId, properties });
    const opening = { subjectId: requestId, lenses: ['PAYMENT', 'PRIVACY'] };
    const { riskReview } = await bench.api.done(bench.cast.cto, 'openRiskReview', opening);
    return new RiskDesk(bench, requestId, riskReview!.id);
  }

  /** The review that opened by itself, or will. */
  static of(bench: RiskBench, requestId: string): RiskDesk {
    return new RiskDesk(bench, requestId, bench.reviewOf(requestId));
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

  /** The types of the facts of the review. */
  async facts(): Promise<string[]> {
    return (await this.api.stream(this.cast.workspaceId, this.streamId)).map(({ type }) => type);
  }

  /** Hands in a mutation that must not be refused. */
  async done(who: Member, name: string, input: Change, given: Given = {}): Promise<Payload> {
    return this.api.done(who, name, input, { ...given, show: { risk: SHOWN } });
  }

  /** Codes of a mutation that must be refused. */
  refused(who: Member, name: string, input: Change): Promise<string[]> {
    return this.api.refused(this.cast, who, name, input);
  }

  /** As `refused`, for a deputy. */
  async refusedDeputy(who: Member, onBehalfOf: Member, name: string, input: Change): Promise<string[]> {
    const { problems } = await this.api.give(who, name, input, { onBehalfOf });
    return problems.map(({ code }) => code);
  }

  /** Lets somebody of the engineering team review risks, too. */
  async alsoReviews({ personId }: Member): Promise<void> {
    const { workspaceId, engineering } = this.cast;
    const data = { personId, role: 'RISK_REVIEWER' as const, teamId: fromGlobalId(engineering, 'Team') };
    await this.api.happened(workspaceId, { aggregate: person, id: personId }, [{ type: 'RoleGranted', data }]);
  }

  /** A new risk; its global id. */
  async identify(change: Change = {}): Promise<string> {
    const input = { reviewId: this.reviewId, lens: 'PAYMENT', title: 'Paid twice', ...statement, ...change };
    return (await this.done(this.cast.reviewer, 'identifyRisk', input)).risk!.id;
  }

  rating(riskId: string, [likelihood, impact]: Place, change: Change = {}): Change {
    return { riskId, stage: 'INHERENT', likelihood, impact, rationale: 'Seen in the last release.', ...change };
  }

  rate(riskId: string, place: Place, change: Change = {}): Promise<Payload> {
    return this.done(this.cast.reviewer, 'rateRisk', this.rating(riskId, place, change));
  }

  treatment(riskId: string, change: Change = {}): Change {
    return { riskId, treatment: 'REDUCE', ownerId: this.cast.backend.id, ownerSide: 'PROVIDER', ...change };
  }

  treat(riskId: string, change: Change = {}): Promise<Payload> {
    return this.done(this.cast.reviewer, 'chooseTreatment', this.treatment(riskId, change));
  }

  /** A risk at a place, treated; its global id. */
  async risk(place: Place, change: Change = {}): Promise<string> {
    const riskId = await this.identify();
    await this.rate(riskId, place);
    await this.treat(riskId, change);
    return riskId;
  }

  mitigation(riskId: string, change: Change = {}): Change {
    const { id: ownerId } = this.cast.backend;
    return { riskId, title: 'Replay what failed', ownerId, due: '2026-01-20', preLaunch: true, ...change };
  }

  /** A mitigation of a risk; its inner id. */
  async mitigate(riskId: string, change: Change = {}): Promise<string> {
    const { risk } = await this.done(this.cast.cto, 'addMitigation', this.mitigation(riskId, change));
    return (risk as unknown as ShownRisk).mitigations.at(-1)!.mitigationId;
  }

  complete(riskId: string, mitigationId: string, who: Member = this.cast.backend): Promise<Payload> {
    return this.done(who, 'completeMitigation', { riskId, mitigationId, evidence: 'https://ci.example/run/7' });
  }

  /** Adds a mitigation and sees it through. */
  async mitigated(riskId: string): Promise<string> {
    const mitigationId = await this.mitigate(riskId);
    await this.complete(riskId, mitigationId);
    await this.done(this.cast.reviewer, 'verifyMitigation', { riskId, mitigationId });
    return mitigationId;
  }

  acceptance(riskId: string, side: 'CONSUMER' | 'PROVIDER', change: Change = {}): Change {
    const terms = { expiresOn: '2026-04-05', justification: 'It is rare.', control: 'Somebody watches.' };
    return { riskId, side, ...terms, ...change };
  }

  /** A risk as it stands. */
  async shown(riskId: string, who: Member = this.cast.marketer): Promise<ShownRisk> {
    return this.api.ask<ShownRisk>(`query ($id: ID!) { risk(id: $id) { ${RISK} } }`, who, { id: riskId });
  }

  /** Reviewers for all lenses, all questions answered, all lenses signed. */
  async signAll(): Promise<void> {
    const { reviewer } = this.cast;
    const asked = `query ($id: ID!) { riskReview(id: $id) { lenses { lens reviewerId signed checklist { itemId } } } }`;
    const { lenses } = await this.api.ask<{ lenses: ShownLens[] }>(asked, reviewer, { id: this.reviewId });
    for (const { lens, reviewerId } of lenses) {
      if (reviewerId !== null) continue;
      await this.done(this.cast.cto, 'assignReviewer', { reviewId: this.reviewId, lens, reviewerId: reviewer.id });
    }
    for (const { lens, signed, checklist } of lenses) {
      if (signed) continue;
      const answers = checklist.map(({ itemId }) => ({ itemId, answer: 'YES', evidence: 'https://docs.example/1' }));
      await this.done(reviewer, 'answerLens', { reviewId: this.reviewId, lens, answers });
      await this.done(reviewer, 'signLens', { reviewId: this.reviewId, lens });
    }
  }
}

interface ShownLens {
  readonly lens: string;
  readonly reviewerId: string | null;
  readonly signed: boolean;
  readonly checklist: readonly { readonly itemId: string }[];
}

/** `K1` of a risk's global id. */
export const referenceOf = (riskId: string): string =>
  riskKeyOf(fromGlobalId(riskId, 'Risk', { format: riskKeyFormat })).riskId;
