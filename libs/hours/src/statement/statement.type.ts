import { Instant, LocalDate, LogPosition, Money, Needs } from '#libs/api-kit';
import { Person } from '#libs/people';
import { RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Connection } from '#libs/api-kit';
import { ActivityEnum, PoolEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { StatementLineKindEnum, StatementStatusEnum } from './enums.js';
import type { MonthStatement } from './statement-reader.js';

@ObjectType('StatementTotals', {
  description:
    'Sums of the lines of a statement; amounts are sums of rounded lines. Amounts are null for whoever may not see all money.',
})
export class StatementTotalsType {
  @Field(() => Int, { description: 'Minutes paid from the pool of the month, net of what was taken back.' })
  baseMinutes: number;

  @Field(() => Int, { description: 'Minutes paid from approved overage, net of what was taken back.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Minutes paid from the pool of the next month.' })
  debtMinutes: number;

  @Field(() => Int, { description: 'Granted minutes of a month billed as a whole; 0 where entries are billed.' })
  retainerMinutes: number;

  @Field(() => Int, { description: 'Credited minutes: 0 or less, e.g. -60.' })
  creditMinutes: number;

  @Field(() => Int, { description: 'All of it: what is billed, in minutes.' })
  billedMinutes: number;

  @Field(() => Money, { nullable: true, description: 'What the minutes of the pool cost.' })
  @Needs('money.read')
  baseAmount: LookedUp<Money>;

  @Field(() => Money, { nullable: true, description: 'What the overage costs.' })
  @Needs('money.read')
  overageAmount: LookedUp<Money>;

  @Field(() => Money, { nullable: true, description: 'What the minutes of the next month cost.' })
  @Needs('money.read')
  debtAmount: LookedUp<Money>;

  @Field(() => Money, { nullable: true, description: 'The price of the month as a whole, where it is billed so.' })
  @Needs('money.read')
  retainerAmount: LookedUp<Money>;

  @Field(() => Money, { nullable: true, description: 'What is credited: 0 or less.' })
  @Needs('money.read')
  creditAmount: LookedUp<Money>;

  @Field(() => Money, { nullable: true, description: 'What is to be paid.' })
  @Needs('money.read')
  amount: LookedUp<Money>;
}

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

@ObjectType('StatementIssue', { description: 'How a statement was issued and accepted.' })
export class StatementIssueType {
  @Field(() => Instant, { description: 'When it was issued.' })
  issuedAt: string;

  @Field(() => Instant, { nullable: true, description: 'When it was accepted; null while it is not.' })
  acceptedAt: string | null;

  @Field(() => Person, {
    nullable: true,
    description: 'Who accepted it; null while it is not, and where nobody objected in time.',
  })
  @Needs('people.read')
  acceptedBy: LookedUp<Person>;

  @Field(() => Person, {
    nullable: true,
    description: 'The lead a deputy accepted it for; null for the lead themselves.',
  })
  @Needs('people.read')
  acceptedOnBehalfOf: LookedUp<Person>;
}

@ObjectType('StatementMovement', { description: 'How the minutes of a month came and went, all in minutes.' })
export class StatementMovementType {
  @Field(() => Int, { description: 'What the agreement grants for the month.' })
  grantedMinutes: number;

  @Field(() => Int, { description: 'Adjustments both leads agreed on, as far as they were applied; below 0 for cuts.' })
  adjustedMinutes: number;

  @Field(() => Int, { description: 'What came over from the month before.' })
  carriedInMinutes: number;

  @Field(() => Int, { description: 'Credited minutes of earlier months that came back into this one.' })
  creditedMinutes: number;

  @Field(() => Int, { description: 'What the month before had used of this one.' })
  debtAppliedMinutes: number;

  @Field(() => Int, { description: 'Worked and paid from the pool.' })
  consumedMinutes: number;

  @Field(() => Int, { description: 'Overage that was worked, on top of the pool.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Worked minutes carried into the next month as debt.' })
  debtMinutes: number;

  @Field(() => Int, { description: 'Worked minutes the provider wrote off.' })
  writtenOffMinutes: number;

  @Field(() => Int, { description: 'Worked, covered by nothing and not decided about; 0 once it is closed.' })
  uncoveredMinutes: number;

  @Field(() => Int, { description: 'What went on into the next month; 0 until the month is closed.' })
  rolledOverMinutes: number;

  @Field(() => Int, { description: 'What expired; 0 until the month is closed.' })
  expiredMinutes: number;

  @Field(() => Int, { description: 'What is left of the pool, reserved or not; 0 once it is closed.' })
  leftMinutes: number;
}

@ObjectType('Statement', { description: 'What a month of an agreement bills.' })
export class StatementObject {
  @Field(() => ID, { description: 'Global id of the agreement.' })
  agreementId: string;

  @Field(() => ID, { description: 'Global id of the month.' })
  allotmentId: string;

  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => StatementStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The day it is restated at by the days of the work; null for the bill itself.',
  })
  businessDate: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it was issued, e.g. 1; null for one that is not, and for one restated.',
  })
  number: number | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'Silence until the end of this day is acceptance; null where `number` is.',
  })
  acceptBy: string | null;

  @Field(() => StatementIssueType, {
    nullable: true,
    complexity: 10,
    description: 'How it was issued; null where `number` is.',
  })
  issue: LookedUp<StatementIssueType>;

  @Field(() => String, { description: 'ISO 4217 currency of all its amounts, e.g. `EUR`.' })
  currency: string;

  @Field(() => StatementTotalsType, { description: 'Sums of all lines.' })
  totals: StatementTotalsType;

  @Field(() => StatementMovementType, { description: 'How the minutes of the month came and went.' })
  movement: StatementMovementType;

  @Field(() => String, {
    nullable: true,
    complexity: 10,
    description:
      'Sha256 in hex of the canonical JSON (RFC 8785) of all lines and totals: two parties with the same hash hold the same bill. Null for ' +
      'whoever may not see all money.',
  })
  @Needs('money.read')
  contentHash: LookedUp<string>;

  @Field(() => LogPosition, {
    description:
      'The place in the log it stands on: name it as `asOf: { position }` for the same answer, whenever that is.',
  })
  asOfPosition: number;

  /** Not a field: what its lines are made of. */
  source: MonthStatement;
}

@ObjectType('StatementRange', { description: 'The statements of several months and what they come to together.' })
export class StatementRangeType {
  @Field(() => ID, { description: 'Global id of the agreement.' })
  agreementId: string;

  @Field(() => String, { description: 'The first month asked for, e.g. `2026-01`.' })
  from: string;

  @Field(() => String, { description: 'The last month asked for, e.g. `2026-03`.' })
  to: string;

  @Field(() => [StatementObject], { description: 'The months that were opened, in order; at most 12.' })
  months: StatementObject[];

  @Field(() => StatementTotalsType, { description: 'Sums over all these months.' })
  totals: StatementTotalsType;

  @Field(() => LogPosition, {
    description:
      'The place in the log they stand on: name it as `asOf: { position }` for the same answer, whenever that is.',
  })
  asOfPosition: number;
}
