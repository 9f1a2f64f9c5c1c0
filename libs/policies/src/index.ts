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
export { policiesEvents, policiesModel } from './events.js';
export { Policies1764000000661 } from './migrations/1-policies.js';
