import { Instant, LocalDate, Money, Needs, Node } from '#libs/api-kit';
import { Person, RoleName } from '#libs/people';
import { RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ActivityEnum, PoolEnum, ReversalReasonEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { TimeEntryStatusEnum } from './enums.js';

@ObjectType('TimeDraw', { description: 'Where the minutes of a time entry came from when it was recorded.' })
export class TimeDrawType {
  @Field(() => Int, { description: 'From the pool of the month, carried minutes included.' })
  baseMinutes: number;

  @Field(() => Int, { description: 'The part of them that was carried over from an earlier month.' })
  carriedMinutes: number;

  @Field(() => Int, { description: 'From overage approved for its request.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Covered by nothing.' })
  uncoveredMinutes: number;

  @Field(() => ID, { nullable: true, description: 'The overage it drew from, e.g. `O1`; null when it drew from none.' })
  overageId: string | null;
}

@ObjectType('TimeStanding', {
  description:
    'What became of the minutes of a time entry: its draw, covering, decisions and settlement. All 0 once it is taken back.',
})
export class TimeStandingType {
  @Field(() => Int, { description: 'Paid from the pool of the month.' })
  baseMinutes: number;

  @Field(() => Int, { description: 'Paid from approved overage.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Covered by nothing, and not decided about.' })
  uncoveredMinutes: number;

  @Field(() => Int, { description: 'Written off by the provider: nobody pays for them.' })
  writtenOffMinutes: number;

  @Field(() => Int, { description: 'Carried as debt: billed at base price, and taken from the next month.' })
  debtMinutes: number;
}

@ObjectType('TimeCredit', { description: 'Minutes of a time entry that were credited later, from one pool.' })
export class TimeCreditType {
  @Field(() => ID, { description: 'Its name in the agreement, e.g. `2026-03-K1`.' })
  creditId: string;

  @Field(() => String, { description: 'The month that shows it, e.g. `2026-03`.' })
  period: string;

  @Field(() => PoolEnum, { description: 'What the minutes had been paid from.' })
  pool: string;

  @Field(() => Int, { description: 'How many minutes, above 0.' })
  minutes: number;

  @Field(() => Instant, { description: 'When it was credited.' })
  recordedAt: string | Date;

  @Field(() => Money, { nullable: true, description: 'What it comes to, as a positive amount.' })
  @Needs('money.read')
  amount: LookedUp<Money>;
}

@ObjectType('TimeEntry', { implements: () => Node, description: 'Work of one person on one day.' })
export class TimeEntryObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you take it back.' })
  version: number;

  @Field(() => ID, { description: 'The id its recorder gave it, e.g. `F17`; unique in its agreement.' })
  entryId: string;

  @Field(() => ID, { description: 'Global id of the agreement it is billed under.' })
  agreementId: string;

  @Field(() => String, { description: 'The month whose pool it drew from, e.g. `2026-02`.' })
  period: string;

  @Field(() => String, { description: 'The month it was worked in: an earlier one for time that came late.' })
  workedPeriod: string;

  @Field(() => LocalDate, { description: 'The day it was worked on, in the agreement’s zone.' })
  workedOn: string;

  @Field(() => Instant, { nullable: true, description: 'When the work started; null when only the day was said.' })
  startedAt: string | null;

  @Field(() => ID, { description: 'Global id of who worked.' })
  personId: string;

  @Field(() => Person, { nullable: true, description: 'Who worked; null when your roles do not show people.' })
  @Needs('people.read')
  person: LookedUp<Person>;

  @Field(() => ID, { nullable: true, description: 'Global id of the request; null for work without one.' })
  requestId: string | null;

  @Field(() => RequestObject, {
    nullable: true,
    description: 'The request; null for work without one, and for one you may not read.',
  })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => ActivityEnum, { description: 'What kind of work it was.' })
  activity: string;

  @Field(() => RoleName, { nullable: true, description: 'The role it was done in, where one was named.' })
  role: string | null;

  @Field(() => Int, { description: 'How long it took, in minutes.' })
  minutes: number;

  @Field(() => Boolean, { description: 'False: it draws nothing and is on no bill.' })
  billable: boolean;

  @Field(() => String, { nullable: true, description: 'What was done.' })
  note: string | null;

  @Field(() => TimeEntryStatusEnum, { description: 'Whether it counts.' })
  status: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  recordedAt: string | Date;

  @Field(() => Instant, { nullable: true, description: 'When it was taken back; null while it counts.' })
  reversedAt: string | Date | null;

  @Field(() => ReversalReasonEnum, { nullable: true, description: 'Why it was taken back; null while it counts.' })
  reversalCause: string | null;

  @Field(() => TimeDrawType, { description: 'Where its minutes came from when it was recorded.' })
  draw: TimeDrawType;

  @Field(() => TimeStandingType, { nullable: true, complexity: 2, description: 'What became of its minutes since.' })
  standing: LookedUp<TimeStandingType>;

  @Field(() => Money, { nullable: true, description: 'Base price of an hour of it, fixed when it was recorded.' })
  @Needs('money.read')
  rate: LookedUp<Money>;

  @Field(() => Money, {
    nullable: true,
    description:
      'What it costs as it stands, before credits: 0 once it is taken back, and for what is covered by a retainer.',
  })
  @Needs('money.read')
  amount: LookedUp<Money>;

  @Field(() => Int, { description: 'Minutes of it that were credited, in any month.' })
  creditedMinutes: number;

  @Field(() => [TimeCreditType], { description: 'What was credited of it, at most 200, the oldest first.' })
  credits: TimeCreditType[];

  @Field(() => ID, { nullable: true, description: 'Global id of the entry it was recorded in place of.' })
  correctsId: string | null;

  @Field(() => ID, { nullable: true, complexity: 2, description: 'Global id of the entry recorded in its place.' })
  @Needs('time.read')
  correctedById: LookedUp<string>;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
