import { type Money, moneyOf, readerOf, toGlobalId } from '#libs/api-kit';
import { canonicalHash } from '#libs/event-log';
import { PeopleLoaders, type Person } from '#libs/people';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { allotmentKeyText } from '../allotment-key.js';
import {
  type AllotmentState,
  basePoolOf,
  type StatementLine,
  type StatementTotals,
  sumOfTotals,
  timeEntryId,
} from '../domain/index.js';
import { type LookedUp, toMoneyReaders } from '../looked-up.js';
import { TimeEntryReader } from '../time/time-entry-reader.js';
import type { StatementStatus } from './enums.js';
import type { Issue } from './issue.js';
import { type StatementIssueType, StatementObject, StatementRangeType } from './statement.type.js';
import type { StatementMovementType, StatementTotalsType } from './statement-figures.type.js';
import type { StatementLineType } from './statement-line.type.js';
import type { MonthStatement } from './statement-reader.js';
import type { Months } from './statement-rows.js';

/** What two parties compare: lines and totals as they are stored, whatever the API calls them. */
export const contentHashOf = ({ lines, totals }: Pick<MonthStatement, 'lines' | 'totals'>): string =>
  canonicalHash({ lines, totals });

const statusOf = ({ status, statement }: AllotmentState): StatementStatus => {
  if (status === 'CLOSED') return 'CLOSED';
  if (!statement) return 'PROVISIONAL';
  return statement.accepted ? 'ACCEPTED' : 'ISSUED';
};

function movementOf(month: AllotmentState): StatementMovementType {
  const { pool, sums } = month;
  return {
    grantedMinutes: pool.granted,
    adjustedMinutes: pool.adjusted,
    carriedInMinutes: sums.carriedIn,
    creditedMinutes: pool.baseCredits,
    debtAppliedMinutes: pool.debtApplied,
    consumedMinutes: sums.base,
    overageMinutes: sums.overage,
    debtMinutes: sums.debt,
    writtenOffMinutes: sums.writtenOff,
    uncoveredMinutes: sums.uncovered,
    rolledOverMinutes: sums.rolledOver,
    expiredMinutes: sums.expired,
    leftMinutes: basePoolOf(month) - sums.base - sums.rolledOver - sums.expired,
  };
}

export function shownTotals(totals: StatementTotals): StatementTotalsType {
  const money = (minor: number): LookedUp<Money> => toMoneyReaders(() => moneyOf(minor, totals.currency));
  return {
    baseMinutes: totals.baseMinutes,
    overageMinutes: totals.overageMinutes,
    debtMinutes: totals.debtMinutes,
    retainerMinutes: totals.retainerMinutes,
    creditMinutes: totals.creditMinutes,
    billedMinutes: totals.billedMinutes,
    baseAmount: money(totals.baseAmount),
    overageAmount: money(totals.overageAmount),
    debtAmount: money(totals.debtAmount),
    retainerAmount: money(totals.retainerAmount),
    creditAmount: money(totals.creditAmount),
    amount: money(totals.amount),
  };
}

/** Statements as the API shows them; what lies beside them is looked up when it is asked for. */
@Injectable()
export class Statements {
  constructor(
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
    private readonly entries: TimeEntryReader,
  ) {}

  show(source: MonthStatement): StatementObject {
    const { month, businessDate, totals, position } = source;
    const { agreementId, period, currency } = month;
    const issued = businessDate === null ? month.statement : null;
    return Object.assign(new StatementObject(), {
      agreementId: toGlobalId('Agreement', agreementId),
      allotmentId: toGlobalId('Allotment', allotmentKeyText({ agreementId, period })),
      period,
      businessDate,
      currency,
      source,
      status: statusOf(month),
      number: issued?.number ?? null,
      acceptBy: issued?.acceptBy ?? null,
      issue: async () => this.issue(await source.issue()),
      totals: shownTotals(totals),
      movement: movementOf(month),
      contentHash: toMoneyReaders(() => contentHashOf(source)),
      asOfPosition: position,
    });
  }

  range({ agreementId, from, to }: Months, sources: readonly MonthStatement[]): StatementRangeType {
    const asOfPosition = Math.max(...sources.map(({ position }) => position));
    return Object.assign(new StatementRangeType(), {
      agreementId: toGlobalId('Agreement', agreementId),
      months: sources.map((source) => this.show(source)),
      totals: shownTotals(sumOfTotals(sources.map(({ totals }) => totals))),
      from,
      to,
      asOfPosition,
    });
  }

  line({ month, billedBy }: MonthStatement, line: StatementLine): StatementLineType {
    const { agreementId, period, currency } = month;
    const { lineId, kind, entryId, requestId, personId, workedOn, activity, originalPeriod, pool } = line;
    return {
      lineId,
      kind,
      entryId,
      workedOn,
      activity,
      originalPeriod,
      pool,
      timeEntryId: entryId && toGlobalId('TimeEntry', timeEntryId(agreementId, entryId)),
      requestId: requestId && toGlobalId('Request', requestId),
      request: (_args, context, info) =>
        requestId === null ? null : this.requests.one(readerOf(info), context, requestId),
      person: (_args, context, info) =>
        personId === null ? null : this.people.person(readerOf(info), context, personId),
      billedPeriod: billedBy.get(lineId) ?? period,
      minutes: line.minutes,
      percent: line.percent,
      rate: toMoneyReaders(() => moneyOf(line.rate, currency)),
      amount: toMoneyReaders(() => moneyOf(line.amount, currency)),
      note: this.noteOf(agreementId, entryId),
    };
  }

  private issue(issue: Issue | null): StatementIssueType | null {
    if (!issue) return null;
    const { issuedAt, acceptedAt, acceptedById, acceptedOnBehalfOf } = issue;
    const person =
      (id: string | null): LookedUp<Person> =>
      (_args, context, info) =>
        id === null ? null : this.people.person(readerOf(info), context, id);
    return { issuedAt, acceptedAt, acceptedBy: person(acceptedById), acceptedOnBehalfOf: person(acceptedOnBehalfOf) };
  }

  private noteOf(agreementId: string, entryId: string | null): LookedUp<string> {
    return async (_args, context, info) => {
      if (entryId === null) return null;
      const row = await this.entries.one(readerOf(info), context, { agreementId, entryId });
      return row?.document.note ?? null;
    };
  }
}
