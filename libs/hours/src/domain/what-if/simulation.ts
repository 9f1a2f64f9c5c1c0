import type { Instant } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { account, openOf } from '../balance.js';
import { addMonths, localDayOf } from '../calendar.js';
import type { AgreementState } from '../agreement.js';
import { carriedInto, closingFacts, restOf } from '../close.js';
import type { HoursContext } from '../context.js';
import { after, change } from '../course.js';
import { creditable, creditOn } from '../credit.js';
import { drawFor } from '../drawing.js';
import { evolve } from '../evolve.js';
import { type AllotmentEvent, type AllotmentFacts, fact, type WorkRecorded } from '../facts.js';
import { adjusted } from '../grant.js';
import { lineAmount } from '../money.js';
import { approvedOverage, nextOverageId } from '../overage.js';
import { AllotmentExhausted } from '../refusals.js';
import { releaseReservation, reservationOf } from '../reservation.js';
import { reversalOf } from '../reversal.js';
import { graceEnd, settle } from '../settlement.js';
import type { AllotmentState, PendingOverage } from '../state.js';
import { statementOf } from '../statement.js';
import type { PeriodTerms } from '../terms.js';
import { evolveEntry, type KnownEntry } from '../time-entry.js';
import { booked } from '../time.js';
import { changedTerms, type Demand, type PolicyChanges } from './assumptions.js';

/** A fact of a month as the log tells it. */
export interface RecordedFact {
  readonly period: Period;
  readonly at: Instant;
  readonly event: AllotmentEvent;
}

/** A reservation the changed policy refuses. */
export interface SimulatedRefusal {
  readonly at: Instant;
  readonly period: Period;
  readonly requestId: string;
  readonly shortfallMinutes: number;
}

type Data<T extends keyof AllotmentFacts> = AllotmentFacts[T];

export interface Simulated {
  readonly state: AllotmentState;
  /** What the month would have been told to have happened. */
  readonly history: readonly AllotmentEvent[];
}

/** Replays the recorded months of one agreement under changed policy, in memory. Facts are handed in in the order of the log. */
export class Simulation {
  readonly refusals: SimulatedRefusal[] = [];
  private readonly histories = new Map<Period, AllotmentEvent[]>();
  private readonly months = new Map<Period, AllotmentState>();
  private readonly entries = new Map<string, KnownEntry>();
  private readonly terms = new Map<Period, PeriodTerms>();
  /** Ids of overage as recorded, by period, and what they are here. */
  private readonly overageIds = new Map<string, string>();
  private at: Instant = '';

  constructor(
    private readonly agreement: AgreementState,
    private readonly policy: PolicyChanges,
    private readonly demand: Demand,
  ) {}

  month(period: Period): Simulated | null {
    const state = this.months.get(period);
    return state ? { state, history: this.histories.get(period) ?? [] } : null;
  }

  /** Takes the facts of all months in the order of the log. */
  replay(facts: readonly RecordedFact[]): void {
    const wanted = wantedReservations(facts);
    for (let index = 0; index < facts.length; index += 1) {
      const { period, at, event } = facts[index]!;
      this.at = at;
      const next = facts[index + 1]?.event;
      if (event.type === 'PeriodOpened') this.open(period, event.data);
      else if (event.type === 'TimeReversed') this.takeBack(period, event.data, next);
      else if (event.type === 'OverageRaised') this.raise(period, event.data, wanted.get(event));
      else if (event.type === 'PriorPeriodAdjusted') index += this.credit(facts.slice(index, index + 3), event.data);
      else this.take(period, event);
    }
  }

  // oxlint-disable-next-line complexity, max-lines-per-function -- as long as the list of facts that somebody caused; each case is one call
  private take(period: Period, event: AllotmentEvent): void {
    switch (event.type) {
      case 'TimeRecorded':
      case 'LateTimeRecorded':
        return this.work(period, event);
      case 'MinutesReserved':
      case 'ReservationAdjusted':
        return this.reserve(period, event.data.requestId, this.scaled(event.data.minutes));
      case 'ReservationMovedOut':
        return this.moveOut(period, event.data);
      case 'ReservationMovedIn':
        return this.moveIn(period, event.data);
      case 'ReservationReleased':
        return this.release(period, event.data);
      case 'OverageApproved':
        return this.approve(period, event.data);
      case 'OverageDeclined':
        return this.decline(period, event.data);
      case 'UncoveredTimeWrittenOff':
      case 'UncoveredTimeCarriedAsDebt':
        return this.decide(period, event);
      case 'BalanceCarriedIn':
        // Of a month in the window it follows from that month's own close.
        return this.months.has(event.data.fromPeriod) ? undefined : this.consequently(period, event);
      case 'PeriodAmended':
        return this.policy.minutesPerMonth === undefined ? this.consequently(period, event) : undefined;
      case 'GrantAdjusted':
        return this.add(
          period,
          adjusted(this.of(period), () => [event], this.contextOf(period)),
        );
      case 'PeriodStarted':
        return this.start(period, event.data);
      case 'ClosingBegun':
        return this.add(period, [event]);
      case 'GraceEnded':
        return this.add(period, graceEnd(this.of(period)));
      case 'PeriodClosed':
        return this.close(period);
      default:
        // What follows from the others: made anew here.
        return undefined;
    }
  }

  private of(period: Period): AllotmentState {
    const month = this.months.get(period);
    if (!month) throw new Error(`${period} was never opened in this window.`);
    return month;
  }

  private termsOf(period: Period): PeriodTerms {
    const known = this.terms.get(period) ?? changedTerms(this.agreement, this.policy, period);
    this.terms.set(period, known);
    return known;
  }

  private contextOf(period: Period): HoursContext {
    const terms = this.termsOf(period);
    const actor = { personId: 'process:what-if', roles: ['process'], side: null, grant: 'all' } as const;
    return { now: this.at, today: localDayOf(this.at, terms.timeZone), actor, terms };
  }

  private add(period: Period, facts: readonly AllotmentEvent[]): void {
    if (facts.length === 0) return;
    this.months.set(period, after(this.of(period), facts));
    const history = this.histories.get(period);
    if (history) history.push(...facts);
    else this.histories.set(period, [...facts]);
  }

  private consequently(period: Period, ...facts: readonly AllotmentEvent[]): void {
    this.add(
      period,
      change(this.of(period), () => facts),
    );
  }

  private scaled(minutes: number): number {
    return this.demand.kind === 'SCALED' ? Math.max(1, Math.round(minutes * this.demand.factor)) : minutes;
  }

  private open(period: Period, data: Data<'PeriodOpened'>): void {
    const grantedMinutes = this.policy.minutesPerMonth ?? data.grantedMinutes;
    const opened = fact('PeriodOpened', { ...data, grantedMinutes });
    const month = evolve({ status: 'unknown' }, opened);
    if (month.status !== 'unknown') this.months.set(period, month);
    this.histories.set(period, [opened]);
  }

  private start(period: Period, data: Data<'PeriodStarted'>): void {
    const { minorPerHour } = this.policy;
    const retainerRate = data.retainerRate === null ? null : (minorPerHour ?? data.retainerRate);
    this.add(period, [fact('PeriodStarted', { ...data, retainerRate })]);
  }

  private reserve(period: Period, requestId: string, minutes: number): void {
    const set = (state: AllotmentState) => [fact('MinutesReserved', reservationOf(state, requestId, minutes))];
    try {
      this.add(period, change(this.of(period), set));
    } catch (error) {
      if (!(error instanceof AllotmentExhausted)) throw error;
      const { shortfallMinutes } = error.details;
      this.refusals.push({ at: this.at, period, requestId, shortfallMinutes });
      if (this.demand.kind !== 'ELASTIC') return;
      this.approveAtOnce(period, requestId, shortfallMinutes);
      this.add(period, change(this.of(period), set));
    }
  }

  private approveAtOnce(period: Period, requestId: string, minutes: number): void {
    const overageId = nextOverageId(this.of(period));
    const raised = { overageId, requestId, minutes, kind: 'PLANNED', reason: null } as const;
    this.consequently(period, fact('OverageRaised', raised), this.approval(period, raised));
  }

  private approval(
    period: Period,
    overage: Pick<PendingOverage, 'overageId' | 'requestId' | 'minutes'>,
  ): AllotmentEvent {
    return approvedOverage(overage, this.contextOf(period), false);
  }

  private moveOut(period: Period, { requestId, minutes, toPeriod }: Data<'ReservationMovedOut'>): void {
    const open = openOf(account(this.of(period), requestId));
    const moved = Math.min(open, this.scaled(minutes));
    if (moved > 0) this.consequently(period, fact('ReservationMovedOut', { requestId, minutes: moved, toPeriod }));
  }

  private moveIn(period: Period, { requestId, moved }: Data<'ReservationMovedIn'>): void {
    const there = account(this.of(period), requestId);
    this.reserve(period, requestId, there.base + there.overage + openOf(there) + there.earmark + this.scaled(moved));
  }

  private release(period: Period, { requestId, cause }: Data<'ReservationReleased'>): void {
    if (cause !== 'GRACE_ENDED') this.add(period, releaseReservation(this.of(period), { requestId, cause }));
  }

  /** The work as it would have been drawn and paid. */
  private work(period: Period, recorded: Extract<AllotmentEvent, { type: 'TimeRecorded' | 'LateTimeRecorded' }>): void {
    const month = this.of(period);
    const { terms } = this.contextOf(period);
    const { requestId, billable, rate, billing } = recorded.data;
    const minutes = this.scaled(recorded.data.minutes);
    const draw = drawFor(month, { requestId, minutes, billable });
    const price = { rate: this.policy.minorPerHour ?? rate, factorPercent: terms.overage.factorPercent, billing };
    const amount = lineAmount('BASE', draw.base, price) + lineAmount('OVERAGE', draw.overage, price);
    const work: WorkRecorded = { ...recorded.data, minutes, draw, ...price, amount };
    const event = { ...recorded, data: { ...recorded.data, ...work } } as AllotmentEvent;
    const { month: facts, entry } = booked(month, event, work, this.contextOf(period));
    this.add(period, facts);
    for (const one of entry) this.know(work.entryId, one);
    if (this.demand.kind === 'ELASTIC' && draw.uncovered > 0 && requestId !== null)
      this.approveUncovered(period, requestId);
  }

  private know(entryId: string, event: Parameters<typeof evolveEntry>[1]): void {
    const entry = evolveEntry(this.entries.get(entryId) ?? { status: 'unknown' }, event);
    if (entry.status !== 'unknown') this.entries.set(entryId, entry);
  }

  private waiting(period: Period, requestId: string, kind: PendingOverage['kind']): PendingOverage | undefined {
    return this.of(period).overages.find((one) => one.requestId === requestId && one.kind === kind);
  }

  private approveUncovered(period: Period, requestId: string): void {
    const waiting = this.waiting(period, requestId, 'UNCOVERED');
    if (waiting) this.consequently(period, this.approval(period, waiting));
  }

  /** An entry corrected in one command gives its minutes back only once the new one has drawn its own. */
  private takeBack(period: Period, data: Data<'TimeReversed'>, next: AllotmentEvent | undefined): void {
    const entry = this.entries.get(data.reversesEntryId);
    if (!entry) return;
    const reversal = reversalOf(this.of(period), entry, data);
    const isCorrection = next?.type === 'TimeRecorded' && next.data.correctsEntryId === entry.entryId;
    this.add(period, isCorrection ? [reversal] : change(this.of(period), () => [reversal]));
    const { entryId: reversalId, draw, reason } = reversal.data;
    this.know(entry.entryId, { type: 'EntryReversed', data: { reversalId, draw, reason } });
  }

  /** Asked-for overage tells that its request was refused then: the reservation it was for is tried at that time. */
  private raise(period: Period, data: Data<'OverageRaised'>, wanted: number | undefined): void {
    if (data.kind === 'UNCOVERED') return;
    if (wanted !== undefined) this.reserve(period, data.requestId, this.scaled(wanted));
    if (this.demand.kind === 'ELASTIC' || this.waiting(period, data.requestId, 'PLANNED')) return;
    const overageId = nextOverageId(this.of(period));
    this.overageIds.set(`${period} ${data.overageId}`, overageId);
    this.consequently(period, fact('OverageRaised', { ...data, overageId, minutes: this.scaled(data.minutes) }));
  }

  private approve(period: Period, { overageId, requestId, automatic }: Data<'OverageApproved'>): void {
    if (this.demand.kind === 'ELASTIC' || automatic) return;
    const here = this.overageIds.get(`${period} ${overageId}`);
    const planned = this.of(period).overages.find((one) => one.overageId === here);
    if (planned) this.consequently(period, this.approval(period, planned));
    else if (here === undefined) this.approveUncovered(period, requestId);
  }

  private decline(period: Period, data: Data<'OverageDeclined'>): void {
    const overageId = this.overageIds.get(`${period} ${data.overageId}`);
    if (overageId !== undefined) this.add(period, [fact('OverageDeclined', { ...data, overageId })]);
  }

  private decide(
    period: Period,
    event: Extract<AllotmentEvent, { type: 'UncoveredTimeWrittenOff' | 'UncoveredTimeCarriedAsDebt' }>,
  ): void {
    const uncovered = this.of(period).beyond.find(({ entryId }) => entryId === event.data.entryId)?.uncovered ?? 0;
    if (uncovered === 0) return;
    this.consequently(period, fact(event.type, { ...event.data, minutes: uncovered }));
  }

  /** One credit may be told by several facts, one for each pool; gives back how many more of them there were. */
  private credit(told: readonly RecordedFact[], first: Data<'PriorPeriodAdjusted'>): number {
    const [{ period, at }] = told as readonly [RecordedFact, ...RecordedFact[]];
    const same = told.filter(
      ({ at: when, event }) =>
        when === at && event.type === 'PriorPeriodAdjusted' && event.data.originalEntryId === first.originalEntryId,
    );
    const recorded = same.reduce((sum, { event }) => sum - (event.data as Data<'PriorPeriodAdjusted'>).minutes, 0);
    const entry = this.entries.get(first.originalEntryId);
    const original = entry && this.months.get(entry.period);
    if (entry && original) {
      const most = creditable(original, entry).reduce((sum, part) => sum + part.minutes, 0);
      const minutes = Math.min(most, this.scaled(recorded));
      const credits = creditOn({ month: this.of(period), original, entry }, { minutes, reason: first.reason });
      this.add(period, credits.month);
      for (const one of credits.entry) this.know(entry.entryId, one);
    } else for (const { event } of same) this.consequently(period, event);
    return same.length - 1;
  }

  /** Whatever is undecided is written off; then the month is settled, billed and closed. */
  private close(period: Period): void {
    this.add(period, graceEnd(this.of(period)));
    const undecided = this.of(period).beyond.filter(({ uncovered }) => uncovered > 0);
    if (undecided.length > 0)
      this.consequently(
        period,
        ...undecided.map(({ entryId, requestId, uncovered: minutes }) =>
          fact('UncoveredTimeWrittenOff', { entryId, requestId, minutes }),
        ),
      );
    this.add(period, settle(this.of(period)));
    const month = this.of(period);
    const amount = statementOf(this.histories.get(period) ?? [])?.totals.amount ?? 0;
    const terms = this.termsOf(period);
    const isLast = terms.lastPeriod !== null && period >= terms.lastPeriod;
    const rest = restOf(month, terms, isLast);
    this.add(period, closingFacts(month, { amount }, rest, isLast));
    const next = this.months.get(addMonths(period, 1));
    if (next && !isLast) this.add(next.period, carriedInto(next, month, rest));
  }
}

/** For each overage somebody asked for: the total the request then reserved in that month, with its help. */
function wantedReservations(facts: readonly RecordedFact[]): Map<AllotmentEvent, number> {
  const wanted = new Map<AllotmentEvent, number>();
  const raised = new Map<string, AllotmentEvent>();
  for (const { period, event } of facts) {
    if (event.type === 'OverageRaised' && event.data.kind === 'PLANNED')
      raised.set(`${period} ${event.data.requestId}`, event);
    if (event.type !== 'MinutesReserved' && event.type !== 'ReservationAdjusted') continue;
    const before = raised.get(`${period} ${event.data.requestId}`);
    if (!before || event.data.overageMinutes === 0) continue;
    wanted.set(before, event.data.minutes);
    raised.delete(`${period} ${event.data.requestId}`);
  }
  return wanted;
}
