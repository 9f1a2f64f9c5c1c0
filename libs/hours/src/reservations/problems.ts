import { Problem, registerProblem } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('The month has too few minutes left; nothing of the plan was reserved.')
export class AllotmentExhaustedProblem extends Problem {
  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => Int, { description: 'Minutes it has left, e.g. `30`.' })
  availableMinutes: number;

  @Field(() => Int, { description: 'What was asked for: the new total of the request in the month, in minutes.' })
  requestedMinutes: number;

  @Field(() => Int, {
    description:
      'Minutes that are missing, e.g. `450`: plan them in another month, or ask for overage with `requestOverage`.',
  })
  shortfallMinutes: number;
}

@describe('The month takes no reservations.')
export class PeriodNotReservableProblem extends Problem {
  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => String, {
    name: 'periodStatus',
    description:
      'Why: `CLOSING` and `CLOSED` are over, `unknown` is not open for planning yet, `AGREEMENT_ENDED` lies outside of the agreement.',
  })
  status: string;
}

registerProblem('ALLOTMENT_EXHAUSTED', AllotmentExhaustedProblem);
registerProblem('PERIOD_NOT_RESERVABLE', PeriodNotReservableProblem);
