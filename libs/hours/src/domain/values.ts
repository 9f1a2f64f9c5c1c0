import type { LocalDate, Period } from '#libs/vocabulary';

export const activities = [
  'SCOPING',
  'BUILD',
  'QA',
  'LAUNCH',
  'REWORK',
  'BUGFIX',
  'RISK',
  'MEETING',
  'SUPPORT',
  'FAVOUR',
] as const;
/** The kind of work a time entry stands for. */
export type Activity = (typeof activities)[number];

export const pools = ['BASE', 'OVERAGE', 'DEBT'] as const;
/** What billed minutes were paid from: the month's pool, approved overage, or next month's pool (debt, at base price). */
export type Pool = (typeof pools)[number];

export const overageModes = ['HARD_STOP', 'APPROVAL', 'WARN'] as const;
/** What happens to time nothing covers: it also stops the request, it waits for both leads, or it is approved at once. */
export type OverageMode = (typeof overageModes)[number];

export const billings = ['ACTUALS', 'RETAINER'] as const;
/** ACTUALS bills the lines; RETAINER the granted minutes whatever was used, plus overage, minus credits. */
export type Billing = (typeof billings)[number];

/** PLANNED is asked for by somebody beforehand; UNCOVERED is kept by the month itself for worked time nothing covers. */
export type OverageKind = 'PLANNED' | 'UNCOVERED';

export const reversalReasons = ['WRONG_DURATION', 'WRONG_REQUEST', 'WRONG_DAY', 'DUPLICATE', 'OTHER'] as const;
export type ReversalReason = (typeof reversalReasons)[number];

/** Minutes carried over from an earlier month; what is left of them after `expiresAfterPeriod` expires. */
export interface LotMinutes {
  readonly expiresAfterPeriod: Period;
  readonly minutes: number;
}

/**
 * Where the minutes of an entry came from; `base + overage + uncovered` are its minutes if it is billable, 0 if not (H2). `lots` is
 * the part of `base` that came from minutes carried over.
 */
export interface Draw {
  readonly lots: readonly LotMinutes[];
  readonly base: number;
  readonly overage: number;
  readonly uncovered: number;
  /** The overage that was drawn from, where one was. */
  readonly overageId?: string;
}

/** An entry as it stands when it is taken back: also what became of its uncovered minutes. */
export interface Standing extends Draw {
  readonly writtenOff: number;
  readonly debt: number;
}

/** What minutes of an entry cost; frozen when the entry is recorded. */
export interface Price {
  /** Minor units of the agreement's currency per hour. */
  readonly rate: number;
  /** Price of overage in percent of the rate. */
  readonly factorPercent: number;
  readonly billing: Billing;
}

/** Who signed, and whom a deputy stood for. */
export interface Signature {
  readonly personId: string;
  readonly onBehalfOf: string | null;
}

/** A rate of the card: for one activity, for one role, or for everything else (both null). */
export interface Rate {
  readonly activity: Activity | null;
  readonly role: string | null;
  /** Minor units per hour. */
  readonly minorPerHour: number;
  readonly effectiveFrom: LocalDate;
}
