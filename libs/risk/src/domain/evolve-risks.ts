import { type ReviewEventType, type ReviewFacts } from './facts.js';
import { rankOf } from './matrix.js';
import { currentOf, type Mitigation, type ReviewState, type Risk } from './state.js';

export type Data<T extends ReviewEventType> = ReviewFacts[T];

/** Changes one risk; one that is not there leaves everything as it is. */
export const changingRisk = (
  review: ReviewState,
  riskId: string,
  change: (risk: Risk) => Partial<Risk>,
): ReviewState => ({
  ...review,
  risks: review.risks.map((risk) => (risk.riskId === riskId ? { ...risk, ...change(risk) } : risk)),
});

export function identified(review: ReviewState, data: Data<'RiskIdentified'>): ReviewState {
  const risk: Risk = {
    ...data,
    inherent: null,
    rerated: null,
    residualTarget: null,
    treatment: null,
    owner: null,
    mitigations: [],
    offered: null,
    acceptance: null,
    acknowledged: null,
    occurrences: [],
    saidDue: [],
  };
  return { ...review, risks: [...review.risks, risk] };
}

const fieldOf = { INHERENT: 'inherent', CURRENT: 'rerated', RESIDUAL_TARGET: 'residualTarget' } as const;

export function rated(review: ReviewState, data: Data<'RiskRated'>): ReviewState {
  const { riskId, stage, likelihood, impact, score, band, matrixVersion, ratedOn } = data;
  const rating = { likelihood, impact, score, band, matrixVersion, ratedOn };
  return changingRisk(review, riskId, (risk) => {
    const after = { ...risk, [fieldOf[stage]]: rating };
    const isSameBand = currentOf(after)?.band === currentOf(risk)?.band;
    // What one lead offered was meant for the band they saw.
    return { ...after, saidDue: [], offered: isSameBand ? risk.offered : null };
  });
}

export function mitigationAdded(review: ReviewState, data: Data<'MitigationAdded'>): ReviewState {
  const { riskId, ...planned } = data;
  const nothingYet = { status: 'PLANNED', evidence: null, completedBy: null, verifiedBy: null } as const;
  const counters = { ...review.counters, mitigations: review.counters.mitigations + 1 };
  return changingRisk({ ...review, counters }, riskId, ({ mitigations }) => ({
    mitigations: [...mitigations, { ...planned, ...nothingYet }],
  }));
}

/** Changes one mitigation, whichever risk it is of. */
export const changingMitigation = (
  review: ReviewState,
  mitigationId: string,
  change: Partial<Mitigation>,
): ReviewState => ({
  ...review,
  risks: review.risks.map((risk) =>
    risk.mitigations.some((one) => one.mitigationId === mitigationId)
      ? {
          ...risk,
          mitigations: risk.mitigations.map((one) => (one.mitigationId === mitigationId ? { ...one, ...change } : one)),
        }
      : risk,
  ),
});

export function accepted(review: ReviewState, data: Data<'RiskAccepted'>): ReviewState {
  const { riskId, band, by, expiresOn, justification, control, automatic } = data;
  const acceptance = { band, by, expiresOn, justification, control, automatic };
  return changingRisk(review, riskId, () => ({ acceptance, offered: null }));
}

/** The most serious band the requesting side saw is kept. */
export const acknowledged = (review: ReviewState, { riskId, band, by }: Data<'RiskAcknowledged'>): ReviewState =>
  changingRisk(review, riskId, (risk) =>
    risk.acknowledged && rankOf(risk.acknowledged.band) > rankOf(band) ? {} : { acknowledged: { band, by } },
  );
