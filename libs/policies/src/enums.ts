import type { PolicyKindName } from '#libs/vocabulary';
import { registerEnumType } from '@nestjs/graphql';

export const PolicyKindEnum: { readonly [Name in PolicyKindName]: Name } = {
  RISK_MATRIX: 'RISK_MATRIX',
  RISK_TRIGGERS: 'RISK_TRIGGERS',
  RISK_REVIEW_TERMS: 'RISK_REVIEW_TERMS',
  PLANNING_CADENCE: 'PLANNING_CADENCE',
  REQUESTS: 'REQUESTS',
};

registerEnumType(PolicyKindEnum, {
  name: 'PolicyKind',
  description: 'What both leads of a workspace set.',
  valuesMap: {
    RISK_MATRIX: { description: 'How likelihood and impact make a band.' },
    RISK_TRIGGERS: { description: 'Which lenses a piece of work gets by what it touches.' },
    RISK_REVIEW_TERMS: { description: 'How long risk decisions hold, who reviews what, and what is asked.' },
    PLANNING_CADENCE: { description: 'How often both sides plan together.' },
    REQUESTS: { description: 'Quotas and service levels of requests, and what a brief must hold.' },
  },
});
