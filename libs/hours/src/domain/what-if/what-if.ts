import type { Period } from '#libs/vocabulary';
import type { AgreementState } from '../agreement.js';
import { basePoolOf } from '../balance.js';
import { addMonths } from '../calendar.js';
import { evolve } from '../evolve.js';
import type { AllotmentEvent } from '../facts.js';
import type { Allotment } from '../state.js';
import { statementOf } from '../statement.js';
import type { Demand, PolicyChanges } from './assumptions.js';
import { type RecordedFact, type Simulated, type SimulatedRefusal, Simulation } from './simulation.js';

/** A month under some policy; minutes, and minor units. `overageMinutes` is what was consumed. */
export interface MonthOutcome {
  readonly period: Period;
  readonly basePoolMinutes: number;
  readonly consumedMinutes: number;
  readonly overageMinutes: number;
  readonly uncoveredMinutes: number;
  readonly rolledOverMinutes: number;
  readonly expiredMinutes: number;
  readonly lapsedOverageMinutes: number;
  /** Minutes left of the pool: of a closed month what was rolled over or expired. */
  readonly unusedMinutes: number;
  readonly amount: number;
  readonly isClosed: boolean;
}

export interface Outcome {
  readonly months: readonly MonthOutcome[];
  readonly overageMinutes: number;
  readonly rolledOverMinutes: number;
  readonly expiredMinutes: number;
  readonly amount: number;
}

export interface WhatIf {
  readonly simulated: Outcome;
  readonly recorded: Outcome;
  /** Reservations the changed policy refuses, in order. */
  readonly refusals: readonly SimulatedRefusal[];
  /** Requests whose minutes were refused and never found a place in the month. */
  readonly displacedRequestIds: readonly string[];
}

export interface Question {
  readonly agreement: AgreementState;
  readonly from: Period;
  readonly to: Period;
  readonly changes: PolicyChanges;
  readonly demand: Demand;
}

function outcomeOf(period: Period, { state, history }: Simulated): MonthOutcome {
  const closed = history.findLast((event) => event.type === 'PeriodClosed');
  const data = closed?.type === 'PeriodClosed' ? closed.data : null;
  const { sums } = state;
  const unusedMinutes = data?.unused ?? basePoolOf(state) - sums.base;
  return {
    period,
    basePoolMinutes: basePoolOf(state),
    consumedMinutes: sums.base,
    overageMinutes: sums.overage,
    uncoveredMinutes: sums.uncovered + sums.writtenOff,
    rolledOverMinutes: data?.rolledOver ?? 0,
    expiredMinutes: data?.expired ?? 0,
    lapsedOverageMinutes: sums.lapsed,
    unusedMinutes,
    amount: data?.amount ?? statementOf(history)?.totals.amount ?? 0,
    isClosed: data !== null,
  };
}

function total(months: readonly MonthOutcome[]): Outcome {
  const sum = (of: (month: MonthOutcome) => number): number => months.reduce((all, month) => all + of(month), 0);
  return {
    months,
    overageMinutes: sum(({ overageMinutes }) => overageMinutes),
    rolledOverMinutes: sum(({ rolledOverMinutes }) => rolledOverMinutes),
    expiredMinutes: sum(({ expiredMinutes }) => expiredMinutes),
    amount: sum(({ amount }) => amount),
  };
}

/** What happened, from the same facts. */
function recordedMonths(facts: readonly RecordedFact[]): Map<Period, Simulated> {
  const histories = new Map<Period, AllotmentEvent[]>();
  for (const { period, event } of facts) {
    const history = histories.get(period);
    if (history) history.push(event);
    else histories.set(period, [event]);
  }
  const months = new Map<Period, Simulated>();
  for (const [period, history] of histories) {
    const state = history.reduce<Allotment>(evolve, { status: 'unknown' });
    if (state.status !== 'unknown') months.set(period, { state, history });
  }
  return months;
}

const periodsOf = ({ from, to }: Question): Period[] => {
  const periods: Period[] = [];
  for (let period = from; period <= to; period = addMonths(period, 1)) periods.push(period);
  return periods;
};

/**
 * Replays what was recorded in a window of months under changed policy (contexts 3.13). `facts` are all facts of these months, in the
 * order of the log; no stream is touched.
 */
export function whatIf(question: Question, facts: readonly RecordedFact[]): WhatIf {
  const { agreement, changes, demand } = question;
  const simulation = new Simulation(agreement, changes, demand);
  simulation.replay(facts);
  const recorded = recordedMonths(facts);
  const outcomes = (month: (period: Period) => Simulated | null | undefined): Outcome =>
    total(
      periodsOf(question).flatMap((period) => {
        const found = month(period);
        return found ? [outcomeOf(period, found)] : [];
      }),
    );
  const { refusals } = simulation;
  return {
    simulated: outcomes((period) => simulation.month(period)),
    recorded: outcomes((period) => recorded.get(period)),
    refusals,
    displacedRequestIds: displaced(simulation),
  };
}

/** A refused request is displaced where nothing of it is reserved or worked from the pool in that month afterwards. */
function displaced(simulation: Simulation): string[] {
  const gone = simulation.refusals.filter(({ period, requestId }) => {
    const { state, history } = simulation.month(period)!;
    const reserved = history.some((event) => event.type === 'MinutesReserved' && event.data.requestId === requestId);
    return !reserved && (state.accounts[requestId]?.base ?? 0) === 0;
  });
  return [...new Set(gone.map(({ requestId }) => requestId))];
}
