import { overageAsked, overageSigned } from './hours.js';
import type { Quarter } from './quarter.js';
import { asked } from './requests.js';
import * as stage from './stages.js';

/** February: REQ-3, REQ-6 and REQ-8 are built, REQ-4 becomes small, REQ-7 is answered without any work. */
export async function tellFebruary(quarter: Quarter): Promise<void> {
  await smallReferral(quarter);
  await answeredInventory(quarter);
  await signatures(quarter);
  await building(quarter);
  await paymentsRejectedOnce(quarter);
}

async function smallReferral(quarter: Quarter): Promise<void> {
  await quarter.at('2026-02-02T10:00');
  await stage.bugFound(quarter, 'REQ-5', '2026-02-02');
  const resolution = 'A code works once and pays no cash.';
  const { concerns } = await quarter.shows<{ concerns: { concernId: string }[] }>('REQ-4', 'concerns { concernId }');
  await quarter.each(
    'Backend Engineer',
    'resolveConcern',
    'REQ-4',
    concerns.map(({ concernId }) => ({ concernId, resolution })),
  );
  const small = { durationForecastDays: 65, validUntil: '2026-02-28' };
  await quarter.does('CTO', 'submitEstimate', 'REQ-4', stage.estimateOf(quarter, 'REQ-4', small));
  await stage.dated(quarter, 'REQ-4', '2026-03-27');
}

async function answeredInventory(quarter: Quarter): Promise<void> {
  await quarter.at('2026-02-03T09:00');
  await stage.drafted(quarter, 'REQ-7');
  await stage.submitted(quarter, 'REQ-7');
  const question = { kind: 'HOW_DOES_IT_WORK', text: 'When does the mail learn what is in stock?', blocking: false };
  const { questionId } = await quarter.does('CRM Manager', 'askQuestion', 'REQ-7', question);
  await quarter.at('2026-02-03T14:00');
  await stage.triaged(quarter, 'REQ-7', 2400);

  await quarter.at('2026-02-04T09:00');
  await stage.drafted(quarter, 'REQ-8');
  await stage.submitted(quarter, 'REQ-8');
  await quarter.at('2026-02-04T14:00');
  await stage.triaged(quarter, 'REQ-8', 480);

  await quarter.at('2026-02-05T10:00');
  const answerText = 'Mails show the stock of the last hour; the reference has an entry on it.';
  await quarter.does('Backend Engineer', 'answerQuestion', 'REQ-7', { questionId, answerText });
  await stage.approved(quarter, 'REQ-4');
  await stage.started(quarter, 'REQ-3');
  await quarter.at('2026-02-06T10:00');
  await quarter.does('CRM Manager', 'resolveQuestion', 'REQ-7', { questionId, understood: true });
  await quarter.does('CRM Manager', 'withdrawRequest', 'REQ-7', { reason: 'ANSWERED_BY_REFERENCE' });
}

async function signatures(quarter: Quarter): Promise<void> {
  await quarter.at('2026-02-09T10:00');
  const foreseen = { durationForecastDays: 20, validUntil: '2026-02-28' };
  await stage.answered(quarter, 'REQ-6');
  await quarter.does('Frontend Engineer', 'submitEstimate', 'REQ-6', stage.estimateOf(quarter, 'REQ-6', foreseen));
  await stage.answered(quarter, 'REQ-8');
  await quarter.does('CTO', 'submitEstimate', 'REQ-8', stage.estimateOf(quarter, 'REQ-8', foreseen));
  await stage.dated(quarter, 'REQ-8', '2026-02-24');
  await quarter.at('2026-02-10T10:00');
  await stage.dated(quarter, 'REQ-1', '2026-03-16', 'Fewer steps than planned');
  await stage.approved(quarter, 'REQ-6');
  await stage.signed(quarter, 'REQ-8', 'CONSUMER');
  await overageAsked(quarter);
  await quarter.at('2026-02-11T10:00');
  await overageSigned(quarter, 'CTO', 'O1');
  await stage.signed(quarter, 'REQ-8', 'PROVIDER');
}

async function building(quarter: Quarter): Promise<void> {
  await quarter.at('2026-02-12T09:30');
  await stage.started(quarter, 'REQ-6');
  await quarter.at('2026-02-13T16:00');
  await stage.delivered(quarter, 'REQ-6', 'Old names still arrive for a month');
  await quarter.at('2026-02-16T10:00');
  const { context } = asked['REQ-3']!.brief as { context: object };
  await quarter.does('Campaign Manager', 'reviseBrief', 'REQ-3', {
    brief: { context: { ...context, audience: 'Readers of the spring newsletter' } },
    cause: 'MISSING_REQUIREMENT',
  });
  await quarter.at('2026-02-19T09:30');
  await stage.started(quarter, 'REQ-8');
  await quarter.at('2026-02-20T16:00');
  await stage.delivered(quarter, 'REQ-8', 'With the nightly comparison');
  await quarter.at('2026-02-23T10:00');
  await stage.accepted(quarter, 'REQ-8');
}

async function paymentsRejectedOnce(quarter: Quarter): Promise<void> {
  await quarter.at('2026-02-24T10:00');
  await stage.launched(quarter, 'REQ-8');
  await stage.delivered(quarter, 'REQ-3', 'In the sandbox of the payment provider');
  await quarter.at('2026-02-25T10:00');
  await stage.rejected(quarter, 'REQ-3', { cause: 'MISUNDERSTOOD', note: 'A second tab charges again' });
  await quarter.at('2026-02-25T16:00');
  await stage.delivered(quarter, 'REQ-3', 'One key for one purchase');
  await quarter.at('2026-02-26T09:30');
  await stage.accepted(quarter, 'REQ-3');
  await quarter.at('2026-02-27T10:00');
  await stage.accepted(quarter, 'REQ-6');
  await stage.launched(quarter, 'REQ-6');
}
