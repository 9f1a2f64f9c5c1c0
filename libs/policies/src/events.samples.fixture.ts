import type { Samples } from '#test/kit/golden';
import type { PolicyEvent } from './domain/index.js';

const cleo = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a01';
const theo = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a02';
const wish = {
  kind: 'PLANNING_CADENCE',
  effectiveFrom: '2026-04-01',
  value: { minJointSessions: 12, windowDays: 365, maxGapDays: 35 },
  reason: 'Once a quarter was too seldom',
} as const;

/** One of each fact, in an order in which they could have happened. */
export const samples: Samples<PolicyEvent> = {
  PolicySet: { ...wish, version: 2, setOn: '2026-03-10', byIds: [cleo, theo] },
  PolicyProposed: {
    ...wish,
    value: { minJointSessions: 6, windowDays: 365, maxGapDays: 70 },
    reason: null,
    side: 'PROVIDER',
    byId: theo,
    onBehalfOf: null,
  },
  PolicyProposalWithdrawn: { kind: 'PLANNING_CADENCE', byId: cleo, onBehalfOf: null },
};
