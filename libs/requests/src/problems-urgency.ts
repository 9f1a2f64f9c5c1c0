import { LocalDate, Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DisplacementObstacle } from './domain/index.js';
import { RequestStatusEnum } from './types/enums.js';
import { DisplacementObstacleEnum } from './types/enums-urgency.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('What should stand for both requests does not go on itself.')
export class MergeTargetEndedProblem extends Problem {
  /** Not a field of this name: other problems give `state` another type. */
  state: string;

  @Field(() => RequestStatusEnum, { description: 'Where the other request stands, e.g. `CLOSED`.' })
  get targetStatus(): string {
    return this.state;
  }
}

@describe('Merges are one step deep: neither into a merged request nor of one that others were merged into.')
export class MergeChainProblem extends Problem {
  /** Not a field: the plain id. */
  mergedInto: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Global id of the request that stands for the other one: merge into it. Null: others were merged into this one, so merge the ' +
      'other way round.',
  })
  get mergedIntoId(): string | null {
    return this.mergedInto === null ? null : toGlobalId('Request', this.mergedInto);
  }
}

@describe('An urgent request has to say who waits for it, and this one cannot be it.')
export class DisplacedRequestRequiredProblem extends Problem {
  @Field(() => DisplacementObstacleEnum, { description: 'Why not.' })
  obstacle: DisplacementObstacle;
}

@describe('Who has to wait gets a new date.')
export class DisplacedDateRequiredProblem extends Problem {
  @Field(() => LocalDate, { description: 'The new date comes after this one, e.g. `2026-01-30`.' })
  after: string;
}

@describe('The urgent requests of the month are used up.')
export class ExpediteQuotaExceededProblem extends Problem {
  @Field(() => Int, { description: 'How many a team may have in one month, e.g. 2.' })
  quota: number;

  @Field(() => Int, { description: 'How many of this month are used.' })
  used: number;
}

@describe('The provider team works on as much as its limit allows.')
export class WipLimitReachedProblem extends Problem {
  @Field(() => Int, { description: 'Requests at a time, e.g. 3.' })
  limit: number;

  @Field(() => Int, { description: 'Requests in work now.' })
  inProgress: number;
}

@describe('An alternative says what is kept and what is lost.')
export class AlternativeIncompleteProblem extends Problem {
  @Field(() => String, { description: 'What it does not say: `kept` or `lost`.' })
  part: string;
}

registerProblem('MERGE_TARGET_ENDED', MergeTargetEndedProblem);
registerProblem('MERGE_CHAIN', MergeChainProblem);
registerProblem('DISPLACED_REQUEST_REQUIRED', DisplacedRequestRequiredProblem);
registerProblem('DISPLACED_DATE_REQUIRED', DisplacedDateRequiredProblem);
registerProblem('EXPEDITE_QUOTA_EXCEEDED', ExpediteQuotaExceededProblem);
registerProblem('WIP_LIMIT_REACHED', WipLimitReachedProblem);
registerProblem('ALTERNATIVE_INCOMPLETE', AlternativeIncompleteProblem);
