import { LocalDate, Problem, registerProblem } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe(
  'Worked minutes that nothing covers have to be decided first: approved as overage, written off or carried as debt.',
)
export class UncoveredUndecidedProblem extends Problem {
  @Field(() => Int, { description: 'How many minutes, e.g. `90`.' })
  minutes: number;
}

@describe('The month is not over, days of grace included.')
export class PeriodNotOverProblem extends Problem {
  @Field(() => String, { description: 'The month, e.g. `2026-01`.' })
  period: string;

  @Field(() => LocalDate, { description: 'The last day that still belongs to it, e.g. `2026-02-04`.' })
  endsOn: string;
}

@describe('Lines of the statement are in dispute: both leads resolve that first.')
export class DisputeOpenProblem extends Problem {
  @Field(() => [ID], { description: 'Their names in the month, e.g. `["S1"]`.' })
  disputeIds: readonly string[];
}

@describe('The month has no statement, or nobody has accepted it.')
export class StatementNotAcceptedProblem extends Problem {
  @Field(() => Boolean, { description: 'True where it is issued and waits to be accepted; false where none stands.' })
  issued: boolean;
}

@describe('Months close in order: the one before is not closed.')
export class PreviousPeriodOpenProblem extends Problem {
  @Field(() => String, { description: 'The month to close first, e.g. `2026-01`.' })
  period: string;
}

registerProblem('UNCOVERED_UNDECIDED', UncoveredUndecidedProblem);
registerProblem('PERIOD_NOT_OVER', PeriodNotOverProblem);
registerProblem('DISPUTE_OPEN', DisputeOpenProblem);
registerProblem('STATEMENT_NOT_ACCEPTED', StatementNotAcceptedProblem);
registerProblem('PREVIOUS_PERIOD_OPEN', PreviousPeriodOpenProblem);
