import { Refusal, ValidationFailed } from '#libs/event-log';
import type { LocalDate, Period, Side } from '#libs/vocabulary';

export { CurrencyMismatch, ProviderNotOnboarded } from '#libs/vocabulary';

type Path = readonly string[];

/** An open or closed month is not changed by amending the agreement, but by an explicit adjustment. */
export class AmendmentInPast extends Refusal<{ period: Period; status: string }> {
  constructor(period: Period, status: string, path: Path) {
    const message = `${period} has begun (${status}); amend from a planned month on, or adjust the month itself (adjustGrant).`;
    super('AMENDMENT_IN_PAST', 'STATE', message, { period, status }, { path });
  }
}

/** Two signatures need two persons, counting whom a deputy stands for. */
export class BothSidesBySamePerson extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'You, or whom you stand for, signed the other side already; somebody else must sign this one.';
    super('BOTH_SIDES_BY_SAME_PERSON', 'FORBIDDEN', message, { side });
  }
}

export class SideAlreadySigned extends Refusal<{ side: Side; byId: string }> {
  constructor(side: Side, byId: string) {
    const message = 'This side has signed already; the other one is missing.';
    super('SIDE_ALREADY_APPROVED', 'STATE', message, { side, byId });
  }
}

export class AllotmentExhausted extends Refusal<{
  period: Period;
  availableMinutes: number;
  requestedMinutes: number;
  shortfallMinutes: number;
}> {
  /** `requestedMinutes` is the request's new total in the month, `shortfallMinutes` what is not there of it. */
  constructor(period: Period, availableMinutes: number, { requested, need }: { requested: number; need: number }) {
    const shortfallMinutes = need - availableMinutes;
    super(
      'ALLOTMENT_EXHAUSTED',
      'PRECONDITION',
      `${period} has ${availableMinutes} minutes left; ${shortfallMinutes} are missing. Plan another month or ask for overage.`,
      { period, availableMinutes, requestedMinutes: requested, shortfallMinutes },
    );
  }
}

export class PeriodNotReservable extends Refusal<{ period: Period; status: string }> {
  constructor(period: Period, status: string) {
    const message = `${period} takes no reservations (${status}); plan a month that is PLANNED or OPEN.`;
    super('PERIOD_NOT_RESERVABLE', 'STATE', message, { period, status });
  }
}

/** H4: a closed month accepts nothing; what corrects it goes forward. */
export class PeriodClosed extends Refusal<{ period: Period; useInstead: string | null }> {
  constructor(period: Period, useInstead: string | null) {
    const instead = useInstead === null ? '' : ` Use ${useInstead}.`;
    super('PERIOD_CLOSED', 'STATE', `${period} is closed for good.${instead}`, { period, useInstead });
  }
}

export class TimeEntryExists extends Refusal<{ entryId: string }> {
  constructor(entryId: string) {
    const message = 'There is a time entry with this id under this agreement; give a new entry an id of its own.';
    super('TIME_ENTRY_EXISTS', 'CONFLICT', message, { entryId }, { path: ['input', 'entryId'] });
  }
}

export class MinutesInvalid extends Refusal<{ minutes: number; granularityMinutes: number }> {
  constructor(minutes: number, granularityMinutes: number, path: Path) {
    const steps = granularityMinutes === 1 ? '' : `, in steps of ${granularityMinutes}`;
    const message = `Write whole minutes from 1 to 1440${steps}.`;
    super('MINUTES_INVALID', 'VALIDATION', message, { minutes, granularityMinutes }, { path });
  }
}

export class TimeEntryOutsidePeriod extends Refusal<{ workedOn: LocalDate; period: Period }> {
  constructor(workedOn: LocalDate, period: Period, path: Path) {
    const message = `${workedOn} is not a day of ${period} in the agreement's zone.`;
    super('TIME_ENTRY_OUTSIDE_PERIOD', 'VALIDATION', message, { workedOn, period }, { path });
  }
}

export class TimeEntryCrossesPeriod extends Refusal<{ firstDay: LocalDate; lastDay: LocalDate }> {
  constructor(firstDay: LocalDate, lastDay: LocalDate) {
    const message = 'This work crosses midnight at the end of a month; record it as two entries.';
    super('TIME_ENTRY_CROSSES_PERIOD', 'VALIDATION', message, { firstDay, lastDay }, { path: ['input', 'startedAt'] });
  }
}

/** R11: time goes on requests from TRIAGED to CLOSED. */
export class RequestNotChargeable extends Refusal<{ requestId: string; status: string }> {
  constructor(requestId: string, status: string) {
    const message = `No time can be recorded on this request (${status}).`;
    super('REQUEST_NOT_CHARGEABLE', 'STATE', message, { requestId, status }, { path: ['input', 'requestId'] });
  }
}

export class EntryNotFound extends Refusal<{ entryId: string }> {
  constructor(entryId: string) {
    const message = 'No such time entry in this month.';
    super('ENTRY_NOT_FOUND', 'NOT_FOUND', message, { entryId }, { path: ['input', 'entryId'] });
  }
}

/** H3: once, and in full. */
export class EntryAlreadyReversed extends Refusal<{ entryId: string }> {
  constructor(entryId: string) {
    super('ENTRY_ALREADY_REVERSED', 'STATE', 'This time entry was taken back already.', { entryId });
  }
}

export class CreditExceedsOriginal extends Refusal<{ entryId: string; creditableMinutes: number; minutes: number }> {
  constructor(entryId: string, creditableMinutes: number, minutes: number) {
    const message = `Of this entry ${creditableMinutes} billed minutes can still be credited, not ${minutes}.`;
    super('CREDIT_EXCEEDS_ORIGINAL', 'PRECONDITION', message, { entryId, creditableMinutes, minutes });
  }
}

export class OveragePending extends Refusal<{ overageId: string }> {
  constructor(overageId: string) {
    const message = `${overageId} for this request waits for both leads; one at a time.`;
    super('OVERAGE_PENDING', 'STATE', message, { overageId });
  }
}

export class DebtNotAllowed extends Refusal {
  constructor() {
    super(
      'DEBT_NOT_ALLOWED',
      'PRECONDITION',
      'This agreement carries no debt into the next month; write off or approve.',
    );
  }
}

/** An entry whose uncovered minutes are gone: covered, decided or taken back. */
export class NothingUncovered extends Refusal<{ entryIds: readonly string[] }> {
  constructor(entryIds: readonly string[]) {
    const message = `Nothing is left to decide of: ${entryIds.join(', ')}.`;
    super('NOTHING_UNCOVERED', 'STATE', message, { entryIds }, { path: ['input', 'entryIds'] });
  }
}

/** H6: worked minutes nobody pays for and nobody decided about. */
export class UncoveredUndecided extends Refusal<{ minutes: number }> {
  constructor(minutes: number) {
    const message = `${minutes} worked minutes are uncovered: approve overage, write them off or carry them as debt.`;
    super('UNCOVERED_UNDECIDED', 'PRECONDITION', message, { minutes });
  }
}

export class PeriodNotOver extends Refusal<{ period: Period; endsOn: LocalDate }> {
  /** `endsOn` is the last day that still belongs to it, days of grace included where they are known. */
  constructor(period: Period, endsOn: LocalDate) {
    super('PERIOD_NOT_OVER', 'STATE', `${period} runs until ${endsOn}.`, { period, endsOn });
  }
}

export class DisputeOpen extends Refusal<{ disputeIds: readonly string[] }> {
  constructor(disputeIds: readonly string[]) {
    const message = `Resolve the disputes first: ${disputeIds.join(', ')}.`;
    super('DISPUTE_OPEN', 'PRECONDITION', message, { disputeIds });
  }
}

export class StatementNotAccepted extends Refusal<{ issued: boolean }> {
  constructor(issued: boolean) {
    const message = issued ? 'The statement waits to be accepted.' : 'Issue the statement first.';
    super('STATEMENT_NOT_ACCEPTED', 'PRECONDITION', message, { issued });
  }
}

/** Months close in order. */
export class PreviousPeriodOpen extends Refusal<{ period: Period }> {
  constructor(period: Period) {
    super('PREVIOUS_PERIOD_OPEN', 'PRECONDITION', `Close ${period} first: months close in order.`, { period });
  }
}

/** A whole number within bounds. */
export function wholeNumber(value: number, { min, max, path }: { min: number; max: number; path: Path }): number {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new ValidationFailed(`Write a whole number from ${min} to ${max}.`, path);
  }
  return value;
}
