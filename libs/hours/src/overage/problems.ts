import { Problem, registerProblem } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('Overage of this request waits for both leads already.')
export class OveragePendingProblem extends Problem {
  @Field(() => ID, { description: 'Its name in the month, e.g. `O1`: sign it, or decline it.' })
  overageId: string;
}

@describe('Of these entries nothing is left to decide: covered, decided or taken back.')
export class NothingUncoveredProblem extends Problem {
  @Field(() => [ID], { description: 'The ids their recorders gave them, e.g. `["F17"]`.' })
  entryIds: readonly string[];
}

registerProblem('OVERAGE_PENDING', OveragePendingProblem);
registerProblem('NOTHING_UNCOVERED', NothingUncoveredProblem);
