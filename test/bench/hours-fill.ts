import { randomUUID } from 'node:crypto';
import type { DecisionStream, Fact } from '#libs/event-log';
import type { Actor, Period } from '#libs/vocabulary';
import { hoursRules as rules } from '#libs/hours';
import type { HoursCast } from './hours-cast.js';

type Agreement = rules.Agreement;
type AgreementEvent = rules.AgreementEvent;
type AgreementState = rules.AgreementState;
type Allotment = rules.Allotment;
type AllotmentEvent = rules.AllotmentEvent;
type HoursContext = rules.HoursContext;

/** Accounts of each month, however many entries it has. */
const REQUESTS = 30;
const RESERVED = 600;
const PROCESS: Actor = { personId: 'process:bench', roles: ['process'], side: null, grant: 'all' };

const lead = (personId: string, role: 'MARKETING_LEAD' | 'ENGINEERING_LEAD'): Actor => ({
  personId,
  roles: [role],
  side: role === 'MARKETING_LEAD' ? 'CONSUMER' : 'PROVIDER',
  grant: 'all',
});

/** What an entry is by its number: lengths and kinds take turns, an hour on average; one in fifty is not billable. */
const workOf = (number: number) => ({
  minutes: 45 + ((number * 7) % 31),
  activity: (['BUILD', 'QA', 'SCOPING', 'REWORK', 'MEETING'] as const)[number % 5]!,
  billable: number % 50 !== 49,
  note: number % 3 === 0 ? 'Worked on the form and its offers' : null,
});

/** An agreement of the bench: on the terms of AG-1 of the demo, with a pool of its own size and overage that is approved at once. */
export class FilledAgreement {
  readonly id = randomUUID();
  private known: AgreementState;
  private readonly histories = new Map<Period, AllotmentEvent[]>();
  private entries = 0;

  private constructor(
    private readonly cast: HoursCast,
    private readonly requestIds: readonly string[],
  ) {}

  static async sign(
    cast: HoursCast,
    requestIds: readonly string[],
    { validFrom, minutesPerMonth }: { readonly validFrom: Period; readonly minutesPerMonth: number },
  ): Promise<FilledAgreement> {
    const filled = new FilledAgreement(cast, requestIds);
    await filled.sign(validFrom, minutesPerMonth);
    return filled;
  }

  static readonly requests = REQUESTS;

  private async sign(validFrom: Period, minutesPerMonth: number): Promise<void> {
    const { marketing, engineering } = this.cast;
    const day = { now: `${validFrom}-01T08:00:00.000Z`, today: `${validFrom}-01` };
    let state: Agreement = { status: 'unknown' };
    const facts: AgreementEvent[] = [];
    const take = (more: readonly AgreementEvent[]): void => {
      state = more.reduce(rules.evolveAgreement, state);
      facts.push(...more);
    };
    take(
      rules.draftAgreement(state, {
        number: this.cast.nextAgreement(),
        consumerTeamId: marketing,
        provider: { kind: 'TEAM', id: engineering, teamId: engineering },
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        validFrom,
        validTo: null,
        terms: {
          grant: { kind: 'POOL', minutesPerMonth },
          overage: { mode: 'WARN', factorPercent: 150 },
          rollover: { kind: 'CAPPED', cap: { percent: 25 }, expiresAfterMonths: 1 },
          debtAllowed: false,
          billing: 'ACTUALS',
          thresholds: [75, 90, 100],
          graceWorkingDays: 3,
          granularityMinutes: 1,
        },
        rates: [{ activity: null, role: null, minorPerHour: 9000, effectiveFrom: `${validFrom}-01` }],
      }),
    );
    take(rules.signAgreement(state, { side: 'CONSUMER' }, { ...day, actor: lead(randomUUID(), 'MARKETING_LEAD') }));
    take(rules.signAgreement(state, { side: 'PROVIDER' }, { ...day, actor: lead(randomUUID(), 'ENGINEERING_LEAD') }));
    await this.cast.happened(rules.agreement, this.id, facts);
    this.known = state as unknown as AgreementState;
  }

  /** Opens a month and begins it, with a reservation of ten hours for each request. */
  async open(period: Period): Promise<void> {
    await this.cast.on(`${period}-01`);
    await this.month(period, (month, ctx) => this.opening(month, ctx, period));
    await this.month(period, (month, ctx) => rules.startPeriod(month, {}, ctx));
    for (const requestId of this.requestIds)
      await this.month(period, (month, ctx) =>
        rules.reserveMinutes(month, { period, requestId, minutes: RESERVED }, ctx),
      );
  }

  private opening(month: Allotment, ctx: HoursContext, period: Period): AllotmentEvent[] {
    const dedicated = { workingDays: 20, absenceMinutes: 0 };
    return rules.openPeriod(month, { agreementId: this.id, period, dedicated }, ctx);
  }

  /** So many entries over the days of a month, requests and people taking turns: by the rule and the log, a day's at a time. */
  async work(period: Period, count: number): Promise<void> {
    const days = Number(rules.lastDayOf(period).slice(8));
    for (let day = 1, done = 0; day <= days; day += 1) {
      const upTo = Math.floor((count * day) / days);
      if (upTo > done) await this.workOn(`${period}-${String(day).padStart(2, '0')}`, upTo - done);
      done = upTo;
    }
  }

  private async workOn(workedOn: string, count: number): Promise<void> {
    const period = workedOn.slice(0, 7);
    await this.cast.on(workedOn);
    const entryIds = Array.from({ length: count }, () => randomUUID());
    const streams: Record<string, DecisionStream<unknown, Fact>> = { month: this.stream(period) };
    for (const entryId of entryIds)
      streams[entryId] = { aggregate: rules.timeEntry, id: rules.timeEntryId(this.id, entryId), expect: 'new' };
    await this.cast.log.decide(this.cast.command('work'), streams, (states, { now }) => {
      const entries: Record<string, readonly Fact[]> = {};
      const month: AllotmentEvent[] = [];
      let state = states['month'] as Allotment;
      for (const entryId of entryIds) {
        const booked = this.booked({ month: state, entry: { status: 'unknown' } }, { entryId, workedOn, now });
        state = booked.month.reduce(rules.evolve, state);
        month.push(...booked.month);
        entries[entryId] = booked.entry;
      }
      this.remember(period, month);
      return { ...entries, month };
    });
  }

  private booked(
    recording: Parameters<typeof rules.recordTime>[0],
    { entryId, workedOn, now }: { readonly entryId: string; readonly workedOn: string; readonly now: string },
  ) {
    const number = this.entries++;
    const { personId } = this.cast.engineers[number % this.cast.engineers.length]!;
    const request = { requestId: this.requestIds[number % REQUESTS]!, chargeable: true, status: 'TRIAGED' };
    const actor: Actor = { personId, roles: ['ENGINEER'], side: 'PROVIDER', grant: 'own' };
    const input = { entryId, request, personId, workedOn, ...workOf(number) };
    return rules.recordTime(recording, input, { ...this.context(workedOn.slice(0, 7), now), actor });
  }

  /** Closes a month as the clock does, and hands its balance to the next. */
  async close(period: Period): Promise<void> {
    const next = rules.addMonths(period, 1);
    await this.month(next, (month, ctx) => this.opening(month, ctx, next));
    await this.cast.on(`${next}-01`);
    await this.month(period, (month, ctx) => rules.beginClosing(month, { graceEndsOn: `${next}-04` }, ctx));
    await this.cast.on(`${next}-05`);
    await this.month(period, (month, ctx) => rules.endGrace(month, {}, ctx));
    const history = this.histories.get(period)!;
    await this.month(period, (month, ctx) => rules.issueStatement(month, { history, acceptBy: `${next}-10` }, ctx));
    await this.cast.on(`${next}-11`);
    await this.month(period, (month, ctx) => rules.acceptBySilence(month, {}, ctx));
    const streams = { month: this.stream(period), next: this.stream(next) };
    await this.cast.log.decide(this.cast.command('closePeriod'), streams, (states, { now }) => {
      const facts = rules.closePeriod(states, {}, this.context(period, now));
      this.remember(next, facts.next);
      return facts;
    });
  }

  private stream(period: Period): DecisionStream<Allotment, AllotmentEvent> {
    return { aggregate: rules.allotment, id: rules.allotmentId(this.id, period), expect: 'latest' };
  }

  private async month(
    period: Period,
    rule: (month: Allotment, ctx: HoursContext) => readonly AllotmentEvent[],
  ): Promise<void> {
    await this.cast.log.decideOne(this.cast.command('month'), this.stream(period), (month, { now }) => {
      const facts = rule(month, this.context(period, now));
      this.remember(period, facts);
      return facts;
    });
  }

  /** What a statement is made of. */
  private remember(period: Period, facts: readonly AllotmentEvent[]): void {
    this.histories.set(period, [...(this.histories.get(period) ?? []), ...facts]);
  }

  private context(period: Period, now: string): HoursContext {
    return { now, today: now.slice(0, 10), actor: PROCESS, terms: rules.termsFor(this.known, period) };
  }
}
