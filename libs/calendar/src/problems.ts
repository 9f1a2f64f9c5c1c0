import { LocalDate, Problem, registerProblem } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ implements: () => Problem, description: 'The person is away on one of these days already.' })
export class AbsenceOverlapsProblem extends Problem {
  @Field(() => ID, { description: 'The absence that is there, e.g. `A1`.' })
  absenceId: string;

  @Field(() => LocalDate, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  to: string;
}

registerProblem('ABSENCE_OVERLAPS', AbsenceOverlapsProblem);
