import type { LocalDate, Period } from '#libs/vocabulary';
import type { StatementLine, StatementTotals } from './statement-lines.js';
import type { LotMinutes } from './values.js';

/** The facts of a month's end. */
export interface ClosingFacts {
  ClosingBegun: { readonly graceEndsOn: LocalDate };
  /** The days of grace are over and reservations are released. */
  GraceEnded: Record<string, never>;
  /** Said once, when the days of grace are over: what has to be decided before the statement can be issued. */
  DecisionsAsked: { readonly uncoveredMinutes: number; readonly disputeIds: readonly string[] };
  /** Overage of an entry found unused base minutes and is billed as base. */
  OverageRebased: {
    readonly entryId: string;
    readonly requestId: string;
    readonly minutes: number;
    readonly lots: readonly LotMinutes[];
  };
  StatementIssued: {
    readonly number: number;
    readonly lines: readonly StatementLine[];
    readonly totals: StatementTotals;
    /** Silence until the end of this day is acceptance. */
    readonly acceptBy: LocalDate;
  };
  /** Something changed after it was issued: it is issued again. */
  StatementVoided: { readonly number: number };
  /** `byId` null: nobody objected in time, and `on` is the last day for it. Otherwise `on` is the local day it was accepted on. */
  StatementAccepted: { readonly number: number; readonly byId: string | null; readonly on: LocalDate };
  LineDisputed: {
    readonly disputeId: string;
    readonly lineId: string;
    readonly entryId: string;
    readonly reason: string;
    readonly byId: string;
  };
  /** UPHELD with the minutes credited (facts `PriorPeriodAdjusted` follow), or REJECTED. */
  DisputeResolved: {
    readonly disputeId: string;
    readonly outcome: 'UPHELD' | 'REJECTED';
    readonly creditMinutes: number;
    readonly reason: string;
  };
  /** Says what `PeriodClosed` counts. */
  MinutesExpired: { readonly minutes: number };
  PeriodClosed: {
    readonly consumed: number;
    readonly overage: number;
    readonly unused: number;
    readonly rolledOver: number;
    readonly expired: number;
    readonly debtOut: number;
    /** Minor units: the total of the accepted statement. */
    readonly amount: number;
    readonly lotsOut: readonly LotMinutes[];
    /** Null: nothing follows, so nothing was carried. */
    readonly nextPeriod: Period | null;
  };
}

export type DisputeOutcome = ClosingFacts['DisputeResolved']['outcome'];
