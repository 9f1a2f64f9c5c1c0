import type { Aggregate, EventDefinition, Fact, InlineView, LogModel } from '#libs/event-log';
import { request, type RequestEventType } from './domain/index.js';
import { requestRow } from './request-row.js';

/** The schema version each fact is written with today; the compiler misses none. */
const VERSIONS: Readonly<Record<RequestEventType, number>> = {
  RequestDrafted: 1,
  BriefRevised: 1,
  TouchesSuggested: 1,
  TouchSuggestionDismissed: 1,
  TouchesChanged: 1,
  HiddenWorkFlagged: 1,
  RequestSubmitted: 1,
  RequestTriaged: 1,
  OwnerAssigned: 1,
  DateAgreed: 1,
  QuestionAsked: 1,
  QuestionAnswered: 1,
  QuestionResolved: 1,
  ConcernRaised: 1,
  ConcernResolved: 1,
  CoAuthorAdded: 1,
  EstimateSubmitted: 1,
  EstimateInvalidated: 1,
  EstimateConfirmed: 1,
  ApprovalGiven: 1,
  RequestApproved: 1,
  RequestDeclined: 1,
  RequestWithdrawn: 1,
  RequestRevived: 1,
  RequestHeld: 1,
  RequestHoldReviewDue: 1,
  RequestResumed: 1,
};

/** Every event of this context. */
export const requestsEvents: readonly EventDefinition[] = Object.entries(VERSIONS).map(
  ([type, version]): EventDefinition => ({ type, streamType: request.type, version }),
);

/** What this context adds to the model of the log. */
export const requestsModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: requestsEvents,
  aggregates: [request] as readonly Aggregate<unknown, Fact>[],
  views: [requestRow] as readonly InlineView<object, Fact>[],
};
