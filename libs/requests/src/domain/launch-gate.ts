import { InvalidState, type Refusal } from '#libs/event-log';
import type { GateCheck } from './facts-delivery.js';
import { RequestOnHold } from './refusals.js';
import { TrackingUnverified } from './refusals-delivery.js';
import type { KnownRequest } from './state.js';
import { trackingStatus } from './tracking.js';
import type { LaunchCheck } from './values-delivery.js';

/** One condition of a launch: a pure function of the request. */
interface GateRule {
  readonly check: LaunchCheck;
  /** Why it forbids the launch; null when it lets it pass. */
  readonly refusal: (request: KnownRequest) => Refusal | null;
  /** What is worth knowing where it passes. */
  readonly note: (request: KnownRequest) => string | null;
}

export interface GateResult extends GateCheck {
  readonly check: LaunchCheck;
  /** What a launch would be refused with. */
  readonly refusal: Refusal | null;
}

const nothingToSay = (): null => null;

function trackingNote({ brief, tracking }: KnownRequest): string | null {
  if (tracking?.status === 'WAIVED') return `Waived: ${tracking.reason}`;
  return tracking?.evidence ?? brief.trackingNotNeeded?.reason ?? null;
}

/** The launch gate (R6), in the order in which refusals are told. Whoever knows of another condition adds an entry. */
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

/** Every condition of a launch and how it stands; a launch asks the same. */
export const checkLaunch = (request: KnownRequest): GateResult[] =>
  launchGate.map(({ check, refusal, note }) => {
    const failed = refusal(request);
    return { check, passed: failed === null, note: failed ? failed.message : note(request), refusal: failed };
  });
