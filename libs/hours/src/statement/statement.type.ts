import { Instant, LocalDate, LogPosition, Needs } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';
import { StatementStatusEnum } from './enums.js';
import { StatementMovementType, StatementTotalsType } from './statement-figures.type.js';
import type { MonthStatement } from './statement-reader.js';

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
