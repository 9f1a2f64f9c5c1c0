import type { DoneBy, GateEntries, LocalDate, Side } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import type { RequestFacts, TouchAdded, TouchHint } from './facts.js';
import type { Gathered, Stretch } from './state-delivery.js';
import type { EstimateOwes } from './values-delivery.js';
import type {
  Brief,
  ConcernSeverity,
  DateKind,
  DeclineReason,
  HiddenWorkFactor,
  LintFinding,
  QuestionKind,
  RequestType,
  ReservationLine,
  SourceKind,
  WithdrawReason,
} from './values.js';

export interface TouchSuggestion extends TouchHint {
  readonly status: 'OPEN' | 'DISMISSED';
  readonly dismissed: { readonly by: string; readonly why: string } | null;
}

export interface Answer {
  readonly by: DoneBy;
  readonly byRole: string;
  readonly side: Side | null;
  readonly text: string;
  readonly referenceEntryId: string | null;
  readonly at: Instant;
}

/** OPEN waits for an answer, ANSWERED for the asker, RESOLVED for nobody. */
export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly blocking: boolean;
  readonly text: string;
  readonly askedBy: DoneBy;
  readonly byRole: string;
  readonly side: Side | null;
  readonly status: 'OPEN' | 'ANSWERED' | 'RESOLVED';
  /** How often an answer did not help (P63). */
  readonly loops: number;
  readonly answers: readonly Answer[];
  readonly askedAt: Instant;
  /** Since when it waits for the present answer; another round starts anew. */
  readonly waitingSince: Instant;
  /** Every stretch in which it waited for an answer; the last one is open while it does. */
  readonly waits: readonly Stretch[];
  readonly resolvedAt: Instant | null;
}

export interface Concern {
  readonly id: string;
  readonly severity: ConcernSeverity;
  readonly text: string;
  readonly lens: string | null;
  readonly raisedBy: DoneBy;
  readonly raisedAt: Instant;
  readonly resolution: string | null;
}

export interface CoAuthor {
  readonly personId: string;
  readonly side: Side;
}

export interface AgreedDate {
  readonly date: LocalDate;
  readonly dateKind: DateKind;
  readonly reason: string | null;
  readonly at: Instant;
}

export interface Hold {
  readonly reason: string;
  readonly reviewDate: LocalDate;
  readonly since: Instant;
  /** The review date has come and was reported; it is reported once for each hold. */
  readonly reviewDue: boolean;
}

export type Submission = RequestFacts['RequestSubmitted'] & { readonly at: Instant };
export type Triage = RequestFacts['RequestTriaged'] & { readonly at: Instant };

/** The estimate that stands. From APPROVED on it can be stale (R5): then `owes` says what is missing before work is delivered on it. */
export type Estimate = RequestFacts['EstimateSubmitted'] & {
  readonly by: DoneBy;
  readonly at: Instant;
  readonly owes: EstimateOwes | null;
};

export interface Approval {
  readonly by: DoneBy;
  readonly reservationPlan: readonly ReservationLine[];
  readonly at: Instant;
}

/** What both sides signed: the minutes reserved, month by month. */
export type Commitment = RequestFacts['RequestApproved'] & { readonly at: Instant };

/** How a request came to its end; `from` is the status it had. */
export interface Ending {
  /** MERGED names the survivor in `mergedInto`. */
  readonly reason: DeclineReason | WithdrawReason | 'MERGED';
  readonly note: string | null;
  readonly reviveWhen: string | null;
  readonly mergedInto: string | null;
  readonly from: RequestStatus;
  readonly at: Instant;
}

/** What every request has from its first fact on. */
export interface RequestCore extends Gathered {
  readonly number: number;
  readonly title: string;
  readonly type: RequestType;
  readonly consumerTeamId: string;
  readonly requesterId: string;
  readonly source: { readonly kind: SourceKind; readonly ref: string | null };
  readonly draftedAt: Instant;
  readonly brief: Brief;
  /** 0 until the brief was written for the first time. */
  readonly revision: number;
  readonly completeness: number;
  readonly lint: readonly LintFinding[];
  /** The highest number among all criterion ids ever given (R9). */
  readonly criteriaIssued: number;
  readonly estimatesIssued: number;
  readonly touches: readonly TouchAdded[];
  readonly suggestions: readonly TouchSuggestion[];
  readonly hiddenWork: readonly HiddenWorkFactor[];
  /** Linked web properties, part of the scope (R5). */
  readonly properties: readonly string[];
  readonly ownerId: string | null;
  readonly agreedDate: AgreedDate | null;
  readonly dateHistory: readonly AgreedDate[];
  readonly coAuthors: readonly CoAuthor[];
  readonly questions: readonly Question[];
  readonly concerns: readonly Concern[];
  readonly held: Hold | null;
  /** What reviews of its risk say to a launch. It outlives an end and a revival; the scope it was said about is in it. */
  readonly gate: GateEntries;
}

interface Submitted extends RequestCore {
  readonly submitted: Submission;
}

interface Triaged extends Submitted {
  readonly triage: Triage;
}

export interface UnknownRequest {
  readonly status: 'unknown';
}

export interface DraftRequest extends RequestCore {
  readonly status: 'DRAFT';
}

export interface SubmittedRequest extends Submitted {
  readonly status: 'SUBMITTED';
}

export interface TriagedRequest extends Triaged {
  readonly status: 'TRIAGED';
}

export interface EstimatedRequest extends Triaged {
  readonly status: 'ESTIMATED';
  readonly estimate: Estimate;
  readonly approvals: Readonly<Partial<Record<Side, Approval>>>;
}

/** The statuses of signed work. */
export const committedStatuses = ['APPROVED', 'IN_PROGRESS', 'DELIVERED', 'ACCEPTED', 'LAUNCHED', 'CLOSED'] as const;
export type CommittedStatus = (typeof committedStatuses)[number];

/** Signed by both sides. While the estimate owes something, nothing is delivered on it (R5). */
export interface CommittedRequest<S extends CommittedStatus = CommittedStatus> extends Triaged {
  readonly status: S;
  readonly estimate: Estimate;
  /** Signatures; empty while a new estimate of signed work waits for both of them (top-up). */
  readonly approvals: Readonly<Partial<Record<Side, Approval>>>;
  readonly commitment: Commitment;
}

type Committed = { [S in CommittedStatus]: CommittedRequest<S> };

/** Declined, withdrawn or merged: of these only the first two can be revived (R7). What was reached before stays readable. */
export interface EndedRequest extends RequestCore {
  readonly status: 'DECLINED' | 'WITHDRAWN' | 'MERGED';
  readonly ended: Ending;
  readonly submitted?: Submission;
  readonly triage?: Triage;
  readonly estimate?: Estimate;
}

export type OpenRequest =
  DraftRequest | SubmittedRequest | TriagedRequest | EstimatedRequest | Committed[Exclude<CommittedStatus, 'CLOSED'>];
export type KnownRequest = OpenRequest | Committed['CLOSED'] | EndedRequest;

/** A request as its facts tell it; `unknown` before the first one. */
export type Request = UnknownRequest | KnownRequest;

/** The statuses in which a request can still be withdrawn, displaced or re-dated: DRAFT to ACCEPTED. */
export const activeStatuses = [
  'DRAFT',
  'SUBMITTED',
  'TRIAGED',
  'ESTIMATED',
  'APPROVED',
  'IN_PROGRESS',
  'DELIVERED',
  'ACCEPTED',
] as const;
export type ActiveStatus = (typeof activeStatuses)[number];

/** The statuses that are no end. */
export const openStatuses = [...activeStatuses, 'LAUNCHED'] as const;
export type OpenStatus = (typeof openStatuses)[number];

export const requestStatuses = [...openStatuses, 'CLOSED', 'DECLINED', 'WITHDRAWN', 'MERGED'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

const among =
  <S extends RequestStatus>(statuses: readonly S[]) =>
  (request: Request): request is Extract<KnownRequest, { status: S }> =>
    (statuses as readonly string[]).includes(request.status);

export const isOpen: (request: Request) => request is OpenRequest = among(openStatuses);
export const isActive = among(activeStatuses);
export const isCommitted = among(committedStatuses);
