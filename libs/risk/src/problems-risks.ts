import { LocalDate, Problem, registerProblem } from '#libs/api-kit';
import { BandEnum } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Band } from './domain/index.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('A risk is told in plain words: why it may happen, what may happen, and what follows.')
export class RiskStatementIncompleteProblem extends Problem {
  @Field(() => [String], { name: 'missingTexts', description: 'What is not said, e.g. `["consequence"]`.' })
  missing: readonly string[];
}

@describe('Likelihood and impact go from 1 to 5.')
export class ScoreOutOfRangeProblem extends Problem {
  @Field(() => Int, { name: 'givenLevel', description: 'What was given, e.g. 6.' })
  value: number;
}

@describe('The risk is rated as it is before anything is done first.')
export class InherentRatingMissingProblem extends Problem {
  @Field(() => ID, { description: 'Which risk, e.g. `K4`.' })
  riskId: string;
}

@describe('A risk is worse now than before anything was done, and nobody says why.')
export class CurrentAboveInherentProblem extends Problem {
  @Field(() => Int, { description: 'Likelihood × impact before anything was done, e.g. 8.' })
  inherentScore: number;

  @Field(() => Int, { description: 'Likelihood × impact as it is now, e.g. 12.' })
  currentScore: number;
}

@describe('A risk gets smaller by a verified mitigation, or by avoiding it in a scope that changed.')
export class ReductionWithoutMitigationProblem extends Problem {
  @Field(() => ID, { description: 'Which risk, e.g. `K4`.' })
  riskId: string;
}

@describe('Nobody can accept a critical risk: it is reduced or avoided.')
export class CriticalNotAcceptableProblem extends Problem {
  @Field(() => ID, { description: 'Which risk, e.g. `K4`.' })
  riskId: string;
}

@describe('A risk of this band is not accepted for so long.')
export class AcceptanceTooLongProblem extends Problem {
  @Field(() => BandEnum, { description: 'How serious the risk is.' })
  band: Band;

  @Field(() => Int, { description: 'For how many days it may be accepted, e.g. 90.' })
  maxDays: number;

  @Field(() => LocalDate, { name: 'latestDate', description: 'The latest last day, e.g. `2026-05-27`.' })
  latest: string;
}

@describe('Nobody carries the risk yet: a treatment names who, and so whose lead accepts it.')
export class RiskOwnerMissingProblem extends Problem {
  @Field(() => ID, { description: 'Which risk, e.g. `K4`.' })
  riskId: string;
}

@describe('The bug or incident is told of the risk already.')
export class AlreadyMaterialisedProblem extends Problem {
  @Field(() => ID, { description: 'Which risk, e.g. `K4`.' })
  riskId: string;
}

registerProblem('RISK_STATEMENT_INCOMPLETE', RiskStatementIncompleteProblem);
registerProblem('SCORE_OUT_OF_RANGE', ScoreOutOfRangeProblem);
registerProblem('INHERENT_RATING_MISSING', InherentRatingMissingProblem);
registerProblem('CURRENT_ABOVE_INHERENT', CurrentAboveInherentProblem);
registerProblem('REDUCTION_WITHOUT_MITIGATION', ReductionWithoutMitigationProblem);
registerProblem('CRITICAL_NOT_ACCEPTABLE', CriticalNotAcceptableProblem);
registerProblem('ACCEPTANCE_TOO_LONG', AcceptanceTooLongProblem);
registerProblem('RISK_OWNER_MISSING', RiskOwnerMissingProblem);
registerProblem('ALREADY_MATERIALISED', AlreadyMaterialisedProblem);
