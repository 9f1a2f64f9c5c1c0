import { approveRequest } from './approval.js';
import type { ApproveInput } from './approval.js';
import type { BriefInput } from './brief-input.js';
import { answerChecklist } from './checklist.js';
import { createRequest, reviseBrief } from './drafting.js';
import { submitEstimate } from './estimate.js';
import type { SubmitEstimateInput } from './estimate.js';
import { nothing, people } from './given.spec-kit.js';
import type { TriageInput } from './lifecycle.js';
import { submitRequest, triageRequest } from './lifecycle.js';
import { agreeDate } from './ownership.js';
import { checklistItemIds } from './policy-records.js';

export const creation = {
  number: 1,
  title: 'Spring landing page',
  type: 'LANDING_PAGE',
  consumerTeamId: 't-marketing',
} as const;

/** All five sections, no warning, no touch. */
export const wholeBrief: BriefInput = {
  userStories: [
    { role: 'visitor', want: 'see the spring offers on one page', benefit: 'I find mine without a search' },
  ],
  criteria: [{ text: 'The page loads within 2 seconds' }, { text: 'The form shows the offer that was clicked' }],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: { reason: 'Uses the page kit' },
  tracking: [{ event: 'offer_clicked', property: 'www', consentRequired: true }],
};

export const triage: TriageInput = {
  providerTeamId: 't-engineering',
  ownerId: 'p-pia',
  priorityClass: 'NORMAL',
  roughMinutes: 600,
};

/** All items that a landing page owes. */
export const checklistAnswers = {
  answers: checklistItemIds.map((itemId) => ({ itemId, answer: 'YES' as const })),
};

export const estimate: SubmitEstimateInput = {
  optimistic: 480,
  likely: 600,
  pessimistic: 780,
  lines: [
    { kind: 'FRONTEND', minutes: 480 },
    { kind: 'QA', minutes: 120 },
  ],
  confidence: 'MEDIUM',
  durationForecastDays: 10,
  validUntil: '2026-02-05',
};

export const approval = (side: ApproveInput['side']): ApproveInput => ({ side, agreementIds: [] });

/** A request at each of its stages. */
export const drafted = nothing.when(createRequest, creation, people.requester);
export const written = drafted.when(reviseBrief, { brief: wholeBrief }, people.requester);
export const submitted = written.when(submitRequest, {}, people.requester);
/** In triage's hands alone: the checklist is not answered yet. */
export const taken = submitted.when(triageRequest, triage, people.manager);
export const triaged = taken.when(answerChecklist, checklistAnswers, people.engineer);
export const estimated = triaged.when(submitEstimate, estimate, people.engineer);
export const dated = estimated.when(
  agreeDate,
  { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] },
  people.manager,
);
export const halfApproved = dated.when(approveRequest, approval('CONSUMER'), people.cmo);
export const approved = halfApproved.when(approveRequest, approval('PROVIDER'), people.cto);
