import type { DemoAccess } from '#libs/people';
import type { GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';
import * as briefs from './demo-briefs.js';
import { DemoCaller } from './demo-caller.js';
import { InnerVoice } from './inner-voice.js';
import { addDemoHolidays } from './demo-holidays.js';
import {
  after,
  approved,
  type Draft,
  drafted,
  estimated,
  type Stage,
  submitted,
  triaged,
  type Wanted,
} from './demo-stages.js';
import { closedStories, deliveredReminder, launchedFairPage, startedCleanUp } from './demo-work.js';

const { springBrief, paymentBrief, referralBrief, onboardingBrief, newsletterBrief } = briefs;
const { cleanUpBrief, reminderBrief, fairBrief, storyBrief } = briefs;

const wanted = (by: string, type: string, title: string, brief: object): Wanted => ({ by, type, title, brief });

/** In the order of their numbers. */
const WANTED: readonly Wanted[] = [
  wanted('Web Content Manager', 'AB_TEST', 'Spring landing page A/B test', springBrief),
  wanted('Campaign Manager', 'INTEGRATION', 'Paid webinar payment form', paymentBrief),
  wanted('CRM Manager', 'ENHANCEMENT', 'Referral programme', referralBrief),
  wanted('Campaign Manager', 'LANDING_PAGE', 'Personalised onboarding flow', onboardingBrief),
  wanted('CRM Manager', 'EMAIL', 'Double opt-in change in CRM', newsletterBrief),
  wanted('Marketing Analyst', 'TRACKING', 'Analytics event clean-up', cleanUpBrief),
  wanted('CRM Manager', 'EMAIL', 'Webinar reminder', reminderBrief),
  wanted('Campaign Manager', 'LANDING_PAGE', 'Page of the autumn fair', fairBrief),
  wanted('Web Content Manager', 'CONTENT_CHANGE', 'Customer stories on the start page', storyBrief),
];

/** Drafted when all of the others are where they belong: a story that is told whole has one request more. */
const LAST = { by: 'CRM Manager', type: 'EMAIL', title: 'Birthday e-mail' };

/**
 * A handful of requests in every state there is, so that the first look at the explorer shows something. Told once, into a workspace
 * that has fewer requests than the story; a start that was cut short is gone on with, because every step carries its own key.
 */
export async function tellDemoStory(
  service: Service,
  schema: GraphQLSchema,
  people: readonly DemoAccess[],
): Promise<void> {
  const caller = new DemoCaller(new InnerVoice(service, schema, people));
  const seen = await caller.query<{
    viewer: { today: string };
    requests: { totalCount: number };
    teams: { nodes: { id: string; name: string }[] };
  }>('{ viewer { today } requests { totalCount } teams { nodes { id name } } }');
  if (seen.requests.totalCount > WANTED.length) return;
  const teamId = (name: string): string => seen.teams.nodes.find((team) => team.name === name)!.id;
  const [marketing, engineering] = [teamId('Marketing'), teamId('Engineering')];
  const drafts = new Map<string, Draft>();
  for (const one of WANTED) drafts.set(one.title, { ...one, requestId: await drafted({ caller, marketing }, one) });
  await tellStages({ caller, marketing, engineering, today: seen.viewer.today, drafts });
  await drafted({ caller, marketing }, LAST);
}

/** Each request goes its own way; together they are told in the time of the longest one. */
async function tellStages(stage: Stage): Promise<void> {
  const ways = [
    addDemoHolidays,
    approvedSpringPage,
    estimatedPaymentForm,
    questionedReferral,
    waitingOnboarding,
    heldNewsletter,
    startedCleanUp,
    deliveredReminder,
    launchedFairPage,
    closedStories,
  ];
  await Promise.all(ways.map((way) => way(stage)));
}

async function approvedSpringPage(stage: Stage): Promise<void> {
  const { requestId } = await submitted(stage, 'Spring landing page A/B test');
  await triaged(stage, requestId, 'NORMAL', 600);
  const lines = [
    { kind: 'FRONTEND', minutes: 480 },
    { kind: 'QA', minutes: 120 },
  ];
  await estimated(stage, 'Frontend Engineer', { requestId, likelyMinutes: 600, lines });
  await approved(stage, requestId, 21);
}

async function estimatedPaymentForm(stage: Stage): Promise<void> {
  const { requestId } = await submitted(stage, 'Paid webinar payment form');
  const add = [
    { touch: 'PAYMENTS', why: 'Visitors pay for the webinar.' },
    { touch: 'PERSONAL_DATA', why: 'Name and invoice address are kept.' },
    { touch: 'THIRD_PARTY_INTEGRATION', why: 'The payment provider handles the cards.' },
  ];
  await stage.caller.command('Risk Reviewer', 'setTouches', { requestId, add }, requestId);
  await stage.caller.command('Campaign Manager', 'setProperties', { requestId, properties: ['www'] }, requestId);
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
  const { requestId, by } = await submitted(stage, 'Referral programme');
  await triaged(stage, requestId, 'NORMAL', 1500);
  const question = {
    requestId,
    kind: 'HOW_DOES_IT_WORK',
    text: 'Who counts as a referred friend: whoever signs up, or whoever buys?',
    blocking: true,
  };
  const asker = 'Backend Engineer';
  const { questionId } = await caller.command(asker, 'askQuestion', question, requestId);
  const answer = { requestId, questionId, answerText: 'Whoever signs up with the code.' };
  await caller.command(by, 'answerQuestion', answer, requestId);
  await caller.command(asker, 'resolveQuestion', { requestId, questionId, understood: false }, requestId);
}

const waitingOnboarding = (stage: Stage): Promise<unknown> => submitted(stage, 'Personalised onboarding flow');

async function heldNewsletter(stage: Stage): Promise<void> {
  const { caller, today } = stage;
  const { requestId } = await submitted(stage, 'Double opt-in change in CRM');
  const hold = { requestId, reason: 'The new wording is with the lawyers.', reviewDate: after(today, 14) };
  await caller.command('CMO', 'holdRequest', hold, requestId);
}
