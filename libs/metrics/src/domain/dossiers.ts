import type { Instant } from '#libs/event-log';
import type { Band, LocalDate, Side } from '#libs/vocabulary';
import type { MetricState } from './metric.js';

/** From one instant to another; `to` null: it still lasts. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant | null;
}

export const signalKinds = ['BRIEF_REVISED', 'CRITERION_REJECTED', 'QUESTION_ASKED', 'REQUEST_REOPENED'] as const;
/** What shows that somebody was misunderstood (M1). */
export type SignalKind = (typeof signalKinds)[number];

/** A brief as it stood. */
export interface BriefQuality {
  /** 0 to 100. */
  readonly completeness: number;
  readonly warnings: number;
}

export interface AnswerGiven {
  readonly at: Instant;
  /** Since when the question had waited. */
  readonly since: Instant;
  readonly byRole: string;
  readonly side: Side | null;
}

/** What is wanted of a launch, and what came of it. */
export interface Outcome {
  readonly targetId: string;
  readonly metric: string;
  readonly baseline: number;
  readonly target: { readonly kind: 'ABSOLUTE' | 'RELATIVE'; readonly value: number };
  readonly windowDays: number;
  readonly measured: readonly { readonly value: number; readonly on: LocalDate }[];
}

/** What metrics know of a request. */
export interface RequestDossier {
  readonly number: number;
  readonly type: string;
  readonly consumerTeamId: string;
  readonly providerTeamId: string | null;
  readonly brief: BriefQuality;
  /** The brief with which it was submitted for the first time, and when. */
  readonly firstSubmitted: (BriefQuality & { readonly at: Instant }) | null;
  /** The submission that counts: a request that was revived is submitted anew. */
  readonly submitted: { readonly at: Instant; readonly responseMinutes: number } | null;
  /** Triage, a decline, or the provider’s first question; the end of the request where none of them came. */
  readonly respondedAt: Instant | null;
  readonly holds: readonly Stretch[];
  /** Of questions that block; they may overlap. */
  readonly clarifying: readonly (Stretch & { readonly questionId: string })[];
  /** Since when each question waits for its answer; those that have one are not here. */
  readonly waiting: Readonly<Record<string, Instant>>;
  readonly answers: readonly AnswerGiven[];
  readonly questionsBeforeApproval: number;
  /** An engineer co-authored it, raised a concern or proposed an alternative before it was approved. */
  readonly engineerInvolved: boolean;
  readonly concernRaised: boolean;
  readonly firstForecastDays: number | null;
  /** Of the last estimate, and of the one both sides signed. */
  readonly likelyMinutes: number | null;
  readonly signedMinutes: number | null;
  /** What alternatives would save, by their ids. */
  readonly savings: Readonly<Record<string, number>>;
  /** Work that was not done: by an alternative, or because it was withdrawn after a concern. */
  readonly avoided: readonly {
    readonly at: Instant;
    readonly minutes: number;
    readonly by: 'ALTERNATIVE' | 'CONCERN';
  }[];
  readonly approvedAt: Instant | null;
  readonly working: boolean;
  readonly deliveredAt: readonly Instant[];
  readonly signals: readonly { readonly at: Instant; readonly kind: SignalKind }[];
  readonly firstDate: LocalDate | null;
  readonly lastDate: LocalDate | null;
  readonly expeditedAt: readonly Instant[];
  /** How often, and by how many days, it had to wait for an urgent one. */
  readonly displaced: readonly { readonly at: Instant; readonly days: number }[];
  /** What each of its risk reviews said last; null before it was decided. */
  readonly gate: Readonly<Record<string, { readonly clear: boolean; readonly band: Band } | null>>;
  /** It was accepted, and a review had not let it pass. */
  readonly heldBackAt: readonly Instant[];
  /** The launch that stands. `band`: the highest a review had found by then. */
  readonly launch: { readonly on: LocalDate; readonly band: Band | null } | null;
  readonly bugs: readonly LocalDate[];
  readonly outcomes: readonly Outcome[];
}

/** What metrics know of a time entry that was not taken back. */
export interface EntryDossier {
  readonly requestId: string | null;
  readonly workedOn: LocalDate;
  readonly minutes: number;
  readonly credited: number;
  readonly activity: string;
  readonly billable: boolean;
  readonly reversed: boolean;
}

export interface RatingGiven {
  readonly stage: 'INHERENT' | 'CURRENT';
  readonly score: number;
  readonly on: LocalDate;
}

/** What metrics know of a risk review. */
export interface ReviewDossier {
  readonly openedAt: Instant;
  /** When it first let its subject pass. */
  readonly clearedAt: Instant | null;
  readonly cancelledAt: Instant | null;
  /** Ratings of each risk in their order. */
  readonly risks: Readonly<Record<string, readonly RatingGiven[]>>;
}

export interface ItemDossier {
  readonly number: number;
  readonly proposedAt: Instant;
}

export interface SessionDossier {
  readonly heldOn: LocalDate | null;
  /** It was closed, and both sides were there. */
  readonly joint: boolean;
}

export interface InterruptionDossier {
  readonly kind: 'QUESTION' | 'FAVOUR' | 'INCIDENT';
  readonly minutes: number;
  readonly on: LocalDate;
  readonly becameRequest: boolean;
}

/** Everything metrics are computed from, as it stood at one position of the log. Requests and metrics by their ids, requests in the order of their numbers. */
export interface Dossiers {
  readonly requests: ReadonlyMap<string, RequestDossier>;
  readonly entries: readonly EntryDossier[];
  readonly reviews: readonly ReviewDossier[];
  readonly interruptions: readonly InterruptionDossier[];
  readonly metrics: ReadonlyMap<string, MetricState>;
}
