import { readerOf, toGlobalId } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import type { PeopleLoaders } from '#libs/people';
import { defaultPolicy, missingSections } from '../domain/index.js';
import type {
  Approval,
  Brief,
  Concern,
  Estimate,
  KnownRequest,
  Question,
  TouchAdded,
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

/** As `StoredRequest`; where nobody asked for anything out of the document, it was not read. */
export type ListedRequest = Omit<StoredRequest, 'document'> & Partial<Pick<StoredRequest, 'document'>>;

/**
 * The API's request from its row. What is in the document is put together when it is asked for, and people and teams are
 * looked up then: of fifty requests in a list mostly nobody does.
 */
export const toRequest = (row: ListedRequest, people: PeopleLoaders): RequestObject =>
  Object.assign(new RowRequest(row.document), headOf(row), instantsOf(row), peopleOf(row, people));

class RowRequest extends RequestObject {
  readonly #document: KnownRequest | undefined;

  constructor(document: KnownRequest | undefined) {
    super();
    this.#document = document;
  }

  static documentOf(request: RowRequest): KnownRequest {
    if (!request.#document) throw new Error('The document of this request was not read.');
    return request.#document;
  }
}

const headOf = (row: ListedRequest) => ({
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
  completenessPercent: row.completeness,
  priorityClass: row.priority_class,
  roughMinutes: row.rough_minutes,
  dueDate: row.agreed_date,
});

const instantsOf = (row: ListedRequest) => ({
  draftedAt: row.drafted_at.toISOString(),
  submittedAt: row.submitted_at?.toISOString() ?? null,
  triagedAt: row.triaged_at?.toISOString() ?? null,
  approvedAt: row.approved_at?.toISOString() ?? null,
  updatedAt: row.updated_at.toISOString(),
});

type Lookups = Pick<RequestObject, 'requester' | 'owner' | 'consumerTeam' | 'providerTeam'>;

function peopleOf(row: ListedRequest, people: PeopleLoaders): Lookups {
  const { requester_id, owner_id, consumer_team_id, provider_team_id } = row;
  return {
    requester: (_args, context, info) => people.person(readerOf(info), context, requester_id),
    owner: (_args, context, info) => (owner_id === null ? null : people.person(readerOf(info), context, owner_id)),
    consumerTeam: (_args, context, info) => people.team(readerOf(info), context, consumer_team_id),
    providerTeam: (_args, context, info) =>
      provider_team_id === null ? null : people.team(readerOf(info), context, provider_team_id),
  };
}

/** The fields that come out of the document. */
const fromDocument = {
  sourceKind: ({ source }) => source.kind,
  sourceRef: ({ source }) => source.ref,
  brief: ({ brief }) => toBrief(brief),
  briefRevision: ({ revision }) => revision,
  missingSections: ({ type, brief }) => missingSections(type, brief, defaultPolicy),
  lint: ({ lint }) => [...lint],
  touches: ({ touches }) => touches.map(touchOf),
  touchSuggestions: ({ suggestions }) => suggestions.map(suggestionOf),
  hiddenWork: ({ hiddenWork }) => hiddenWork.map((factor) => ({ ...factor, typicalLines: [...factor.typicalLines] })),
  coAuthors: ({ coAuthors }) => coAuthors.map(({ personId, side }) => ({ personId: person(personId), side })),
  questions: ({ questions }) => questions.map(questionOf),
  concerns: ({ concerns }) => concerns.map(concernOf),
  estimate: (state) => ('estimate' in state && state.estimate ? estimateOf(state.estimate) : null),
  approvals: (state) =>
    'approvals' in state
      ? Object.entries(state.approvals).map(([side, approval]) => approvalOf(side as Side, approval))
      : [],
  agreedDate: ({ agreedDate }) => agreedDate,
  dateHistory: ({ dateHistory }) => [...dateHistory],
  held: ({ held }) => held,
  ended: (state) => ('ended' in state ? state.ended : null),
} satisfies { readonly [Field in keyof RequestObject]?: (state: KnownRequest) => RequestObject[Field] };

for (const [field, of] of Object.entries<(state: KnownRequest) => unknown>(fromDocument)) {
  Object.defineProperty(RowRequest.prototype, field, {
    get(this: RowRequest) {
      return of(RowRequest.documentOf(this));
    },
  });
}

/** Whether any of these fields comes out of the document. */
export const needsDocument = (fields: Iterable<string>): boolean =>
  [...fields].some((field) => Object.hasOwn(fromDocument, field));

const touchOf = ({ by, expectedPeakRpm, ...touch }: TouchAdded) => ({
  ...touch,
  byId: person(by),
  expectedPeakRpm: expectedPeakRpm ?? null,
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
