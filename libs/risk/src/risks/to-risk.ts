import { toGlobalId } from '#libs/api-kit';
import type { Person } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import {
  type Acceptance,
  currentOf,
  dueOf,
  isAcknowledged,
  isReduced,
  type Mitigation,
  type Occurrence,
  type OfferedAcceptance,
  type ReviewStatus,
  type Risk,
  type Signature,
} from '../domain/index.js';
import { riskKeyText } from '../ids.js';
import type { LookedUp } from '../looked-up.js';
import { bugKeyOf } from './bug-key.js';
import type { RiskAcceptanceOfferType, RiskAcceptanceType, RiskAcknowledgementType } from './acceptance.type.js';
import type { RiskMitigationType } from './mitigation.type.js';
import type { RiskOccurrenceType, RiskOwnerType, RiskSignatureType } from './rating.type.js';
import type { RiskLookups } from './risk-lookups.js';
import { RiskObject } from './risk.type.js';
import { statementOf } from './statement.js';

/** The review a risk is shown in, as it stands or stood. */
export interface RiskScene {
  readonly reviewId: string;
  /** `1` of `RR-1`. */
  readonly reviewNumber: number;
  readonly reviewStatus: ReviewStatus;
  /** The version of the review. */
  readonly version: number;
  /** The workspace's local day it is looked at: what is overdue, and which policy holds. */
  readonly today: LocalDate;
}

const personOf =
  (lookups: RiskLookups, id: string | null): LookedUp<Person> =>
  (_args, context, info) =>
    id === null ? null : lookups.person(context, info, id);

const shownSignature = ({ personId, onBehalfOf }: Signature, lookups: RiskLookups): RiskSignatureType => ({
  by: personOf(lookups, personId),
  onBehalfOf: personOf(lookups, onBehalfOf),
});

function shownOccurrence({ kind, id }: Occurrence): RiskOccurrenceType {
  if (kind === 'INCIDENT') return { kind, requestId: null, bugId: null, incident: id };
  const { requestId, bugId } = bugKeyOf(id);
  return { kind, requestId: toGlobalId('Request', requestId), bugId, incident: null };
}

function shownMitigation(mitigation: Mitigation, { today }: RiskScene, lookups: RiskLookups): RiskMitigationType {
  const { mitigationId, title, status, due, preLaunch, expected, evidence } = mitigation;
  const signature = (one: Signature | null) => one && shownSignature(one, lookups);
  return {
    mitigationId,
    title,
    status,
    due,
    preLaunch,
    expected,
    evidence,
    owner: personOf(lookups, mitigation.ownerId),
    overdue: status === 'PLANNED' && due < today,
    completedBy: signature(mitigation.completedBy),
    verifiedBy: signature(mitigation.verifiedBy),
  };
}

const shownAcceptance = (acceptance: Acceptance, lookups: RiskLookups): RiskAcceptanceType => ({
  ...acceptance,
  by: acceptance.by.map((one) => shownSignature(one, lookups)),
});

const shownOffer = (offered: OfferedAcceptance, lookups: RiskLookups): RiskAcceptanceOfferType => ({
  ...offered,
  by: shownSignature(offered.by, lookups),
});

function shownAcknowledgement(risk: Risk, lookups: RiskLookups): RiskAcknowledgementType | null {
  const { acknowledged } = risk;
  if (!acknowledged) return null;
  const current = currentOf(risk);
  const isEnough = current !== null && isAcknowledged(risk, current.band);
  return { band: acknowledged.band, by: shownSignature(acknowledged.by, lookups), isEnough };
}

const shownOwner = (owner: Risk['owner'], lookups: RiskLookups): RiskOwnerType | null =>
  owner && { person: personOf(lookups, owner.personId), side: owner.side };

const dueOnOf =
  (risk: Risk, { reviewStatus, today }: RiskScene, lookups: RiskLookups): LookedUp<string> =>
  async (_args, context, info) => {
    if (reviewStatus === 'CANCELLED' || currentOf(risk) === null) return null;
    return dueOf(risk, await lookups.policyOn(context, info, today))?.dueOn ?? null;
  };

/** A risk as the API shows it. */
export function toRisk(scene: RiskScene, risk: Risk, lookups: RiskLookups): RiskObject {
  const { riskId, lens, title, cause, event, consequence, category, knowledge } = risk;
  const { inherent, residualTarget, treatment, offered, acceptance } = risk;
  return Object.assign(new RiskObject(), {
    lens,
    title,
    cause,
    event,
    consequence,
    category,
    knowledge,
    inherent,
    residualTarget,
    treatment,
    id: toGlobalId('Risk', riskKeyText({ reviewId: scene.reviewId, riskId })),
    version: scene.version,
    reference: riskId,
    reviewId: toGlobalId('RiskReview', scene.reviewId),
    reviewReference: `RR-${scene.reviewNumber}`,
    statement: statementOf(risk),
    current: currentOf(risk),
    reduced: isReduced(risk),
    owner: shownOwner(risk.owner, lookups),
    mitigations: risk.mitigations.map((one) => shownMitigation(one, scene, lookups)),
    acceptance: acceptance && shownAcceptance(acceptance, lookups),
    offeredAcceptance: offered && shownOffer(offered, lookups),
    acknowledgement: shownAcknowledgement(risk, lookups),
    occurrences: risk.occurrences.map(shownOccurrence),
    dueOn: dueOnOf(risk, scene, lookups),
  });
}
