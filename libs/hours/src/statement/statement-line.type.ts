import { Connection, LocalDate, Money, Needs } from '#libs/api-kit';
import { Person } from '#libs/people';
import { RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ActivityEnum, PoolEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { StatementLineKindEnum } from './enums.js';

@ObjectType('StatementLine', { description: 'One line of a statement: minutes of one entry from one pool.' })
export class StatementLineType {
  @Field(() => ID, { description: 'Its name in the statement, e.g. `F17:OVERAGE`; what a dispute names.' })
  lineId: string;

  @Field(() => StatementLineKindEnum, { description: 'What it stands for.' })
  kind: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the time entry; null for a retainer alone.' })
  timeEntryId: string | null;

  @Field(() => ID, { nullable: true, description: 'The id the entry was given by its recorder, e.g. `F17`.' })
  entryId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the request; null for work without one.' })
  requestId: string | null;

  @Field(() => RequestObject, {
    nullable: true,
    description: 'The request; null for work without one, and for one you may not read.',
  })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => Person, { nullable: true, description: 'Who worked; null for credits on earlier months and retainers.' })
  @Needs('people.read')
  person: LookedUp<Person>;

  @Field(() => LocalDate, { nullable: true, description: 'The day of the work; null where the person is.' })
  workedOn: string | null;

  @Field(() => ActivityEnum, { nullable: true, description: 'The kind of work; null where the person is.' })
  activity: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The month the work belongs to, where that is not the month of the statement: late time and credits.',
  })
  originalPeriod: string | null;

  @Field(() => String, {
    description:
      'The month that bills it, e.g. `2026-03`: another one than that of the statement only where it is restated.',
  })
  billedPeriod: string;

  @Field(() => PoolEnum, { nullable: true, description: 'What the minutes are paid from; null for a retainer.' })
  pool: string | null;

  @Field(() => Int, { description: 'Below 0 for what was taken back or credited.' })
  minutes: number;

  @Field(() => Int, { description: 'The percent of the rate that is billed, e.g. 150 for overage.' })
  percent: number;

  @Field(() => Money, {
    nullable: true,
    description: 'Price of one hour before the percent; null for whoever may not see all money.',
  })
  @Needs('money.read')
  rate: LookedUp<Money>;

  @Field(() => Money, {
    nullable: true,
    description: 'What it comes to, rounded half up; null for whoever may not see all money.',
  })
  @Needs('money.read')
  amount: LookedUp<Money>;

  @Field(() => String, { nullable: true, complexity: 2, description: 'What the recorder wrote about the entry.' })
  @Needs('time.read')
  note: LookedUp<string>;
}

@ObjectType({ description: 'Lines of a statement, in the order of recording.' })
export class StatementLineConnection extends Connection('StatementLine', () => StatementLineType) {}
