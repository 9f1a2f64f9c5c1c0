export * from './facts.js';
export * from './policy-rules.js';
export * from './refusals.js';
export * from './workspace-policy.js';
