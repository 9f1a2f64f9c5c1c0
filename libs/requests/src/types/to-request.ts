import { readerOf, toGlobalId } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { fullViewer, localDate, type PeopleLoaders } from '#libs/people';
import { Temporal } from 'temporal-polyfill';
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
import { type RequestRow, wholeRequest } from '../request-row.js';
import type { PastMoment } from '../past/past-moments.js';
import type { BriefType } from './brief.type.js';
import type { ApprovalType, EstimateType, TouchSuggestionType } from './commitment.type.js';
import type { ConcernType, QuestionType } from './dialogue.type.js';
import { deliveryFromDocument } from './request-delivery.fields.js';
import { recordsFromDocument } from './request-records.fields.js';
import { urgencyFromDocument } from './request-urgency.fields.js';
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

type Column = keyof StoredRequest;

/** Who it is, always read; of the other columns those that the fields asked for are made of. */
const OWN = ['workspace_id', 'request_id'] as const satisfies readonly Column[];
export type ListedRequest = Pick<StoredRequest, (typeof OWN)[number]> & Partial<StoredRequest>;

/**
 * The API's request from its row. Every field is made when it is asked for, and people and teams are looked up then: of fifty
 * requests in a list nobody asks for most of it.
 */
export const toRequest = (row: ListedRequest, people: PeopleLoaders, moment: PastMoment | null = null): RequestObject =>
  new RowRequest(row, people, moment);

class RowRequest extends RequestObject {
  constructor(
    readonly row: ListedRequest,
    readonly people: PeopleLoaders,
    override readonly moment: PastMoment | null,
  ) {
    super();
    this.asOfPosition = moment?.position ?? null;
  }
}

/** How a field is made, and of what. */
interface Made<Value> {
  readonly columns: readonly Column[];
  readonly read: (row: StoredRequest, people: PeopleLoaders) => Value;
}

/** Made of these columns alone. */
const of = <Of extends Column, Value>(
  columns: readonly Of[],
  read: (row: Pick<StoredRequest, Of>, people: PeopleLoaders) => Value,
): Made<Value> => ({ columns, read });

const personOf =
  (id: string | null, people: PeopleLoaders): RequestObject['owner'] =>
  (_args, context, info) =>
    id === null ? null : people.person(readerOf(info), context, id);

const teamOf =
  (id: string | null, people: PeopleLoaders): RequestObject['providerTeam'] =>
  (_args, context, info) =>
    id === null ? null : people.team(readerOf(info), context, id);

/** Days of the calendar between two instants or days, in the zone of whoever asks. */
const daysBetween =
  (from: Date | null, to: Date | string | null): RequestObject['leadDays'] =>
  (_args, _context, info) => {
    if (from === null || to === null) return null;
    const { timeZone } = fullViewer(readerOf(info).viewer);
    const day = (at: Date | string) =>
      Temporal.PlainDate.from(typeof at === 'string' ? at : localDate(at.toISOString(), timeZone));
    return day(from).until(day(to)).days;
  };

const fromColumns = {
  id: of(['request_id'], (row) => toGlobalId('Request', row.request_id)),
  requestId: of(['request_id'], (row) => row.request_id),
  workspaceId: of(['workspace_id'], (row) => row.workspace_id),
  version: of(['version'], (row) => row.version),
  number: of(['number'], (row) => row.number),
  reference: of(['number'], (row) => `REQ-${row.number}`),
  title: of(['title'], (row) => row.title),
  type: of(['type'], (row) => row.type),
  status: of(['status'], (row) => row.status),
  waitingOn: of(['waiting_on'], (row) => row.waiting_on),
  completenessPercent: of(['completeness'], (row) => row.completeness),
  priorityClass: of(['priority_class'], (row) => row.priority_class),
  roughMinutes: of(['rough_minutes'], (row) => row.rough_minutes),
  dueDate: of(['agreed_date'], (row) => row.agreed_date),
  draftedAt: of(['drafted_at'], (row) => row.drafted_at),
  submittedAt: of(['submitted_at'], (row) => row.submitted_at),
  triagedAt: of(['triaged_at'], (row) => row.triaged_at),
  approvedAt: of(['approved_at'], (row) => row.approved_at),
  updatedAt: of(['updated_at'], (row) => row.updated_at),
  scopingDays: of(['submitted_at', 'approved_at'], (row) => daysBetween(row.submitted_at, row.approved_at)),
  leadDays: of(['submitted_at', 'launched_on'], (row) => daysBetween(row.submitted_at, row.launched_on)),
  requester: of(['requester_id'], (row, people) => personOf(row.requester_id, people)),
  owner: of(['owner_id'], (row, people) => personOf(row.owner_id, people)),
  consumerTeam: of(['consumer_team_id'], (row, people) => teamOf(row.consumer_team_id, people)),
  providerTeam: of(['provider_team_id'], (row, people) => teamOf(row.provider_team_id, people)),
} satisfies { readonly [Field in keyof RequestObject]?: Made<RequestObject[Field]> };

/** The fields that come out of the document. */
const fromDocument = {
  ...deliveryFromDocument,
  ...urgencyFromDocument,
  ...recordsFromDocument,
  waitingSince: ({ turns, draftedAt }) => turns.at(-1)?.from ?? draftedAt,
  stalledSince: ({ stalledSince }) => stalledSince,
  sourceKind: ({ source }) => source.kind,
  sourceRef: ({ source }) => source.ref,
  brief: ({ brief }) => toBrief(brief),
  briefRevision: ({ revision }) => revision,
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

const FIELDS: ReadonlyMap<string, Made<unknown>> = new Map([
  ...Object.entries<Made<unknown>>(fromColumns),
  ...Object.entries<(state: KnownRequest) => unknown>(fromDocument).map(
    ([field, read]) => [field, of(['document'], ({ document }) => read(wholeRequest(document)))] as const,
  ),
]);

for (const [field, { columns, read }] of FIELDS) {
  Object.defineProperty(RowRequest.prototype, field, {
    get(this: RowRequest) {
      for (const column of columns) {
        if (this.row[column] === undefined) throw new Error(`${column} of this request was not read: no field asked.`);
      }
      // Every column that the field is made of is there.
      return read(this.row as StoredRequest, this.people);
    },
  });
}

/** Columns of fields that have a resolver of their own. */
const RESOLVED: Readonly<Record<string, readonly Column[]>> = {
  serviceLevels: ['document'],
  missingSections: ['document'],
  launchReadiness: ['request_id', 'document', 'updated_at'],
  labels: ['labels'],
  customFields: ['custom_fields'],
};

/** The folded request, for resolvers of single fields that are listed in `RESOLVED`. */
export function documentOf(request: RequestObject): KnownRequest {
  const document = request instanceof RowRequest ? request.row.document : undefined;
  if (document === undefined) throw new Error('The document of this request was not read: its field is not listed.');
  return wholeRequest(document);
}

/** A column of the request's row, for resolvers of single fields that are listed in `RESOLVED`. */
export function columnOf<Of extends Column>(request: RequestObject, column: Of): StoredRequest[Of] {
  const value = request instanceof RowRequest ? (request.row as Partial<StoredRequest>)[column] : undefined;
  if (value === undefined) throw new Error(`${column} of this request was not read: its field is not listed.`);
  return value;
}

/** The columns that these fields are made of; the same ones always in the same order. */
export const columnsOf = (fields: Iterable<string>): Column[] => {
  const columns = [...fields].flatMap((field) => FIELDS.get(field)?.columns ?? RESOLVED[field] ?? []);
  return [...new Set([...OWN, ...columns])].toSorted();
};

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
  stale: estimate.owes !== null,
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
