import type { LocalDate, Side, StandingCondition } from '#libs/vocabulary';
import type { AcceptanceTerms, Concerned } from './facts.js';
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
  Signature,
  Subject,
  Treatment,
} from './values.js';

export type { StandingCondition } from '#libs/vocabulary';

export const reviewStatuses = [
  'OPEN',
  'IN_ASSESSMENT',
  'DECISION_PENDING',
  'CLEARED',
  'CONDITIONAL',
  'BLOCKED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

export interface LensState {
  readonly lens: Lens;
  readonly reviewerId: string | null;
  readonly items: readonly string[];
  /** By item id. */
  readonly answers: Readonly<Record<string, { readonly answer: Answer; readonly evidence: string | null }>>;
  readonly signed: boolean;
}

export interface Mitigation {
  readonly mitigationId: string;
  readonly title: string;
  readonly ownerId: string;
  readonly due: LocalDate;
  readonly preLaunch: boolean;
  readonly expected: Place | null;
  readonly status: 'PLANNED' | 'DONE' | 'VERIFIED';
  readonly evidence: string | null;
  readonly completedBy: Signature | null;
  readonly verifiedBy: Signature | null;
}

/** Holds for its band and milder ones, up to and including its last day (K4). */
export interface Acceptance extends AcceptanceTerms {
  readonly band: Band;
  readonly by: readonly Signature[];
  readonly automatic: boolean;
}

/** One lead said yes; the other has not. */
export interface OfferedAcceptance extends AcceptanceTerms {
  readonly band: Band;
  readonly side: Side;
  readonly by: Signature;
}

export interface Risk {
  readonly riskId: string;
  readonly lens: Lens;
  readonly title: string;
  readonly cause: string;
  readonly event: string;
  readonly consequence: string;
  readonly category: RiskCategory;
  readonly knowledge: Knowledge;
  readonly scopeHash: string;
  readonly inherent: Rating | null;
  /** Null while nothing changed since the inherent rating; see {@link currentOf}. */
  readonly rerated: Rating | null;
  readonly residualTarget: Rating | null;
  readonly treatment: Treatment | null;
  readonly owner: RiskOwner | null;
  readonly mitigations: readonly Mitigation[];
  readonly offered: OfferedAcceptance | null;
  readonly acceptance: Acceptance | null;
  readonly acknowledged: { readonly band: Band; readonly by: Signature } | null;
  readonly occurrences: readonly Occurrence[];
  /** Due days said since it was rated last. */
  readonly saidDue: readonly LocalDate[];
}

/** The last decision; it stands while the status says so. */
export interface Decision {
  readonly validUntil: LocalDate | null;
  readonly highestBand: Band;
  readonly scopeHash: string;
  readonly conditions: readonly StandingCondition[];
  /** Why it lets nothing pass, and what would change that; null where it lets pass. */
  readonly blocked: { readonly reason: string; readonly unblockWhen: string } | null;
}

export interface ReviewState extends Concerned {
  readonly status: ReviewStatus;
  /** Facts so far: the version of the stream, which a gate fact names (K6). */
  readonly version: number;
  readonly number: number;
  readonly subject: Subject;
  readonly scopeHash: string;
  readonly priority: 'NORMAL' | 'FAST';
  readonly targetHours: number;
  readonly lenses: readonly LensState[];
  readonly risks: readonly Risk[];
  readonly counters: { readonly mitigations: number; readonly conditions: number };
  readonly decision: Decision | null;
}

export interface UnknownReview {
  readonly status: 'unknown';
}
/** A review as its facts tell it; `unknown` before it was opened. */
export type Review = UnknownReview | ReviewState;

/** Where a risk stands now: as it was before anything was done, until somebody rated it anew. */
export const currentOf = ({ inherent, rerated }: Risk): Rating | null => rerated ?? inherent;

export const allSigned = (lenses: readonly LensState[]): boolean => lenses.every(({ signed }) => signed);
