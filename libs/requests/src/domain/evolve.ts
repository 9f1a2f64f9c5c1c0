import type { Aggregate, Recorded } from '#libs/event-log';
import type { FlowEvent, RequestEvent } from './facts.js';
import { applyDelivery, type DeliveryEvent, isDelivery, reopened } from './evolve-delivery.js';
import { doneBy, type On, without } from './evolve-kit.js';
import { applyRecord, isRecord } from './evolve-records.js';
import { withCourse } from './evolve-course.js';
import { addAnswer, addConcern, addQuestion, closeConcern, resolveQuestionIn } from './evolve-dialogue.js';
import { criterionNumber } from './criterion-id.js';
import { isCommitted, isOpen } from './state.js';
import type { DraftRequest, KnownRequest, OpenRequest, Request, TouchSuggestion } from './state.js';
import { nothingGathered, startedOver } from './state-delivery.js';
import { emptyBrief } from './values.js';

function drafted(event: On<'RequestDrafted'>): DraftRequest {
  return {
    status: 'DRAFT',
    ...nothingGathered,
    ...event.data,
    turns: [{ party: 'REQUESTER', from: event.recordedAt }],
    draftedAt: event.recordedAt,
    brief: emptyBrief,
    revision: 0,
    completeness: 0,
    lint: [],
    criteriaIssued: 0,
    estimatesIssued: 0,
    touches: [],
    suggestions: [],
    hiddenWork: [],
    properties: [],
    ownerId: null,
    agreedDate: null,
    dateHistory: [],
    coAuthors: [],
    questions: [],
    concerns: [],
    held: null,
    gate: {},
  };
}

function briefRevised<S extends OpenRequest>(state: S, { data }: On<'BriefRevised'>): S {
  const { revision, brief, completeness, lint } = data;
  const criteriaIssued = Math.max(state.criteriaIssued, ...brief.criteria.map(({ id }) => criterionNumber(id)));
  const known = new Map(state.brief.criteria.map((criterion) => [criterion.id, JSON.stringify(criterion)]));
  const unchanged = new Set(
    brief.criteria.filter((one) => known.get(one.id) === JSON.stringify(one)).map(({ id }) => id),
  );
  const verdicts = state.verdicts.filter(({ criterionId }) => unchanged.has(criterionId));
  return { ...state, revision, brief, completeness, lint, criteriaIssued, verdicts };
}

function touchesSuggested<S extends OpenRequest>(state: S, { data }: On<'TouchesSuggested'>): S {
  const dismissed = state.suggestions.filter(({ status }) => status === 'DISMISSED');
  const open = data.suggestions.map((hint): TouchSuggestion => ({ ...hint, status: 'OPEN', dismissed: null }));
  return { ...state, suggestions: [...dismissed, ...open] };
}

function suggestionDismissed<S extends OpenRequest>(state: S, { data }: On<'TouchSuggestionDismissed'>): S {
  const { by, why } = data;
  const suggestions = state.suggestions.map((one): TouchSuggestion =>
    one.touch === data.touch && one.status === 'OPEN' ? { ...one, status: 'DISMISSED', dismissed: { by, why } } : one,
  );
  return { ...state, suggestions };
}

function touchesChanged<S extends OpenRequest>(state: S, { data }: On<'TouchesChanged'>): S {
  const changed = new Set([...data.added, ...data.removed].map(({ touch }) => touch));
  const confirmed = new Set(data.added.map(({ touch }) => touch));
  return {
    ...state,
    touches: [...state.touches.filter(({ touch }) => !changed.has(touch)), ...data.added],
    suggestions: state.suggestions.filter(({ touch, status }) => status === 'DISMISSED' || !confirmed.has(touch)),
  };
}

function dateAgreed<S extends OpenRequest>(state: S, { data, recordedAt }: On<'DateAgreed'>): S {
  const agreedDate = { date: data.date, dateKind: data.dateKind, reason: data.reason, at: recordedAt };
  return { ...state, agreedDate, dateHistory: [...state.dateHistory, agreedDate] };
}

function submitted(state: OpenRequest, event: On<'RequestSubmitted'>): Request {
  if (state.status !== 'DRAFT') return state;
  return { ...state, status: 'SUBMITTED', submitted: { ...event.data, at: event.recordedAt } };
}

function triaged(state: OpenRequest, event: On<'RequestTriaged'>): Request {
  if (state.status !== 'SUBMITTED') return state;
  // What was put first before its triage stays first.
  const first = state.expedite?.status === 'GRANTED' ? ({ priorityClass: 'EXPEDITE' } as const) : {};
  return { ...state, status: 'TRIAGED', triage: { ...event.data, ...first, at: event.recordedAt } };
}

/** Of signed work it is a top-up: stale until both sides have signed it. */
function estimateSubmitted(state: OpenRequest, event: On<'EstimateSubmitted'>): Request {
  const owes = isCommitted(state) ? ('SIGNATURES' as const) : null;
  const estimate = { ...event.data, by: doneBy(event), at: event.recordedAt, owes };
  const estimated = { estimate, estimatesIssued: state.estimatesIssued + 1, approvals: {} };
  if (isCommitted(state)) return { ...state, ...estimated };
  if (state.status !== 'TRIAGED' && state.status !== 'ESTIMATED') return state;
  return { ...state, ...estimated, status: 'ESTIMATED' };
}

/** A top-up that the scope outran before both had signed is void: confirming it would make its unsigned minutes count. */
function estimateInvalidated(state: OpenRequest): Request {
  if (state.status === 'ESTIMATED') return { ...without(state, 'estimate', 'approvals'), status: 'TRIAGED' };
  if (!isCommitted(state)) return state;
  const { estimate } = state;
  if (estimate.owes === 'SIGNATURES') return { ...state, approvals: {}, estimate: { ...estimate, owes: 'ESTIMATE' } };
  return { ...state, estimate: { ...estimate, owes: estimate.owes ?? 'CONFIRMATION' } };
}

function estimateConfirmed(state: OpenRequest, { data }: On<'EstimateConfirmed'>): Request {
  if (!isCommitted(state)) return state;
  const { countersignedBy } = data;
  return { ...state, estimate: { ...state.estimate, ...(countersignedBy && { countersignedBy }), owes: null } };
}

function approvalGiven(state: OpenRequest, event: On<'ApprovalGiven'>): Request {
  if (state.status !== 'ESTIMATED' && !isCommitted(state)) return state;
  const { side, byId, reservationPlan } = event.data;
  const by = { ...doneBy(event), personId: byId };
  return { ...state, approvals: { ...state.approvals, [side]: { by, reservationPlan, at: event.recordedAt } } };
}

/** Signed by both: from an estimate it is approved, of signed work the new minutes count. */
function approved(state: OpenRequest, event: On<'RequestApproved'>): Request {
  const { warnings: _said, ...reserved } = event.data;
  const commitment = { ...reserved, at: event.recordedAt };
  if (isCommitted(state)) return { ...state, commitment, estimate: { ...state.estimate, owes: null } };
  if (state.status !== 'ESTIMATED') return state;
  const milestones = { ...state.milestones, approvedAt: event.recordedAt };
  return { ...state, status: 'APPROVED', commitment, milestones };
}

function ended(state: OpenRequest, event: On<'RequestDeclined'> | On<'RequestWithdrawn'>): Request {
  const { reason, note } = event.data;
  const reviveWhen = event.type === 'RequestDeclined' ? event.data.reviveWhen : null;
  const signed = state as OpenRequest & { approvals?: unknown; commitment?: unknown };
  return {
    ...without(signed, 'approvals', 'commitment'),
    held: null,
    status: event.type === 'RequestDeclined' ? 'DECLINED' : 'WITHDRAWN',
    ended: { reason, note, reviveWhen, mergedInto: null, from: state.status, at: event.recordedAt },
  };
}

/** Number, brief, questions and owner stay; the promise of a date does not, its history does (P15). */
function revived(state: Request): Request {
  if (state.status !== 'DECLINED' && state.status !== 'WITHDRAWN') return state;
  const kept = without(state, 'ended', 'submitted', 'triage', 'estimate');
  return { ...kept, ...startedOver, status: 'DRAFT', agreedDate: null };
}

function held<S extends OpenRequest>(state: S, { data, recordedAt }: On<'RequestHeld'>): S {
  return { ...state, held: { ...data, since: recordedAt, reviewDue: false } };
}

/** One case an event and no default: the compiler lists what is missing. */
// oxlint-disable-next-line max-lines-per-function -- as long as the list of facts; each case is one call
function applyFlow(state: OpenRequest, event: Exclude<Recorded<FlowEvent>, Recorded<DeliveryEvent>>): Request {
  switch (event.type) {
    case 'RequestDrafted':
    case 'RequestRevived':
      return state;
    case 'BriefRevised':
      return briefRevised(state, event);
    case 'TouchesSuggested':
      return touchesSuggested(state, event);
    case 'TouchSuggestionDismissed':
      return suggestionDismissed(state, event);
    case 'TouchesChanged':
      return touchesChanged(state, event);
    case 'HiddenWorkFlagged':
      return { ...state, hiddenWork: event.data.factors };
    case 'RequestSubmitted':
      return submitted(state, event);
    case 'RequestTriaged':
      return triaged(state, event);
    case 'OwnerAssigned':
      return { ...state, ownerId: event.data.ownerId };
    case 'DateAgreed':
      return dateAgreed(state, event);
    case 'QuestionAsked':
      return { ...state, questions: addQuestion(state.questions, event, doneBy(event)) };
    case 'QuestionAnswered':
      return { ...state, questions: addAnswer(state.questions, event, doneBy(event)) };
    case 'QuestionResolved':
      return { ...state, questions: resolveQuestionIn(state.questions, event) };
    case 'ConcernRaised':
      return { ...state, concerns: addConcern(state.concerns, event, doneBy(event)) };
    case 'ConcernResolved':
      return { ...state, concerns: closeConcern(state.concerns, event) };
    case 'CoAuthorAdded':
      return { ...state, coAuthors: [...state.coAuthors, event.data] };
    case 'EstimateSubmitted':
      return estimateSubmitted(state, event);
    case 'EstimateInvalidated':
      return estimateInvalidated(state);
    case 'EstimateConfirmed':
      return estimateConfirmed(state, event);
    case 'ApprovalGiven':
      return approvalGiven(state, event);
    case 'RequestApproved':
      return approved(state, event);
    case 'RequestDeclined':
    case 'RequestWithdrawn':
      return ended(state, event);
    case 'RequestHeld':
      return held(state, event);
    case 'RequestHoldReviewDue':
      return { ...state, held: state.held && { ...state.held, reviewDue: true } };
    case 'RequestResumed':
      return { ...state, held: null };
  }
}

/** A fact that does not fit the status, or of a type this version does not know yet, leaves the state as it is. */
function next(state: KnownRequest, event: Recorded<RequestEvent>): Request {
  if (isRecord(event)) return applyRecord(state, event);
  if (state.status === 'CLOSED') return event.type === 'RequestReopened' ? reopened(state, event) : state;
  if (!isOpen(state)) return event.type === 'RequestRevived' ? revived(state) : state;
  if (isDelivery(event)) return applyDelivery(state, event);
  // Nothing comes back for a type of a newer program.
  return applyFlow(state, event) ?? state;
}

/** How one fact changes a request. Total. */
export function evolve(state: Request, event: Recorded<RequestEvent>): Request {
  if (state.status === 'unknown') return event.type === 'RequestDrafted' ? drafted(event) : state;
  const after = next(state, event);
  return after === state || after.status === 'unknown' ? state : withCourse(state, after, event);
}

/** The Request aggregate for the log. */
export const request: Aggregate<Request, RequestEvent> = {
  type: 'request',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve,
};
