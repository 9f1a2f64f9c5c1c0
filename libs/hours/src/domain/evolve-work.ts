import {
  accountsWith,
  adding,
  changing,
  changingBeyond,
  type Data,
  drawingLots,
  mergeLots,
  summed,
} from './evolve-kit.js';
import type { WorkRecorded } from './facts.js';
import type { AllotmentState } from './state.js';

/** The request's reservation is what it worked plus what is still to be worked from the pool. */
export const reserved = (month: AllotmentState, { requestId, baseMinutes }: Data<'MinutesReserved'>): AllotmentState =>
  changing(month, requestId, ({ base }) => ({ reserved: base + baseMinutes }));

export const movedOut = (month: AllotmentState, { requestId, minutes }: Data<'ReservationMovedOut'>): AllotmentState =>
  changing(month, requestId, ({ reserved }) => ({ reserved: reserved - minutes }));

export const released = (month: AllotmentState, { requestId }: Data<'ReservationReleased'>): AllotmentState =>
  changing(month, requestId, () => ({ reserved: 0 }));

export function worked(month: AllotmentState, data: WorkRecorded): AllotmentState {
  if (!data.billable) return adding(month, { notBillable: data.minutes });
  const { requestId, entryId, draw } = data;
  const { base, overage, uncovered } = draw;
  // Nearly every fact of a month is one of these: it is copied once.
  const drawn: AllotmentState = {
    ...month,
    sums: summed(month.sums, { recorded: data.minutes, base, overage, uncovered }),
    accounts: accountsWith(month.accounts, requestId, (account) => ({
      base: account.base + base,
      overage: account.overage + overage,
      earmark: account.earmark - overage,
    })),
    lots: drawingLots(month.lots, draw.lots),
  };
  if (overage + uncovered === 0) return drawn;
  const entry = {
    entryId,
    requestId,
    base: 0,
    lots: [],
    overage,
    uncovered,
    writtenOff: 0,
    debt: 0,
    overageCredited: 0,
  };
  return { ...drawn, beyond: [...drawn.beyond, entry] };
}

export function reversed(month: AllotmentState, data: Data<'TimeReversed'>): AllotmentState {
  if (!data.billable) return adding(month, { notBillable: -data.minutes });
  const { base, overage, uncovered, writtenOff, debt, lots } = data.draw;
  const counted = adding(month, {
    recorded: -data.minutes,
    base: -base,
    overage: -overage,
    uncovered: -uncovered,
    writtenOff: -writtenOff,
    debt: -debt,
  });
  const returned = changing(counted, data.requestId, (account) => ({
    base: account.base - base,
    overage: account.overage - overage,
    earmark: account.earmark + overage,
  }));
  const beyond = returned.beyond.filter(({ entryId }) => entryId !== data.reversesEntryId);
  return { ...returned, beyond, lots: drawingLots(returned.lots, lots, -1) };
}

export function covered(month: AllotmentState, data: Data<'UncoveredTimeCovered'>): AllotmentState {
  const { entryId, requestId, minutes, from, lots } = data;
  const isBase = from === 'BASE';
  const counted = adding(month, { uncovered: -minutes, [isBase ? 'base' : 'overage']: minutes });
  const drawn = changing(counted, requestId, ({ base, overage, earmark }) =>
    isBase ? { base: base + minutes } : { overage: overage + minutes, earmark: earmark - minutes },
  );
  const changed = changingBeyond(drawn, entryId, (entry) => ({
    uncovered: entry.uncovered - minutes,
    ...(isBase
      ? { base: entry.base + minutes, lots: mergeLots(entry.lots, lots) }
      : { overage: entry.overage + minutes }),
  }));
  return { ...changed, lots: drawingLots(changed.lots, lots) };
}

export const writtenOff = (month: AllotmentState, data: Data<'UncoveredTimeWrittenOff'>): AllotmentState =>
  changingBeyond(
    adding(month, { uncovered: -data.minutes, writtenOff: data.minutes }),
    data.entryId,
    ({ uncovered, writtenOff }) => ({ uncovered: uncovered - data.minutes, writtenOff: writtenOff + data.minutes }),
  );

export const carriedAsDebt = (month: AllotmentState, data: Data<'UncoveredTimeCarriedAsDebt'>): AllotmentState =>
  changingBeyond(
    adding(month, { uncovered: -data.minutes, debt: data.minutes }),
    data.entryId,
    ({ uncovered, debt }) => ({ uncovered: uncovered - data.minutes, debt: debt + data.minutes }),
  );

/** H10: credited base minutes come back into this month's pool, credited overage minutes are refunded in money alone. */
export function credited(month: AllotmentState, data: Data<'PriorPeriodAdjusted'>): AllotmentState {
  const minutes = -data.minutes;
  const counters = { ...month.counters, credits: month.counters.credits + 1 };
  const counted = { ...month, counters };
  if (data.pool !== 'OVERAGE') {
    const { pool } = counted;
    return { ...counted, pool: { ...pool, baseCredits: pool.baseCredits + minutes } };
  }
  const refunded = adding(counted, { overageCredits: minutes });
  if (data.originalPeriod !== month.period) return refunded;
  return changingBeyond(refunded, data.originalEntryId, ({ overageCredited }) => ({
    overageCredited: overageCredited + minutes,
  }));
}

export function rebased(month: AllotmentState, data: Data<'OverageRebased'>): AllotmentState {
  const { entryId, requestId, minutes, lots } = data;
  const counted = adding(month, { overage: -minutes, base: minutes, rebased: minutes });
  const drawn = changing(counted, requestId, ({ overage, base }) => ({
    overage: overage - minutes,
    base: base + minutes,
  }));
  const changed = changingBeyond(drawn, entryId, (entry) => ({
    overage: entry.overage - minutes,
    base: entry.base + minutes,
    lots: mergeLots(entry.lots, lots),
  }));
  return { ...changed, lots: drawingLots(changed.lots, lots) };
}
