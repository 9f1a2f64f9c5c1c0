import { LocalDate, Problem, registerProblem } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('The three points of an estimate are out of order.')
export class EstimateOrderProblem extends Problem {
  @Field(() => Int, { name: 'optimisticMinutes', description: 'What was given, in minutes.' })
  optimistic: number;

  @Field(() => Int, { name: 'likelyMinutes', description: 'What was given, in minutes; not below the optimistic.' })
  likely: number;

  @Field(() => Int, { name: 'pessimisticMinutes', description: 'What was given, in minutes; not below the likely.' })
  pessimistic: number;
}

@describe('The lines of an estimate do not add up to its likely minutes.')
export class EstimateLinesMismatchProblem extends Problem {
  @Field(() => Int, { name: 'likelyMinutes', description: 'What the lines must add up to, in minutes, e.g. `600`.' })
  likely: number;

  @Field(() => Int, { name: 'linesMinutes', description: 'What they add up to, in minutes, e.g. `540`.' })
  linesSum: number;
}

@describe('Large work needs an engineer as co-author before it is estimated.')
export class EarlyInvolvementRequiredProblem extends Problem {
  @Field(() => Int, { description: 'The size in minutes, the larger of the first guess and the estimate.' })
  minutes: number;

  @Field(() => Int, { description: 'The size in minutes from which on it is needed, e.g. `2400`.' })
  thresholdMinutes: number;
}

@describe('The reservation plan does not cover the estimate, or more than it.')
export class ReservationPlanOutOfRangeProblem extends Problem {
  @Field(() => Int, { name: 'planMinutes', description: 'What the plan adds up to, in minutes.' })
  minutes: number;

  @Field(() => Int, { name: 'likelyMinutes', description: 'The least without a reason, in minutes.' })
  likely: number;

  @Field(() => Int, { name: 'pessimisticMinutes', description: 'The most without a reason, in minutes.' })
  pessimistic: number;
}

@describe('The estimate held until a day that is over; a new one is needed.')
export class EstimateExpiredProblem extends Problem {
  @Field(() => LocalDate, { description: 'Its last day.' })
  validUntil: string;
}

@describe('The day is over.')
export class DateInPastProblem extends Problem {
  @Field(() => LocalDate, { description: 'The day given.' })
  date: string;

  @Field(() => LocalDate, { description: 'Today in the workspace’s zone: the first day possible.' })
  today: string;
}

@describe('The day, or the moment, has not come yet.')
export class DateInFutureProblem extends Problem {
  @Field(() => LocalDate, { description: 'The day given.' })
  date: string;

  @Field(() => LocalDate, { description: 'Today in the workspace’s zone: the last day possible.' })
  today: string;
}

@describe('The request rests: nothing moves forward until it is resumed.')
export class RequestHeldProblem extends Problem {
  @Field(() => LocalDate, { description: 'The day on which somebody looks at it again.' })
  reviewDate: string;
}

registerProblem('ESTIMATE_ORDER', EstimateOrderProblem);
registerProblem('ESTIMATE_LINES_MISMATCH', EstimateLinesMismatchProblem);
registerProblem('EARLY_INVOLVEMENT_REQUIRED', EarlyInvolvementRequiredProblem);
registerProblem('RESERVATION_PLAN_OUT_OF_RANGE', ReservationPlanOutOfRangeProblem);
registerProblem('ESTIMATE_EXPIRED', EstimateExpiredProblem);
registerProblem('DATE_IN_PAST', DateInPastProblem);
registerProblem('DATE_IN_FUTURE', DateInFutureProblem);
registerProblem('REQUEST_HELD', RequestHeldProblem);
