import type { Reference } from './quarter.js';

interface Asked {
  readonly title: string;
  readonly type: string;
  /** Who asks, by what they are called at work. */
  readonly by: string;
  readonly touches: readonly object[];
  readonly brief: object;
}

const story = (role: string, want: string, benefit: string) => ({ userStories: [{ role, want, benefit }] });

const impact = (campaignGoal: string, expectedImpact: object) => ({
  context: { campaignGoal, audience: 'Visitors and customers of the shop', expectedImpact },
});

const tracked = (event: string) => ({
  assetsNotNeeded: 'The page kit has every element.',
  tracking: [{ event, property: 'www', consentRequired: true }],
});

const touch = (name: string, more: object = {}) => ({ touch: name, why: 'Known when it was asked.', ...more });

/** REQ-1 … REQ-8 as they were asked for (demo-quarter.md 5.1). */
export const asked: Readonly<Record<Reference, Asked>> = {
  'REQ-1': {
    title: 'Personalised onboarding flow',
    type: 'ENHANCEMENT',
    by: 'Campaign Manager',
    touches: [touch('PERSONAL_DATA'), touch('THIRD_PARTY_INTEGRATION'), touch('AUTHENTICATION')],
    brief: {
      ...story('new user', 'see the steps that fit my team', 'I am set up on the first day'),
      criteria: [{ text: 'The flow shows at most 4 steps' }],
      ...impact('More teams that stay after the trial', {
        metric: 'activation rate',
        baseline: 40,
        target: 46,
        windowDays: 30,
      }),
      ...tracked('step_done'),
    },
  },
  'REQ-2': {
    title: 'Spring landing page A/B test',
    type: 'AB_TEST',
    by: 'Web Content Manager',
    touches: [],
    brief: {
      ...story('returning visitor', 'see the spring offers on one page', 'I find mine without a search'),
      criteria: [{ text: 'Half of the visitors see variant B' }],
      ...impact('Sell 300 spring bundles', { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 }),
      assetsNotNeeded: 'The page kit has every element.',
    },
  },
  'REQ-3': {
    title: 'Paid webinar payment form',
    type: 'INTEGRATION',
    by: 'Campaign Manager',
    touches: [touch('PAYMENTS'), touch('PERSONAL_DATA'), touch('THIRD_PARTY_INTEGRATION')],
    brief: {
      ...story('visitor', 'pay for a webinar in one step', 'my seat is booked at once'),
      criteria: [{ text: 'A double click charges once' }],
      ...impact('Sell 120 seats of the webinars', { metric: 'paid seats', baseline: 0, target: 120, windowDays: 60 }),
      ...tracked('webinar_paid'),
    },
  },
  'REQ-4': {
    title: 'Referral programme',
    type: 'ENHANCEMENT',
    by: 'CRM Manager',
    touches: [touch('PERSONAL_DATA'), touch('AUTHENTICATION')],
    brief: {
      ...story('customer', 'invite friends on 3 levels', 'all of us get a month for free'),
      criteria: [{ text: 'Each of 3 levels shows its free month within 1 day' }],
      ...impact('Win 200 customers', { metric: 'referred sign-ups', baseline: 0, target: 200, windowDays: 90 }),
      ...tracked('code_redeemed'),
    },
  },
  'REQ-5': {
    title: 'Trend microsite',
    type: 'CAMPAIGN_SITE',
    by: 'Web Content Manager',
    touches: [touch('PUBLIC_PEAK', { expectedPeakRpm: 6000 })],
    brief: {
      ...story('follower', 'see the trend on our site', 'I share it while it lasts'),
      criteria: [{ text: 'Make it pretty' }],
      ...impact('Reach 50,000 followers', { metric: 'visits', baseline: 0, target: 50_000, windowDays: 7 }),
      ...tracked('trend_shared'),
    },
  },
  'REQ-6': {
    title: 'Analytics event clean-up',
    type: 'TRACKING',
    by: 'Marketing Analyst',
    touches: [],
    brief: {
      ...story('analyst', 'find one name for one event', 'my reports add up'),
      criteria: [{ text: 'Each event has one name in the report' }],
      ...impact('Reports that add up', { metric: 'double events', baseline: 34, target: 0, windowDays: 30 }),
      ...tracked('page_seen'),
    },
  },
  'REQ-7': {
    title: 'Real-time inventory in e-mails',
    type: 'EMAIL',
    by: 'CRM Manager',
    touches: [touch('THIRD_PARTY_INTEGRATION')],
    brief: {
      ...story('reader', 'see what is left in stock', 'I order in time'),
      criteria: [{ text: 'The mail shows the stock of the minute it is opened' }],
      ...impact('Fewer orders of what is sold out', {
        metric: 'refused orders',
        baseline: 40,
        target: 10,
        windowDays: 30,
      }),
      ...tracked('stock_seen'),
    },
  },
  'REQ-8': {
    title: 'Double opt-in change in CRM',
    type: 'EMAIL',
    by: 'CRM Manager',
    touches: [touch('PERSONAL_DATA')],
    brief: {
      ...story('subscriber', 'confirm my address once', 'I get only what I asked for'),
      criteria: [{ text: 'Nobody gets a second mail before the first link was opened' }],
      ...impact('Fewer complaints', { metric: 'complaints in 1,000 mails', baseline: 3, target: 1, windowDays: 60 }),
      ...tracked('address_confirmed'),
    },
  },
};

type Kind = 'FRONTEND' | 'BACKEND' | 'SECURITY' | 'QA';
type Points = readonly [optimistic: number, likely: number, pessimistic: number];

const estimate = (
  [optimisticMinutes, likelyMinutes, pessimisticMinutes]: Points,
  lines: Partial<Record<Kind, number>>,
) => ({
  optimisticMinutes,
  likelyMinutes,
  pessimisticMinutes,
  lines: Object.entries(lines).map(([kind, minutes]) => ({ kind, minutes })),
  confidence: 'MEDIUM',
});

/** Minutes as printed; the lines are how such work is split. */
export const estimates = {
  'REQ-1': estimate([6000, 7200, 9600], { BACKEND: 3600, SECURITY: 900, FRONTEND: 1800, QA: 900 }),
  'REQ-2': estimate([480, 600, 780], { FRONTEND: 480, QA: 120 }),
  'REQ-3, without its security': estimate([1500, 1800, 2700], { BACKEND: 1300, FRONTEND: 300, QA: 200 }),
  'REQ-3': estimate([1500, 1800, 2700], { BACKEND: 900, SECURITY: 400, FRONTEND: 300, QA: 200 }),
  'REQ-4, on many levels': estimate([8000, 9600, 12_000], { BACKEND: 6000, SECURITY: 1200, FRONTEND: 1500, QA: 900 }),
  'REQ-4': estimate([1200, 1500, 2100], { BACKEND: 700, SECURITY: 300, FRONTEND: 300, QA: 200 }),
  'REQ-5': estimate([360, 480, 720], { FRONTEND: 240, BACKEND: 120, SECURITY: 60, QA: 60 }),
  'REQ-6': estimate([480, 600, 720], { FRONTEND: 480, QA: 120 }),
  'REQ-8': estimate([360, 480, 600], { BACKEND: 300, SECURITY: 60, QA: 120 }),
} as const;
