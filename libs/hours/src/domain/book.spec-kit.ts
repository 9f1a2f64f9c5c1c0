import type { Actor, Period, Side } from '#libs/vocabulary';
import { addMonths, periodOf } from './calendar.js';
import { closePeriod } from './close.js';
import { recordPriorPeriodAdjustment } from './credit.js';
import { Book, people } from './given.spec-kit.js';
import { beginClosing, openPeriod, startPeriod } from './opening.js';
import { approveOverage, requestOverage } from './overage.js';
import { releaseReservation, reserveMinutes } from './reservation.js';
import { correctTime, reverseTime } from './reversal.js';
import { acceptStatement, endGrace, issueStatement } from './settlement.js';
import { recordLateTime, recordTime, type RecordTimeInput } from './time.js';
import { reversalReasons, type ReversalReason } from './values.js';

const noAbsence = { workingDays: 0, absenceMinutes: 0 };

/** Work as most specs record it. */
export const work = (change: Partial<RecordTimeInput> & { requestId?: string | null } = {}): RecordTimeInput => {
  const { requestId = 'REQ-1', ...rest } = change;
  const request = requestId === null ? null : { requestId, chargeable: true, status: 'IN_PROGRESS' };
  return {
    entryId: 'e-1',
    request,
    personId: people.backend.personId,
    minutes: 60,
    activity: 'BUILD',
    billable: true,
    ...rest,
  };
};

/** Commands on a book as a workspace would run them. */
export class Desk extends Book {
  openMonths(first: Period, count: number): void {
    for (let index = 0; index < count; index += 1) {
      const period = addMonths(first, index);
      const input = { agreementId: 'AG-1', period, dedicated: noAbsence };
      this.add(period, openPeriod(this.month(period), input, this.ctx(people.clock, period)));
    }
  }

  start(period: Period, day = `${period}-01`): void {
    this.today = day;
    this.add(period, startPeriod(this.month(period), {}, this.ctx(people.clock, period)));
  }

  reserve(period: Period, requestId: string, minutes: number): string[] {
    const input = { period, requestId, minutes };
    return this.add(period, reserveMinutes(this.month(period), input, this.ctx(people.cmo, period)));
  }

  release(period: Period, requestId: string): string[] {
    return this.add(period, releaseReservation(this.month(period), { requestId, cause: 'REQUEST_ACCEPTED' }));
  }

  record(input: RecordTimeInput, actor: Actor = people.cto, period = periodOf(this.today)): string[] {
    const streams = { month: this.month(period), entry: this.entry(input.entryId) };
    const named = { workedOn: input.startedAt ? null : this.today, reason: 'on behalf', ...input };
    const { month, entry } = recordTime(streams, named, this.ctx(actor, period));
    this.addEntry(input.entryId, entry);
    return this.add(period, month);
  }

  recordLate(input: RecordTimeInput & { originalPeriod: Period }, actor: Actor = people.cto): string[] {
    const period = periodOf(this.today);
    const original = this.month(input.originalPeriod);
    const streams = { month: this.month(period), entry: this.entry(input.entryId), original };
    const { month, entry } = recordLateTime(streams, { reason: 'was ill', ...input }, this.ctx(actor, period));
    this.addEntry(input.entryId, entry);
    return this.add(period, month);
  }

  reverse(period: Period, entryId: string, actor: Actor = people.cto, reason: ReversalReason = 'WRONG_DURATION') {
    const streams = { month: this.month(period), original: this.entry(entryId) };
    const input = { entryId, reason, ownUntil: this.today };
    const { month, original } = reverseTime(streams, input, this.ctx(actor, period));
    this.addEntry(entryId, original);
    return this.add(period, month);
  }

  correct(period: Period, entryId: string, correct: RecordTimeInput, actor: Actor = people.cto): string[] {
    const streams = {
      month: this.month(period),
      original: this.entry(entryId),
      entry: this.entry(correct.entryId),
    };
    const [reason] = reversalReasons;
    const named = { reason: 'on behalf', ...correct };
    const input = { entryId, reason, ownUntil: this.today, correct: named };
    const { month, original, entry } = correctTime(streams, input, this.ctx(actor, period));
    this.addEntry(entryId, original);
    this.addEntry(correct.entryId, entry);
    return this.add(period, month);
  }

  credit(
    period: Period,
    original: Period,
    credit: { entryId: string; minutes: number },
    actor: Actor = people.finance,
  ) {
    const streams = { month: this.month(period), original: this.month(original), entry: this.entry(credit.entryId) };
    const input = { ...credit, reason: 'too much', side: null };
    const { month, entry } = recordPriorPeriodAdjustment(streams, input, this.ctx(actor, period));
    this.addEntry(credit.entryId, entry);
    return this.add(period, month);
  }

  askOverage(period: Period, requestId: string, minutes: number): string[] {
    return this.add(period, requestOverage(this.month(period), { requestId, minutes, reason: 'more than planned' }));
  }

  signOverage(period: Period, overageId: string, side: Side, actor: Actor): string[] {
    return this.add(period, approveOverage(this.month(period), { overageId, side }, this.ctx(actor, period)));
  }

  /** Both leads sign, one after the other. */
  approve(period: Period, overageId: string): string[] {
    this.signOverage(period, overageId, 'CONSUMER', people.cmo);
    return this.signOverage(period, overageId, 'PROVIDER', people.cto);
  }

  beginClosing(period: Period, graceEndsOn: string): string[] {
    return this.add(period, beginClosing(this.month(period), { graceEndsOn }, this.ctx(people.clock, period)));
  }

  endGrace(period: Period): string[] {
    return this.add(period, endGrace(this.month(period), {}, this.ctx(people.clock, period)));
  }

  issue(period: Period, acceptBy = this.today): string[] {
    const input = { history: this.history(period), acceptBy };
    return this.add(period, issueStatement(this.month(period), input, this.ctx(people.cto, period)));
  }

  accept(period: Period, actor: Actor = people.cmo): string[] {
    return this.add(period, acceptStatement(this.month(period), {}, this.ctx(actor, period)));
  }

  close(period: Period): { month: string[]; next: string[] } {
    const next = addMonths(period, 1);
    const months = { month: this.month(period), next: this.month(next) };
    const facts = closePeriod(months, {}, this.ctx(people.finance, period));
    return { month: this.add(period, facts.month), next: this.add(next, facts.next) };
  }

  /** From the statement to the close on one day. */
  settle(period: Period): void {
    this.issue(period);
    this.accept(period);
    this.close(period);
  }
}

/** A book of AG-1 in its first month, with three more planned. */
export function openBook(period: Period = '2026-01', agreement?: Book['agreement']): Desk {
  const desk = new Desk(agreement);
  desk.openMonths(period, 4);
  desk.start(period);
  return desk;
}
