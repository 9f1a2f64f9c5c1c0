import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import {
  conversation,
  type ConversationEvent,
  expediteQuota,
  type ExpediteQuotaEvent,
  filterShelf,
  type FilterShelfEvent,
  request,
  type RequestEvent,
  requestSettings,
  savedFilter,
  type SavedFilterEvent,
  type SettingsEvent,
  workload,
  type WorkloadEvent,
} from './domain/index.js';
import { conversationRow } from './conversation/conversation-row.js';
import { requestRow } from './request-row.js';
import { savedFilterRow, settingsRow } from './settings/settings-rows.js';
import { expediteQuotaRow, workloadRow } from './urgency/urgency-rows.js';

/** Every event of a request with the schema version written today, here and below; the compiler misses none. */
export const requestsEvents: readonly EventDefinition[] = versionsOf<RequestEvent>(request.type, {
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
});

/** Events of what requests share: the work of a team, the urgent requests of a month. */
export const urgencyEvents: readonly EventDefinition[] = [
  ...versionsOf<WorkloadEvent>(workload.type, { WipLimitSet: 1, WorkTaken: 1, WorkLeft: 1 }),
  ...versionsOf<ExpediteQuotaEvent>(expediteQuota.type, { ExpediteGranted: 1 }),
];

/** Events of what forms and lists of requests are made of. */
export const settingsEvents: readonly EventDefinition[] = [
  ...versionsOf<SettingsEvent>(requestSettings.type, {
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
  }),
  ...versionsOf<SavedFilterEvent>(savedFilter.type, {
    FilterSaved: 1,
    SavedFilterChanged: 1,
    SavedFilterDeleted: 1,
  }),
  ...versionsOf<FilterShelfEvent>(filterShelf.type, { FilterShelved: 1, FilterUnshelved: 1 }),
];

/** Events of the talk beside a request. */
export const conversationEvents: readonly EventDefinition[] = versionsOf<ConversationEvent>(conversation.type, {
  CommentAdded: 1,
  CommentEdited: 1,
  CommentRemoved: 1,
  Watched: 1,
  Unwatched: 1,
});

/** Any fact of this context. */
export type RequestsFact =
  | RequestEvent
  | WorkloadEvent
  | ExpediteQuotaEvent
  | SettingsEvent
  | SavedFilterEvent
  | FilterShelfEvent
  | ConversationEvent;

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
