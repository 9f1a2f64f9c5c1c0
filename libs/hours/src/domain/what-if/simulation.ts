import type { Instant } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { addMonths } from '../calendar.js';
import { carriedInto, closingFacts, restOf } from '../close.js';
import { change } from '../course.js';
import { creditable, creditOn } from '../credit.js';
import { drawFor } from '../drawing.js';
import {
  type AllotmentEvent,
  type AllotmentEventType,
  type AllotmentFacts,
  fact,
  type WorkRecorded,
} from '../facts.js';
import { adjusted } from '../grant.js';
import { lineAmount } from '../money.js';
import { nextOverageId } from '../overage.js';
import { reversalOf } from '../reversal.js';
import { graceEnd, settle } from '../settlement.js';
import type { PendingOverage } from '../state.js';
import { statementOf } from '../statement.js';
import { bookedIn, entryOf } from '../time.js';
import { SimulatedReservations } from './simulated-reservations.js';
import { wantedReservations } from './wanted-reservations.js';

/** A fact of a month as the log tells it. */
export interface RecordedFact {
  readonly period: Period;
  readonly at: Instant;
  readonly event: AllotmentEvent;
}

type Data<T extends AllotmentEventType> = AllotmentFacts[T];

type Deeds = { readonly [T in AllotmentEventType]?: (period: Period, data: AllotmentFacts[T]) => void };

const namedEntries = (facts: readonly RecordedFact[]): Set<string> =>
  new Set(
    facts.flatMap(({ event }) => {
      if (event.type === 'TimeReversed') return [event.data.reversesEntryId];
      return event.type === 'PriorPeriodAdjusted' ? [event.data.originalEntryId] : [];
    }),
  );

/** Replays the recorded months of one agreement under changed policy, in memory. Facts are handed in in the order of the log. */
export class Simulation extends SimulatedReservations {
  /** Ids of overage as recorded, by period, and what they are here. */
  private readonly overageIds = new Map<string, string>();

  /** Entries that are taken back or credited later on: of the others nothing has to be known. */
  private named: ReadonlySet<string> = new Set();

  /** Takes the facts of all months in the order of the log. */
  replay(facts: readonly RecordedFact[]): void {
    const wanted = wantedReservations(facts);
    this.named = namedEntries(facts);
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

  /** What somebody caused; the rest follows from it, and is made anew here. */
  private readonly deeds: Deeds = {
    TimeRecorded: (period, data) => this.work(period, fact('TimeRecorded', data)),
    LateTimeRecorded: (period, data) => this.work(period, fact('LateTimeRecorded', data)),
    MinutesReserved: (period, data) => this.reserve(period, data.requestId, this.scaled(data.minutes)),
    ReservationAdjusted: (period, data) => this.reserve(period, data.requestId, this.scaled(data.minutes)),
    ReservationMovedOut: (period, data) => this.moveOut(period, data),
    ReservationMovedIn: (period, data) => this.moveIn(period, data),
    ReservationReleased: (period, data) => this.release(period, data),
    OverageApproved: (period, data) => this.approve(period, data),
    OverageDeclined: (period, data) => this.decline(period, data),
    UncoveredTimeWrittenOff: (period, data) => this.decide(period, fact('UncoveredTimeWrittenOff', data)),
    UncoveredTimeCarriedAsDebt: (period, data) => this.decide(period, fact('UncoveredTimeCarriedAsDebt', data)),
    BalanceCarriedIn: (period, data) => {
      // Of a month in the window it follows from that month's own close.
      if (!this.isOpened(data.fromPeriod)) this.consequently(period, fact('BalanceCarriedIn', data));
    },
    PeriodAmended: (period, data) => {
      if (this.policy.minutesPerMonth === undefined) this.consequently(period, fact('PeriodAmended', data));
    },
    GrantAdjusted: (period, data) =>
      this.add(
        period,
        adjusted(this.of(period), () => [fact('GrantAdjusted', data)], this.contextOf(period)),
      ),
    PeriodStarted: (period, data) => this.start(period, data),
    ClosingBegun: (period, data) => this.add(period, [fact('ClosingBegun', data)]),
    GraceEnded: (period) => this.add(period, graceEnd(this.of(period))),
    PeriodClosed: (period) => this.close(period),
  };

  private take<T extends AllotmentEventType>(
    period: Period,
    { type, data }: { type: T; data: AllotmentFacts[T] },
  ): void {
    this.deeds[type]?.(period, data);
  }

  private start(period: Period, data: Data<'PeriodStarted'>): void {
    const { minorPerHour } = this.policy;
    const retainerRate = data.retainerRate === null ? null : (minorPerHour ?? data.retainerRate);
    this.add(period, [fact('PeriodStarted', { ...data, retainerRate })]);
  }

  /** The work as it would have been drawn and paid. */
  private work(period: Period, recorded: Extract<AllotmentEvent, { type: 'TimeRecorded' | 'LateTimeRecorded' }>): void {
    const month = this.of(period);
    const terms = this.termsOf(period);
    const { requestId, billable, rate, billing } = recorded.data;
    const minutes = this.scaled(recorded.data.minutes);
    const draw = drawFor(month, { requestId, minutes, billable });
    const price = { rate: this.policy.minorPerHour ?? rate, factorPercent: terms.overage.factorPercent, billing };
    const amount = lineAmount('BASE', draw.base, price) + lineAmount('OVERAGE', draw.overage, price);
    const work: WorkRecorded = { ...recorded.data, minutes, draw, ...price, amount };
    // Beside what all work says it holds what late time says besides.
    const event = { type: recorded.type, data: work } as AllotmentEvent;
    const ctx = this.contextOf(period);
    this.go(period, bookedIn(month, event, work, ctx));
    if (this.named.has(work.entryId)) this.know(work.entryId, entryOf(month, event, work, ctx));
    if (this.demand.kind === 'ELASTIC' && draw.uncovered > 0 && requestId !== null)
      this.approveUncovered(period, requestId);
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
    // Under ELASTIC nothing waits: it was approved when it arose.
    if (automatic) return;
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
    const original = entry && this.month(entry.period)?.state;
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
    const amount = statementOf(this.historyOf(period), month)?.totals.amount ?? 0;
    const terms = this.termsOf(period);
    const isLast = terms.lastPeriod !== null && period >= terms.lastPeriod;
    const rest = restOf(month, terms, isLast);
    this.add(period, closingFacts(month, { amount }, rest, isLast));
    const next = this.month(addMonths(period, 1))?.state;
    if (next && !isLast) this.add(next.period, carriedInto(next, month, rest));
  }
}
