import { type LocalDate, versionOn } from '#libs/vocabulary';
import { addDays, daysBetween } from './days.js';
import type { LapseKind, PlanningEvent, PlanningLapses, PlanningPolicyVersion } from './policy.js';

/** What the cadence is measured by. */
export interface PlanningHistory {
  /** All versions of the policy, in any order. */
  readonly policies: readonly PlanningPolicyVersion[];
  /** Days on which joint sessions were held, in any order; a session without both sides present is not one of them (P43). */
  readonly jointDays: readonly LocalDate[];
  /** The first day the roadmap was kept. */
  readonly historyFrom: LocalDate;
}

/** M15 as of one day, by the policy of that day (P44). */
export interface Cadence {
  readonly policyVersion: number;
  /** Joint sessions within the rolling window that ends with the day. */
  readonly jointSessions: number;
  /** The longest time without one that ended in the window, the one that still runs included; days of the calendar. */
  readonly largestGapDays: number;
  readonly lastJointOn: LocalDate | null;
  readonly gapOk: boolean;
  /** Null before there is a window's worth of history. */
  readonly countOk: boolean | null;
  readonly ok: boolean;
  /** Last days on which nothing has lapsed yet. */
  readonly dueOn: Readonly<Record<LapseKind, LocalDate>>;
}

const until = ({ jointDays }: PlanningHistory, on: LocalDate): LocalDate[] =>
  [...new Set(jointDays)].filter((day) => day <= on).sort();

/** Gaps between joint sessions that ended after `windowStart`, from the start of history to the day itself. */
function largestGap(days: readonly LocalDate[], windowStart: LocalDate): number {
  const gaps = days.slice(1).map((day, index) => (day > windowStart ? daysBetween(days[index] ?? day, day) : 0));
  return Math.max(0, ...gaps);
}

/** The count falls below the minimum when the `min`th session from the end leaves the window. */
function countDueOn(days: readonly LocalDate[], historyFrom: LocalDate, { value }: PlanningPolicyVersion): LocalDate {
  const lastOfEnough = days.at(-value.minJointSessions);
  const since = lastOfEnough === undefined || lastOfEnough < historyFrom ? historyFrom : lastOfEnough;
  return addDays(since, value.windowDays - 1);
}

/** Compliance with the planning cadence on a day, by the version of that day (P44). */
export function planningCadence(history: PlanningHistory, on: LocalDate): Cadence {
  const inForce = versionOn(history.policies, on);
  const { minJointSessions, windowDays, maxGapDays } = inForce.value;
  const { historyFrom } = history;
  const days = until(history, on);
  const windowStart = addDays(on, -windowDays);
  const lastJointOn = days.at(-1) ?? null;
  const jointSessions = days.filter((day) => day > windowStart).length;
  const largestGapDays = largestGap([historyFrom, ...days.filter((day) => day > historyFrom), on], windowStart);
  const gapOk = largestGapDays <= maxGapDays;
  const countOk = on < addDays(historyFrom, windowDays) ? null : jointSessions >= minJointSessions;
  const GAP = addDays(lastJointOn ?? historyFrom, maxGapDays);
  const dueOn = { GAP, COUNT: countDueOn(days, historyFrom, inForce) };
  const ok = gapOk && countOk !== false;
  return { policyVersion: inForce.version, jointSessions, largestGapDays, lastJointOn, gapOk, countOk, ok, dueOn };
}

/**
 * The clock finds out that nobody planned together in time; once for each day due, so that asking twice says it once.
 * `history` comes from the closed sessions: one that is closed meanwhile is not a reason to say it again.
 */
export function sayCadenceLapsed(
  lapses: PlanningLapses,
  history: PlanningHistory,
  { today }: { readonly today: LocalDate },
): PlanningEvent[] {
  const { dueOn, lastJointOn, policyVersion } = planningCadence(history, today);
  const kinds: readonly LapseKind[] = ['GAP', 'COUNT'];
  return kinds
    .filter((kind) => today > dueOn[kind] && lapses[kind] !== dueOn[kind])
    .map((kind) => ({
      type: 'PlanningCadenceLapsed',
      data: { kind, dueOn: dueOn[kind], lastJointOn, policyVersion },
    }));
}
