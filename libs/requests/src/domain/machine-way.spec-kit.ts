import { acceptRequest, rejectCriterion, verifyCriterion } from './acceptance.js';
import { approveRequest } from './approval.js';
import { closeRequest, reopenRequest, waiveOutcome } from './closing.js';
import { raiseConcern, resolveConcern } from './concerns.js';
import { answerQuestion, askQuestion, resolveQuestion } from './dialogue.js';
import { addCoAuthor, createRequest, reviseBrief } from './drafting.js';
import { confirmEstimate, submitEstimate } from './estimate.js';
import type { RequestEvent } from './facts.js';
import { people } from './given.spec-kit.js';
import { launchRequest, rollBackLaunch } from './launch.js';
import {
  declineRequest,
  holdRequest,
  resumeRequest,
  reviveRequest,
  submitRequest,
  triageRequest,
  withdrawRequest,
} from './lifecycle.js';
import { agreeDate, assignOwner } from './ownership.js';
import { setProperties } from './properties.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { activeStatuses, openStatuses } from './state.js';
import { confirmTouchSuggestion, dismissTouchSuggestion, setTouches } from './touches.js';
import { verifyTracking, waiveTracking } from './tracking.js';
import { deliverRequest, returnToWork, startWork } from './work.js';

import { into, row, type Row, same } from './machine.spec-kit.js';
const active = same(activeStatuses);
const open = same(openStatuses);
const revisable = same(activeStatuses.filter((status) => status !== 'ACCEPTED'));
const topUps = same(['APPROVED', 'IN_PROGRESS', 'DELIVERED']);

const moved: RequestEvent = { type: 'EstimateInvalidated', data: { estimateId: 'E1', cause: 'CRITERIA_CHANGED' } };
const estimatedAnew: RequestEvent = {
  type: 'EstimateSubmitted',
  data: {
    estimateId: 'E2',
    optimistic: 480,
    likely: 720,
    pessimistic: 780,
    lines: late.topUp.lines,
    confidence: 'MEDIUM',
    assumptions: [],
    durationForecastDays: 10,
    validUntil: '2026-02-05',
  },
};
const engineeringSigned: RequestEvent = {
  type: 'ApprovalGiven',
  data: { side: 'PROVIDER', byId: people.cto.personId, reservationPlan: [] },
};
const isStale = { APPROVED: [moved], IN_PROGRESS: [moved], DELIVERED: [moved] };
const halfSigned = [moved, estimatedAnew, engineeringSigned];
const suggested: RequestEvent = {
  type: 'TouchesSuggested',
  data: { suggestions: [{ touch: 'PAYMENTS', words: [{ word: 'checkout', path: 'title' }] }], policyVersion: 1 },
};
const asked: RequestEvent = {
  type: 'QuestionAsked',
  data: { questionId: 'Q1', kind: 'WHY', blocking: false, byRole: 'X', side: null, text: 'Why?' },
};
const raised: RequestEvent = { type: 'ConcernRaised', data: { concernId: 'K1', severity: 'INFO', text: 'Slow' } };
const held: RequestEvent = { type: 'RequestHeld', data: { reason: 'x', reviewDate: '2026-01-20' } };

const drafting: readonly Row[] = [
  row({ unknown: 'DRAFT' }, { rule: createRequest, input: stage.creation }),
  row(
    { ...revisable, ESTIMATED: 'TRIAGED' },
    { rule: reviseBrief, input: { brief: { criteria: [{ text: 'It loads' }] }, cause: 'CHANGED_MIND' } },
  ),
  row({ ...active, ESTIMATED: 'TRIAGED' }, { rule: setTouches, input: { add: [{ touch: 'PAYMENTS', why: 'x' }] } }),
  row(
    { ...active, ESTIMATED: 'TRIAGED' },
    { rule: confirmTouchSuggestion, input: { touch: 'PAYMENTS', why: 'x' }, given: [suggested] },
  ),
  row(active, { rule: dismissTouchSuggestion, input: { touch: 'PAYMENTS', why: 'x' }, given: [suggested] }),
  row({ ...active, ESTIMATED: 'TRIAGED' }, { rule: setProperties, input: { properties: ['www'] } }),
  row(active, { rule: addCoAuthor, input: { personId: 'p-enno', side: 'PROVIDER' } }),
  row({ DRAFT: 'SUBMITTED' }, { rule: submitRequest, input: {} }),
];

const agreeing: readonly Row[] = [
  row({ SUBMITTED: 'TRIAGED' }, { rule: triageRequest, input: stage.triage }),
  row(open, { rule: assignOwner, input: { ownerId: 'p-enno', reason: 'x' } }),
  row(active, {
    rule: agreeDate,
    input: { date: '2026-02-20', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'], reason: 'x' },
  }),
  row(
    { TRIAGED: 'ESTIMATED', ESTIMATED: 'ESTIMATED', ...topUps },
    { rule: submitEstimate, input: stage.estimate, given: isStale },
  ),
  row(
    { ESTIMATED: 'APPROVED', ...topUps },
    {
      rule: approveRequest,
      input: stage.approval('CONSUMER'),
      given: { ESTIMATED: [engineeringSigned], APPROVED: halfSigned, IN_PROGRESS: halfSigned, DELIVERED: halfSigned },
    },
  ),
  row(topUps, { rule: confirmEstimate, input: {}, given: isStale }),
];

const talking: readonly Row[] = [
  row(open, { rule: askQuestion, input: { kind: 'WHY', text: 'Why?', blocking: false } }),
  row(open, { rule: answerQuestion, input: { questionId: 'Q1', answerText: 'So' }, given: [asked] }),
  row(open, {
    rule: resolveQuestion,
    input: { questionId: 'Q1', understood: true },
    by: people.requester,
    given: [asked],
  }),
  row(open, { rule: raiseConcern, input: { severity: 'INFO', text: 'Slow' } }),
  row(open, { rule: resolveConcern, input: { concernId: 'K1', resolution: 'Faster' }, given: [raised] }),
];

const ending: readonly Row[] = [
  row(into('DECLINED', 'SUBMITTED', 'TRIAGED', 'ESTIMATED'), { rule: declineRequest, input: { reason: 'TOO_RISKY' } }),
  row(into('WITHDRAWN', ...activeStatuses), { rule: withdrawRequest, input: { reason: 'NO_BUDGET' } }),
  row(into('DRAFT', 'DECLINED', 'WITHDRAWN'), { rule: reviveRequest, input: {} }),
  row(open, { rule: holdRequest, input: { reason: 'x', reviewDate: '2026-01-20' } }),
  row(open, { rule: resumeRequest, input: {}, given: [held] }),
];

const delivering: readonly Row[] = [
  row({ APPROVED: 'IN_PROGRESS' }, { rule: startWork, input: {} }),
  row({ IN_PROGRESS: 'DELIVERED' }, { rule: deliverRequest, input: late.delivery }),
  row({ DELIVERED: 'DELIVERED' }, { rule: verifyCriterion, input: { criterionId: 'C1' } }),
  row({ DELIVERED: 'IN_PROGRESS' }, { rule: rejectCriterion, input: { criterionId: 'C1', cause: 'DEFECT' } }),
  row({ DELIVERED: 'ACCEPTED' }, { rule: acceptRequest, input: {} }),
  row({ ACCEPTED: 'IN_PROGRESS' }, { rule: returnToWork, input: { reason: 'x' } }),
  row(same(['ACCEPTED', 'LAUNCHED']), { rule: verifyTracking, input: {} }),
  row(same(['ACCEPTED']), { rule: waiveTracking, input: { reason: 'x' } }),
  row({ ACCEPTED: 'LAUNCHED' }, { rule: launchRequest, input: {} }),
  row({ LAUNCHED: 'IN_PROGRESS' }, { rule: rollBackLaunch, input: { reason: 'DEFECT' } }),
  row(same(['LAUNCHED']), { rule: waiveOutcome, input: { reason: 'x' } }),
  row({ LAUNCHED: 'CLOSED' }, { rule: closeRequest, input: {} }),
  row(into('IN_PROGRESS', 'LAUNCHED', 'CLOSED'), {
    rule: reopenRequest,
    input: { cause: 'DEFECT', expectedMinutes: 60 },
  }),
];

/** The commands that lead along the machine of core model 2.1, and those that prepare it. */
export const wayRows: readonly Row[] = [...drafting, ...agreeing, ...talking, ...ending, ...delivering];
