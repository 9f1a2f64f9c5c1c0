import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate, Side } from '#libs/vocabulary';
import type { Signature } from './values.js';
import { signatureOf } from './facts.js';

/** How often both sides plan together. */
export interface PlanningTerms {
  /** Joint sessions within `windowDays`. */
  readonly minJointSessions: number;
  /** Days of the calendar, rolling; the count is asked for only once there is as much history. */
  readonly windowDays: number;
  /** The longest time between two joint sessions, in days of the calendar. */
  readonly maxGapDays: number;
}

/** A policy with its number and the first day it holds for; a decision names the number. */
export interface PolicyVersion {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  readonly terms: PlanningTerms;
}

export type LapseKind = 'GAP' | 'COUNT';

export interface PlanningFacts {
  /** One lead wants it so; the other has not said yes. A later wish takes its place. */
  PlanningPolicyProposed: {
    readonly effectiveFrom: LocalDate;
    readonly terms: PlanningTerms;
    readonly side: Side;
    readonly byId: string;
    readonly onBehalfOf: string | null;
  };
  /** Both leads want it so. */
  PlanningPolicySet: PolicyVersion & { readonly byIds: readonly [first: string, second: string] };
  /** Nobody planned together in time. Said once for each day it was due. */
  PlanningCadenceLapsed: {
    readonly kind: LapseKind;
    /** The last day on which it still would have been in time. */
    readonly dueOn: LocalDate;
    readonly lastJointOn: LocalDate | null;
    readonly policyVersion: number;
  };
}
export type PlanningEvent = {
  [T in keyof PlanningFacts]: { readonly type: T; readonly data: PlanningFacts[T] };
}[keyof PlanningFacts];

export interface PolicyProposal {
  readonly effectiveFrom: LocalDate;
  readonly terms: PlanningTerms;
  readonly side: Side;
  readonly by: Signature;
}

export interface PlanningPolicy {
  /** By version, ascending. */
  readonly versions: readonly PolicyVersion[];
  readonly proposal: PolicyProposal | null;
  /** The days due that were said, by kind: the last one. */
  readonly lapsed: Readonly<Record<LapseKind, LocalDate | null>>;
}

/** What holds before the leads have set anything (P43). */
export const standardPolicy: PolicyVersion = {
  version: 1,
  effectiveFrom: '0001-01-01',
  terms: { minJointSessions: 4, windowDays: 365, maxGapDays: 100 },
};

export const initialPolicy: PlanningPolicy = {
  versions: [standardPolicy],
  proposal: null,
  lapsed: { GAP: null, COUNT: null },
};

function policySet(policy: PlanningPolicy, data: PlanningFacts['PlanningPolicySet']): PlanningPolicy {
  const { version, effectiveFrom, terms } = data;
  return { ...policy, proposal: null, versions: [...policy.versions, { version, effectiveFrom, terms }] };
}

/** Total, as every fold. */
export function evolvePolicy(policy: PlanningPolicy, event: PlanningEvent): PlanningPolicy {
  switch (event.type) {
    case 'PlanningPolicyProposed': {
      const { effectiveFrom, terms, side } = event.data;
      return { ...policy, proposal: { effectiveFrom, terms, side, by: signatureOf(event.data) } };
    }
    case 'PlanningPolicySet':
      return policySet(policy, event.data);
    case 'PlanningCadenceLapsed':
      return { ...policy, lapsed: { ...policy.lapsed, [event.data.kind]: event.data.dueOn } };
  }
}

/** `planning-policy-<planningPolicyId>`: one stream for each workspace. */
export const planningPolicy: Aggregate<PlanningPolicy, PlanningEvent> = {
  type: 'planning-policy',
  initial: initialPolicy,
  source: import.meta.url,
  // Nothing comes back for a type of a newer program.
  evolve: (policy, event: Recorded<PlanningEvent>) => evolvePolicy(policy, event) ?? policy,
};
export const planningPolicyId = 'workspace';

/** The policy of a day (P44): of those in effect the one set last, so that a later decision stands over an earlier one. */
export const policyOn = ({ versions }: PlanningPolicy, day: LocalDate): PolicyVersion =>
  versions.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? standardPolicy;
