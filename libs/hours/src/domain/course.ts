import { account, availableOf, openOf, openReservedOf } from './balance.js';
import { applied } from './evolve.js';
import { type AllotmentEvent, fact, type ReleaseCause } from './facts.js';
import { lotsFor } from './drawing.js';
import type { AllotmentState, BeyondBase } from './state.js';

/** What happens next, given where the month stands by then. */
export type Step = (month: AllotmentState) => readonly AllotmentEvent[];

/** Facts, and the month they lead to. */
export interface Course {
  readonly facts: AllotmentEvent[];
  readonly month: AllotmentState;
}

/** Takes steps one after the other, each on what the ones before led to. */
export function walk(before: AllotmentState, steps: readonly Step[]): Course {
  const facts: AllotmentEvent[] = [];
  let month = before;
  for (const step of steps) {
    const more = step(month);
    month = after(month, more);
    facts.push(...more);
  }
  return { facts, month };
}

/** The facts of {@link walk}. */
export const run = (month: AllotmentState, steps: readonly Step[]): AllotmentEvent[] => walk(month, steps).facts;

/** The state some facts lead to. */
export const after = (month: AllotmentState, facts: readonly AllotmentEvent[]): AllotmentState =>
  facts.reduce(applied, month);

/** An undecided entry takes what is there for it in the order of drawing: its own reservation, free minutes, its own earmark. */
function coverEntry(month: AllotmentState, { entryId, requestId, uncovered }: BeyondBase): AllotmentEvent[] {
  const own = account(month, requestId);
  const base = Math.min(uncovered, openOf(own) + availableOf(month));
  const overage = Math.min(uncovered - base, own.earmark);
  const facts: AllotmentEvent[] = [];
  if (base > 0) {
    const lots = lotsFor(month, base);
    facts.push(fact('UncoveredTimeCovered', { entryId, requestId, minutes: base, from: 'BASE', lots }));
  }
  if (overage > 0) {
    const overageId = own.overageId ?? '';
    const covering = { entryId, requestId, minutes: overage, from: 'OVERAGE', lots: [], overageId } as const;
    facts.push(fact('UncoveredTimeCovered', covering));
  }
  return facts;
}

/** Release rule: minutes that became available cover undecided ones in the order of recording. */
const cover: Step = (month) =>
  run(
    month,
    month.beyond.filter(({ uncovered }) => uncovered > 0).map((entry) => (state) => coverEntry(state, entry)),
  );

/** Then they go to reductions that wait, debt first. */
const reduce: Step = (month) => {
  const { debt, grant } = month.pending;
  if (debt + grant === 0) return [];
  const minutes = Math.min(debt + grant, availableOf(month));
  if (minutes <= 0) return [];
  const debtMinutes = Math.min(debt, minutes);
  return [fact('ReductionApplied', { debtMinutes, grantMinutes: minutes - debtMinutes })];
};

const undecidedOf = (month: AllotmentState, requestId: string): number =>
  month.beyond.reduce((sum, entry) => (entry.requestId === requestId ? sum + entry.uncovered : sum), 0);

/** An UNCOVERED overage always equals its request's undecided minutes. */
const followUncovered: Step = (month) =>
  month.overages.flatMap(({ overageId, requestId, kind, minutes: previous }): AllotmentEvent[] => {
    if (kind === 'PLANNED') return [];
    const minutes = undecidedOf(month, requestId);
    if (minutes === 0) return [fact('OverageWithdrawn', { overageId })];
    return minutes === previous ? [] : [fact('OverageResized', { overageId, minutes, previous })];
  });

/** What was issued before something changed is void. */
const voidStatement: Step = ({ statement }) =>
  statement ? [fact('StatementVoided', { number: statement.number })] : [];

/** What becomes of minutes that got free, and of a statement: comes after every change of the balance. */
const consequences: readonly Step[] = [cover, reduce, followUncovered, voidStatement];

/** Steps that change the balance, with all that follows from them; nothing follows from nothing. */
export function changed(before: AllotmentState, steps: readonly Step[]): Course {
  const caused = walk(before, steps);
  if (caused.facts.length === 0) return caused;
  const { facts, month } = walk(caused.month, consequences);
  return { facts: [...caused.facts, ...facts], month };
}

/** The facts of {@link changed}. */
export const change = (month: AllotmentState, ...steps: readonly Step[]): AllotmentEvent[] =>
  changed(month, steps).facts;

/** Says that a reduction found too little, and what could be moved. */
export const sayShortfall: Step = (month) => {
  const pendingMinutes = month.pending.debt + month.pending.grant;
  if (pendingMinutes === 0) return [];
  const movable = Object.entries(month.accounts)
    .map(([requestId, one]) => ({ requestId, minutes: openOf(one) }))
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => b.minutes - a.minutes || (a.requestId < b.requestId ? -1 : 1));
  return [fact('ShortfallRaised', { pendingMinutes, movable })];
};

/** Everything reserved and not worked, request by request. */
export const releaseAll =
  (cause: ReleaseCause): Step =>
  (month) =>
    openReservedOf(month) === 0
      ? []
      : Object.entries(month.accounts).flatMap(([requestId, one]): AllotmentEvent[] => {
          const minutes = openOf(one);
          return minutes === 0 ? [] : [fact('ReservationReleased', { requestId, minutes, cause })];
        });
