import type { LocalDate, Side } from '#libs/vocabulary';

export const lanes = ['PRODUCT', 'MARKETING', 'ENGINEERING', 'SHARED'] as const;
/** Whose roadmap an item stands on; it is said once, so that no item is in two lanes (P40). */
export type Lane = (typeof lanes)[number];

export const itemKinds = ['FEATURE', 'CAMPAIGN', 'UPGRADE', 'MAINTENANCE', 'EVENT', 'EXPERIMENT'] as const;
export type ItemKind = (typeof itemKinds)[number];

export const horizons = ['NOW', 'NEXT', 'LATER'] as const;
export type Horizon = (typeof horizons)[number];

export const precisions = ['DAY', 'WEEK', 'MONTH', 'QUARTER'] as const;
/** How exactly a window is meant: one of QUARTER is whole quarters, of MONTH whole months, of WEEK whole weeks from Monday. */
export type Precision = (typeof precisions)[number];

/** From the first day to the last, both included. */
export interface Window {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly precision: Precision;
}

export const itemStatuses = [
  'PROPOSED',
  'PLANNED',
  'COMMITTED',
  'IN_DELIVERY',
  'SHIPPED',
  'MEASURED',
  'DROPPED',
] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export const moveReasons = ['CAPACITY', 'RISK', 'DEPENDENCY', 'MARKET', 'SCOPE', 'EXPEDITE'] as const;
/** Why a promised window moves. */
export type MoveReason = (typeof moveReasons)[number];

export const moveCauses = ['REQUEST', 'RISK', 'EXPEDITE'] as const;
/** The object a move follows from. */
export interface MoveCause {
  readonly kind: (typeof moveCauses)[number];
  readonly id: string;
}

export const visibilities = ['TEAMS', 'COMPANY', 'PUBLIC'] as const;
export type Visibility = (typeof visibilities)[number];

export const verdicts = ['WORTHY', 'NOT_WORTHY'] as const;
export type Verdict = (typeof verdicts)[number];

/** A person who answers for an item, and the team they do it for. */
export interface Owner {
  readonly personId: string;
  readonly teamId: string;
}

/** Null: nobody of that discipline. */
export interface Owners {
  readonly marketing: Owner | null;
  readonly engineering: Owner | null;
  readonly product: Owner | null;
}

export const noOwners: Owners = { marketing: null, engineering: null, product: null };

export const dependencyTypes = ['NEEDS', 'FOLLOWS', 'CONFLICTS'] as const;
/**
 * NEEDS: cannot be without the other; FOLLOWS: begins after it; CONFLICTS: not at the same time, whichever comes first. The first two
 * make an order and must not run in a circle (I2).
 */
export type DependencyType = (typeof dependencyTypes)[number];

/** True for the types that make an order. */
export const isOrdering = (type: DependencyType): boolean => type !== 'CONFLICTS';

/** What one item NEEDS, FOLLOWS or CONFLICTS with. */
export interface ItemDependency {
  readonly toId: string;
  readonly type: DependencyType;
  /** Working days that must lie between the end of the one and the start of the other. */
  readonly bufferWorkingDays: number;
}

/** A dependency with the item that has it. */
export interface Dependency extends ItemDependency {
  readonly fromId: string;
}

export const suggestionCauses = ['LAUNCHED_LATE', 'WITHDRAWN', 'DATE_MOVED'] as const;
/** What became of a linked request, so that the item should perhaps move. */
export type SuggestionCause = (typeof suggestionCauses)[number];

/** Who signed, and whom a deputy stood for. */
export interface Signature {
  readonly personId: string;
  readonly onBehalfOf: string | null;
}

/** The lead who signs for a side. */
export const leadOf: Readonly<Record<Side, string>> = { CONSUMER: 'MARKETING_LEAD', PROVIDER: 'ENGINEERING_LEAD' };

/** How much of everything one roadmap may hold; lengths in characters. */
export const limits = {
  title: 200,
  text: 4000,
  /** Goals or web properties of one item. */
  references: 50,
  linkedRequests: 50,
  /** Items one request is linked to (I4). */
  itemsPerRequest: 5,
  /** Dependencies that go out from one item. */
  dependencies: 100,
  bufferWorkingDays: 250,
  /** Suggested moves an item remembers; older ones are in the log alone. */
  suggestions: 50,
  attendance: 200,
  decisions: 500,
  lookAheadWeeks: 53,
} as const;
