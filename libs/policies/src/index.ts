export {
  type PolicyEvent,
  policyOn,
  policyStream,
  type Proposal,
  type SetVersion,
  versionsOf,
  type WorkspacePolicy,
  workspacePolicy,
} from './domain/index.js';
export { type PoliciesFact, policiesEvents, policiesModel } from './events.js';
export { Policies1764000000661 } from './migrations/1-policies.js';
export { PolicyKindEnum } from './enums.js';
export { Policies, type PolicyRecord, policyRecords } from './policies.js';
export { PoliciesModule } from './policies.module.js';
export { PolicyKinds } from './policy-kinds.js';
export { WorkspacePolicyPayload } from './policy-payload.js';
export { PolicyValue, valueOf } from './policy.type.js';
export { type Asked, PolicySettings, ProposePolicyInput, SetPolicyInput, settingHelp } from './set-policy.js';
