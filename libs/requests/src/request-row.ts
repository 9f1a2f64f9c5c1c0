import type { InlineView, Recorded } from '#libs/event-log';
import {
  avoidedMinutes,
  defaultPolicy,
  hasChecklistGap,
  nothingGathered,
  owesAnswer,
  request,
  trackingStatus,
  waitingOn,
} from './domain/index.js';
import type { CustomFieldValue, KnownRequest, RequestEvent, TrackingStatus, Triage } from './domain/index.js';

/** `requests.request_row`: one request as lists, queues and the detail read it. Columns are for finding, `document` for showing. */
export interface RequestRow {
  readonly request_id: string;
  readonly number: number;
  readonly title: string;
  readonly type: string;
  readonly status: KnownRequest['status'];
  readonly consumer_team_id: string;
  readonly provider_team_id: string | null;
  readonly requester_id: string;
  readonly owner_id: string | null;
  readonly co_author_ids: readonly string[];
  readonly priority_class: string | null;
  readonly rough_minutes: number | null;
  readonly likely_minutes: number | null;
  readonly agreed_date: string | null;
  /** The agreed date hangs on an event that does not wait. */
  readonly hard_date: boolean;
  readonly completeness: number;
  readonly touches: readonly string[];
  readonly hidden_work: boolean;
  readonly waiting_on: string;
  readonly open_questions: number;
  readonly blocking_questions: number;
  /** Questions that wait for an answer of the consumer, and of the provider. */
  readonly asked_of_consumer: number;
  readonly asked_of_provider: number;
  readonly held: boolean;
  readonly hold_review_due: boolean;
  readonly drafted_at: string;
  readonly submitted_at: string | null;
  readonly triaged_at: string | null;
  readonly approved_at: string | null;
  readonly delivered_at: string | null;
  readonly accepted_at: string | null;
  readonly launched_at: string | null;
  /** Day of the launch that stands. */
  readonly launched_on: string | null;
  /** When it came to its end: closed, declined, withdrawn or merged. */
  readonly ended_at: string | null;
  /** Since when the one it waits for has the ball. */
  readonly waiting_since: string;
  readonly responded_at: string | null;
  readonly stalled_since: string | null;
  readonly merged_into: string | null;
  readonly expedite: 'REQUESTED' | 'GRANTED' | 'DECLINED' | null;
  readonly experiment: 'RUNNING' | 'KEPT' | 'KILLED' | 'ITERATE' | null;
  readonly properties: readonly string[];
  readonly labels: readonly string[];
  /** Values by field id. */
  readonly custom_fields: Readonly<Record<string, CustomFieldValue | null>>;
  readonly open_bugs: number;
  readonly open_debts: number;
  /** How many customers the evidence speaks for. */
  readonly evidence_count: number;
  /** From triage on: an item of the checklist has no answer, or NO. */
  readonly checklist_gap: boolean;
  /** Minutes that accepted alternatives save, as they were guessed; 0 without one (P58). */
  readonly avoided_minutes: number;
  /** Whether the tracking of the brief was seen to arrive (P6). */
  readonly tracking: TrackingStatus;
  readonly updated_at: string;
  /** The folded request without what it has nothing of: {@link wholeRequest} makes it whole again. */
  readonly document: Partial<KnownRequest>;
}

/** Folded by the aggregate's own `evolve`, which knows every event: the row cannot disagree with what rules see. */
export const requestRow: InlineView<RequestRow, RequestEvent> = {
  table: 'requests.request_row',
  streamType: request.type,
  source: import.meta.url,
  fromState: (state, event) => rowOf(state as KnownRequest, event),
  evolve(row, event) {
    const state = request.evolve(row ? wholeRequest(row.document) : request.initial, event);
    // The first event of every stream is RequestDrafted, which leaves `unknown` for good.
    return rowOf(state as KnownRequest, event);
  },
};

/** Null, an empty list, or an object of nothing but nulls: all that `nothingGathered` is made of. */
const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).every((part) => part === null));

/** Most requests have nothing of most things; the row is written with every fact, so it does not say so each time. */
const keptOf = (state: KnownRequest): Partial<KnownRequest> =>
  Object.fromEntries(
    Object.entries(state).filter(([key, value]) => !Object.hasOwn(nothingGathered, key) || !isEmpty(value)),
  );

/** The folded request of a row. */
export const wholeRequest = (document: Partial<KnownRequest>): KnownRequest =>
  ({ ...nothingGathered, ...document }) as KnownRequest;

const rowOf = (state: KnownRequest, event: Recorded<RequestEvent>): RequestRow => ({
  request_id: event.streamId.slice(request.type.length + 1),
  ...identityOf(state),
  ...progressOf(state),
  ...dialogueOf(state),
  ...gatheredOf(state),
  held: state.held !== null,
  hold_review_due: state.held?.reviewDue ?? false,
  tracking: trackingStatus(state),
  updated_at: event.recordedAt,
  document: keptOf(state),
});

const identityOf = (state: KnownRequest) => ({
  number: state.number,
  title: state.title,
  type: state.type,
  status: state.status,
  consumer_team_id: state.consumerTeamId,
  requester_id: state.requesterId,
  owner_id: state.ownerId,
  co_author_ids: state.coAuthors.map(({ personId }) => personId),
  agreed_date: state.agreedDate?.date ?? null,
  hard_date: state.agreedDate?.dateKind === 'HARD_EVENT',
  completeness: state.completeness,
  touches: state.touches.map(({ touch }) => touch),
  hidden_work: state.hiddenWork.length > 0,
});

const progressOf = (state: KnownRequest) => ({
  ...('triage' in state && state.triage ? triageOf(state.triage) : untriaged),
  likely_minutes: 'estimate' in state && state.estimate ? state.estimate.likely : null,
  drafted_at: state.draftedAt,
  submitted_at: 'submitted' in state && state.submitted ? state.submitted.at : null,
  ...endOf(state),
});

const triageOf = (triage: Triage) => ({
  provider_team_id: triage.providerTeamId,
  priority_class: triage.priorityClass,
  rough_minutes: triage.roughMinutes,
  triaged_at: triage.at,
});

const untriaged = { provider_team_id: null, priority_class: null, rough_minutes: null, triaged_at: null };

const endOf = (state: KnownRequest) => {
  const { approvedAt, deliveredAt, acceptedAt, launchedAt, launchedOn, closedAt } = state.milestones;
  return {
    approved_at: approvedAt,
    delivered_at: deliveredAt,
    accepted_at: acceptedAt,
    launched_at: launchedAt,
    launched_on: launchedOn,
    ended_at: 'ended' in state ? state.ended.at : closedAt,
    merged_into: 'ended' in state ? state.ended.mergedInto : null,
  };
};

const gatheredOf = (state: KnownRequest) => ({
  expedite: state.expedite?.status ?? null,
  experiment: state.experiment && (state.experiment.ended?.outcome ?? ('RUNNING' as const)),
  properties: state.properties,
  labels: state.labels,
  custom_fields: Object.fromEntries(state.customFields.map(({ fieldId, value }) => [fieldId, value])),
  open_bugs: state.bugs.filter(({ resolution }) => resolution === null).length,
  open_debts: state.debts.filter(({ paid }) => paid === null).length,
  evidence_count: state.evidence.reduce((sum, { count }) => sum + count, 0),
  checklist_gap: 'triage' in state && !('ended' in state) && hasChecklistGap(state, defaultPolicy),
  avoided_minutes: avoidedMinutes(state),
});

const dialogueOf = (state: KnownRequest) => {
  const open = state.questions.filter(({ status }) => status !== 'RESOLVED');
  return {
    waiting_on: waitingOn(state),
    waiting_since: state.turns.at(-1)?.from ?? state.draftedAt,
    responded_at: state.respondedAt,
    stalled_since: state.stalledSince,
    open_questions: open.length,
    blocking_questions: open.filter(({ blocking }) => blocking).length,
    asked_of_consumer: open.filter((one) => one.status === 'OPEN' && owesAnswer(one) === 'CONSUMER').length,
    asked_of_provider: open.filter((one) => one.status === 'OPEN' && owesAnswer(one) === 'PROVIDER').length,
  };
};
