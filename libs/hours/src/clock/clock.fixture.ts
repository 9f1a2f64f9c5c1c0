import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { Recorded } from '#libs/event-log';
import { Temporal } from 'temporal-polyfill';
import { activeAgreement } from '../agreements.fixture.js';
import { allotment, allotmentId, type AllotmentState } from '../domain/index.js';
import { type Cast, HoursApi } from '../hours.fixture.js';
import { absenceWatch } from './absence.process.js';
import { monthBook } from './month-book.js';
import { monthClock } from './month-clock.process.js';

/** An agreement both leads signed, in a workspace whose clock the spec moves; the clock of months runs. */
export class ClockBench {
  private constructor(
    readonly api: HoursApi,
    readonly cast: Cast,
    /** Global id. */
    readonly agreementId: string,
    readonly timeZone: string,
  ) {}

  static start(): Promise<HoursApi> {
    return HoursApi.start({ consumers: (pool) => [monthClock(pool), absenceWatch(pool)] });
  }

  /** `startsOn`: the day in UTC on whose morning it is signed. */
  static async on(api: HoursApi, change: object = {}, startsOn = '2026-01-01'): Promise<ClockBench> {
    const cast = await api.cast(startsOn);
    return ClockBench.with(api, cast, change);
  }

  static async with(api: HoursApi, cast: Cast, change: object = {}): Promise<ClockBench> {
    const agreementId = await activeAgreement(api, cast, change);
    const { timeZone = 'Europe/Berlin' } = change as { timeZone?: string };
    const bench = new ClockBench(api, cast, agreementId, timeZone);
    await bench.settle();
    return bench;
  }

  /** Global id of a month. */
  allotmentId(period: string): string {
    return toGlobalId('Allotment', allotmentId(this.id, period));
  }

  /** The provider's lead records work of an engineer without a request. */
  async work(entryId: string, minutes: number, workedOn: string): Promise<void> {
    const { api, cast, agreementId } = this;
    const who = { personId: cast.backend.id, reason: 'told me' };
    const input = { agreementId, entryId, minutes, workedOn, activity: 'BUILD', billable: true, ...who };
    await api.done(cast.cto, 'recordTime', input);
    await this.settle();
  }

  get id(): string {
    return fromGlobalId(this.agreementId, 'Agreement');
  }

  /** Waits until the clock of months has read everything there is. */
  async settle(): Promise<void> {
    const { rows } = await this.api.owner.query<{ now: Date }>(
      'select now from log.sandbox_clock where workspace_id = $1',
      [this.cast.workspaceId],
    );
    await this.api.advance(this.cast.workspaceId, rows[0]!.now.toISOString());
  }

  /** Lets the clock go on to a local time, e.g. `2026-02-05T09:00`; the local times at which something was due on the way. */
  async at(local: string): Promise<string[]> {
    const to = Temporal.PlainDateTime.from(local).toZonedDateTime(this.timeZone).toInstant().toString();
    const { stops } = await this.api.advance(this.cast.workspaceId, to);
    return stops.map((stop) => this.local(stop));
  }

  local(instant: string): string {
    const there = Temporal.Instant.from(instant).toZonedDateTimeISO(this.timeZone).toPlainDateTime();
    return there.toString({ smallestUnit: 'minute' });
  }

  history(period: string): Promise<Recorded[]> {
    const streamId = `${allotment.type}-${allotmentId(this.id, period)}`;
    return this.api.log.readStream({ workspaceId: this.cast.workspaceId, streamId });
  }

  /** What was written down of a month and when it was there, e.g. `2026-02-05T00:00 GraceEnded`. */
  async course(period: string): Promise<string[]> {
    return (await this.history(period)).map(({ type, recordedAt }) => `${this.local(recordedAt)} ${type}`);
  }

  /** Statuses of all months in order, e.g. `2026-01 OPEN`. */
  async months(): Promise<string[]> {
    const { periods, live } = await monthBook(this.api.pool, this.cast.workspaceId, this.id);
    return periods.map((period) => `${period} ${this.among(live, period)?.status ?? 'CLOSED'}`);
  }

  async month(period: string): Promise<AllotmentState | undefined> {
    return this.among((await monthBook(this.api.pool, this.cast.workspaceId, this.id)).live, period);
  }

  private among(live: readonly AllotmentState[], period: string): AllotmentState | undefined {
    return live.find((month) => month.period === period);
  }
}
