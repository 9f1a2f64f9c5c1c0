import { RiskPolicyMutations, RiskPolicyValues } from './risk-policy-settings.js';

/** What both leads set about risk. */
export const policyParts = [RiskPolicyMutations, RiskPolicyValues];
