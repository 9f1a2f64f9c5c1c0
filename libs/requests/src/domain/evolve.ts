import type { DoneBy } from '#libs/vocabulary';
import type { Aggregate, Recorded } from '#libs/event-log';
import type { RequestEvent, RequestEventType, RequestFact } from './facts.js';
import { addAnswer, addConcern, addQuestion, closeConcern, resolveQuestionIn } from './evolve-dialogue.js';
import { criterionNumber } from './criterion-id.js';
import { isOpen } from './state.js';
import type { DraftRequest, OpenRequest, Request, TouchSuggestion } from './state.js';
import { emptyBrief } from './values.js';

type On<T extends RequestEventType> = Recorded<RequestFact<T>>;

/** A copy without some fields: a status must not carry what only another one has. */
function without<S extends object, K extends keyof S>(state: S, ...keys: readonly K[]): Omit<S, K> {
  const gone: ReadonlySet<PropertyKey> = new Set(keys);
  return Object.fromEntries(Object.entries(state).filter(([key]) => !gone.has(key))) as Omit<S, K>;
}

const doneBy = (event: Recorded): DoneBy => ({
  personId: event.meta.actorId,
  onBehalfOf: event.meta.onBehalfOf ?? null,
});

function drafted(event: On<'RequestDrafted'>): DraftRequest {
  return {
    status: 'DRAFT',
    ...event.data,
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
  };
}

function briefRevised<S extends OpenRequest>(state: S, { data }: On<'BriefRevised'>): S {
  const { revision, brief, completeness, lint } = data;
  const criteriaIssued = Math.max(state.criteriaIssued, ...brief.criteria.map(({ id }) => criterionNumber(id)));
  return { ...state, revision, brief, completeness, lint, criteriaIssued };
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
  return { ...state, status: 'TRIAGED', triage: { ...event.data, at: event.recordedAt } };
}

function estimateSubmitted(state: OpenRequest, event: On<'EstimateSubmitted'>): Request {
  if (state.status !== 'TRIAGED' && state.status !== 'ESTIMATED') return state;
  const estimate = { ...event.data, by: doneBy(event), at: event.recordedAt, stale: false };
  return { ...state, status: 'ESTIMATED', estimate, estimatesIssued: state.estimatesIssued + 1, approvals: {} };
}

function estimateInvalidated(state: OpenRequest): Request {
  if (state.status === 'ESTIMATED') return { ...without(state, 'estimate', 'approvals'), status: 'TRIAGED' };
  if (state.status === 'APPROVED') return { ...state, estimate: { ...state.estimate, stale: true } };
  return state;
}

function estimateConfirmed(state: OpenRequest, { data }: On<'EstimateConfirmed'>): Request {
  if (state.status !== 'APPROVED') return state;
  const { countersignedBy } = data;
  return { ...state, estimate: { ...state.estimate, ...(countersignedBy && { countersignedBy }), stale: false } };
}

function approvalGiven(state: OpenRequest, event: On<'ApprovalGiven'>): Request {
  if (state.status !== 'ESTIMATED') return state;
  const { side, byId, reservationPlan } = event.data;
  const by = { ...doneBy(event), personId: byId };
  return { ...state, approvals: { ...state.approvals, [side]: { by, reservationPlan, at: event.recordedAt } } };
}

function approved(state: OpenRequest, event: On<'RequestApproved'>): Request {
  if (state.status !== 'ESTIMATED') return state;
  return { ...state, status: 'APPROVED', commitment: { ...event.data, at: event.recordedAt } };
}

function ended(state: OpenRequest, event: On<'RequestDeclined'> | On<'RequestWithdrawn'>): Request {
  const { reason, note } = event.data;
  const reviveWhen = event.type === 'RequestDeclined' ? event.data.reviveWhen : null;
  const kept = without(state as OpenRequest & { approvals?: unknown; commitment?: unknown }, 'approvals', 'commitment');
  return {
    ...kept,
    held: null,
    status: event.type === 'RequestDeclined' ? 'DECLINED' : 'WITHDRAWN',
    ended: { reason, note, reviveWhen, from: state.status, at: event.recordedAt },
  };
}

/** Number, brief, questions and owner stay; the promise of a date does not, its history does (P15). */
function revived(state: Request): Request {
  if (state.status !== 'DECLINED' && state.status !== 'WITHDRAWN') return state;
  return { ...without(state, 'ended', 'submitted', 'triage', 'estimate'), status: 'DRAFT', agreedDate: null };
}

function held<S extends OpenRequest>(state: S, { data, recordedAt }: On<'RequestHeld'>): S {
  return { ...state, held: { ...data, since: recordedAt, reviewDue: false } };
}

/** One case an event and no default: the compiler lists what is missing. */
// oxlint-disable-next-line max-lines-per-function -- as long as the list of facts; each case is one call
function applyOpen(state: OpenRequest, event: Recorded<RequestEvent>): Request {
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

/**
 * How one fact changes a request. Total: a fact that does not fit the status, or of a type this version does not know yet
 * (`applyOpen` yields nothing for it), leaves the state as it is.
 */
export function evolve(state: Request, event: Recorded<RequestEvent>): Request {
  if (state.status === 'unknown') return event.type === 'RequestDrafted' ? drafted(event) : state;
  if (!isOpen(state)) return event.type === 'RequestRevived' ? revived(state) : state;
  const next: Request | undefined = applyOpen(state, event);
  return next ?? state;
}

/** The Request aggregate for the log. */
export const request: Aggregate<Request, RequestEvent> = {
  type: 'request',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve,
};
