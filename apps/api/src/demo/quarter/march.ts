import type { Quarter } from './quarter.js';
import * as stage from './stages.js';

/** March, and what was measured until the middle of April. */
export async function tellMarch(quarter: Quarter): Promise<void> {
  await quarter.at('2026-03-04T09:30');
  await stage.started(quarter, 'REQ-4');
  await quarter.at('2026-03-05T10:00');
  await stage.launched(quarter, 'REQ-3');
  await stage.understood(quarter, 'REQ-4', {
    question: 'Does a code end with the account of whoever gave it?',
    answer: 'No, it lives for 90 days.',
  });
  await quarter.at('2026-03-10T10:00');
  await stage.bugFound(quarter, 'REQ-3', '2026-03-10');
  await onboardingLaunch(quarter);
  await referralLaunch(quarter);
  await outcomes(quarter);
}

async function onboardingLaunch(quarter: Quarter): Promise<void> {
  await quarter.at('2026-03-12T09:30');
  await stage.delivered(quarter, 'REQ-1', 'For teams of every size');
  await quarter.at('2026-03-12T11:00');
  await stage.rejected(quarter, 'REQ-1', { cause: 'MISUNDERSTOOD', note: 'Teams of one see 5 steps' });
  await quarter.at('2026-03-12T16:00');
  await stage.delivered(quarter, 'REQ-1', 'Teams of one see 2 steps');
  await quarter.at('2026-03-13T10:00');
  await stage.accepted(quarter, 'REQ-1');
  await quarter.at('2026-03-16T10:00');
  await stage.launched(quarter, 'REQ-1');
}

async function referralLaunch(quarter: Quarter): Promise<void> {
  await quarter.at('2026-03-17T10:00');
  await stage.bugFound(quarter, 'REQ-3', '2026-03-17');
  await quarter.at('2026-03-19T10:00');
  await stage.delivered(quarter, 'REQ-4', 'One code for one friend');
  await quarter.at('2026-03-20T09:00');
  await stage.bugFound(quarter, 'REQ-8', '2026-03-20');
  await stage.accepted(quarter, 'REQ-4');
  await quarter.at('2026-03-23T10:00');
  const engagement = { targetId: 'O1', value: 28, measuredAt: '2026-03-23', source: 'Product analytics' };
  await quarter.does('Marketing Analyst', 'recordOutcome', 'REQ-1', engagement);
  await quarter.at('2026-03-24T10:00');
  await stage.launched(quarter, 'REQ-4');
  await quarter.at('2026-03-25T10:00');
  await stage.bugFound(quarter, 'REQ-1', '2026-03-25');
  await quarter.at('2026-03-27T10:00');
  await stage.bugFound(quarter, 'REQ-4', '2026-03-27');
}

async function outcomes(quarter: Quarter): Promise<void> {
  await quarter.at('2026-04-15T10:00');
  const activation = { targetId: 'O2', value: 48.8, measuredAt: '2026-04-15', source: 'Product analytics' };
  await quarter.does('Marketing Analyst', 'recordOutcome', 'REQ-1', activation);
  await quarter.does('CMO', 'judgeSuccess', 'REQ-1', { side: 'CONSUMER', verdict: 'MET' });
  await quarter.does('CTO', 'judgeSuccess', 'REQ-1', { side: 'PROVIDER', verdict: 'MET' });
}
