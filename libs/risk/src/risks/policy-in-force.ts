import type { Queryable } from '#libs/api-kit';
import { policyOn, policyRecords, type PolicyRecord } from '#libs/policies';
import type { LocalDate, PolicyKind, PolicyVersion } from '#libs/vocabulary';
import { reviewTermsPolicy, riskMatrixPolicy, riskTriggersPolicy, type RiskPolicy } from '../domain/index.js';

/** What held on a local day, for those who show something by it; decisions read the streams (`riskPolicyOn`). */
export async function policyInForce(db: Queryable, workspaceId: string, day: LocalDate): Promise<RiskPolicy> {
  const kinds = [riskMatrixPolicy.kind, riskTriggersPolicy.kind, reviewTermsPolicy.kind];
  const records = await policyRecords(db, workspaceId, kinds);
  return {
    matrix: versionIn(records, riskMatrixPolicy, day),
    triggers: versionIn(records, riskTriggersPolicy, day),
    review: versionIn(records, reviewTermsPolicy, day),
  };
}

function versionIn<T>(records: readonly PolicyRecord[], kind: PolicyKind<T>, day: LocalDate): PolicyVersion<T> {
  const record = records.find((one) => one.kind === kind.kind);
  return policyOn(record?.state ?? { set: [] }, kind, day);
}
