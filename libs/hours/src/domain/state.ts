import type { LocalDate, Period, Side } from '#libs/vocabulary';
import type { Consents } from './consent.js';
import type { Billing, LotMinutes, OverageKind, Signature } from './values.js';

/**
 * The ledger of one agreement and month, made to stay small however much is recorded in it.
 *
 * What the rules of a month ask about an entry is little: does it exist, was it reversed, what did it draw. Plain entries (drawn
 * wholly from the pool) never matter to the month again until somebody names one. So:
 * - Existence, reversal and credits of an entry live in a stream of its own (time-entry.ts), named by the same decision: its version
 *   guards that an id is used once over all months of an agreement, an entry reversed once, and that credits of several months add up
 *   to no more than was billed. Its first fact repeats the draw and the price, so nothing of it is kept here.
 * - This state keeps sums for each request, and of entries only those that drew overage or were ever uncovered (`beyond`): these the
 *   month changes later without anybody naming them (covering, decisions, settlement). An entry within the pool leaves sums alone.
 * - Lines of a statement are folded from the month's facts when it is issued (statement-lines.ts); the state keeps the totals.
 * So a fold costs a constant for each fact beside the number of requests, and a snapshot has the same size at 50 and at 5 000 entries.
 */
export interface AllotmentState {
  readonly status: 'PLANNED' | 'OPEN' | 'CLOSING' | 'CLOSED';
  readonly agreementId: string;
  readonly agreementVersion: number;
  readonly period: Period;
  readonly timeZone: string;
  readonly currency: string;
  readonly billing: Billing;
  /** Base price of a retainer, minor units per hour; null under ACTUALS or before the month began. */
  readonly retainerRate: number | null;
  readonly pool: PoolSums;
  readonly lots: readonly Lot[];
  readonly pending: Pending;
  readonly sums: Sums;
  /** By request id; work without a request under {@link noRequest}. */
  readonly accounts: Readonly<Record<string, Account>>;
  /** Entries with more than base minutes, in the order of recording. */
  readonly beyond: readonly BeyondBase[];
  readonly overages: readonly PendingOverage[];
  readonly counters: { readonly overages: number; readonly credits: number; readonly disputes: number };
  /** Percents said already (H8). */
  readonly thresholds: readonly number[];
  readonly consents: Consents;
  readonly carriedFrom: Period | null;
  readonly closing: {
    readonly graceEndsOn: LocalDate;
    readonly graceEnded: boolean;
    /** Both leads were asked for what has to be decided. */
    readonly asked: boolean;
  } | null;
  readonly statements: number;
  readonly statement: IssuedStatement | null;
  readonly disputes: readonly Dispute[];
}

export interface UnknownAllotment {
  readonly status: 'unknown';
}
/** A month as its facts tell it; `unknown` before it was opened. */
export type Allotment = UnknownAllotment | AllotmentState;
export type AllotmentStatus = AllotmentState['status'];

/** The account of work without a request: no request has this id. */
export const noRequest = '';
export const accountOf = (requestId: string | null): string => requestId ?? noRequest;

/** What the pool is made of, beside lots (all minutes). */
export interface PoolSums {
  readonly granted: number;
  /** Adjustments as far as they were applied, cuts negative. */
  readonly adjusted: number;
  /** What absences told, or taken back, since the month was opened ask of adjustments; cuts negative. */
  readonly absences: number;
  readonly debtApplied: number;
  readonly baseCredits: number;
}

/** Reductions that wait for free minutes. */
export interface Pending {
  readonly debt: number;
  readonly grant: number;
}

export interface Lot extends LotMinutes {
  readonly drawn: number;
}

/** Sums over the month, net of reversals. */
export interface Sums {
  readonly base: number;
  readonly overage: number;
  readonly uncovered: number;
  readonly writtenOff: number;
  readonly debt: number;
  /** Billable minutes recorded. */
  readonly recorded: number;
  readonly notBillable: number;
  readonly approvedOverage: number;
  readonly rebased: number;
  readonly lapsed: number;
  readonly overageCredits: number;
  readonly expired: number;
  readonly rolledOver: number;
  readonly carriedIn: number;
}

/** One request in one month. */
export interface Account {
  /** rb: reserved base minutes, worked ones included; 0 once released. */
  readonly reserved: number;
  /** cb: consumed base. */
  readonly base: number;
  /** co: consumed overage. */
  readonly overage: number;
  /** ear: approved overage not drawn yet. */
  readonly earmark: number;
  /** The overage approved last. */
  readonly overageId: string | null;
  readonly stopped: boolean;
}

export const emptyAccount: Account = {
  reserved: 0,
  base: 0,
  overage: 0,
  earmark: 0,
  overageId: null,
  stopped: false,
};

/** What an entry has beside the base minutes it drew when it was recorded. */
export interface BeyondBase {
  readonly entryId: string;
  readonly requestId: string | null;
  /** Base minutes that came later: covering and settlement. */
  readonly base: number;
  readonly lots: readonly LotMinutes[];
  readonly overage: number;
  readonly uncovered: number;
  readonly writtenOff: number;
  readonly debt: number;
  /** Overage minutes credited in this month (a dispute): settlement leaves them at the price they were credited at. */
  readonly overageCredited: number;
}

export interface PendingOverage {
  readonly overageId: string;
  readonly requestId: string;
  readonly kind: OverageKind;
  readonly minutes: number;
  readonly reason: string | null;
  readonly signed: { readonly side: Side; readonly by: Signature } | null;
  /** What was said of its waiting so far; left out while nothing was. */
  readonly said?: 'REMINDED' | 'ESCALATED';
}

export interface IssuedStatement {
  readonly number: number;
  readonly amount: number;
  readonly acceptBy: LocalDate;
  readonly accepted: boolean;
  /** The local day from which on it counts as accepted. */
  readonly acceptedOn: LocalDate | null;
}

export interface Dispute {
  readonly disputeId: string;
  readonly lineId: string;
  readonly entryId: string;
  readonly reason: string;
}

export const noSums: Sums = {
  base: 0,
  overage: 0,
  uncovered: 0,
  writtenOff: 0,
  debt: 0,
  recorded: 0,
  notBillable: 0,
  approvedOverage: 0,
  rebased: 0,
  lapsed: 0,
  overageCredits: 0,
  expired: 0,
  rolledOver: 0,
  carriedIn: 0,
};
