import type { Period } from '#libs/vocabulary';
import type { AllotmentEvent, Draw } from '../domain/index.js';

/** Overage for worked time of the request that nothing covers, as the command left it. */
export interface OutcomeOverage {
  readonly overageId: string;
  /** Its minutes by then. */
  readonly minutes: number;
  /** Approved by the agreement itself (WARN): nobody has to sign. */
  readonly approved: boolean;
}

/** What a command on time led to in the month: kept with the command, so that a repetition tells the same. */
export interface TimeOutcome {
  readonly entryId: string;
  /** The month it was written into. */
  readonly period: Period;
  /** Null when the command recorded no entry. */
  readonly draw: Draw | null;
  /** Percents of capacity that were reached by it. */
  readonly thresholds: readonly number[];
  readonly overage: OutcomeOverage | null;
  /** HARD_STOP: the request has to rest from now on. */
  readonly stopped: boolean;
  /** Minutes credited by it. */
  readonly credited: number;
}

function overageOf(facts: readonly AllotmentEvent[]): OutcomeOverage | null {
  const approved = facts.some(({ type }) => type === 'OverageApproved');
  const sizes = facts.flatMap((one) => {
    if (one.type !== 'OverageRaised' && one.type !== 'OverageResized') return [];
    const { overageId, minutes } = one.data;
    return [{ overageId, minutes, approved }];
  });
  return sizes.at(-1) ?? null;
}

/** Reads off the facts of a command what it led to. */
export function outcomeOf(entryId: string, period: Period, facts: readonly AllotmentEvent[]): TimeOutcome {
  const draws = facts.flatMap((one) =>
    one.type === 'TimeRecorded' || one.type === 'LateTimeRecorded' ? [one.data.draw] : [],
  );
  return {
    entryId,
    period,
    draw: draws[0] ?? null,
    thresholds: facts.flatMap((one) => (one.type === 'BudgetThresholdCrossed' ? [one.data.percent] : [])),
    overage: overageOf(facts),
    stopped: facts.some(({ type }) => type === 'WorkStopped'),
    credited: facts.reduce((sum, one) => (one.type === 'PriorPeriodAdjusted' ? sum - one.data.minutes : sum), 0),
  };
}
