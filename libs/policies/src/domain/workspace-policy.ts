import type { Aggregate, DecisionStream } from '#libs/event-log';
import {
  type DoneBy,
  firstVersion,
  type LocalDate,
  type PolicyKind,
  type PolicyVersion,
  type Side,
  versionOn,
} from '#libs/vocabulary';
import type { PolicyEvent, PolicyFacts } from './facts.js';

/** A version as it came about. */
export interface SetVersion<T> extends PolicyVersion<T> {
  /** The local day both leads had agreed; null for version 1, which nobody set. */
  readonly setOn: LocalDate | null;
  readonly reason: string | null;
  /** The two leads; nobody for version 1. */
  readonly byIds: readonly string[];
}

/** A wish that waits. */
export interface Proposal<T> {
  readonly effectiveFrom: LocalDate;
  readonly value: T;
  readonly reason: string | null;
  /** The side whose lead wants it so; null: no lead has said anything yet. */
  readonly side: Side | null;
  readonly by: DoneBy;
}

export interface WorkspacePolicy {
  /** What was set, by version; version 1 is the kind's own, see `versionsOf`. */
  readonly set: readonly SetVersion<unknown>[];
  readonly proposal: Proposal<unknown> | null;
}

const proposed = (data: PolicyFacts['PolicyProposed']): Proposal<unknown> => {
  const { effectiveFrom, value, reason, side, byId, onBehalfOf } = data;
  return { effectiveFrom, value, reason, side, by: { personId: byId, onBehalfOf } };
};

/** Total, as every fold. */
function evolve(policy: WorkspacePolicy, event: PolicyEvent): WorkspacePolicy {
  switch (event.type) {
    case 'PolicyProposed':
      return { ...policy, proposal: proposed(event.data) };
    case 'PolicyProposalWithdrawn':
      return { ...policy, proposal: null };
    case 'PolicySet': {
      const { kind: _kind, ...version } = event.data;
      return { set: [...policy.set, version], proposal: null };
    }
  }
}

/** `workspace-policy-<KIND>`: one stream for each kind of a workspace; it is there from the first wish on. */
export const workspacePolicy: Aggregate<WorkspacePolicy, PolicyEvent> = {
  type: 'workspace-policy',
  initial: { set: [], proposal: null },
  source: import.meta.url,
  // Nothing comes back for a type of a newer program.
  evolve: (policy, event) => evolve(policy, event) ?? policy,
};

/**
 * The policy as a stream that a decision reads in its one statement. It guards nothing: a decision that runs while the leads change a
 * policy names the version it went by.
 */
export const policyStream = ({
  kind,
}: Pick<PolicyKind<unknown>, 'kind'>): DecisionStream<WorkspacePolicy, PolicyEvent> => ({
  aggregate: workspacePolicy,
  id: kind,
  expect: 'latest',
  guards: false,
});

/** All versions, 1 first; of a policy nobody touched that one alone. Values were valid for their kind when they were set. */
export const versionsOf = <T>({ set }: Pick<WorkspacePolicy, 'set'>, { initial }: PolicyKind<T>): SetVersion<T>[] => [
  { ...firstVersion(initial), setOn: null, reason: null, byIds: [] },
  ...(set as readonly SetVersion<T>[]),
];

/** The version that holds on a local day (P44). */
export const policyOn = <T>(state: Pick<WorkspacePolicy, 'set'>, kind: PolicyKind<T>, day: LocalDate): SetVersion<T> =>
  versionOn(versionsOf(state, kind), day);
