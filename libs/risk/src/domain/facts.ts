import type { LocalDate, Side } from '#libs/vocabulary';
import type {
  Answer,
  Band,
  Knowledge,
  Lens,
  Occurrence,
  Place,
  Rating,
  RiskCategory,
  RiskOwner,
  ScopePart,
  Signature,
  Stage,
  Subject,
  TouchKind,
  Treatment,
} from './values.js';

/** Whose work a subject is and where it shows, for whoever looks at risks by team or by property. */
export interface Concerned {
  /** Teams that ask for it and that build it. */
  readonly teamIds: readonly string[];
  /** Ids of web properties. */
  readonly propertyIds: readonly string[];
}

/** A lens as it begins: the ids of what its checklist asks. */
export interface LensOpened {
  readonly lens: Lens;
  readonly items: readonly string[];
}

export interface ReviewCause {
  readonly touches: readonly TouchKind[];
  /** The trigger map that was used. */
  readonly policyVersion: number;
}

export interface Condition {
  readonly conditionId: string;
  readonly text: string;
  /** It has to be met before a launch. */
  readonly preLaunch: boolean;
}

/** What every decision says; `scopeHash` is the scope it was made on, `policyVersion` the terms that gave `validUntil`. */
export interface DecisionMade {
  readonly validUntil: LocalDate;
  readonly highestBand: Band;
  readonly scopeHash: string;
  readonly policyVersion: number;
}

interface CourseFacts {
  ReviewOpened: Concerned & {
    readonly number: number;
    readonly subject: Subject;
    readonly lenses: readonly LensOpened[];
    readonly cause: ReviewCause;
    readonly scopeHash: string;
    /** FAST: urgent work, answered within a working hour (P52). */
    readonly priority: 'NORMAL' | 'FAST';
    /** Working hours until the first answer. */
    readonly targetHours: number;
  };
  LensesAdded: { readonly lenses: readonly LensOpened[]; readonly cause: ReviewCause };
  /** The work became urgent (P52): the first answer is due so many working hours from here on. */
  ReviewHastened: { readonly targetHours: number; readonly policyVersion: number };
  /** The short list no longer does. */
  ChecklistExtended: { readonly lens: Lens; readonly items: readonly string[] };
  /** The subject's scope is another one now (R5). */
  ReviewScopeChanged: Concerned & {
    readonly scopeHash: string;
    readonly previous: string;
    readonly touches: readonly TouchKind[];
    readonly parts: readonly ScopePart[];
  };
  ReviewerAssigned: { readonly lens: Lens; readonly reviewerId: string; readonly previousReviewerId: string | null };
  LensQuestionAnswered: {
    readonly lens: Lens;
    readonly itemId: string;
    readonly answer: Answer;
    readonly evidence: string | null;
  };
  LensSigned: { readonly lens: Lens; readonly reviewerId: string; readonly scopeHash: string };
  LensUnsigned: {
    readonly lens: Lens;
    readonly cause: 'SCOPE_CHANGED' | 'NEW_RISK' | 'ACCEPTANCE_REVOKED' | 'REOPENED';
  };
  ReviewCleared: DecisionMade;
  ReviewClearedWithConditions: DecisionMade & { readonly conditions: readonly Condition[] };
  ConditionMet: { readonly conditionId: string; readonly evidence: string };
  ReviewBlocked: {
    readonly reason: string;
    readonly unblockWhen: string;
    readonly highestBand: Band;
    readonly scopeHash: string;
  };
  ReviewReopened: {
    readonly cause: 'SCOPE_CHANGED' | 'ACCEPTANCE_REVOKED' | 'BY_HAND';
    readonly reason: string | null;
  };
  ReviewExpired: { readonly cause: 'VALIDITY' | 'ACCEPTANCE'; readonly validUntil: LocalDate };
  /** The subject ended. */
  ReviewCancelled: { readonly reason: string };
}

export interface AcceptanceTerms {
  readonly expiresOn: LocalDate;
  readonly justification: string;
  /** What is done instead of reducing it; owed for HIGH. */
  readonly control: string | null;
}

interface RiskFacts {
  /** In plain words: because of `cause`, `event` may happen, and then `consequence`. */
  RiskIdentified: {
    readonly riskId: string;
    readonly lens: Lens;
    readonly title: string;
    readonly cause: string;
    readonly event: string;
    readonly consequence: string;
    readonly category: RiskCategory;
    readonly knowledge: Knowledge;
    /** The scope it was found in: avoiding it means that this changed. */
    readonly scopeHash: string;
  };
  RiskRated: Rating & {
    readonly riskId: string;
    readonly stage: Stage;
    readonly rationale: string;
    /** Why it is worse now than before anything was done. */
    readonly reason: string | null;
  };
  MitigationAdded: {
    readonly mitigationId: string;
    readonly riskId: string;
    readonly title: string;
    readonly ownerId: string;
    readonly due: LocalDate;
    readonly preLaunch: boolean;
    readonly expected: Place | null;
  };
  MitigationCompleted: { readonly mitigationId: string; readonly by: Signature; readonly evidence: string };
  MitigationVerified: { readonly mitigationId: string; readonly by: Signature };
  TreatmentChosen: { readonly riskId: string; readonly treatment: Treatment; readonly owner: RiskOwner };
  RiskAcceptanceGivenBySide: AcceptanceTerms & {
    readonly riskId: string;
    readonly band: Band;
    readonly side: Side;
    readonly by: Signature;
  };
  RiskAccepted: AcceptanceTerms & {
    readonly riskId: string;
    readonly band: Band;
    readonly by: readonly Signature[];
    /** A LOW risk whose treatment is to accept it. */
    readonly automatic: boolean;
    readonly policyVersion: number;
  };
  RiskAcceptanceExpired: { readonly riskId: string; readonly expiredOn: LocalDate };
  RiskAcceptanceRevoked: {
    readonly riskId: string;
    readonly cause: 'LEAD' | 'RATED_HIGHER';
    readonly reason: string | null;
  };
  RiskAcknowledged: { readonly riskId: string; readonly band: Band; readonly by: Signature };
  /** The risk became fact. */
  RiskMaterialised: { readonly riskId: string; readonly occurrence: Occurrence; readonly note: string | null };
  /** It has to be looked at again; said once for each risk and due day. */
  RiskReviewDue: { readonly riskId: string; readonly dueOn: LocalDate; readonly cause: 'CADENCE' | 'MATRIX_CHANGED' };
}

/** Every fact of a review and its payload. Who and when are in the envelope. */
export interface ReviewFacts extends CourseFacts, RiskFacts {}

export type ReviewEventType = keyof ReviewFacts;
/** One fact by its name. */
export type ReviewFact<T extends ReviewEventType> = { readonly type: T; readonly data: ReviewFacts[T] };
/** All facts of a review, discriminated by `type`. */
export type ReviewEvent = { [T in ReviewEventType]: ReviewFact<T> }[ReviewEventType];

export const fact = <T extends ReviewEventType>(type: T, data: ReviewFacts[T]): ReviewFact<T> => ({ type, data });
