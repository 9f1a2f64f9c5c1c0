import { Problem, registerProblem } from '#libs/api-kit';
import { Field, ObjectType } from '@nestjs/graphql';
import type { AmendmentInPast } from '../domain/index.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('A month that has begun is not amended; adjust the month itself, or amend from a later one on.')
export class AmendmentInPastProblem extends Problem {
  @Field(() => String, { description: 'The month that has begun, e.g. `2026-01`.' })
  period: AmendmentInPast['details']['period'];

  /** Not a field of this name: other problems give `status` another type. */
  status: string;

  @Field(() => String, { description: 'Where it stands, e.g. `OPEN`; a word of `AllotmentStatus`.' })
  get periodStatus(): string {
    return this.status;
  }
}

registerProblem('AMENDMENT_IN_PAST', AmendmentInPastProblem);
