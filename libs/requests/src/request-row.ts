import type { InlineView, Recorded } from '#libs/event-log';
import { isOpen, request, waitingOn } from './domain/index.js';
import type { KnownRequest, RequestEvent, Triage } from './domain/index.js';

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
  readonly completeness: number;
  readonly touches: readonly string[];
  readonly hidden_work: boolean;
  readonly waiting_on: string;
  readonly open_questions: number;
  readonly blocking_questions: number;
  readonly held: boolean;
  readonly hold_review_due: boolean;
  readonly drafted_at: string;
  readonly submitted_at: string | null;
  readonly triaged_at: string | null;
  readonly approved_at: string | null;
  readonly ended_at: string | null;
  readonly updated_at: string;
  readonly document: KnownRequest;
}

/** Folded by the aggregate's own `evolve`, which knows every event: the row cannot disagree with what rules see. */
export const requestRow: InlineView<RequestRow, RequestEvent> = {
  table: 'requests.request_row',
  streamType: request.type,
  source: import.meta.url,
  evolve(row, event) {
    const state = request.evolve(row?.document ?? request.initial, event);
    // The first event of every stream is RequestDrafted, which leaves `unknown` for good.
    return rowOf(state as KnownRequest, event);
  },
};

const rowOf = (state: KnownRequest, event: Recorded<RequestEvent>): RequestRow => ({
  request_id: event.streamId.slice(request.type.length + 1),
  ...identityOf(state),
  ...progressOf(state),
  ...dialogueOf(state),
  held: state.held !== null,
  hold_review_due: state.held?.reviewDue ?? false,
  updated_at: event.recordedAt,
  document: state,
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

const endOf = (state: KnownRequest) => ({
  approved_at: state.status === 'APPROVED' ? state.commitment.at : null,
  ended_at: isOpen(state) ? null : state.ended.at,
});

const dialogueOf = (state: KnownRequest) => {
  const open = state.questions.filter(({ status }) => status !== 'RESOLVED');
  return {
    waiting_on: waitingOn(state),
    open_questions: open.length,
    blocking_questions: open.filter(({ blocking }) => blocking).length,
  };
};
