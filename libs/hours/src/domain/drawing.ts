import { account, availableOf, capacityOf, openOf, usedOf } from './balance.js';
import { type AllotmentEvent, fact } from './facts.js';
import type { AllotmentState } from './state.js';
import type { PeriodTerms } from './terms.js';
import type { Draw, LotMinutes } from './values.js';

/** Which lots `base` minutes come from: the one that expires first is used first, granted minutes last. */
export function lotsFor(month: AllotmentState, base: number): LotMinutes[] {
  let left = base;
  const taken: LotMinutes[] = [];
  for (const { expiresAfterPeriod, minutes: size, drawn } of month.lots) {
    const minutes = Math.min(left, size - drawn);
    if (minutes > 0) taken.push({ expiresAfterPeriod, minutes });
    left -= minutes;
  }
  return taken;
}

const noDraw: Draw = { lots: [], base: 0, overage: 0, uncovered: 0 };

/**
 * What an entry draws, cheapest first: the rest of its request's reservation, what is available, the rest of its request's earmark
 * (H9); what nothing covers stays uncovered. Time that is not billable draws nothing.
 */
export function drawFor(
  month: AllotmentState,
  work: { readonly requestId: string | null; readonly minutes: number; readonly billable: boolean },
): Draw {
  if (!work.billable) return noDraw;
  const own = account(month, work.requestId);
  const base = Math.min(work.minutes, openOf(own) + availableOf(month));
  const overage = Math.min(work.minutes - base, own.earmark);
  const uncovered = work.minutes - base - overage;
  const from = overage > 0 && own.overageId !== null ? { overageId: own.overageId } : {};
  return { lots: lotsFor(month, base), base, overage, uncovered, ...from };
}

/** H8: each threshold the utilisation has reached and that was not said before. */
export function crossings(month: AllotmentState, { thresholds }: PeriodTerms): AllotmentEvent[] {
  const unsaid = thresholds.filter((percent) => !month.thresholds.includes(percent));
  if (unsaid.length === 0) return [];
  const [usedMinutes, capacityMinutes] = [usedOf(month), capacityOf(month)];
  return unsaid
    .filter((percent) => usedMinutes > 0 && usedMinutes * 100 >= percent * capacityMinutes)
    .map((percent) => fact('BudgetThresholdCrossed', { percent, usedMinutes, capacityMinutes }));
}
