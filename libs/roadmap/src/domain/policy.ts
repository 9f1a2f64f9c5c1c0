import type { Aggregate, Recorded } from '#libs/event-log';
import { firstVersion, type LocalDate, type PolicyKind, type PolicyVersion } from '#libs/vocabulary';
import { wholeNumber } from './days.js';

/** How often both sides plan together. */
export interface PlanningTerms {
  /** Joint sessions within `windowDays`. */
  readonly minJointSessions: number;
  /** Days of the calendar, rolling; the count is asked for only once there is as much history. */
  readonly windowDays: number;
  /** The longest time between two joint sessions, in days of the calendar. */
  readonly maxGapDays: number;
}

/** Versions of the cadence of planning; see `planningCadencePolicy`. */
export type PlanningPolicyVersion = PolicyVersion<PlanningTerms>;

const bounds: Readonly<Record<keyof PlanningTerms, { min: number; max: number }>> = {
  minJointSessions: { min: 1, max: 53 },
  windowDays: { min: 28, max: 730 },
  maxGapDays: { min: 1, max: 365 },
};

/** @throws ValidationFailed */
function requireTerms(terms: PlanningTerms): PlanningTerms {
  const checked = (field: keyof PlanningTerms) =>
    wholeNumber(terms[field], { ...bounds[field], path: ['input', field] });
  return {
    minJointSessions: checked('minJointSessions'),
    windowDays: checked('windowDays'),
    maxGapDays: checked('maxGapDays'),
  };
}

/** How often both sides plan together is the two leads' to set (P43, P44). */
export const planningCadencePolicy: PolicyKind<PlanningTerms> = {
  kind: 'PLANNING_CADENCE',
  initial: { minJointSessions: 4, windowDays: 365, maxGapDays: 100 },
  requireValid: requireTerms,
};

/** What holds before the leads have set anything. */
export const standardPlanning: readonly PlanningPolicyVersion[] = [firstVersion(planningCadencePolicy.initial)];

export type LapseKind = 'GAP' | 'COUNT';

/** Nobody planned together in time. Said once for each day it was due. */
export interface PlanningCadenceLapsed {
  readonly kind: LapseKind;
  /** The last day on which it still would have been in time. */
  readonly dueOn: LocalDate;
  readonly lastJointOn: LocalDate | null;
  readonly policyVersion: number;
}

export interface PlanningEvent {
  readonly type: 'PlanningCadenceLapsed';
  readonly data: PlanningCadenceLapsed;
}

/** The days due that were said, by kind: the last one. */
export type PlanningLapses = Readonly<Record<LapseKind, LocalDate | null>>;

export const nothingLapsed: PlanningLapses = { GAP: null, COUNT: null };

/** Total, as every fold. */
export function evolveLapses(lapses: PlanningLapses, event: PlanningEvent): PlanningLapses {
  switch (event.type) {
    case 'PlanningCadenceLapsed':
      return { ...lapses, [event.data.kind]: event.data.dueOn };
  }
}

/** `planning-cadence-<planningCadenceId>`: what was said to have lapsed, one stream for each workspace. */
export const planningLapses: Aggregate<PlanningLapses, PlanningEvent> = {
  type: 'planning-cadence',
  initial: nothingLapsed,
  source: import.meta.url,
  // Nothing comes back for a type of a newer program.
  evolve: (lapses, event: Recorded<PlanningEvent>) => evolveLapses(lapses, event) ?? lapses,
};
export const planningCadenceId = 'workspace';
