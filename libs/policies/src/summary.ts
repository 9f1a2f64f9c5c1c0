import type { Fact } from '#libs/event-log';
import type { PolicyKindName, Side } from '#libs/vocabulary';
import type { PolicyFacts } from './domain/index.js';

const NAMES: Readonly<Record<PolicyKindName, string>> = {
  RISK_MATRIX: 'The risk matrix',
  RISK_TRIGGERS: 'What opens a risk review',
  RISK_REVIEW_TERMS: 'The terms of risk reviews',
  PLANNING_CADENCE: 'The cadence of planning',
  REQUESTS: 'The policy of requests',
};

const leadOf: Readonly<Record<Side, string>> = { CONSUMER: 'marketing lead', PROVIDER: 'engineering lead' };

const because = (reason: string | null): string => (reason === null ? '.' : `: “${reason}”.`);

const SENTENCES: { readonly [T in keyof PolicyFacts]: (data: PolicyFacts[T]) => string } = {
  PolicyProposed: ({ kind, side, effectiveFrom, reason }) => {
    const who = side === null ? 'was proposed to both leads' : `shall change, says the ${leadOf[side]},`;
    return `${NAMES[kind]} ${who} from ${effectiveFrom} on${because(reason)}`;
  },
  PolicyProposalWithdrawn: ({ kind }) => `${NAMES[kind]} stays: what was proposed was taken back or turned down.`,
  PolicySet: ({ kind, version, effectiveFrom, reason }) =>
    `${NAMES[kind]} was set by both leads: version ${version}, from ${effectiveFrom} on${because(reason)}`,
};

/** What happened, in a sentence to show to a person. */
export const summaryOf = ({ type, data }: Fact): string =>
  Object.hasOwn(SENTENCES, type) ? SENTENCES[type as keyof PolicyFacts](data as never) : `${type}.`;
