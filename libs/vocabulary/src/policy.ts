import type { LocalDate } from './values.js';

/** What both leads of a workspace can set, by its name in the log. */
export const policyKinds = [
  'RISK_MATRIX',
  'RISK_TRIGGERS',
  'RISK_REVIEW_TERMS',
  'PLANNING_CADENCE',
  'REQUESTS',
] as const;
export type PolicyKindName = (typeof policyKinds)[number];

/** One version of a policy; it holds from a local day on, until a later one does. */
export interface PolicyVersion<T> {
  /** 1, 2, …; what a decision names. */
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  readonly value: T;
}

/** A policy as the context defines it that goes by it. */
export interface PolicyKind<T> {
  readonly kind: PolicyKindName;
  /** What holds until both leads set something else. */
  readonly initial: T;
  /**
   * A value as it is kept: with bounds held and texts trimmed.
   * @throws Refusal with the place in the input
   */
  requireValid(value: T): T;
}

/** Version 1: it is no fact, it holds from the beginning of time. */
export const firstVersion = <T>(value: T): PolicyVersion<T> => ({ version: 1, effectiveFrom: '0001-01-01', value });

const isLater = (one: PolicyVersion<unknown>, other: PolicyVersion<unknown>): boolean =>
  one.effectiveFrom === other.effectiveFrom ? one.version > other.version : one.effectiveFrom > other.effectiveFrom;

/**
 * The version that holds on a day (P44), of versions in any order: the latest to begin by then, of several that begin together the newest.
 * As nobody sets what has begun already, a day that is over keeps its version for good.
 * @throws RangeError when none has begun, which cannot be where version 1 is among them
 */
export function versionOn<V extends PolicyVersion<unknown>>(versions: readonly V[], day: LocalDate): V {
  const inForce = versions
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .reduce<V | null>((latest, one) => (latest === null || isLater(one, latest) ? one : latest), null);
  if (inForce === null) throw new RangeError(`No policy holds on ${day}.`);
  return inForce;
}

export const isPolicyKind = (name: string): name is PolicyKindName => policyKinds.some((kind) => kind === name);
