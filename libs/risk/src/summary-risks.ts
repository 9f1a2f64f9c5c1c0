import type { ReviewFacts } from './domain/index.js';
import { because, leadOf, lensWord, quoted, spoken } from './words.js';

/** Facts that are about one risk. */
type RiskFact =
  | 'RiskIdentified'
  | 'RiskRated'
  | 'MitigationAdded'
  | 'MitigationCompleted'
  | 'MitigationVerified'
  | 'TreatmentChosen'
  | 'RiskAcceptanceGivenBySide'
  | 'RiskAccepted'
  | 'RiskAcceptanceExpired'
  | 'RiskAcceptanceRevoked'
  | 'RiskAcknowledged'
  | 'RiskMaterialised'
  | 'RiskReviewDue';

export type RiskSentences = { readonly [T in RiskFact]: (data: ReviewFacts[T]) => string };

const STAGES: Readonly<Record<ReviewFacts['RiskRated']['stage'], string>> = {
  INHERENT: 'before anything is done',
  CURRENT: 'as it is now',
  RESIDUAL_TARGET: 'as it shall become',
};

const TREATMENTS: Readonly<Record<ReviewFacts['TreatmentChosen']['treatment'], string>> = {
  REDUCE: 'reduced',
  AVOID: 'avoided',
  TRANSFER: 'handed on',
  ACCEPT: 'accepted',
};

/** Sentences about one risk of a review. */
export const RISK_SENTENCES: RiskSentences = {
  RiskIdentified: ({ riskId, lens, title, cause, event, consequence }) =>
    `${lensWord(lens)} found ${riskId} ${quoted(title)}: ${quoted(event)}, because ${quoted(cause)}; what follows: ${quoted(consequence)}`,
  RiskRated: ({ riskId, stage, likelihood, impact, score, band, rationale, reason }) =>
    `${riskId} was rated ${likelihood} × ${impact} = ${score} (${band}) ${STAGES[stage]}: ${quoted(rationale)}` +
    (reason === null ? '' : `; worse than before, because ${quoted(reason)}`),
  MitigationAdded: ({ mitigationId, riskId, title, due, preLaunch }) =>
    `${mitigationId} ${quoted(title)} is to make ${riskId} smaller by ${due}${preLaunch ? ', before a launch' : ''}`,
  MitigationCompleted: ({ mitigationId, evidence }) => `${mitigationId} is done: ${quoted(evidence)}`,
  MitigationVerified: ({ mitigationId }) => `${mitigationId} was verified`,
  TreatmentChosen: ({ riskId, treatment, owner }) =>
    `${riskId} is to be ${TREATMENTS[treatment]}; the side of the ${leadOf(owner.side)} carries it`,
  RiskAcceptanceGivenBySide: ({ riskId, band, side, expiresOn, justification }) =>
    `The ${leadOf(side)} would accept ${riskId} (${band}) until ${expiresOn}: ${quoted(justification)}`,
  RiskAccepted: ({ riskId, band, expiresOn, justification, automatic }) =>
    `${riskId} (${band}) ${automatic ? 'accepted itself' : 'was accepted'} until ${expiresOn}: ${quoted(justification)}`,
  RiskAcceptanceExpired: ({ riskId, expiredOn }) => `${riskId} was accepted until ${expiredOn}; that is over`,
  RiskAcceptanceRevoked: ({ riskId, cause, reason }) =>
    `${riskId} is not accepted any more: ${cause === 'LEAD' ? 'a lead took it back' : 'it got worse'}${because(reason)}`,
  RiskAcknowledged: ({ riskId, band }) => `The requesting side knows of ${riskId} (${band})`,
  RiskMaterialised: ({ riskId, occurrence, note }) =>
    `${riskId} became fact: ${spoken(occurrence.kind)} ${occurrence.id.split('/').at(-1)}${because(note)}`,
  RiskReviewDue: ({ riskId, dueOn, cause }) =>
    `${riskId} has to be looked at again since ${dueOn}: ${cause === 'CADENCE' ? 'it is time' : 'the matrix changed'}`,
};
