import { Problem, registerProblem } from '#libs/api-kit';
import { Field, ObjectType } from '@nestjs/graphql';
import type { AmendmentInPast } from '../domain/index.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('An agreement counts in one currency, and this amount has another one.')
export class CurrencyMismatchProblem extends Problem {
  /** Not a field of this name: other problems give `expected` another type. */
  expected: string;

  @Field(() => String, { description: 'The agreement’s currency, e.g. `EUR`.' })
  get agreementCurrency(): string {
    return this.expected;
  }

  /** Not a field of this name: other problems give `actual` another type. */
  actual: string;

  @Field(() => String, { description: 'The currency of the amount, e.g. `USD`.' })
  get amountCurrency(): string {
    return this.actual;
  }
}

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

registerProblem('CURRENCY_MISMATCH', CurrencyMismatchProblem);
registerProblem('AMENDMENT_IN_PAST', AmendmentInPastProblem);
