import { noConsents } from './consent.js';
import { adding, changing, type Data } from './evolve-kit.js';
import { signatureOf } from './facts.js';
import { type AllotmentState, noSums, type PendingOverage } from './state.js';

export const opened = (data: Data<'PeriodOpened'>): AllotmentState => ({
  status: 'PLANNED',
  agreementId: data.agreementId,
  agreementVersion: data.agreementVersion,
  period: data.period,
  timeZone: data.timeZone,
  currency: data.currency,
  billing: 'ACTUALS',
  retainerRate: null,
  pool: { granted: data.grantedMinutes, adjusted: 0, absences: 0, debtApplied: 0, baseCredits: 0 },
  lots: [],
  pending: { debt: 0, grant: 0 },
  sums: noSums,
  accounts: {},
  beyond: [],
  overages: [],
  counters: { overages: 0, credits: 0, disputes: 0 },
  thresholds: [],
  consents: noConsents,
  carriedFrom: null,
  closing: null,
  statements: 0,
  statement: null,
  disputes: [],
});

export function amended(month: AllotmentState, data: Data<'PeriodAmended'>): AllotmentState {
  const { agreementVersion, grantedMinutes, pendingMinutes } = data;
  const pool = { ...month.pool, granted: grantedMinutes + pendingMinutes };
  const pending = { ...month.pending, grant: month.pending.grant + pendingMinutes };
  return { ...month, agreementVersion, pool, pending };
}

export function carriedIn(month: AllotmentState, data: Data<'BalanceCarriedIn'>): AllotmentState {
  const { debt, grant } = month.pending;
  const minutes = data.lots.reduce((sum, lot) => sum + lot.minutes, 0);
  return {
    ...adding(month, { carriedIn: minutes }),
    lots: data.lots.map((lot) => ({ ...lot, drawn: 0 })),
    pending: { debt: debt + data.debtMinutes, grant: grant + data.reductionMinutes },
    carriedFrom: data.fromPeriod,
  };
}

/** More minutes count at once; a cut waits until it is applied. */
export function grantAdjusted(month: AllotmentState, { minutes, cause }: Data<'GrantAdjusted'>): AllotmentState {
  const { pending } = month;
  const pool = { ...month.pool, absences: month.pool.absences + (cause === 'ABSENCE' ? minutes : 0) };
  if (minutes > 0) return { ...month, pool: { ...pool, adjusted: pool.adjusted + minutes } };
  return { ...month, pool, pending: { ...pending, grant: pending.grant - minutes } };
}

export function reductionApplied(month: AllotmentState, data: Data<'ReductionApplied'>): AllotmentState {
  const { pool, pending } = month;
  return {
    ...month,
    pool: { ...pool, debtApplied: pool.debtApplied + data.debtMinutes, adjusted: pool.adjusted - data.grantMinutes },
    pending: { debt: pending.debt - data.debtMinutes, grant: pending.grant - data.grantMinutes },
  };
}

export function raised(month: AllotmentState, data: Data<'OverageRaised'>): AllotmentState {
  const counters = { ...month.counters, overages: month.counters.overages + 1 };
  return { ...month, counters, overages: [...month.overages, { ...data, signed: null }] };
}

function changingOverage(
  month: AllotmentState,
  overageId: string,
  change: (overage: PendingOverage) => Partial<PendingOverage>,
): AllotmentState {
  const overages = month.overages.map((one) => (one.overageId === overageId ? { ...one, ...change(one) } : one));
  return { ...month, overages };
}

export const resized = (month: AllotmentState, data: Data<'OverageResized'>): AllotmentState =>
  changingOverage(month, data.overageId, ({ signed }) => ({
    minutes: data.minutes,
    signed: data.minutes > data.previous ? null : signed,
  }));

export const signedBySide = (month: AllotmentState, data: Data<'OverageApprovedBySide'>): AllotmentState =>
  changingOverage(month, data.overageId, () => ({ signed: { side: data.side, by: signatureOf(data) } }));

export const overageSaid = (
  month: AllotmentState,
  overageId: string,
  said: Required<PendingOverage>['said'],
): AllotmentState => changingOverage(month, overageId, () => ({ said }));

/** Withdrawn, declined or lapsed: nobody waits for it any more. */
export const overageGone = (month: AllotmentState, overageId: string | null): AllotmentState => ({
  ...month,
  overages: month.overages.filter((one) => one.overageId !== overageId),
});

export function overageApproved(month: AllotmentState, data: Data<'OverageApproved'>): AllotmentState {
  const { overageId, requestId, minutes } = data;
  const counted = adding(overageGone(month, overageId), { approvedOverage: minutes });
  return changing(counted, requestId, ({ earmark }) => ({ earmark: earmark + minutes, overageId }));
}

export function lapsed(month: AllotmentState, data: Data<'OverageLapsed'>): AllotmentState {
  if (data.was === 'PENDING') return overageGone(month, data.overageId);
  return changing(adding(month, { lapsed: data.minutes }), data.requestId, ({ earmark }) => ({
    earmark: earmark - data.minutes,
  }));
}
