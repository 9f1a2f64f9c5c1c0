import type { DoneBy, LocalDate, Side } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import type { RequestFacts } from './facts.js';
import type { GateCheck } from './facts-delivery.js';
import type { CriterionRejectionCause, RollbackReason, SuccessVerdict } from './values-delivery.js';
import type { WaitingOn } from './values.js';

/** When each step was reached last in the present life of a request; a revival starts anew. */
export interface Milestones {
  /** The first time both sides had signed; a top-up does not move it. */
  readonly approvedAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly acceptedAt: Instant | null;
  /** Of the launch that stands, and the day it was in the workspace's zone; a rollback takes both away. */
  readonly launchedAt: Instant | null;
  readonly launchedOn: LocalDate | null;
  readonly closedAt: Instant | null;
}

export interface Delivery {
  readonly by: DoneBy;
  readonly notes: string;
  readonly buildRef: string | null;
  readonly at: Instant;
}

/** What was found of one criterion since the work was delivered. A changed criterion is looked at anew. */
export type CriterionVerdict =
  | { readonly criterionId: string; readonly verified: true; readonly evidence: string | null; readonly by: DoneBy }
  | {
      readonly criterionId: string;
      readonly verified: false;
      readonly cause: CriterionRejectionCause;
      readonly note: string | null;
      readonly by: DoneBy;
    };

export type TrackingCheck =
  | { readonly status: 'VERIFIED'; readonly by: string; readonly evidence: string | null; readonly at: Instant }
  | { readonly status: 'WAIVED'; readonly by: string; readonly reason: string; readonly at: Instant };

export interface Launch {
  readonly launchedAt: Instant;
  readonly localDate: LocalDate;
  readonly properties: readonly string[];
  readonly gateSnapshot: readonly GateCheck[];
  readonly rolledBack: {
    readonly reason: RollbackReason;
    readonly note: string | null;
    readonly failed: boolean;
    readonly at: Instant;
  } | null;
}

export type Expedite = RequestFacts['ExpediteRequested'] & {
  readonly status: 'REQUESTED' | 'GRANTED' | 'DECLINED';
  readonly requestedBy: DoneBy;
  readonly at: Instant;
  /** Engineering's answer; `reason` with a no. */
  readonly decided: { readonly by: DoneBy; readonly reason: string | null; readonly at: Instant } | null;
};

export type Displacement = RequestFacts['Displaced'] & { readonly at: Instant };

export type Experiment = RequestFacts['ExperimentDeclared'] & {
  readonly declaredAt: Instant;
  readonly ended: (RequestFacts['ExperimentEnded'] & { readonly at: Instant }) | null;
};

/** What one side would try out, as long as the other side has not agreed. */
export type ExperimentProposal = RequestFacts['ExperimentProposed'] & {
  readonly proposedBy: DoneBy;
  readonly proposedAt: Instant;
};

export type Alternative = RequestFacts['AlternativeProposed'] & {
  readonly status: 'PROPOSED' | 'ACCEPTED' | 'REJECTED';
  readonly proposedBy: DoneBy;
  readonly proposedAt: Instant;
  readonly rejection: string | null;
};

export type Bug = RequestFacts['BugReported'] & {
  readonly reportedBy: DoneBy;
  readonly reportedAt: Instant;
  readonly resolution: string | null;
};

export type Debt = RequestFacts['DebtIncurred'] & {
  readonly incurredAt: Instant;
  readonly paid: { readonly note: string | null; readonly at: Instant } | null;
};

export type OutcomeTarget = RequestFacts['OutcomeTargetSet'] & {
  readonly setAt: Instant;
  /** In order of writing down; the last one stands. */
  readonly measurements: readonly (RequestFacts['OutcomeMeasured'] & { readonly at: Instant })[];
};

export type Evidence = RequestFacts['EvidenceAttached'] & { readonly attachedAt: Instant };

/** What one side calls a success (P17), and what it found at the end. */
export interface SuccessView {
  readonly text: string;
  readonly judged: { readonly verdict: SuccessVerdict; readonly note: string | null; readonly at: Instant } | null;
}

export type SuccessViews = Readonly<Partial<Record<Side, SuccessView>>>;

export type ChecklistEntry = RequestFacts['ChecklistAnswered'] & { readonly by: string; readonly at: Instant };

export type Milestone = RequestFacts['PathPlanned']['milestones'][number];

export type CustomFieldEntry = RequestFacts['CustomFieldsSet']['values'][number];

/** A stretch of time; open as long as `to` is null. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Who had the ball, from when on. */
export interface Turn {
  readonly party: WaitingOn;
  readonly from: Instant;
}

/** A service-level clock that has run so far, said once for each clock. */
export interface SlaMark {
  readonly clock: 'FIRST_RESPONSE' | 'ANSWER';
  /** The question, and which of its rounds; null for a first response. */
  readonly questionId: string | null;
  readonly kind: 'DUE' | 'BREACHED';
  /** Start of the wait this mark is about, so that another round has marks of its own. */
  readonly waitingSince: Instant | null;
  readonly at: Instant;
}

/** What a request gathers besides its way: part of every known request, whatever its status. */
export interface Gathered {
  readonly labels: readonly string[];
  readonly customFields: readonly CustomFieldEntry[];
  readonly alternatives: readonly Alternative[];
  readonly evidence: readonly Evidence[];
  readonly outcomeTargets: readonly OutcomeTarget[];
  readonly outcomeWaived: string | null;
  readonly success: SuccessViews;
  readonly bugs: readonly Bug[];
  readonly debts: readonly Debt[];
  readonly experiment: Experiment | null;
  /** Those before it, all ended, oldest first. */
  readonly pastExperiments: readonly Experiment[];
  readonly experimentProposal: ExperimentProposal | null;
  readonly checklist: readonly ChecklistEntry[];
  readonly path: readonly Milestone[];
  /** The highest number among all milestone ids ever given. */
  readonly milestonesIssued: number;
  readonly expedite: Expedite | null;
  readonly displacements: readonly Displacement[];
  /** Requests that were merged into this one. */
  readonly duplicates: readonly string[];
  /** Everybody who ever began work on it. */
  readonly startedBy: readonly DoneBy[];
  readonly deliveries: readonly Delivery[];
  readonly verdicts: readonly CriterionVerdict[];
  readonly tracking: TrackingCheck | null;
  readonly launches: readonly Launch[];
  readonly milestones: Milestones;
  /** The provider's first response: triage, decline or its first question. */
  readonly respondedAt: Instant | null;
  readonly holds: readonly Stretch[];
  readonly turns: readonly Turn[];
  readonly slaMarks: readonly SlaMark[];
  /** The last thing the sides said to each other, and how many nudges followed it (P65). */
  readonly lastExchangeAt: Instant | null;
  readonly stalledSince: Instant | null;
}

const noMilestones: Milestones = {
  approvedAt: null,
  startedAt: null,
  deliveredAt: null,
  acceptedAt: null,
  launchedAt: null,
  launchedOn: null,
  closedAt: null,
};

/** What falls away when a request starts over as a draft. */
export const startedOver = {
  milestones: noMilestones,
  verdicts: [],
  tracking: null,
  outcomeWaived: null,
  respondedAt: null,
  expedite: null,
} as const satisfies Partial<Gathered>;

export const nothingGathered: Gathered = {
  ...startedOver,
  labels: [],
  customFields: [],
  alternatives: [],
  evidence: [],
  outcomeTargets: [],
  success: {},
  bugs: [],
  debts: [],
  experiment: null,
  pastExperiments: [],
  experimentProposal: null,
  checklist: [],
  path: [],
  milestonesIssued: 0,
  displacements: [],
  duplicates: [],
  startedBy: [],
  deliveries: [],
  launches: [],
  holds: [],
  turns: [],
  slaMarks: [],
  lastExchangeAt: null,
  stalledSince: null,
};
