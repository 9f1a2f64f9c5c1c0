import type { Instant } from '#libs/event-log';
import type { LocalDate, Period, Side } from '#libs/vocabulary';
import type { ClosingFacts } from './facts-closing.js';
import type { ConsentFacts } from './consent.js';
import type {
  Activity,
  Billing,
  Draw,
  LotMinutes,
  OverageKind,
  Pool,
  Price,
  ReversalReason,
  Signature,
  Standing,
} from './values.js';

/** What every recorded piece of work says. `amount` is what its draw costs by now; uncovered minutes cost nothing yet. */
export interface WorkRecorded extends Price {
  readonly entryId: string;
  /** Null: work without a request. */
  readonly requestId: string | null;
  readonly personId: string;
  readonly workedOn: LocalDate;
  readonly minutes: number;
  readonly activity: Activity;
  readonly billable: boolean;
  readonly note: string | null;
  readonly startedAt?: Instant;
  /** The person's role on the rate card, where one was named. */
  readonly role?: string;
  readonly draw: Draw;
  /** Minor units. */
  readonly amount: number;
  readonly correctsEntryId?: string;
  /** Why a lead recorded it for somebody else. */
  readonly reason?: string;
}

/** A request's minutes in the month after a change: `minutes` is its new total, worked ones included. */
export interface ReservationSet {
  readonly requestId: string;
  readonly minutes: number;
  /** Still to be worked from the pool. */
  readonly baseMinutes: number;
  /** Still to be worked from approved overage. */
  readonly overageMinutes: number;
  readonly availableAfter: number;
}

export type ReleaseCause =
  | 'REQUEST_ACCEPTED'
  | 'REQUEST_WITHDRAWN'
  | 'REQUEST_DECLINED'
  /** It rests for more than 20 working days. */
  | 'REQUEST_HELD'
  /** A new plan of signed work leaves the month out. */
  | 'PLAN_CHANGED'
  | 'GRACE_ENDED'
  /** The agreement ends before this month. */
  | 'AGREEMENT_ENDED'
  | 'LEADS';

/** What came of the two kinds of work on the pool: reservations and time. */
interface WorkFacts {
  MinutesReserved: ReservationSet;
  ReservationAdjusted: ReservationSet;
  ReservationMovedOut: { readonly requestId: string; readonly minutes: number; readonly toPeriod: Period };
  ReservationMovedIn: ReservationSet & { readonly moved: number; readonly fromPeriod: Period };
  /** `minutes` of the pool are free again; the request holds nothing in this month any more. */
  ReservationReleased: { readonly requestId: string; readonly minutes: number; readonly cause: ReleaseCause };
  TimeRecorded: WorkRecorded;
  /** Work of a closed month: draws from this one and is shown with its own day. */
  LateTimeRecorded: WorkRecorded & { readonly originalPeriod: Period; readonly reason: string };
  /** Mirrors the entry as it stood: every pool gets back what it gave. `entryId` is the reversal's own. */
  TimeReversed: Price & {
    readonly entryId: string;
    readonly reversesEntryId: string;
    readonly requestId: string | null;
    readonly minutes: number;
    readonly billable: boolean;
    readonly draw: Standing;
    /** Minor units, 0 or less. */
    readonly amount: number;
    readonly reason: ReversalReason;
    readonly note: string | null;
  };
  /**
   * A credit on an entry, one fact for each pool it takes from (H10). `originalPeriod` is an earlier, closed month, or this one where
   * a dispute was upheld. Minutes and amount are negative. Credited BASE and DEBT minutes come back into this month's pool.
   */
  PriorPeriodAdjusted: Price & {
    readonly creditId: string;
    readonly originalPeriod: Period;
    readonly originalEntryId: string;
    readonly requestId: string | null;
    readonly pool: Pool;
    readonly minutes: number;
    readonly amount: number;
    readonly reason: string;
  };
  UncoveredTimeCovered: {
    readonly entryId: string;
    readonly requestId: string | null;
    readonly minutes: number;
    readonly from: 'BASE' | 'OVERAGE';
    readonly lots: readonly LotMinutes[];
    readonly overageId?: string;
  };
  UncoveredTimeWrittenOff: { readonly entryId: string; readonly requestId: string | null; readonly minutes: number };
  UncoveredTimeCarriedAsDebt: { readonly entryId: string; readonly requestId: string | null; readonly minutes: number };
  /** HARD_STOP: nothing covers this request's time any more, so work on it is to be held. Said once for each request. */
  WorkStopped: { readonly requestId: string; readonly uncoveredMinutes: number };
}

interface OverageFacts {
  OverageRaised: {
    readonly overageId: string;
    readonly requestId: string;
    readonly minutes: number;
    readonly kind: OverageKind;
    readonly reason: string | null;
  };
  /** An UNCOVERED one follows the undecided minutes. What grew has to be signed again. */
  OverageResized: { readonly overageId: string; readonly minutes: number; readonly previous: number };
  OverageWithdrawn: { readonly overageId: string };
  OverageApprovedBySide: { readonly overageId: string; readonly side: Side; readonly byId: string } & {
    readonly onBehalfOf: string | null;
  };
  OverageApproved: {
    readonly overageId: string;
    readonly requestId: string;
    readonly minutes: number;
    readonly factorPercent: number;
    /** Approved by the agreement itself (WARN): both leads are told, nobody signed. */
    readonly automatic: boolean;
  };
  OverageDeclined: { readonly overageId: string; readonly side: Side; readonly byId: string; readonly reason: string };
  /** At the close: one that still waited, or the unused rest of an approved one. */
  OverageLapsed: {
    readonly overageId: string | null;
    readonly requestId: string;
    readonly minutes: number;
    readonly was: 'PENDING' | 'APPROVED';
  };
  /** It waits for a signature since a working day. Said once. */
  OverageReminded: { readonly overageId: string };
  /** It waits since three working days. Said once. */
  OverageEscalated: { readonly overageId: string };
}

interface PoolFacts {
  PeriodOpened: {
    readonly agreementId: string;
    readonly agreementVersion: number;
    readonly period: Period;
    readonly timeZone: string;
    readonly currency: string;
    readonly grantedMinutes: number;
    readonly rateCardVersion: number;
  };
  /** An amendment reached a month that had not begun. A cut beyond what is free waits (`pendingMinutes`). */
  PeriodAmended: {
    readonly agreementVersion: number;
    readonly grantedMinutes: number;
    readonly previous: number;
    readonly pendingMinutes: number;
  };
  /** From here on the price of a retainer is fixed; null under ACTUALS. */
  PeriodStarted: { readonly billing: Billing; readonly retainerRate: number | null };
  BalanceCarriedIn: {
    readonly fromPeriod: Period;
    readonly lots: readonly LotMinutes[];
    readonly debtMinutes: number;
    /** A cut of the month before that never found free minutes. */
    readonly reductionMinutes: number;
  };
  /** Minutes more or less; a cut takes what is free at once (`ReductionApplied`), the rest as it becomes free. */
  GrantAdjusted: { readonly minutes: number; readonly cause: 'LEADS' | 'ABSENCE'; readonly reason: string };
  ReductionApplied: { readonly debtMinutes: number; readonly grantMinutes: number };
  /** A reduction found too little: the reservations that could be moved, largest first. */
  ShortfallRaised: {
    readonly pendingMinutes: number;
    readonly movable: readonly { readonly requestId: string; readonly minutes: number }[];
  };
  BudgetThresholdCrossed: {
    readonly percent: number;
    readonly usedMinutes: number;
    readonly capacityMinutes: number;
  };
}

/** Every fact of a month and its payload. Who and when are in the envelope; minutes are whole, amounts minor units. */
export interface AllotmentFacts extends PoolFacts, WorkFacts, OverageFacts, ClosingFacts, ConsentFacts {}

export type AllotmentEventType = keyof AllotmentFacts;
/** One fact by its name. */
export type AllotmentFact<T extends AllotmentEventType> = { readonly type: T; readonly data: AllotmentFacts[T] };
/** All facts of a month, discriminated by `type`. */
export type AllotmentEvent = { [T in AllotmentEventType]: AllotmentFact<T> }[AllotmentEventType];

export const fact = <T extends AllotmentEventType>(type: T, data: AllotmentFacts[T]): AllotmentFact<T> => ({
  type,
  data,
});

/** The facts of who signed, as they are written down. */
export const signatureOf = (data: { byId: string; onBehalfOf: string | null }): Signature => ({
  personId: data.byId,
  onBehalfOf: data.onBehalfOf,
});
