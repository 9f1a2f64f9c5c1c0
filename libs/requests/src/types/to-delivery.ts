import { toGlobalId } from '#libs/api-kit';
import { type CriterionVerdict, type Delivery, type KnownRequest, trackingStatus } from '../domain/index.js';
import type { CriterionVerdictType, DeliveryType, TrackingCheckType } from './delivery.type.js';

const person = (id: string): string => toGlobalId('Person', id);

export const toDelivery = ({ by, notes, buildRef, at }: Delivery): DeliveryType => ({
  notes,
  buildRef,
  byId: person(by.personId),
  at,
});

const unseen = { verdict: 'OPEN', evidence: null, cause: null, note: null, byId: null } as const;

function seen(one: CriterionVerdict): Omit<CriterionVerdictType, 'criterionId'> {
  const byId = person(one.by.personId);
  if (one.verified) return { ...unseen, verdict: 'VERIFIED', evidence: one.evidence, byId };
  return { ...unseen, verdict: 'REJECTED', cause: one.cause, note: one.note, byId };
}

/** One for each criterion of the brief, in its order. */
export function toVerdicts({ brief, verdicts }: KnownRequest): CriterionVerdictType[] {
  const known = new Map(verdicts.map((one) => [one.criterionId, seen(one)]));
  return brief.criteria.map(({ id }) => ({ criterionId: id, ...(known.get(id) ?? unseen) }));
}

export function toTrackingCheck(request: KnownRequest): TrackingCheckType {
  const { tracking, brief } = request;
  const status = trackingStatus(request);
  if (tracking === null || status === 'NOT_NEEDED') {
    const reason = brief.trackingNotNeeded?.reason ?? null;
    return { tracking: status, evidence: null, reason, byId: null, at: null };
  }
  return {
    tracking: status,
    evidence: tracking.status === 'VERIFIED' ? tracking.evidence : null,
    reason: tracking.status === 'WAIVED' ? tracking.reason : null,
    byId: person(tracking.by),
    at: tracking.at,
  };
}
