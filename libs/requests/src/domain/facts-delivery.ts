import type { LocalDate, Side } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import type {
  CostOfDelay,
  CriterionRejectionCause,
  ReopenCause,
  RollbackReason,
  WarningCode,
} from './values-delivery.js';

/** What stood when a launch was allowed: one line a check of the gate. */
export interface GateCheck {
  readonly check: string;
  readonly passed: boolean;
  readonly note: string | null;
}

/** From the start of work to its end, and the two ways out of the queue: merging and expediting. */
export interface DeliveryFacts {
  WorkStarted: { readonly by: string };
  RequestDelivered: { readonly by: string; readonly notes: string; readonly buildRef: string | null };
  CriterionVerified: { readonly criterionId: string; readonly evidence: string | null };
  CriterionRejected: {
    readonly criterionId: string;
    readonly cause: CriterionRejectionCause;
    readonly note: string | null;
  };
  /** `releasedMinutes` names what was reserved and not used, month by month; empty without an agreement. */
  RequestAccepted: {
    readonly by: string;
    readonly releasedMinutes: readonly { readonly period: string; readonly minutes: number }[];
  };
  RequestReturnedToWork: { readonly reason: string };
  TrackingVerified: { readonly by: string; readonly evidence: string | null };
  TrackingWaived: { readonly reason: string };
  RequestLaunched: {
    readonly launchedAt: Instant;
    /** The day of the launch in the workspace's zone. */
    readonly localDate: LocalDate;
    readonly properties: readonly string[];
    readonly gateSnapshot: readonly GateCheck[];
  };
  /** `failed` is false where an experiment was killed: that is a result, no failure (P26). */
  LaunchRolledBack: { readonly reason: RollbackReason; readonly note: string | null; readonly failed: boolean };
  OutcomeWaived: { readonly reason: string };
  RequestClosed: { readonly note: string | null; readonly warnings?: readonly WarningCode[] };
  /** From one expected minute on the work needs an estimate and two signatures again. */
  RequestReopened: { readonly cause: ReopenCause; readonly note: string | null; readonly expectedMinutes: number };
  /** R8: this request ends, and the named one stands for it. */
  RequestMerged: { readonly targetId: string; readonly note: string | null };
  /** On the survivor: who was merged into it. */
  DuplicateMergedIn: { readonly requestId: string };
  ExpediteRequested: {
    readonly hardDate: LocalDate;
    readonly costOfDelay: CostOfDelay;
    readonly reason: string;
    readonly displacesRequestId: string | null;
    /** Why nobody has to wait for it; instead of a displaced request. */
    readonly displacesNothing: string | null;
  };
  ExpediteDeclined: { readonly reason: string };
  RequestExpedited: {
    readonly byId: string;
    readonly hardDate: LocalDate;
    readonly displacesRequestId: string | null;
    /** How many of the month's quota are used, this one counted. */
    readonly quotaUsed: number;
    readonly quota: number;
  };
  /** On the request that has to wait; `oldDate` is null where it had none yet. */
  Displaced: { readonly byRequestId: string; readonly oldDate: LocalDate | null; readonly newDate: LocalDate };
  ExperimentDeclared: {
    readonly hypothesis: string;
    readonly timeBoxDays: number;
    readonly killCriterion: string;
    readonly endsOn: LocalDate;
  };
  AlternativeProposed: {
    readonly alternativeId: string;
    readonly summary: string;
    readonly kept: readonly string[];
    readonly lost: readonly string[];
    readonly minutes: number;
    /** What the way asked for would take, where somebody guessed it. */
    readonly replacesMinutes: number | null;
    readonly estimatedSavedMinutes: number | null;
  };
  AlternativeAccepted: { readonly alternativeId: string };
  AlternativeRejected: { readonly alternativeId: string; readonly reason: string };
  /** Linked web properties, all of them: part of the scope (R5). */
  PropertiesLinked: { readonly properties: readonly string[]; readonly scopeHash: string };
  /** The milestones on the way, all of them (P13). */
  PathPlanned: {
    readonly milestones: readonly {
      readonly id: string;
      readonly title: string;
      readonly date: LocalDate;
      readonly ownerId: string;
    }[];
    readonly warnings?: readonly WarningCode[];
  };
  SuccessViewSet: { readonly side: Side; readonly text: string };
}
