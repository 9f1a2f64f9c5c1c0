import type { Aggregate, EventDefinition, Fact, InlineView, LogModel } from '#libs/event-log';
import {
  conversation,
  type ConversationFacts,
  expediteQuota,
  type ExpediteQuotaFacts,
  filterShelf,
  type FilterShelfFacts,
  request,
  type RequestEventType,
  requestSettings,
  savedFilter,
  type SavedFilterFacts,
  type SettingsEventType,
  workload,
  type WorkloadFacts,
} from './domain/index.js';
import { conversationRow } from './conversation/conversation-row.js';
import { requestRow } from './request-row.js';
import { savedFilterRow, settingsRow } from './settings/settings-rows.js';
import { expediteQuotaRow, workloadRow } from './urgency/urgency-rows.js';

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
  WorkStarted: 1,
  RequestDelivered: 1,
  CriterionVerified: 1,
  CriterionRejected: 1,
  RequestAccepted: 1,
  RequestReturnedToWork: 1,
  TrackingVerified: 1,
  TrackingWaived: 1,
  RequestLaunched: 1,
  LaunchRolledBack: 1,
  OutcomeWaived: 1,
  RequestClosed: 1,
  RequestReopened: 1,
  RequestMerged: 1,
  DuplicateMergedIn: 1,
  ExpediteRequested: 1,
  ExpediteDeclined: 1,
  RequestExpedited: 1,
  Displaced: 1,
  ExperimentDeclared: 1,
  ExperimentEnded: 1,
  AlternativeProposed: 1,
  AlternativeAccepted: 1,
  AlternativeRejected: 1,
  PropertiesLinked: 1,
  PathPlanned: 1,
  SuccessViewSet: 1,
  OutcomeTargetSet: 1,
  OutcomeMeasured: 1,
  BugReported: 1,
  BugResolved: 1,
  DebtIncurred: 1,
  DebtPaid: 1,
  EvidenceAttached: 1,
  ExperimentProposed: 1,
  SuccessJudged: 1,
  ChecklistAnswered: 1,
  LabelsChanged: 1,
  CustomFieldsSet: 1,
  FirstResponseDue: 1,
  FirstResponseBreached: 1,
  AnswerDue: 1,
  AnswerBreached: 1,
  ConversationStalled: 1,
  RiskReviewRequired: 1,
  RiskGateFactRecorded: 1,
};

const WORKLOAD_VERSIONS: Readonly<Record<keyof WorkloadFacts, number>> = { WipLimitSet: 1, WorkTaken: 1, WorkLeft: 1 };
const QUOTA_VERSIONS: Readonly<Record<keyof ExpediteQuotaFacts, number>> = { ExpediteGranted: 1 };

const SETTINGS_VERSIONS: Readonly<Record<SettingsEventType, number>> = {
  LabelDefined: 1,
  LabelChanged: 1,
  LabelArchived: 1,
  LabelRestored: 1,
  CustomFieldDefined: 1,
  CustomFieldChanged: 1,
  CustomFieldArchived: 1,
  TemplateDefined: 1,
  TemplateChanged: 1,
  TemplateArchived: 1,
};
const SAVED_FILTER_VERSIONS: Readonly<Record<keyof SavedFilterFacts, number>> = {
  FilterSaved: 1,
  SavedFilterChanged: 1,
  SavedFilterDeleted: 1,
};
const SHELF_VERSIONS: Readonly<Record<keyof FilterShelfFacts, number>> = { FilterShelved: 1, FilterUnshelved: 1 };

const CONVERSATION_VERSIONS: Readonly<Record<keyof ConversationFacts, number>> = {
  CommentAdded: 1,
  CommentEdited: 1,
  CommentRemoved: 1,
  Watched: 1,
  Unwatched: 1,
};

const definitions = (streamType: string, versions: Readonly<Record<string, number>>): EventDefinition[] =>
  Object.entries(versions).map(([type, version]): EventDefinition => ({ type, streamType, version }));

/** Every event of a request. */
export const requestsEvents: readonly EventDefinition[] = definitions(request.type, VERSIONS);

/** Events of what requests share: the work of a team, the urgent requests of a month. */
export const urgencyEvents: readonly EventDefinition[] = [
  ...definitions(workload.type, WORKLOAD_VERSIONS),
  ...definitions(expediteQuota.type, QUOTA_VERSIONS),
];

/** Events of what forms and lists of requests are made of. */
export const settingsEvents: readonly EventDefinition[] = [
  ...definitions(requestSettings.type, SETTINGS_VERSIONS),
  ...definitions(savedFilter.type, SAVED_FILTER_VERSIONS),
  ...definitions(filterShelf.type, SHELF_VERSIONS),
];

/** Events of the talk beside a request. */
export const conversationEvents: readonly EventDefinition[] = definitions(conversation.type, CONVERSATION_VERSIONS);

/** What this context adds to the model of the log. */
export const requestsModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: [...requestsEvents, ...urgencyEvents, ...settingsEvents, ...conversationEvents],
  aggregates: [
    request,
    workload,
    expediteQuota,
    requestSettings,
    savedFilter,
    filterShelf,
    conversation,
  ] as readonly Aggregate<unknown, Fact>[],
  views: [
    requestRow,
    workloadRow,
    expediteQuotaRow,
    settingsRow,
    savedFilterRow,
    conversationRow,
  ] as readonly InlineView<object, Fact>[],
};
