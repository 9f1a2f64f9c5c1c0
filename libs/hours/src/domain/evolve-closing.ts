import { adding, type Data } from './evolve-kit.js';
import type { AllotmentState } from './state.js';

export const closingBegun = (month: AllotmentState, { graceEndsOn }: Data<'ClosingBegun'>): AllotmentState => ({
  ...month,
  status: 'CLOSING',
  closing: { graceEndsOn, graceEnded: false, asked: false },
});

/** Nothing is reserved from here on: not even minutes that a later reversal gives back. */
export function graceEnded(month: AllotmentState): AllotmentState {
  const accounts = Object.entries(month.accounts).map(([id, account]) => [id, { ...account, reserved: 0 }] as const);
  return {
    ...month,
    accounts: Object.fromEntries(accounts),
    closing: month.closing && { ...month.closing, graceEnded: true },
  };
}

export const decisionsAsked = (month: AllotmentState): AllotmentState => ({
  ...month,
  closing: month.closing && { ...month.closing, asked: true },
});

export const statementIssued = (month: AllotmentState, data: Data<'StatementIssued'>): AllotmentState => ({
  ...month,
  statements: data.number,
  statement: {
    number: data.number,
    amount: data.totals.amount,
    acceptBy: data.acceptBy,
    accepted: false,
    acceptedOn: null,
  },
});

export const statementAccepted = (month: AllotmentState, { on }: Data<'StatementAccepted'>): AllotmentState => ({
  ...month,
  statement: month.statement && { ...month.statement, accepted: true, acceptedOn: on },
});

export function lineDisputed(month: AllotmentState, data: Data<'LineDisputed'>): AllotmentState {
  const { disputeId, lineId, entryId, reason } = data;
  const counters = { ...month.counters, disputes: month.counters.disputes + 1 };
  return { ...month, counters, disputes: [...month.disputes, { disputeId, lineId, entryId, reason }] };
}

export const disputeResolved = (month: AllotmentState, { disputeId }: Data<'DisputeResolved'>): AllotmentState => ({
  ...month,
  disputes: month.disputes.filter((one) => one.disputeId !== disputeId),
});

/** Rolled over and expired leave the month at once, so that the ledger agrees after every fact (H11). */
export const closed = (month: AllotmentState, { rolledOver, expired }: Data<'PeriodClosed'>): AllotmentState => ({
  ...adding(month, { rolledOver, expired }),
  status: 'CLOSED',
});
