import { RiskBench, type WantedRequest } from '../risk-requests.fixture.js';
import { type Cast, type Member, type Name, type Payload, RiskApi, TODAY } from '../risk.fixture.js';
import { RiskDesk } from '../risks/risks.fixture.js';

const REASON = `check cause text reviewId reviewNumber highestBand riskIds missing { kind id riskId text } freezeId until`;
const READINESS = `ready verdict conditions { check passed code reason reasons { ${REASON} } }`;

export interface Reason {
  readonly cause: string | null;
  readonly text: string;
  readonly reviewId: string | null;
  readonly reviewNumber: number | null;
  readonly highestBand: string | null;
  readonly riskIds: readonly string[];
  readonly missing: readonly { readonly kind: string; readonly text: string }[];
  readonly freezeId: string | null;
  readonly until: string | null;
}

export interface Readiness {
  readonly ready: boolean;
  readonly verdict: string;
  readonly conditions: readonly {
    readonly check: string;
    readonly passed: boolean;
    readonly code: string | null;
    readonly reasons: readonly Reason[];
  }[];
}

export interface Wanted extends WantedRequest {
  /** Names of web properties it links. */
  readonly properties?: readonly string[];
}

/** A workspace in which nobody follows the log: what a launch is told, the launch finds out by itself. */
export class GateBench {
  private constructor(
    readonly api: RiskApi,
    readonly bench: RiskBench,
  ) {}

  static async open(api: RiskApi, startsOn?: string): Promise<GateBench> {
    return new GateBench(api, await RiskBench.open(api, startsOn));
  }

  get cast(): Cast {
    return this.bench.cast;
  }

  /** A request that could be launched but for risk and freezes, unless another stage is asked for; its global id. */
  async request({ properties = [], stage = 'tracked', ...wanted }: Wanted = {}): Promise<string> {
    const requestId = await this.bench.request({ ...wanted, stage: 'drafted' });
    if (properties.length > 0) await this.done('marketer', 'setProperties', { requestId, properties });
    await this.bench.bring(requestId, { from: 'drafted', to: stage }, wanted);
    return requestId;
  }

  /** Its review, opened by hand. */
  async review(requestId: string, lenses: readonly string[] = ['LEGAL']): Promise<RiskDesk> {
    await this.done('cto', 'openRiskReview', { subjectId: requestId, lenses });
    return RiskDesk.of(this.bench, requestId);
  }

  /** A request with a review that said yes. */
  async cleared(wanted: Wanted = {}): Promise<string> {
    const requestId = await this.request({ touches: ['LEGAL_CLAIMS'], ...wanted });
    const desk = await this.review(requestId);
    await desk.signAll();
    await this.done('reviewer', 'clearReview', { reviewId: desk.reviewId });
    return requestId;
  }

  done(who: Name, name: string, input: object): Promise<Payload> {
    return this.api.done(this.cast[who], name, input);
  }

  async property(name = 'www.example'): Promise<string> {
    const input = { name, url: 'https://www.example', isPublic: true };
    return ((await this.done('cmo', 'registerProperty', input))['property'] as { id: string }).id;
  }

  /** On one property, today alone unless told; its global id. */
  async freeze(propertyId: string, change: object = {}): Promise<string> {
    const input = { propertyIds: [propertyId], from: TODAY, to: TODAY, reason: 'Winter sale', ...change };
    return ((await this.done('cto', 'declareFreeze', input))['freeze'] as { id: string }).id;
  }

  async readiness(requestId: string, asOf: object | null = null, who: Member = this.cast.marketer): Promise<Readiness> {
    const source = `query ($id: ID!, $asOf: AsOf) { launchReadiness(requestId: $id, asOf: $asOf) { ${READINESS} } }`;
    return this.api.ask<Readiness>(source, who, { id: requestId, asOf });
  }

  /** How one condition stands. */
  async condition(requestId: string, check: 'RISK' | 'FREEZE', asOf: object | null = null) {
    const { conditions } = await this.readiness(requestId, asOf);
    return conditions.find((one) => one.check === check)!;
  }

  launch(requestId: string): Promise<Payload> {
    return this.api.give(this.cast.cto, 'launchRequest', { requestId });
  }

  /** Codes a launch is refused with; none when it was launched. */
  async launched(requestId: string): Promise<string[]> {
    return (await this.launch(requestId)).problems.map(({ code }) => code);
  }
}
