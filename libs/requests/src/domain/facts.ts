import type { LocalDate, Side } from '#libs/vocabulary';
import type { DeliveryFacts } from './facts-delivery.js';
import type { RecordFacts } from './facts-records.js';
import type { WarningCode } from './values-delivery.js';
import type {
  Brief,
  BriefCause,
  ConcernSeverity,
  Confidence,
  DateKind,
  DeclineReason,
  EstimateLine,
  HiddenWorkFactor,
  LintFinding,
  PriorityClass,
  QuestionKind,
  RequestType,
  ReservationLine,
  SourceKind,
  TouchKind,
  WithdrawReason,
} from './values.js';

/** A touch as it was set: who, why, and the expected load where the touch is PUBLIC_PEAK. */
export interface TouchAdded {
  readonly touch: TouchKind;
  readonly by: string;
  readonly why: string;
  /** Requests a minute; only with PUBLIC_PEAK. */
  readonly expectedPeakRpm?: number;
  /** Set by an engineer or a risk reviewer, so the requester cannot take it back. */
  readonly locked: boolean;
}

export interface TouchRemoved {
  readonly touch: TouchKind;
  readonly by: string;
  readonly why: string;
}

/** Words of the brief that make a touch likely; a person confirms or dismisses it. */
export interface TouchHint {
  readonly touch: TouchKind;
  readonly words: readonly { readonly word: string; readonly path: string }[];
}

/** Targets in working minutes, frozen at submission so that a later policy does not move them. */
export interface SlaTargets {
  readonly firstResponseMinutes: number;
  readonly answerMinutes: number;
}

/** Every fact of a request and its payload. The request's id is the stream's id; who and when are in the envelope. */
export interface RequestFacts extends DeliveryFacts, RecordFacts {
  RequestDrafted: {
    readonly number: number;
    readonly title: string;
    readonly type: RequestType;
    readonly consumerTeamId: string;
    readonly requesterId: string;
    readonly source: { readonly kind: SourceKind; readonly ref: string | null };
  };
  BriefRevised: {
    readonly revision: number;
    readonly brief: Brief;
    readonly changedPaths: readonly string[];
    readonly cause: BriefCause;
    readonly completeness: number;
    readonly lint: readonly LintFinding[];
    readonly scopeHash: string;
  };
  TouchesSuggested: { readonly suggestions: readonly TouchHint[]; readonly policyVersion: number };
  TouchSuggestionDismissed: { readonly touch: TouchKind; readonly by: string; readonly why: string };
  TouchesChanged: {
    readonly added: readonly TouchAdded[];
    readonly removed: readonly TouchRemoved[];
    readonly scopeHash: string;
  };
  /** The whole list each time; an empty one takes the flag away. */
  HiddenWorkFlagged: { readonly factors: readonly HiddenWorkFactor[]; readonly policyVersion: number };
  RequestSubmitted: {
    readonly revision: number;
    readonly completeness: number;
    readonly slaTargets: SlaTargets;
    readonly warnings?: readonly WarningCode[];
  };
  RequestTriaged: {
    readonly providerTeamId: string;
    readonly providerId?: string;
    readonly priorityClass: PriorityClass;
    readonly roughMinutes: number;
    readonly warnings?: readonly WarningCode[];
  };
  OwnerAssigned: { readonly ownerId: string; readonly previousOwnerId: string | null; readonly reason: string | null };
  DateAgreed: {
    readonly date: LocalDate;
    readonly dateKind: DateKind;
    readonly previous: LocalDate | null;
    readonly reason: string | null;
    readonly sides: readonly Side[];
  };
  QuestionAsked: {
    readonly questionId: string;
    readonly kind: QuestionKind;
    readonly blocking: boolean;
    readonly byRole: string;
    readonly side: Side | null;
    readonly text: string;
  };
  QuestionAnswered: {
    readonly questionId: string;
    readonly byRole: string;
    readonly side: Side | null;
    readonly answerText: string;
    readonly referenceEntryId?: string;
  };
  QuestionResolved: { readonly questionId: string; readonly understood: boolean; readonly loops: number };
  ConcernRaised: {
    readonly concernId: string;
    readonly severity: ConcernSeverity;
    readonly text: string;
    readonly lens?: string;
  };
  ConcernResolved: { readonly concernId: string; readonly resolution: string };
  CoAuthorAdded: { readonly personId: string; readonly side: Side };
  EstimateSubmitted: {
    readonly estimateId: string;
    readonly optimistic: number;
    readonly likely: number;
    readonly pessimistic: number;
    readonly lines: readonly EstimateLine[];
    readonly confidence: Confidence;
    readonly assumptions: readonly string[];
    readonly durationForecastDays: number;
    readonly validUntil: LocalDate;
    /** The engineer who worked it out, when somebody else hands it in. */
    readonly preparedBy?: string;
    readonly countersignedBy?: string;
  };
  EstimateInvalidated: {
    readonly estimateId: string;
    readonly cause: 'CRITERIA_CHANGED' | 'TOUCHES_CHANGED' | 'PROPERTIES_CHANGED';
  };
  EstimateConfirmed: { readonly estimateId: string; readonly scopeHash: string; readonly countersignedBy?: string };
  ApprovalGiven: {
    readonly side: Side;
    readonly byId: string;
    readonly reservationPlan: readonly ReservationLine[];
    /** Why the plan lies outside of likely … pessimistic, if it does. */
    readonly reason?: string;
  };
  RequestApproved: {
    readonly totalReserved: number;
    readonly plan: readonly ReservationLine[];
    readonly overageMinutes: number;
    /** What each month of the plan had left after it, of what could have been promised before; left out where no hours are kept. */
    readonly left?: readonly (Omit<ReservationLine, 'minutes'> & {
      readonly leftMinutes: number;
      readonly ofMinutes: number;
    })[];
    readonly warnings?: readonly WarningCode[];
  };
  RequestDeclined: {
    readonly reason: DeclineReason;
    readonly note: string | null;
    /** What would have to change for it to be taken up again (P15). */
    readonly reviveWhen: string | null;
  };
  RequestWithdrawn: { readonly reason: WithdrawReason; readonly note: string | null };
  RequestRevived: { readonly reason: string | null };
  RequestHeld: { readonly reason: string; readonly reviewDate: LocalDate };
  /** The review date of a hold has come: appended by a process, once for each hold. */
  RequestHoldReviewDue: { readonly reviewDate: LocalDate };
  RequestResumed: { readonly reason: string | null };
}

export type RequestEventType = keyof RequestFacts;
/** Facts that are written down whatever the status. */
export type RecordType = keyof RecordFacts;

/** One fact by its name. */
export type RequestFact<T extends RequestEventType> = { readonly type: T; readonly data: RequestFacts[T] };

/** All facts of a request, discriminated by `type`. */
export type RequestEvent = { [T in RequestEventType]: RequestFact<T> }[RequestEventType];

/** The facts that are written down whatever the status. */
export type RecordEvent = { [T in RecordType]: RequestFact<T> }[RecordType];
/** The facts that belong to the way of a request. */
export type FlowEvent = Exclude<RequestEvent, RecordEvent>;
