import { LocalDate, Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ implements: () => Problem, description: 'No length work can have under the agreement.' })
export class MinutesInvalidProblem extends Problem {
  @Field(() => Int, { description: 'The minutes given.' })
  minutes: number;

  @Field(() => Int, { description: 'The steps of the agreement, e.g. `15`.' })
  granularityMinutes: number;
}

@ObjectType({ implements: () => Problem, description: 'The month is closed for good; what corrects it goes forward.' })
export class PeriodClosedProblem extends Problem {
  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => String, {
    nullable: true,
    description: 'The mutation that does what is wanted in a later month, e.g. `recordLateTime`; null when none does.',
  })
  useInstead: string | null;
}

@ObjectType({ implements: () => Problem, description: 'The day of the work is none of the month.' })
export class TimeEntryOutsidePeriodProblem extends Problem {
  @Field(() => LocalDate, { description: 'The day in the agreement’s zone.' })
  workedOn: string;

  @Field(() => String, { description: 'The month, e.g. `2026-03`.' })
  period: string;
}

@ObjectType({
  implements: () => Problem,
  description: 'The work goes on into the next month: record it as two entries.',
})
export class TimeEntryCrossesPeriodProblem extends Problem {
  @Field(() => LocalDate, { description: 'The day it began on, in the agreement’s zone.' })
  firstDay: string;

  @Field(() => LocalDate, { description: 'The day it ended on.' })
  lastDay: string;
}

@ObjectType({
  implements: () => Problem,
  description: 'The id is taken by another entry of the agreement, in whatever month.',
})
export class TimeEntryExistsProblem extends Problem {
  @Field(() => ID, { description: 'The id.' })
  entryId: string;
}

@ObjectType({ implements: () => Problem, description: 'There is no such entry, or not in this month.' })
export class EntryNotFoundProblem extends Problem {
  @Field(() => ID, { description: 'The id its recorder gave it.' })
  entryId: string;
}

@ObjectType({ implements: () => Problem, description: 'The entry was taken back before; that happens once.' })
export class EntryAlreadyReversedProblem extends Problem {
  @Field(() => ID, { description: 'The id its recorder gave it.' })
  entryId: string;
}

@ObjectType({ implements: () => Problem, description: 'More than was billed and not credited yet.' })
export class CreditExceedsOriginalProblem extends Problem {
  @Field(() => ID, { description: 'The id its recorder gave it.' })
  entryId: string;

  @Field(() => Int, { description: 'How many minutes can be credited at most.' })
  creditableMinutes: number;

  @Field(() => Int, { description: 'How many were to be.' })
  minutes: number;
}

@ObjectType({
  implements: () => Problem,
  description: 'Time goes on requests from their triage on, until they are closed.',
})
export class RequestNotChargeableProblem extends Problem {
  /** Not a field: the plain id. */
  requestId: string;

  @Field(() => String, { description: 'Where the request stands, e.g. `DRAFT`.' })
  status: string;

  @Field(() => ID, { name: 'requestId', description: 'Global id of the request.' })
  get globalId(): string {
    return toGlobalId('Request', this.requestId);
  }
}

registerProblem('MINUTES_INVALID', MinutesInvalidProblem);
registerProblem('PERIOD_CLOSED', PeriodClosedProblem);
registerProblem('TIME_ENTRY_OUTSIDE_PERIOD', TimeEntryOutsidePeriodProblem);
registerProblem('TIME_ENTRY_CROSSES_PERIOD', TimeEntryCrossesPeriodProblem);
registerProblem('TIME_ENTRY_EXISTS', TimeEntryExistsProblem);
registerProblem('ENTRY_NOT_FOUND', EntryNotFoundProblem);
registerProblem('ENTRY_ALREADY_REVERSED', EntryAlreadyReversedProblem);
registerProblem('CREDIT_EXCEEDS_ORIGINAL', CreditExceedsOriginalProblem);
registerProblem('REQUEST_NOT_CHARGEABLE', RequestNotChargeableProblem);
