import type { RequestEvent } from '#libs/requests';

type FactOf<T extends RequestEvent['type']> = Extract<RequestEvent, { type: T }>;
export type Brief = FactOf<'BriefRevised'>['data']['brief'];

export const title = 'Landing page for the autumn campaign';

/** All five sections, about as long as people write them. */
export const brief: Brief = {
  userStories: [
    { role: 'visitor', want: 'see the autumn offers on one page', benefit: 'I find mine without a search' },
    { role: 'returning customer', want: 'keep the voucher of the newsletter', benefit: 'I do not have to type it' },
  ],
  criteria: [
    { id: 'C1', text: 'The page shows its first offer within 2 seconds on a phone', measure: null },
    { id: 'C2', text: 'The form shows the offer that was clicked', measure: null },
    { id: 'C3', text: 'The voucher of the newsletter is filled in', measure: null },
  ],
  context: {
    campaignGoal: 'Sell 300 autumn bundles',
    audience: 'Returning customers of the last two years',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assets: [],
  assetsNotNeeded: { reason: 'Uses the page kit' },
  tracking: [{ event: 'offer_clicked', parameters: ['offer'], property: 'www', consentRequired: true, verifier: null }],
  trackingNotNeeded: null,
  measurementPlan: [],
};

export interface Draft {
  readonly number: number;
  readonly requesterId: string;
  readonly consumerTeamId: string;
}

/** What happened to a request that could be submitted now. */
export const draftFacts = ({ number, requesterId, consumerTeamId }: Draft): RequestEvent[] => [
  {
    type: 'RequestDrafted',
    data: { number, title, type: 'LANDING_PAGE', consumerTeamId, requesterId, source: { kind: 'FORM', ref: null } },
  },
  {
    type: 'BriefRevised',
    data: {
      revision: 1,
      brief,
      changedPaths: [
        'userStories.0',
        'userStories.1',
        'criteria.C1',
        'criteria.C2',
        'criteria.C3',
        'context',
        'assetsNotNeeded',
        'tracking.0',
      ],
      cause: 'INITIAL',
      completeness: 100,
      lint: [],
      scopeHash: 'f'.repeat(64),
    },
  },
];
