import { agencyOfTheQuarter } from './agency.js';
import { agreed, hoursOfTheQuarter } from './hours.js';
import { metricsOfTheQuarter } from './metrics.js';
import type { Quarter } from './quarter.js';
import { asked } from './requests.js';
import { riskOfTheQuarter } from './risk.js';
import { roadmapOfTheQuarter } from './roadmap.js';
import * as stage from './stages.js';

/** What the months before the expedite see: REQ-1, REQ-2 and the beginnings of REQ-3 and REQ-4. */
export async function tellJanuary(quarter: Quarter): Promise<void> {
  await beginning(quarter);
  await onboardingAndSpringPage(quarter);
  await paymentAndReferral(quarter);
  await trendAndCleanUp(quarter);
  await endOfJanuary(quarter);
}

/** Days of 2026 on which nobody works (demo-quarter.md 5). */
const HOLIDAYS = [
  { date: '2026-01-01', name: 'New Year' },
  { date: '2026-04-03', name: 'Good Friday' },
  { date: '2026-04-06', name: 'Easter Monday' },
];

async function beginning(quarter: Quarter): Promise<void> {
  quarter.expects([
    ...metricsOfTheQuarter,
    ...hoursOfTheQuarter,
    ...agencyOfTheQuarter,
    ...riskOfTheQuarter,
    ...roadmapOfTheQuarter,
  ]);
  await quarter.at('2026-01-05T08:00');
  for (const team of ['Marketing', 'Engineering', 'Agency'])
    await quarter.gives('Administrator', 'addHolidays', {
      input: { teamId: quarter.teamId(team), holidays: HOLIDAYS },
      fields: 'calendar { version }',
    });
  await agreed(quarter);
}

async function onboardingAndSpringPage(quarter: Quarter): Promise<void> {
  await quarter.at('2026-01-05T09:00');
  await stage.drafted(quarter, 'REQ-1');
  await quarter.does('Campaign Manager', 'addCoAuthor', 'REQ-1', { personId: quarter.personId('Backend Engineer') });
  await quarter.does('CMO', 'setSuccessView', 'REQ-1', { side: 'CONSUMER', text: '46 of 100 new teams are active.' });
  await quarter.does('CTO', 'setSuccessView', 'REQ-1', { side: 'PROVIDER', text: 'Nobody is called at night for it.' });
  await quarter.each('Campaign Manager', 'setOutcomeTarget', 'REQ-1', [
    { metric: 'engagement', baseline: 25, target: { kind: 'RELATIVE', value: 10 }, windowDays: 30 },
    { metric: 'activation', baseline: 40, target: { kind: 'RELATIVE', value: 15 }, windowDays: 30 },
  ]);
  await stage.submitted(quarter, 'REQ-1');
  await quarter.at('2026-01-05T14:00');
  await stage.triaged(quarter, 'REQ-1', 7200);

  await springPage(quarter);
  await onboardingSigned(quarter);
}

async function springPage(quarter: Quarter): Promise<void> {
  await quarter.at('2026-01-06T09:00');
  await stage.drafted(quarter, 'REQ-2');
  await quarter.isRefused('Web Content Manager', 'submitRequest', 'REQ-2', { code: 'REQUEST_INCOMPLETE' });
  const tracking = [{ event: 'offer_clicked', property: 'www', consentRequired: true }];
  await quarter.does('Web Content Manager', 'reviseBrief', 'REQ-2', { brief: { tracking } });
  await stage.submitted(quarter, 'REQ-2');
  await quarter.at('2026-01-06T14:00');
  await stage.triaged(quarter, 'REQ-2', 600);

  await quarter.at('2026-01-07T10:00');
  await stage.answered(quarter, 'REQ-2');
  const spring = { durationForecastDays: 17, validUntil: '2026-01-31' };
  await quarter.does('Frontend Engineer', 'submitEstimate', 'REQ-2', stage.estimateOf(quarter, 'REQ-2', spring));
  await stage.dated(quarter, 'REQ-2', '2026-01-23');
  await quarter.at('2026-01-08T16:00');
  await stage.signed(quarter, 'REQ-2', 'CONSUMER');
  await quarter.delegate('CTO', 'CMO', { role: 'ENGINEERING_LEAD', on: '2026-01-08' });
  const twice = { code: 'BOTH_SIDES_BY_SAME_PERSON', input: { side: 'PROVIDER' }, onBehalfOf: 'CTO' };
  await quarter.isRefused('CMO', 'approveRequest', 'REQ-2', twice);
  await stage.signed(quarter, 'REQ-2', 'PROVIDER');
}

async function onboardingSigned(quarter: Quarter): Promise<void> {
  await quarter.at('2026-01-09T11:00');
  await stage.answered(quarter, 'REQ-1');
  const onboarding = { durationForecastDays: 98, validUntil: '2026-01-31' };
  await quarter.does('CTO', 'submitEstimate', 'REQ-1', stage.estimateOf(quarter, 'REQ-1', onboarding));
  await stage.dated(quarter, 'REQ-1', '2026-04-13');
  await quarter.at('2026-01-12T10:00');
  await stage.approved(quarter, 'REQ-1');
  await quarter.at('2026-01-13T09:30');
  await stage.started(quarter, 'REQ-2');
  await quarter.at('2026-01-15T09:30');
  await stage.started(quarter, 'REQ-1');
}

async function paymentAndReferral(quarter: Quarter): Promise<void> {
  await quarter.at('2026-01-19T09:00');
  await stage.drafted(quarter, 'REQ-3');
  await stage.submitted(quarter, 'REQ-3');
  await quarter.at('2026-01-19T14:00');
  await stage.triaged(quarter, 'REQ-3', 1800);

  await quarter.at('2026-01-21T09:00');
  await stage.drafted(quarter, 'REQ-4');
  await stage.submitted(quarter, 'REQ-4');
  await stage.delivered(quarter, 'REQ-2', 'Both variants are on the staging site');
  await quarter.at('2026-01-21T14:00');
  await stage.triaged(quarter, 'REQ-4', 9600);
  await quarter.at('2026-01-22T10:00');
  await stage.accepted(quarter, 'REQ-2');
  await quarter.at('2026-01-23T10:00');
  await stage.launched(quarter, 'REQ-2');
}

const manyLevels = { durationForecastDays: 128, validUntil: '2026-02-28' };

async function trendAndCleanUp(quarter: Quarter): Promise<void> {
  await quarter.at('2026-01-26T10:00');
  await stage.drafted(quarter, 'REQ-5');
  const draft = await quarter.shows<{ lint: { word: string | null }[] }>('REQ-5', 'lint { word }');
  if (quarter.provokes && !draft.lint.some(({ word }) => word === 'pretty'))
    throw new Error('Nobody minds a pretty page.');
  await stage.drafted(quarter, 'REQ-6');
  await stage.dated(quarter, 'REQ-6', '2026-01-30');
  await stage.answered(quarter, 'REQ-3');
  await stage.answered(quarter, 'REQ-4');
  const payment = { durationForecastDays: 45, validUntil: '2026-02-28' };
  const unsafe = stage.estimateOf(quarter, 'REQ-3, without its security', payment);
  await quarter.isRefused('CTO', 'submitEstimate', 'REQ-3', { code: 'ESTIMATE_MISSING_HIDDEN_WORK', input: unsafe });
  await quarter.does('CTO', 'submitEstimate', 'REQ-3', stage.estimateOf(quarter, 'REQ-3', payment));
  await stage.dated(quarter, 'REQ-3', '2026-03-05');
  const alone = stage.estimateOf(quarter, 'REQ-4, on many levels', manyLevels);
  await quarter.isRefused('CTO', 'submitEstimate', 'REQ-4', { code: 'EARLY_INVOLVEMENT_REQUIRED', input: alone });

  await quarter.at('2026-01-27T10:00');
  await firstReferralEstimate(quarter);
  await urgentTrend(quarter);
}

async function firstReferralEstimate(quarter: Quarter): Promise<void> {
  await quarter.does('CRM Manager', 'addCoAuthor', 'REQ-4', { personId: quarter.personId('Backend Engineer') });
  const levels = stage.estimateOf(quarter, 'REQ-4, on many levels', manyLevels);
  await quarter.does('CTO', 'submitEstimate', 'REQ-4', levels);
  await quarter.does('Backend Engineer', 'raiseConcern', 'REQ-4', {
    severity: 'BLOCKING',
    text: 'A weak sign-in lets anybody invite themselves.',
  });
}

async function urgentTrend(quarter: Quarter): Promise<void> {
  const criteria = [{ id: 'C1', text: 'The page loads within 2 seconds under 6,000 visits a minute' }];
  await quarter.does('Web Content Manager', 'reviseBrief', 'REQ-5', { brief: { criteria } });
  await stage.submitted(quarter, 'REQ-5');
  await stage.triaged(quarter, 'REQ-5', 480);
  await quarter.does('CMO', 'expediteRequest', 'REQ-5', {
    hardDate: '2026-01-30',
    costOfDelay: 'HIGH',
    reason: 'The trend is over by then.',
    displacesRequestId: quarter.requestId('REQ-6'),
  });
  await quarter.does('CTO', 'grantExpedite', 'REQ-5', { displacedNewDate: '2026-02-13' });
  await quarter.at('2026-01-27T15:00');
  await stage.answered(quarter, 'REQ-5');
  const trend = { durationForecastDays: 3, validUntil: '2026-01-31' };
  await quarter.does('CTO', 'submitEstimate', 'REQ-5', stage.estimateOf(quarter, 'REQ-5', trend));
  await stage.approved(quarter, 'REQ-5');
}

const singleCode = {
  criteria: [{ id: 'C1', text: 'A code can be used once' }],
  userStories: [{ role: 'customer', want: 'invite a friend with a code', benefit: 'we both get a month for free' }],
};

async function endOfJanuary(quarter: Quarter): Promise<void> {
  await quarter.at('2026-01-28T10:00');
  await stage.started(quarter, 'REQ-5');
  await stage.bugFound(quarter, 'REQ-2', '2026-01-28');
  const { context } = asked['REQ-5']!.brief as { context: object };
  await quarter.does('Web Content Manager', 'reviseBrief', 'REQ-5', {
    brief: { context: { ...context, audience: 'Followers of the dance channel' } },
    cause: 'MISUNDERSTOOD',
  });
  await stage.understood(quarter, 'REQ-1', {
    question: 'Is a team of one a team?',
    answer: 'Yes, it sees the first 2 steps.',
  });
  const { alternativeId } = await quarter.does('Web Team Lead', 'proposeAlternative', 'REQ-4', {
    summary: 'One code for one friend instead of many levels',
    kept: ['Customers win customers'],
    lost: ['Rewards for friends of friends'],
    minutes: 1500,
    replacesMinutes: 9600,
  });
  await quarter.at('2026-01-28T14:00');
  await stage.submitted(quarter, 'REQ-6');

  await quarter.at('2026-01-29T10:00');
  await quarter.does('CRM Manager', 'acceptAlternative', 'REQ-4', { alternativeId, brief: singleCode });
  await stage.delivered(quarter, 'REQ-5', 'Cached, tried under 6,000 visits a minute');
  await quarter.at('2026-01-30T09:00');
  await stage.triaged(quarter, 'REQ-6', 600);
  await stage.accepted(quarter, 'REQ-5');
  await stage.launched(quarter, 'REQ-5');
  await quarter.at('2026-01-30T10:00');
  await stage.approved(quarter, 'REQ-3');
}
