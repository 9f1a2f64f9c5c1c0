import { publish } from '#libs/requests';
import { lenses } from './domain/index.js';

export const LensEnum = publish(
  'RiskLens',
  'One way of looking at a piece of work; each has a reviewer and a checklist of its own.',
  {
    PAYMENT: 'Money: cards, charges, refunds, books.',
    SECURITY: 'Who can reach what, and what comes from outside.',
    PRIVACY: 'Data about people: purpose, consent, deletion.',
    THIRD_PARTY: 'Other companies: outages, contracts, ways out.',
    PEAK_TRAFFIC: 'Many visitors at once.',
    LEGAL: 'Claims, terms, imprint.',
    RELIABILITY: 'Losing nothing when data moves, and a way back.',
  },
  lenses,
);
