import { failedCheck, type GateResult, type LaunchCandidate, launchReason, metCheck } from '#libs/requests';
import type { LocalDate } from '#libs/vocabulary';
import {
  type Freeze,
  freezesOn,
  type GateRequest,
  type LaunchReason,
  launchReasons,
  launchRefusals,
  type Property,
  type Review,
  type TriggerMap,
} from '../domain/index.js';
import { propertyIdOf, reviewIdOf } from '../ids.js';
import { blockReason } from './block-reason.js';

/** What was read for a launch, by id; what is not there is left out. Of freezes, those that are noted for the day. */
export interface GateLook {
  readonly reviews: Readonly<Record<string, Review>>;
  readonly properties: Readonly<Record<string, Property>>;
  readonly freezes: Readonly<Record<string, Freeze>>;
  readonly triggers: TriggerMap;
}

/** The request's own review, whether it was opened or not, and every other one that has to say yes. */
export const reviewIdsOf = ({ requestId, gate }: LaunchCandidate): string[] => [
  ...new Set([...Object.keys(gate), reviewIdOf({ kind: 'REQUEST', id: requestId })]),
];

export const propertyIdsOf = ({ properties }: LaunchCandidate): string[] => [...new Set(properties.map(propertyIdOf))];

function gateRequestOf(candidate: LaunchCandidate, { properties }: GateLook): GateRequest {
  const { requestId, gate, scopeHash, touches, expedite, likelyMinutes } = candidate;
  const propertyIds = propertyIdsOf(candidate);
  const publicProperty = propertyIds.some((id) => {
    const known = properties[id];
    return known?.status === 'REGISTERED' && known.isPublic;
  });
  const scope = { touches, expedite, publicProperty, likelyMinutes };
  return { requestId, gate, scopeHash, scope, properties: propertyIds };
}

const numberOf = (review: Review | undefined): number | null =>
  review === undefined || review.status === 'unknown' ? null : review.number;

const reasonOf = (freeze: Freeze | undefined): string =>
  freeze === undefined || freeze.status === 'unknown' ? 'Freeze' : freeze.reason;

function shownReason(reason: LaunchReason, { freezes }: GateLook) {
  if (reason.check === 'FREEZE') {
    const { check, freezeId, until } = reason;
    const text = `${reasonOf(freezes[freezeId])}: nothing is launched here until ${until} is over`;
    return launchReason({ check, cause: 'FROZEN', text, freezeId, until });
  }
  return blockReason(reason.block);
}

/** Until when the reviews that let it pass hold. */
function passedNote({ gate }: LaunchCandidate, { reviews }: GateLook): string | null {
  const notes = Object.entries(gate).map(([reviewId, fact]) => {
    const number = numberOf(reviews[reviewId]);
    return `${number === null ? 'A review' : `RR-${number}`} holds until ${fact?.validUntil ?? 'no day'}`;
  });
  return notes.length > 0 ? notes.join('; ') : null;
}

/** Freezes that would hold it back, had both leads not let it pass. */
function overriddenNote({ properties }: GateRequest, { freezes }: GateLook, day: LocalDate): string | null {
  const held = freezesOn(freezes, { requestId: '', properties, day });
  return held.length > 0 ? `Both leads let it pass: ${held.map(({ reason }) => reason).join('; ')}` : null;
}

/** How the conditions RISK and FREEZE of a launch on a day stand, from what was read. Pure. */
export function gateResults(candidate: LaunchCandidate, look: GateLook, day: LocalDate): GateResult[] {
  const { reviews, freezes, triggers } = look;
  const asked = gateRequestOf(candidate, look);
  const reasons = launchReasons(asked, { launchDate: day, reviews, freezes, triggers });
  return (['RISK', 'FREEZE'] as const).map((check) => {
    const against = reasons.filter((reason) => reason.check === check);
    const [refusal] = launchRefusals(against);
    if (refusal) {
      const shown = against.map((reason) => shownReason(reason, look));
      return failedCheck(check, refusal, shown);
    }
    return metCheck(check, check === 'RISK' ? passedNote(candidate, look) : overriddenNote(asked, look, day));
  });
}
