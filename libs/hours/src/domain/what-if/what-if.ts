import type { Period } from '#libs/vocabulary';
import type { AgreementState } from '../agreement.js';
import { basePoolOf } from '../balance.js';
import { addMonths } from '../calendar.js';
import { evolve } from '../evolve.js';
import type { AllotmentEvent, AllotmentFacts } from '../facts.js';
import type { Allotment, AllotmentState } from '../state.js';
import { statementOf } from '../statement.js';
import type { Demand, PolicyChanges } from './assumptions.js';
import type { SimulatedRefusal } from './simulated-reservations.js';
import { type RecordedFact, Simulation } from './simulation.js';

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

type Closed = AllotmentFacts['PeriodClosed'];

const closedIn = (history: readonly AllotmentEvent[]): Closed | null => {
  const closed = history.findLast((event) => event.type === 'PeriodClosed');
  return closed?.type === 'PeriodClosed' ? closed.data : null;
};

/** Minutes that facts of a kind tell of. */
const minutesOf = (history: readonly AllotmentEvent[], type: AllotmentEvent['type'], was?: string): number =>
  history.reduce((sum, event) => {
    if (event.type !== type || (event.type === 'OverageLapsed' && event.data.was !== was)) return sum;
    return sum + (event.data as { minutes: number }).minutes;
  }, 0);

/** Its last fact tells nearly all of a closed month. */
const ofClosed = (period: Period, history: readonly AllotmentEvent[], closed: Closed): MonthOutcome => ({
  period,
  basePoolMinutes: closed.consumed + closed.unused,
  consumedMinutes: closed.consumed,
  overageMinutes: closed.overage,
  uncoveredMinutes: minutesOf(history, 'UncoveredTimeWrittenOff'),
  rolledOverMinutes: closed.rolledOver,
  expiredMinutes: closed.expired,
  lapsedOverageMinutes: minutesOf(history, 'OverageLapsed', 'APPROVED'),
  unusedMinutes: closed.unused,
  amount: closed.amount,
  isClosed: true,
});

const ofRunning = (state: AllotmentState, history: readonly AllotmentEvent[]): MonthOutcome => {
  const { sums, period } = state;
  return {
    period,
    basePoolMinutes: basePoolOf(state),
    consumedMinutes: sums.base,
    overageMinutes: sums.overage,
    uncoveredMinutes: sums.uncovered + sums.writtenOff,
    rolledOverMinutes: 0,
    expiredMinutes: 0,
    lapsedOverageMinutes: sums.lapsed,
    unusedMinutes: basePoolOf(state) - sums.base,
    amount: statementOf(history, state)?.totals.amount ?? 0,
    isClosed: false,
  };
};

/** A month as its facts tell it; only one that still runs has to be folded. */
function outcomeOf(period: Period, history: readonly AllotmentEvent[], known?: AllotmentState): MonthOutcome[] {
  const closed = closedIn(history);
  if (closed) return [ofClosed(period, history, closed)];
  const state = known ?? history.reduce<Allotment>(evolve, { status: 'unknown' });
  return state.status === 'unknown' ? [] : [ofRunning(state, history)];
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

/** What happened, month by month. */
function historiesOf(facts: readonly RecordedFact[]): ReadonlyMap<Period, readonly AllotmentEvent[]> {
  const histories = new Map<Period, AllotmentEvent[]>();
  for (const { period, event } of facts) {
    const history = histories.get(period);
    if (history) history.push(event);
    else histories.set(period, [event]);
  }
  return histories;
}

const periodsOf = ({ from, to }: Question): Period[] => {
  const periods: Period[] = [];
  for (let period = from; period <= to; period = addMonths(period, 1)) periods.push(period);
  return periods;
};

/**
 * Replays what was recorded in a window of months under changed policy (contexts 3.13). `facts` are all facts of these months, in the
 * order of the log, issued statements left out or not; no stream is touched.
 */
export function whatIf(question: Question, facts: readonly RecordedFact[]): WhatIf {
  const { agreement, changes, demand } = question;
  const simulation = new Simulation(agreement, changes, demand);
  simulation.replay(facts);
  const recorded = historiesOf(facts);
  const outcomes = (of: (period: Period) => MonthOutcome[]): Outcome => total(periodsOf(question).flatMap(of));
  return {
    simulated: outcomes((period) => {
      const month = simulation.month(period);
      return month ? outcomeOf(period, month.history, month.state) : [];
    }),
    recorded: outcomes((period) => outcomeOf(period, recorded.get(period) ?? [])),
    refusals: simulation.refusals,
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
