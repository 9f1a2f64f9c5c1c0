import type { Role } from '#libs/people';
import { people } from '../domain/given.spec-kit.js';
import { askQuestion, proposeAlternative, raiseConcern, reviseBrief } from '../domain/index.js';
import { declineRequest, holdRequest } from '../domain/lifecycle.js';
import * as stage from '../domain/stages.spec-kit.js';
import { agreement, checklistAnswers, estimate, wholeBrief } from '../stages.fixture.js';
import type { Tried } from './rights.fixture.js';

const why = 'The page takes money.';
const suggesting = { ...stage.wholeBrief, criteria: [{ text: 'The checkout takes a credit card' }] };
const question = { kind: 'SCOPE', text: 'Is the footer part of it?', blocking: true } as const;
const concern = { severity: 'BLOCKING', text: 'It cannot be rolled back.' } as const;
const alternative = { summary: 'Reuse the old page', kept: ['Offers'], lost: ['Design'], minutes: 60 };
const hold = { reason: 'The campaign waits.', reviewDate: '2026-02-02' };
const suggested = stage.drafted.when(reviseBrief, { brief: suggesting }, people.requester);
const asked = stage.drafted.when(askQuestion, question, people.engineer);
const proposed = stage.submitted.when(proposeAlternative, alternative, people.engineer);

const DRAFTERS: readonly Role[] = ['MARKETING_LEAD', 'ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'];

const otherSide = (side: string, role: Role): Tried['but'] => [
  { roles: [role], whose: 'another', code: 'FORBIDDEN', why: `A lead signs the side of their own team, not ${side}.` },
  { roles: [role], whose: 'own', code: 'SELF_APPROVAL_FORBIDDEN', why: 'Nor what they asked for themselves.' },
];

/** From an idea of it to two signatures. */
export const agreedCommands: readonly Tried[] = [
  {
    mutation: 'createRequest',
    input: ({ bench, whose }) => bench.creation(whose === 'another' ? { requesterId: bench.cast.stranger.id } : {}),
    but: [{ roles: DRAFTERS, whose: 'another', code: 'FORBIDDEN', why: 'Only an integration drafts for others.' }],
  },
  { mutation: 'reviseBrief', at: stage.drafted, input: () => ({ brief: wholeBrief }) },
  { mutation: 'setTouches', at: stage.drafted, input: () => ({ add: [{ touch: 'PAYMENTS', why }] }) },
  { mutation: 'confirmTouchSuggestion', at: suggested, input: () => ({ touch: 'PAYMENTS', why }) },
  { mutation: 'dismissTouchSuggestion', at: suggested, input: () => ({ touch: 'PAYMENTS', why }) },
  { mutation: 'setProperties', at: stage.drafted, input: () => ({ properties: ['www'] }) },
  { mutation: 'addCoAuthor', at: stage.drafted, input: ({ bench }) => ({ personId: bench.cast.engineer.id }) },
  { mutation: 'submitRequest', at: stage.written },
  { mutation: 'triageRequest', at: stage.submitted, input: ({ bench, requestId }) => bench.triage(requestId) },
  {
    mutation: 'assignOwner',
    at: stage.triaged,
    input: ({ bench }) => ({ ownerId: bench.cast.engineer.id, reason: 'A holiday.' }),
  },
  // On their own: `own` makes the caller requester and owner, and the owner is who counts.
  { mutation: 'agreeDate', at: stage.triaged, input: () => agreement },
  { mutation: 'declineRequest', at: stage.submitted, input: () => ({ reason: 'NO_CAPACITY' }) },
  { mutation: 'withdrawRequest', at: stage.submitted, input: () => ({ reason: 'NO_LONGER_NEEDED' }) },
  {
    mutation: 'reviveRequest',
    at: stage.submitted.when(declineRequest, { reason: 'NO_CAPACITY' }, people.manager),
  },
  { mutation: 'holdRequest', at: stage.triaged, input: () => hold },
  { mutation: 'resumeRequest', at: stage.triaged.when(holdRequest, hold, people.manager) },
  {
    mutation: 'mergeRequest',
    at: stage.submitted,
    input: async ({ bench }) => ({ targetId: await bench.requestAt(stage.submitted) }),
  },
  { mutation: 'askQuestion', at: stage.drafted, input: () => question },
  { mutation: 'answerQuestion', at: asked, input: () => ({ questionId: 'Q1', answerText: 'It is.' }) },
  {
    mutation: 'resolveQuestion',
    at: stage.drafted,
    mine: (before) => before.when(askQuestion, question, people.engineer),
    input: () => ({ questionId: 'Q1', understood: true }),
  },
  {
    mutation: 'resolveQuestion',
    variant: 'of somebody else',
    at: asked.given([
      { type: 'QuestionAsked', data: { ...question, questionId: 'Q2', byRole: 'ENGINEER', side: null } },
    ]),
    input: () => ({ questionId: 'Q2', understood: true }),
    but: [
      {
        roles: ['MARKETING_MEMBER', 'RISK_REVIEWER', ...DRAFTERS],
        code: 'ONLY_ASKER_CAN_RESOLVE',
        why: 'Whether an answer helped is for its asker to say.',
      },
      { roles: ['AGENCY_MEMBER'], whose: 'own', code: 'ONLY_ASKER_CAN_RESOLVE', why: 'As above.' },
    ],
  },
  { mutation: 'raiseConcern', at: stage.triaged, input: () => concern },
  {
    mutation: 'resolveConcern',
    at: stage.triaged,
    mine: (before) => before.when(raiseConcern, concern, people.engineer),
    input: () => ({ concernId: 'K1', resolution: 'A switch.' }),
  },
  {
    mutation: 'resolveConcern',
    variant: 'of somebody else',
    at: stage.triaged.when(raiseConcern, concern, people.engineer),
    input: () => ({ concernId: 'K1', resolution: 'A switch.' }),
    but: [{ roles: ['ENGINEER', 'RISK_REVIEWER'], code: 'FORBIDDEN', why: 'Its raiser or the engineering lead does.' }],
  },
  { mutation: 'proposeAlternative', at: stage.submitted, input: () => alternative },
  { mutation: 'acceptAlternative', at: proposed, input: () => ({ alternativeId: 'A1' }) },
  { mutation: 'rejectAlternative', at: proposed, input: () => ({ alternativeId: 'A1', reason: 'Too plain.' }) },
  { mutation: 'answerChecklist', at: stage.taken, input: () => checklistAnswers },
  { mutation: 'submitEstimate', at: stage.triaged, input: () => estimate },
  {
    mutation: 'confirmEstimate',
    at: stage.approved.given([{ type: 'EstimateInvalidated', data: { estimateId: 'E1', cause: 'CRITERIA_CHANGED' } }]),
  },
  {
    mutation: 'approveRequest',
    variant: 'for the consumer',
    at: stage.dated,
    input: () => ({ side: 'CONSUMER' }),
    but: otherSide('the consumer’s', 'ENGINEERING_LEAD'),
  },
  {
    mutation: 'approveRequest',
    variant: 'for the provider',
    at: stage.dated,
    input: () => ({ side: 'PROVIDER' }),
    but: otherSide('the provider’s', 'MARKETING_LEAD'),
  },
  {
    mutation: 'expediteRequest',
    at: stage.triaged,
    input: () => ({
      hardDate: '2026-01-15',
      costOfDelay: 'HIGH',
      reason: 'The fair opens.',
      displacesNothing: 'There is room.',
    }),
  },
  ...(['grantExpedite', 'declineExpedite'] as const).map((mutation): Tried => ({
    mutation,
    at: stage.triaged.given([
      {
        type: 'ExpediteRequested',
        data: {
          hardDate: '2026-01-15',
          costOfDelay: 'HIGH',
          reason: 'The fair opens.',
          displacesRequestId: null,
          displacesNothing: 'There is room.',
        },
      },
    ]),
    input: () => (mutation === 'grantExpedite' ? {} : { reason: 'It can wait.' }),
  })),
  {
    mutation: 'setWipLimit',
    input: ({ bench, whose }) => ({ teamId: bench.cast.engineering, limit: whose === 'own' ? 900 : 901, hard: false }),
  },
];
