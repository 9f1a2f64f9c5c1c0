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
 * The API's request from its row. Every field is put together when it is asked for, and people and teams are looked up then: of
 * fifty requests in a list nobody asks for most of it.
 */
export const toRequest = (row: ListedRequest, people: PeopleLoaders): RequestObject => new RowRequest(row, people);

class RowRequest extends RequestObject {
  constructor(
    readonly row: ListedRequest,
    readonly people: PeopleLoaders,
  ) {
    super();
  }
}

type Fields<Source> = { readonly [Field in keyof RequestObject]?: (source: Source) => RequestObject[Field] };

/** The fields that come out of the columns. */
const fromColumns = {
  id: ({ row }) => toGlobalId('Request', row.request_id),
  requestId: ({ row }) => row.request_id,
  workspaceId: ({ row }) => row.workspace_id,
  version: ({ row }) => row.version,
  number: ({ row }) => row.number,
  reference: ({ row }) => `REQ-${row.number}`,
  title: ({ row }) => row.title,
  type: ({ row }) => row.type,
  status: ({ row }) => row.status,
  waitingOn: ({ row }) => row.waiting_on,
  completenessPercent: ({ row }) => row.completeness,
  priorityClass: ({ row }) => row.priority_class,
  roughMinutes: ({ row }) => row.rough_minutes,
  dueDate: ({ row }) => row.agreed_date,
  draftedAt: ({ row }) => row.drafted_at,
  submittedAt: ({ row }) => row.submitted_at,
  triagedAt: ({ row }) => row.triaged_at,
  approvedAt: ({ row }) => row.approved_at,
  updatedAt: ({ row }) => row.updated_at,
  requester:
    ({ row, people }) =>
    (_args, context, info) =>
      people.person(readerOf(info), context, row.requester_id),
  owner:
    ({ row, people }) =>
    (_args, context, info) =>
      row.owner_id === null ? null : people.person(readerOf(info), context, row.owner_id),
  consumerTeam:
    ({ row, people }) =>
    (_args, context, info) =>
      people.team(readerOf(info), context, row.consumer_team_id),
  providerTeam:
    ({ row, people }) =>
    (_args, context, info) =>
      row.provider_team_id === null ? null : people.team(readerOf(info), context, row.provider_team_id),
} satisfies Fields<RowRequest>;

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
} satisfies Fields<KnownRequest>;

const documentOf = ({ row }: RowRequest): KnownRequest => {
  if (!row.document) throw new Error('The document of this request was not read.');
  return row.document;
};

const define = (field: string, read: (request: RowRequest) => unknown): void => {
  Object.defineProperty(RowRequest.prototype, field, {
    get(this: RowRequest) {
      return read(this);
    },
  });
};

for (const [field, of] of Object.entries<(request: RowRequest) => unknown>(fromColumns)) define(field, of);
for (const [field, of] of Object.entries<(state: KnownRequest) => unknown>(fromDocument)) {
  define(field, (request) => of(documentOf(request)));
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
