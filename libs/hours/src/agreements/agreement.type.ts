import { Instant, LocalDate, Money, Needs, Node } from '#libs/api-kit';
import { Person, RoleName, Team } from '#libs/people';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  ActivityEnum,
  AgreementStatusEnum,
  BillingEnum,
  OverageModeEnum,
  ProviderKindEnum,
  SideEnum,
} from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { OpenConsentType } from '../months/allotment.type.js';

@ObjectType('AgreementGrant', { description: 'What a month grants: a fixed pool, or a share of one person.' })
export class AgreementGrantType {
  @Field(() => Int, { nullable: true, description: 'Minutes each month; null where one person is dedicated.' })
  minutesPerMonth: number | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the dedicated person; null for a pool.' })
  personId: string | null;

  @Field(() => Int, { nullable: true, description: 'Share of the person’s working days in percent; null for a pool.' })
  percent: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes of a full working day; null for a pool.' })
  dailyMinutes: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of the team whose working days count for the person; null for a pool.',
  })
  calendarTeamId: string | null;
}

@ObjectType('AgreementRollover', { description: 'What becomes of unused minutes.' })
export class AgreementRolloverType {
  @Field(() => Boolean, { description: 'False: all of them expire.' })
  carries: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'The most a month hands on, in percent of what it grants; null where no percent limits it.',
  })
  capPercent: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most a month hands on, in minutes; null where no number of minutes limits it.',
  })
  capMinutes: number | null;

  @Field(() => Int, { nullable: true, description: 'For how many months they can be used; null where none goes on.' })
  expiresAfterMonths: number | null;
}

@ObjectType('AgreementTerms', { description: 'What both sides agreed on, from one month on.' })
export class AgreementTermsType {
  @Field(() => Int, { description: 'Which version of the terms: 1 as drafted, one more with each amendment.' })
  version: number;

  @Field(() => String, { description: 'The first month they hold, e.g. `2026-04`.' })
  effectiveFromPeriod: string;

  @Field(() => AgreementGrantType, { description: 'What a month grants.' })
  grant: AgreementGrantType;

  @Field(() => OverageModeEnum, { description: 'What happens to worked time that nothing covers.' })
  overageMode: string;

  @Field(() => Int, { description: 'Price of overage in percent of the rate, e.g. 150.' })
  overageFactorPercent: number;

  @Field(() => AgreementRolloverType, { description: 'What becomes of unused minutes.' })
  rollover: AgreementRolloverType;

  @Field(() => Boolean, { description: 'True: both leads may let uncovered time reduce the next month.' })
  debtAllowed: boolean;

  @Field(() => BillingEnum, { description: 'What a month is billed by.' })
  billing: string;

  @Field(() => [Int], { description: 'Percents of capacity that are said once in a month, ascending, e.g. 75.' })
  thresholds: readonly number[];

  @Field(() => Int, { description: 'Working days after a month in which its time may still come in.' })
  graceWorkingDays: number;

  @Field(() => Int, { description: 'Time is recorded in steps of so many minutes.' })
  granularityMinutes: number;
}

@ObjectType('AgreementRate', { description: 'A rate of the card; the closest fit counts, activity before role.' })
export class AgreementRateType {
  @Field(() => ActivityEnum, { nullable: true, description: 'The kind of work; null: every kind.' })
  activity: string | null;

  @Field(() => RoleName, { nullable: true, description: 'The role of whoever works; null: every role.' })
  role: string | null;

  @Field(() => Money, { description: 'Price of one hour.' })
  perHour: Money;

  @Field(() => LocalDate, { description: 'The first day it holds.' })
  effectiveFrom: string;
}

@ObjectType('AgreementSignature', { description: 'Who signed for one side.' })
export class AgreementSignatureType {
  @Field(() => SideEnum, { description: 'The side.' })
  side: Side;

  @Field(() => Person, { nullable: true, description: 'Who signed.' })
  @Needs('people.read')
  by: LookedUp<Person>;

  @Field(() => Person, { nullable: true, description: 'Whom a deputy signed for; null for the lead themselves.' })
  @Needs('people.read')
  onBehalfOf: LookedUp<Person>;
}

@ObjectType('AgreementConsent', {
  description: 'A change of an agreement one side wants; it is carried out when the other side asks for the same.',
})
export class AgreementConsentType extends OpenConsentType {
  @Field(() => Money, {
    nullable: true,
    description: 'The price of one hour, where a rate is wanted; null for every other change.',
  })
  @Needs('money.read')
  perHour: LookedUp<Money>;
}

@ObjectType('Agreement', {
  implements: () => Node,
  description: 'How many hours one team has from another each month, and what they cost.',
})
export class AgreementObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 1.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `AG-1`.' })
  reference: string;

  @Field(() => AgreementStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => Team, { nullable: true, description: 'The team that asks for work.' })
  @Needs('people.read')
  consumerTeam: LookedUp<Team>;

  @Field(() => Team, { nullable: true, description: 'The team whose people do the work; an agency has one, too.' })
  @Needs('people.read')
  providerTeam: LookedUp<Team>;

  @Field(() => ProviderKindEnum, { description: 'A team of the house or an agency.' })
  providerKind: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the agency; null for a team of the house.' })
  agencyId: string | null;

  @Field(() => String, { description: 'IANA zone in which its days and months begin, e.g. `Europe/Berlin`.' })
  timeZone: string;

  @Field(() => String, { description: 'ISO 4217 currency of its amounts, e.g. `EUR`.' })
  currency: string;

  @Field(() => String, { description: 'Its first month, e.g. `2026-01`.' })
  validFrom: string;

  @Field(() => String, { nullable: true, description: 'Its last month; null while it has no end.' })
  validTo: string | null;

  @Field(() => AgreementTermsType, {
    description: 'The terms in force today in its zone; those of its first month before it begins.',
  })
  terms: AgreementTermsType;

  @Field(() => [AgreementTermsType], {
    description: 'All terms in the order they were agreed, at most 200; the last of those in force counts.',
  })
  termsVersions: AgreementTermsType[];

  @Field(() => Int, { description: 'How often its rates were set.' })
  rateCardVersion: number;

  @Field(() => [AgreementRateType], {
    nullable: true,
    description: 'Its rates in the order they were set, at most 500; null for whoever may not see all money.',
  })
  @Needs('money.read')
  rates: LookedUp<AgreementRateType[]>;

  @Field(() => [AgreementSignatureType], { description: 'Who signed so far: none, one, or both sides.' })
  signatures: AgreementSignatureType[];

  @Field(() => [AgreementConsentType], {
    description: 'Changes one side wants and the other has not said yes to, at most 50.',
  })
  openConsents: AgreementConsentType[];

  @Field(() => Instant, { description: 'When it was drafted.' })
  draftedAt: string | Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  /** Not fields: where its months and its history are read. */
  agreementId: string;
  workspaceId: string;
  streamId: string;
}
