export { riskConsumers } from './consumers.js';
export { RiskDecisions, type ReviewChange } from './decisions.js';
/** The rules and facts of risk reviews, of the launch gate, and of properties, peaks and freezes, as plain functions. */
export * as riskRules from './domain/index.js';
export { type RiskFact, riskEvents, riskModel } from './events.js';
export { propertyIdOf, reviewIdOf, riskKeyFormat, riskKeyOf } from './ids.js';
export { Risk1764000000701 } from './migrations/1-risk.js';
export {
  cancelReviewOf,
  followChange,
  reopenReviewOf,
  type ReviewStep,
  type ScopeChange,
} from './processes/review-steps.js';
export { type Moment, PictureMoments } from './pictures/picture-moments.js';
export { Initiatives, type InitiativeSort } from './ports/initiatives.js';
export { RiskModule } from './risk.module.js';
export { registerSubject, type ReviewedSubject, type SubjectSource } from './subjects.js';
