import { LocalDate, LogPosition } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('BurnWeek', { description: 'One week of a month, from Monday to Sunday and cut to the month.' })
export class BurnWeekType {
  @Field(() => String, { description: 'ISO 8601 week, e.g. `2026-W06`.' })
  week: string;

  @Field(() => LocalDate, { description: 'Its first day in the month, e.g. `2026-02-02`.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day in the month, e.g. `2026-02-08`.' })
  to: string;

  @Field(() => Int, { description: 'Working days of the provider in it, e.g. 5.' })
  workingDays: number;

  @Field(() => Int, { description: 'Billable minutes worked in it and not taken back.' })
  recordedMinutes: number;

  @Field(() => Int, { description: 'The same from the first of the month to the end of the week.' })
  cumulativeMinutes: number;

  @Field(() => Int, { description: 'What of the capacity is due by its end at an even pace by working days, rounded.' })
  evenPaceMinutes: number;
}

@ObjectType('Burn', { description: 'How a month is used, week by week, and where that leads.' })
export class BurnType {
  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => LocalDate, {
    description:
      'The last day that counts as past: today, the day of `recordedAt`, the `businessDate`, or that of the last change.',
  })
  day: string;

  @Field(() => Int, { description: 'The pool and approved overage, in minutes.' })
  capacityMinutes: number;

  @Field(() => Int, { description: 'Billable minutes by then, net of what was taken back.' })
  recordedMinutes: number;

  @Field(() => Int, { description: 'Working days of the month by the provider’s calendar, e.g. 20.' })
  workingDays: number;

  @Field(() => Int, { description: 'Those up to and including `day`.' })
  workingDaysPassed: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes at the end of the month when its other working days are as those that passed; null before the first.',
  })
  projectedMinutes: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Whole working days after `day` that the rest of the capacity lasts at this pace; 0 when it is used up, null without a pace.',
  })
  daysUntilExhausted: number | null;

  @Field(() => [BurnWeekType], { description: 'Its weeks in order, at most 6.' })
  weeks: BurnWeekType[];

  @Field(() => LogPosition, { description: 'Where in the log it stands.' })
  asOfPosition: number;
}
