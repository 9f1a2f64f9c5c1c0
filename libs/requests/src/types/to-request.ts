import { toGlobalId } from '#libs/api-kit';
import { defaultPolicy, missingSections } from '../domain/index.js';
import type {
  Approval,
  Brief,
  Concern,
  Estimate,
  KnownRequest,
  Question,
  Side,
  TouchSuggestion,
} from '../domain/index.js';
import type { RequestRow } from '../request-row.js';
import type { BriefType } from './brief.type.js';
import type { ApprovalType, EstimateType, TouchSuggestionType } from './commitment.type.js';
import type { ConcernType, QuestionType } from './dialogue.type.js';
import { RequestObject } from './request.type.js';

const person = (id: string): string => toGlobalId('Person', id);
const personOrNull = (id: string | null | undefined): string | null => (id ? person(id) : null);

/** Columns of the row as they come from Postgres. */
export type StoredRequest = Omit<
  RequestRow,
  'drafted_at' | 'submitted_at' | 'triaged_at' | 'approved_at' | 'updated_at'
> & {
  readonly workspace_id: string;
  readonly version: number;
  readonly drafted_at: Date;
  readonly submitted_at: Date | null;
  readonly triaged_at: Date | null;
  readonly approved_at: Date | null;
  readonly updated_at: Date;
};

/** The API's request from its row. */
export const toRequest = (row: StoredRequest): RequestObject =>
  Object.assign(new RequestObject(), {
    ...headOf(row),
    ...briefOf(row.document),
    ...commitmentOf(row.document),
    questions: row.document.questions.map(questionOf),
    concerns: row.document.concerns.map(concernOf),
  });

const headOf = (row: StoredRequest) => ({
  id: toGlobalId('Request', row.request_id),
  requestId: row.request_id,
  workspaceId: row.workspace_id,
  version: row.version,
  number: row.number,
  reference: `REQ-${row.number}`,
  title: row.title,
  type: row.type,
  status: row.status,
  waitingOn: row.waiting_on,
  sourceKind: row.document.source.kind,
  sourceRef: row.document.source.ref,
  priorityClass: row.priority_class,
  roughMinutes: row.rough_minutes,
  requesterId: row.requester_id,
  ownerId: row.owner_id,
  consumerTeamId: row.consumer_team_id,
  providerTeamId: row.provider_team_id,
  dueDate: row.document.agreedDate?.date ?? null,
  ...instantsOf(row),
});

const instantsOf = (row: StoredRequest) => ({
  draftedAt: row.drafted_at.toISOString(),
  submittedAt: row.submitted_at?.toISOString() ?? null,
  triagedAt: row.triaged_at?.toISOString() ?? null,
  approvedAt: row.approved_at?.toISOString() ?? null,
  updatedAt: row.updated_at.toISOString(),
});

const briefOf = (state: KnownRequest) => ({
  brief: toBrief(state.brief),
  briefRevision: state.revision,
  completenessPercent: state.completeness,
  missingSections: missingSections(state.type, state.brief, defaultPolicy),
  lint: [...state.lint],
  touches: state.touches.map(({ by, expectedPeakRpm, ...touch }) => ({
    ...touch,
    byId: person(by),
    expectedPeakRpm: expectedPeakRpm ?? null,
  })),
  touchSuggestions: state.suggestions.map(suggestionOf),
  hiddenWork: state.hiddenWork.map((factor) => ({ ...factor, typicalLines: [...factor.typicalLines] })),
  coAuthors: state.coAuthors.map(({ personId, side }) => ({ personId: person(personId), side })),
});

/** A brief as the API shows it, of the newest or of any earlier revision. */
export const toBrief = (brief: Brief): BriefType => ({
  ...brief,
  assets: brief.assets.map((asset) => ({ ...asset, approvedBy: personOrNull(asset.approvedBy) })),
  assetsNotNeeded: brief.assetsNotNeeded?.reason ?? null,
  tracking: brief.tracking.map((item) => ({ ...item, verifier: personOrNull(item.verifier) })),
  trackingNotNeeded: brief.trackingNotNeeded?.reason ?? null,
  measurementPlan: brief.measurementPlan.map((item) => ({ ...item, owner: personOrNull(item.owner) })),
});

const suggestionOf = ({ touch, words, status, dismissed }: TouchSuggestion): TouchSuggestionType => ({
  touch,
  words: [...new Set(words.map(({ word }) => word))],
  open: status === 'OPEN',
  dismissedBecause: dismissed?.why ?? null,
});

const commitmentOf = (state: KnownRequest) => ({
  estimate: 'estimate' in state && state.estimate ? estimateOf(state.estimate) : null,
  approvals:
    'approvals' in state
      ? Object.entries(state.approvals).map(([side, approval]) => approvalOf(side as Side, approval))
      : [],
  agreedDate: state.agreedDate,
  dateHistory: [...state.dateHistory],
  held: state.held,
  ended: 'ended' in state ? state.ended : null,
});

const estimateOf = ({ optimistic, likely, pessimistic, by, countersignedBy, ...estimate }: Estimate): EstimateType => ({
  ...estimate,
  optimisticMinutes: optimistic,
  likelyMinutes: likely,
  pessimisticMinutes: pessimistic,
  lines: [...estimate.lines],
  assumptions: [...estimate.assumptions],
  byId: person(by.personId),
  countersignedById: personOrNull(countersignedBy),
});

const approvalOf = (side: Side, { by, reservationPlan, at }: Approval): ApprovalType => ({
  side,
  byId: person(by.personId),
  onBehalfOfId: personOrNull(by.onBehalfOf),
  reservationPlan: reservationPlan.map((line) => ({ ...line, agreementId: toGlobalId('Agreement', line.agreementId) })),
  at,
});

const questionOf = ({ id, askedBy, answers, ...question }: Question): QuestionType => ({
  ...question,
  questionId: id,
  askedById: person(askedBy.personId),
  answers: answers.map(({ by, byRole, side, text, at }) => ({ byId: person(by.personId), byRole, side, text, at })),
});

const concernOf = ({ id, raisedBy, ...concern }: Concern): ConcernType => ({
  ...concern,
  concernId: id,
  raisedById: person(raisedBy.personId),
});
