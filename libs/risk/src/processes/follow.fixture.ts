import { fromGlobalId } from '#libs/api-kit';
import { request } from '#libs/requests';
import { Temporal } from 'temporal-polyfill';
import { reviewIdOf } from '../ids.js';
import { RiskBench, type WantedRequest } from '../risk-requests.fixture.js';
import { type Cast, type Name, RiskApi, type StoredFact } from '../risk.fixture.js';
import { RiskDesk } from '../risks/risks.fixture.js';
import { followRequest } from './follow-request.process.js';
import { riskClock } from './risk-clock.process.js';

/** Two lenses: PEAK_TRAFFIC and LEGAL. */
export const peakAndLegal = ['LEGAL_CLAIMS', { touch: 'PUBLIC_PEAK', expectedPeakRpm: 3000 }] as const;

/** A workspace in which reviews follow their requests, and the calendar moves them. */
export class FollowBench {
  private constructor(
    readonly api: RiskApi,
    readonly bench: RiskBench,
    /** IANA zone of its days. */
    readonly timeZone: string,
  ) {}

  /** `step`: reviews that a policy sets going by one firing. */
  static start(step?: number): Promise<RiskApi> {
    return RiskApi.start({ consumers: (pool) => [followRequest(pool), riskClock(pool, step)] });
  }

  static async open(api: RiskApi, { startsOn = '2026-01-05', timeZone = 'Europe/Berlin' } = {}): Promise<FollowBench> {
    const bench = await RiskBench.open(api, startsOn);
    await api.owner.query('update people.workspace set time_zone = $2 where workspace_id = $1', [
      bench.cast.workspaceId,
      timeZone,
    ]);
    return new FollowBench(api, bench, timeZone);
  }

  get cast(): Cast {
    return this.bench.cast;
  }

  /** Waits until the processes have read everything there is. */
  async settle(): Promise<void> {
    const { workspaceId } = this.cast;
    const { rows } = await this.api.owner.query<{ now: Date }>(
      'select now from log.sandbox_clock where workspace_id = $1',
      [workspaceId],
    );
    await this.api.advance(workspaceId, rows[0]!.now.toISOString());
  }

  /** Lets the clock go on to a local time; the local times at which something was due on the way. */
  async at(local: string): Promise<string[]> {
    const to = Temporal.PlainDateTime.from(local).toZonedDateTime(this.timeZone).toInstant().toString();
    const { stops } = await this.api.advance(this.cast.workspaceId, to);
    return stops.map((stop) => this.local(stop));
  }

  local(instant: string): string {
    const there = Temporal.Instant.from(instant).toZonedDateTimeISO(this.timeZone).toPlainDateTime();
    return there.toString({ smallestUnit: 'minute' });
  }

  /** A request of the marketer, brought as far as asked, and everything that follows from it; its global id. */
  async request(wanted: WantedRequest = {}): Promise<string> {
    const requestId = await this.bench.request(wanted);
    await this.settle();
    return requestId;
  }

  async done(who: Name, name: string, input: object): Promise<void> {
    await this.api.done(this.cast[who], name, input);
    await this.settle();
  }

  /** The facts of a request's review. */
  review(requestId: string): Promise<StoredFact[]> {
    const id = reviewIdOf({ kind: 'REQUEST', id: fromGlobalId(requestId, 'Request') });
    return this.api.stream(this.cast.workspaceId, `risk-review-${id}`);
  }

  /** Their types. */
  async course(requestId: string): Promise<string[]> {
    return (await this.review(requestId)).map(({ type }) => type);
  }

  /** What reviews said on the request itself, e.g. `CLEARED`. */
  async gate(requestId: string): Promise<unknown[]> {
    const facts = await this.api.stream(this.cast.workspaceId, `${request.type}-${fromGlobalId(requestId, 'Request')}`);
    return facts.filter(({ type }) => type === 'RiskGateFactRecorded').map(({ data }) => data['outcome']);
  }

  desk(requestId: string): RiskDesk {
    return RiskDesk.of(this.bench, requestId);
  }

  /** A request with a review that said yes. */
  async cleared(wanted: WantedRequest = {}): Promise<string> {
    const requestId = await this.request({ stage: 'triaged', touches: peakAndLegal, ...wanted });
    await this.clear(requestId);
    return requestId;
  }

  async clear(requestId: string): Promise<void> {
    await this.desk(requestId).signAll();
    await this.done('reviewer', 'clearReview', { reviewId: this.bench.reviewOf(requestId) });
  }
}
