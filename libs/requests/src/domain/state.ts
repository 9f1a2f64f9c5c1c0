import type { DoneBy, LocalDate, Side } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import type { RequestFacts, TouchAdded, TouchHint } from './facts.js';
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

/** The estimate that stands. From APPROVED on it can be stale: the scope moved and nobody confirmed it yet (R5). */
export type Estimate = RequestFacts['EstimateSubmitted'] & {
  readonly by: DoneBy;
  readonly at: Instant;
  readonly stale: boolean;
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
  readonly reason: DeclineReason | WithdrawReason;
  readonly note: string | null;
  readonly reviveWhen: string | null;
  readonly from: RequestStatus;
  readonly at: Instant;
}

/** What every request has from its first fact on. */
export interface RequestCore {
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

export interface ApprovedRequest extends Triaged {
  readonly status: 'APPROVED';
  readonly estimate: Estimate;
  readonly approvals: Readonly<Partial<Record<Side, Approval>>>;
  readonly commitment: Commitment;
}

/** Declined or withdrawn: only a revival leads on (R7). What was reached before stays readable. */
export interface EndedRequest extends RequestCore {
  readonly status: 'DECLINED' | 'WITHDRAWN';
  readonly ended: Ending;
  readonly submitted?: Submission;
  readonly triage?: Triage;
  readonly estimate?: Estimate;
}

export type OpenRequest = DraftRequest | SubmittedRequest | TriagedRequest | EstimatedRequest | ApprovedRequest;
export type KnownRequest = OpenRequest | EndedRequest;

/** A request as its facts tell it; `unknown` before the first one. */
export type Request = UnknownRequest | KnownRequest;

export const requestStatuses = [
  'DRAFT',
  'SUBMITTED',
  'TRIAGED',
  'ESTIMATED',
  'APPROVED',
  'DECLINED',
  'WITHDRAWN',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** The statuses in which work on a request goes on; all but the terminal ones. */
export const openStatuses = ['DRAFT', 'SUBMITTED', 'TRIAGED', 'ESTIMATED', 'APPROVED'] as const;
export type OpenStatus = (typeof openStatuses)[number];

export const isOpen = (request: Request): request is OpenRequest =>
  (openStatuses as readonly string[]).includes(request.status);
