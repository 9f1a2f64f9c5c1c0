import { InvalidState, type Refusal } from '#libs/event-log';
import type { Band, LocalDate, MissingPoint, ProviderNotOnboarded } from '#libs/vocabulary';
import type { GateCheck } from './facts-delivery.js';
import { RequestOnHold } from './refusals.js';
import { TrackingUnverified } from './refusals-delivery.js';
import type { KnownRequest } from './state.js';
import { trackingStatus } from './tracking.js';
import { type LaunchCause, type LaunchCheck, launchChecks, type LaunchVerdict } from './values-delivery.js';

/** One reason against a launch. A condition that is not met has one at least, RISK one for every review, FREEZE for every window. */
export interface LaunchReason {
  readonly check: LaunchCheck;
  /** Of RISK and FREEZE; null for the others, whose name says it. */
  readonly cause: LaunchCause | null;
  /** All of it in words, e.g. `mitigation “hosted card fields” not verified`. */
  readonly text: string;
  /** The review that does not let it pass, and its number; null where one has still to be opened, and of other checks. */
  readonly reviewId: string | null;
  readonly reviewNumber: number | null;
  /** Of the risks of that review as they stand. */
  readonly highestBand: Band | null;
  readonly riskIds: readonly string[];
  /** What has to happen first, one by one. */
  readonly missing: readonly MissingPoint[];
  readonly freezeId: string | null;
  /** The last day of the freeze. */
  readonly until: LocalDate | null;
}

/** How one condition stands. */
export interface GateResult extends GateCheck {
  readonly check: LaunchCheck;
  /** What a launch would be refused with; null where it is met. */
  readonly refusal: Refusal | null;
  /** Everything that is against a launch; empty where it is met. */
  readonly reasons: readonly LaunchReason[];
}

/** One condition of a launch: a pure function of the request. */
interface GateRule {
  readonly check: LaunchCheck;
  /** Why it forbids the launch; null when it lets it pass. */
  readonly refusal: (request: KnownRequest) => Refusal | null;
  /** What is worth knowing where it passes. */
  readonly note: (request: KnownRequest) => string | null;
}

const nothingToSay = (): null => null;

function trackingNote({ brief, tracking }: KnownRequest): string | null {
  if (tracking?.status === 'WAIVED') return `Waived: ${tracking.reason}`;
  return tracking?.evidence ?? brief.trackingNotNeeded?.reason ?? null;
}

/** What the request itself says (R6). */
const launchGate: readonly GateRule[] = [
  {
    check: 'STATUS',
    refusal: ({ status }) => (status === 'ACCEPTED' ? null : new InvalidState(status, ['ACCEPTED'])),
    note: nothingToSay,
  },
  {
    check: 'NOT_HELD',
    refusal: ({ held }) => (held ? new RequestOnHold(held.reviewDate) : null),
    note: nothingToSay,
  },
  {
    check: 'TRACKING',
    refusal: (request) => (trackingStatus(request) === 'UNVERIFIED' ? new TrackingUnverified() : null),
    note: trackingNote,
  },
];

const nothingNamed = {
  cause: null,
  reviewId: null,
  reviewNumber: null,
  highestBand: null,
  riskIds: [],
  missing: [],
  freezeId: null,
  until: null,
} as const satisfies Partial<LaunchReason>;

/** A reason with what it names; the rest is null or empty. */
export const launchReason = (reason: Pick<LaunchReason, 'check' | 'text'> & Partial<LaunchReason>): LaunchReason => ({
  ...nothingNamed,
  ...reason,
});

/** A condition that is met, with what is worth knowing about it. */
export const metCheck = (check: LaunchCheck, note: string | null = null): GateResult => ({
  check,
  passed: true,
  note,
  refusal: null,
  reasons: [],
});

/** A condition that is not met; the refusal's message is its note, and its only reason unless there is a list of them. */
export const failedCheck = (check: LaunchCheck, refusal: Refusal, reasons?: readonly LaunchReason[]): GateResult => ({
  check,
  passed: false,
  note: refusal.message,
  refusal,
  reasons: reasons ?? [launchReason({ check, text: refusal.message })],
});

/** The agency's approval, as its gate answers for the day; null for one that is approved, and for a team of the house. */
export const providerCheck = (refusal: ProviderNotOnboarded | null): GateResult =>
  refusal ? failedCheck('PROVIDER', refusal) : metCheck('PROVIDER');

const rankOf = ({ check }: GateResult): number => launchChecks.indexOf(check);

/**
 * Every condition of a launch and how it stands, in the order in which refusals are told; a launch asks the same. `beside`: those that
 * other streams decide, as they stand for the day of the launch.
 */
export function checkLaunch(request: KnownRequest, beside: readonly GateResult[] = []): GateResult[] {
  const own = launchGate.map(({ check, refusal, note }) => {
    const failed = refusal(request);
    return failed ? failedCheck(check, failed) : metCheck(check, note(request));
  });
  return [...own, ...beside].toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** What all of them come to. */
export function launchVerdict(results: readonly GateResult[]): LaunchVerdict {
  if (results.every(({ passed }) => passed)) return 'READY';
  const ofRisk = results.flatMap(({ check, reasons }) => (check === 'RISK' ? reasons : []));
  return ofRisk.length > 0 && ofRisk.every(({ cause }) => cause === 'STALE') ? 'STALE' : 'BLOCKED';
}
