import { toGlobalId } from '#libs/api-kit';
import type { DemoAccess } from '#libs/people';
import type { GraphQLSchema } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import type { Service } from '../service/service.js';
import { DemoCaller } from './demo-caller.js';
import { newsletterBrief, onboardingBrief, paymentBrief, referralBrief, springBrief } from './demo-briefs.js';

interface Stage {
  readonly caller: DemoCaller;
  readonly marketing: string;
  readonly engineering: string;
  readonly today: string;
}

/** Requests the story makes; the last one is made by its last step. */
const STORY_LENGTH = 6;

/**
 * A handful of requests in every state there is, so that the first look at the explorer shows something. Told once, into a workspace
 * that has fewer requests than the story; a start that was cut short is gone on with, because every step carries its own key.
 */
export async function tellDemoStory(
  service: Service,
  schema: GraphQLSchema,
  people: readonly DemoAccess[],
): Promise<void> {
  const caller = new DemoCaller(service, schema, people);
  const seen = await caller.query<{
    viewer: { today: string };
    requests: { totalCount: number };
    teams: { nodes: { id: string; name: string }[] };
  }>('{ viewer { today } requests { totalCount } teams { nodes { id name } } }');
  if (seen.requests.totalCount >= STORY_LENGTH) return;
  const teamId = (name: string): string => seen.teams.nodes.find((team) => team.name === name)!.id;
  const stage = {
    caller,
    marketing: teamId('Marketing'),
    engineering: teamId('Engineering'),
    today: seen.viewer.today,
  };
  await approvedSpringPage(stage);
  await estimatedPaymentForm(stage);
  await questionedReferral(stage);
  await waitingOnboarding(stage);
  await heldNewsletter(stage);
  await draft(stage, 'CRM Manager', 'EMAIL', 'Birthday e-mail');
}

const draft = async ({ caller, marketing }: Stage, title: string, type: string, name: string): Promise<string> => {
  const { request } = await caller.command(
    title,
    'createRequest',
    { title: name, type, consumerTeamId: marketing },
    name,
  );
  return request!.id;
};

const submitted = async (
  stage: Stage,
  title: string,
  what: { type: string; name: string; brief: object },
): Promise<string> => {
  const requestId = await draft(stage, title, what.type, what.name);
  await stage.caller.command(title, 'reviseBrief', { requestId, brief: what.brief }, what.name);
  await stage.caller.command(title, 'submitRequest', { requestId }, what.name);
  return requestId;
};

const triaged = async (
  { caller, engineering }: Stage,
  requestId: string,
  priorityClass: string,
  roughMinutes: number,
): Promise<void> => {
  const ownerId = toGlobalId('Person', caller.personId('Web Team Lead'));
  const input = { requestId, providerTeamId: engineering, ownerId, priorityClass, roughMinutes };
  await caller.command('Product Manager', 'triageRequest', input, requestId);
};

const estimated = async (
  { caller, today }: Stage,
  title: string,
  input: { requestId: string; likelyMinutes: number; lines: object[] },
): Promise<void> => {
  const { requestId } = input;
  const seen = await caller.query<{ request: { checklist: { itemId: string }[] } }>(
    `{ request(id: "${requestId}") { checklist { itemId } } }`,
  );
  const answers = seen.request.checklist.map(({ itemId }) => ({ itemId, answer: 'YES' }));
  await caller.command(title, 'answerChecklist', { requestId, answers }, requestId);
  const estimate = {
    ...input,
    optimisticMinutes: Math.round(input.likelyMinutes * 0.8),
    pessimisticMinutes: Math.round(input.likelyMinutes * 1.4),
    confidence: 'MEDIUM',
    durationForecastDays: 14,
    validUntil: after(today, 30),
  };
  await caller.command(title, 'submitEstimate', estimate, input.requestId);
};

const after = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

async function approvedSpringPage(stage: Stage): Promise<void> {
  const { caller, today } = stage;
  const requestId = await submitted(stage, 'Web Content Manager', {
    type: 'AB_TEST',
    name: 'Spring landing page A/B test',
    brief: springBrief,
  });
  await triaged(stage, requestId, 'NORMAL', 600);
  const lines = [
    { kind: 'FRONTEND', minutes: 480 },
    { kind: 'QA', minutes: 120 },
  ];
  await estimated(stage, 'Frontend Engineer', { requestId, likelyMinutes: 600, lines });
  const date = { requestId, date: after(today, 21), dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] };
  await caller.command('Product Manager', 'agreeDate', date, requestId);
  await caller.command('CMO', 'approveRequest', { requestId, side: 'CONSUMER' }, `${requestId}/consumer`);
  await caller.command('CTO', 'approveRequest', { requestId, side: 'PROVIDER' }, `${requestId}/provider`);
}

async function estimatedPaymentForm(stage: Stage): Promise<void> {
  const { caller } = stage;
  const requestId = await submitted(stage, 'Campaign Manager', {
    type: 'INTEGRATION',
    name: 'Paid webinar payment form',
    brief: paymentBrief,
  });
  const add = [
    { touch: 'PAYMENTS', why: 'Visitors pay for the webinar.' },
    { touch: 'PERSONAL_DATA', why: 'Name and invoice address are kept.' },
    { touch: 'THIRD_PARTY_INTEGRATION', why: 'The payment provider handles the cards.' },
  ];
  await caller.command('Risk Reviewer', 'setTouches', { requestId, add }, requestId);
  await triaged(stage, requestId, 'HIGH', 1800);
  const lines = [
    { kind: 'BACKEND', minutes: 900 },
    { kind: 'SECURITY', minutes: 400 },
    { kind: 'FRONTEND', minutes: 300 },
    { kind: 'QA', minutes: 200 },
  ];
  await estimated(stage, 'CTO', { requestId, likelyMinutes: 1800, lines });
}

async function questionedReferral(stage: Stage): Promise<void> {
  const { caller } = stage;
  const requestId = await submitted(stage, 'CRM Manager', {
    type: 'ENHANCEMENT',
    name: 'Referral programme',
    brief: referralBrief,
  });
  await triaged(stage, requestId, 'NORMAL', 1500);
  const question = {
    requestId,
    kind: 'HOW_DOES_IT_WORK',
    text: 'Who counts as a referred friend: whoever signs up, or whoever buys?',
    blocking: true,
  };
  const { questionId } = await caller.command('Backend Engineer', 'askQuestion', question, requestId);
  await caller.command(
    'CRM Manager',
    'answerQuestion',
    { requestId, questionId, answerText: 'Whoever signs up with the code.' },
    requestId,
  );
  await caller.command('Backend Engineer', 'resolveQuestion', { requestId, questionId, understood: false }, requestId);
}

async function waitingOnboarding(stage: Stage): Promise<void> {
  await submitted(stage, 'Campaign Manager', {
    type: 'LANDING_PAGE',
    name: 'Personalised onboarding flow',
    brief: onboardingBrief,
  });
}

async function heldNewsletter(stage: Stage): Promise<void> {
  const { caller, today } = stage;
  const requestId = await submitted(stage, 'CRM Manager', {
    type: 'EMAIL',
    name: 'Double opt-in change in CRM',
    brief: newsletterBrief,
  });
  const hold = { requestId, reason: 'The new wording is with the lawyers.', reviewDate: after(today, 14) };
  await caller.command('CMO', 'holdRequest', hold, requestId);
}
