import type { DecisionStream, Fact, OtherStreams } from '#libs/event-log';
import { policyOn, policyStream, workspacePolicy } from '#libs/policies';
import type { LocalDate, PolicyKind } from '#libs/vocabulary';
import { reviewTermsPolicy, riskMatrixPolicy, riskTriggersPolicy, type RiskPolicy } from './domain/index.js';

const kinds = { matrix: riskMatrixPolicy, triggers: riskTriggersPolicy, review: reviewTermsPolicy };

/** What every decision about risk goes by: read in its one statement, guarding nothing. */
export const riskPolicyStreams = Object.values(kinds).map(
  (kind) => policyStream(kind) as unknown as DecisionStream<unknown, Fact>,
);

const versionOn = <T>(others: OtherStreams, kind: PolicyKind<T>, day: LocalDate) =>
  policyOn(others.read(workspacePolicy, kind.kind, { guards: false }), kind, day);

/** The versions in force on a local day. */
export const riskPolicyOn = (others: OtherStreams, day: LocalDate): RiskPolicy => ({
  matrix: versionOn(others, kinds.matrix, day),
  triggers: versionOn(others, kinds.triggers, day),
  review: versionOn(others, kinds.review, day),
});
