import { MissingSections } from './missing-sections.view.js';
import { RequestPolicies } from './request-policies.js';
import { RequestPolicySetting } from './set-request-policy.js';

/** What the leads set for requests, and what is shown by it. */
export const policyUseCases = [RequestPolicies, RequestPolicySetting, MissingSections];
