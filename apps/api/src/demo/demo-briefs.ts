/** Briefs of the demo's requests: complete, and written so that the lint has something to say about one of them. */
export const springBrief = {
  userStories: [
    { role: 'returning visitor', want: 'see the spring offers on one page', benefit: 'I find mine without a search' },
  ],
  criteria: [
    {
      text: 'Half of the visitors see variant B',
      measure: { metric: 'share of variant B', operator: 'EQ', value: 50, unit: 'percent' },
    },
    {
      text: 'The page loads within 2 seconds',
      measure: { metric: 'load time', operator: 'LTE', value: 2, unit: 'seconds' },
    },
  ],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion rate', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assets: [{ kind: 'FIGMA', url: 'https://figma.example/spring', version: '4' }],
  tracking: [{ event: 'offer_clicked', parameters: ['offer', 'variant'], property: 'www', consentRequired: true }],
};

export const paymentBrief = {
  userStories: [
    { role: 'interested visitor', want: 'pay for a webinar in one step', benefit: 'my seat is booked at once' },
  ],
  criteria: [
    { text: 'A payment is charged exactly once, also after a double click' },
    {
      text: 'The confirmation arrives within 1 minute',
      measure: { metric: 'delay', operator: 'LTE', value: 60, unit: 'seconds' },
    },
  ],
  context: {
    campaignGoal: 'Sell 120 seats of the spring webinars',
    audience: 'Subscribers of the newsletter',
    expectedImpact: { metric: 'paid seats', baseline: 0, target: 120, windowDays: 60 },
  },
  assetsNotNeeded: 'The form kit has every element.',
  tracking: [{ event: 'webinar_paid', parameters: ['webinar', 'amount'], property: 'www', consentRequired: true }],
};

export const referralBrief = {
  userStories: [{ role: 'customer', want: 'invite a friend with a code', benefit: 'we both get a month for free' }],
  criteria: [{ text: 'A code can be used once' }, { text: 'Both accounts show the free month within 1 day' }],
  context: {
    campaignGoal: 'Win 200 customers through customers',
    audience: 'Customers of more than 3 months',
    expectedImpact: { metric: 'referred sign-ups', baseline: 0, target: 200, windowDays: 90 },
  },
  assetsNotNeeded: 'Text only.',
  tracking: [{ event: 'code_redeemed', parameters: ['campaign'], property: 'app', consentRequired: false }],
};

export const onboardingBrief = {
  userStories: [{ role: 'new user', want: 'see the steps that fit my team', benefit: 'I am set up on the first day' }],
  criteria: [{ text: 'The flow shows at most 4 steps' }, { text: 'Make the first page pretty and intuitive' }],
  context: {
    campaignGoal: 'More teams that stay after the trial',
    audience: 'Teams in their first week',
    expectedImpact: { metric: 'activation rate', baseline: 40, target: 46, windowDays: 30 },
  },
  assets: [{ kind: 'FIGMA', url: 'https://figma.example/onboarding', version: '2' }],
  tracking: [{ event: 'step_done', parameters: ['step'], property: 'app', consentRequired: true }],
};

export const newsletterBrief = {
  userStories: [{ role: 'subscriber', want: 'confirm my address once', benefit: 'I get only what I asked for' }],
  criteria: [{ text: 'Nobody gets a second mail before the first link was opened' }],
  context: {
    campaignGoal: 'Fewer complaints about unwanted mail',
    audience: 'New subscribers',
    expectedImpact: { metric: 'complaints in 1,000 mails', baseline: 3, target: 1, windowDays: 60 },
  },
  assetsNotNeeded: 'The template stays as it is.',
  trackingNotNeeded: 'The mail tool counts confirmations.',
};

export const cleanUpBrief = {
  userStories: [{ role: 'analyst', want: 'find one name for one event', benefit: 'my reports add up' }],
  criteria: [{ text: 'Each event has one name in the report' }],
  context: {
    campaignGoal: 'Reports that add up',
    audience: 'Everybody who reads the weekly report',
    expectedImpact: { metric: 'events with two names', baseline: 34, target: 0, windowDays: 30 },
  },
  assetsNotNeeded: 'Nothing to see.',
  tracking: [{ event: 'page_seen', parameters: ['page'], property: 'www', consentRequired: true }],
};

export const reminderBrief = {
  userStories: [{ role: 'attendee', want: 'be reminded an hour before', benefit: 'I do not miss the beginning' }],
  criteria: [{ text: 'The mail leaves 60 minutes before the beginning' }],
  context: {
    campaignGoal: 'Fewer empty seats in the spring webinars',
    audience: 'Whoever has booked a seat',
    expectedImpact: { metric: 'seats left empty in 100', baseline: 38, target: 30, windowDays: 60 },
  },
  assetsNotNeeded: 'Text only.',
  tracking: [{ event: 'reminder_opened', parameters: ['webinar'], property: 'mail', consentRequired: true }],
};

export const fairBrief = {
  userStories: [{ role: 'visitor of the fair', want: 'book a talk with us', benefit: 'I do not queue' }],
  criteria: [{ text: 'A talk is booked within 3 clicks' }],
  context: {
    campaignGoal: '60 talks at the fair',
    audience: 'Visitors of the fair',
    expectedImpact: { metric: 'booked talks', baseline: 40, target: 46, windowDays: 30 },
  },
  assets: [{ kind: 'FIGMA', url: 'https://figma.example/fair', version: '3' }],
  tracking: [{ event: 'talk_booked', parameters: ['day'], property: 'www', consentRequired: true }],
};

export const storyBrief = {
  userStories: [{ role: 'visitor', want: 'read how others use it', benefit: 'I see whether it fits' }],
  criteria: [{ text: 'The start page shows 3 stories' }],
  context: {
    campaignGoal: 'Visitors who know what others do with it',
    audience: 'Visitors who come for the first time',
    expectedImpact: { metric: 'story readers a day', baseline: 40, target: 46, windowDays: 30 },
  },
  assetsNotNeeded: 'The pictures are in the library.',
  tracking: [{ event: 'story_read', parameters: ['story'], property: 'www', consentRequired: true }],
};
