import { Problem, registerProblem } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { EstimateOwes } from './domain/index.js';
import { EstimateOwesEnum } from './types/enums-delivery.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('What was signed does not cover what is being built.')
export class EstimateStaleProblem extends Problem {
  @Field(() => ID, { description: 'The id of the estimate inside the request, e.g. `E1`.' })
  estimateId: string;

  @Field(() => EstimateOwesEnum, { description: 'What settles it.' })
  owes: EstimateOwes;
}

@describe('Criteria wait for somebody to verify them.')
export class CriteriaUnverifiedProblem extends Problem {
  @Field(() => [ID], {
    name: 'criterionIds',
    description: 'Their ids inside the request, in the order of the brief, e.g. `["C1", "C3"]`.',
  })
  ids: readonly string[];
}

@describe('What it has brought is not measured.')
export class OutcomeUnmeasuredProblem extends Problem {
  @Field(() => [ID], {
    description:
      'Ids of the targets without a measurement inside the request, e.g. `["O2"]`; empty: no target was set.',
  })
  targetIds: readonly string[];
}

registerProblem('ESTIMATE_STALE', EstimateStaleProblem);
registerProblem('CRITERIA_UNVERIFIED', CriteriaUnverifiedProblem);
registerProblem('OUTCOME_UNMEASURED', OutcomeUnmeasuredProblem);
