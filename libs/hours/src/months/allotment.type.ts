import { Instant, LocalDate, LogPosition, Money, Needs, Node } from '#libs/api-kit';
import type { LookedUp } from '../looked-up.js';
import { RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Side } from '#libs/vocabulary';
import { AllotmentStatusEnum, OverageKindEnum, SideEnum } from '../enums.js';

@ObjectType('AllotmentBalance', { description: 'The figures of a month, all in minutes.' })
export class AllotmentBalanceType {
  @Field(() => Int, {
    description: 'What the month has: granted, carried in and credited, adjustments and debt applied.',
  })
  basePoolMinutes: number;

  @Field(() => Int, { description: 'What the agreement grants for the month.' })
  grantedMinutes: number;

  @Field(() => Int, { description: 'What came over from the month before.' })
  carriedInMinutes: number;

  @Field(() => Int, { description: 'Worked and paid from the pool.' })
  consumedMinutes: number;

  @Field(() => Int, { description: 'Reserved for requests and not worked yet.' })
  openReservedMinutes: number;

  @Field(() => Int, { description: 'Neither worked nor reserved; never below 0.' })
  availableMinutes: number;

  @Field(() => Int, { description: 'Overage both leads approved.' })
  overageApprovedMinutes: number;

  @Field(() => Int, { description: 'Overage that was worked.' })
  overageConsumedMinutes: number;

  @Field(() => Int, { description: 'Worked, covered by nothing, and not decided about.' })
  uncoveredMinutes: number;

  @Field(() => Int, { description: 'Worked minutes the provider wrote off.' })
  writtenOffMinutes: number;

  @Field(() => Int, { description: 'Worked minutes that reduce the next month.' })
  debtMinutes: number;

  @Field(() => Int, { description: 'A cut of the month that still waits for free minutes.' })
  reductionPendingMinutes: number;

  @Field(() => Int, { description: 'Recorded and not billable.' })
  notBillableMinutes: number;

  @Field(() => Int, { description: 'Used: consumed, overage and uncovered; what thresholds count.' })
  usedMinutes: number;

  @Field(() => Int, { description: 'What can be used: the pool and approved overage.' })
  capacityMinutes: number;
}

@ObjectType('CarriedLot', { description: 'Minutes carried over from an earlier month; they are used first.' })
export class CarriedLotType {
  @Field(() => Int, { description: 'How many were carried in.' })
  minutes: number;

  @Field(() => Int, { description: 'How many of them are worked.' })
  consumedMinutes: number;

  @Field(() => String, { description: 'The last month in which they can be used, e.g. `2026-02`.' })
  expiresAfterPeriod: string;
}

@ObjectType('AllotmentReservation', { description: 'One request in one month; all in minutes.' })
export class AllotmentReservationType {
  @Field(() => ID, { description: 'Global id of the request.' })
  requestId: string;

  @Field(() => RequestObject, { nullable: true, description: 'The request; null for one you may not read.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => Int, { description: 'Reserved of the pool and not worked yet.' })
  openMinutes: number;

  @Field(() => Int, { description: 'Worked and paid from the pool.' })
  consumedMinutes: number;

  @Field(() => Int, { description: 'Worked and paid from overage.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Approved overage that is still to be worked.' })
  earmarkedMinutes: number;

  @Field(() => Int, { description: 'Worked and covered by nothing.' })
  uncoveredMinutes: number;
}

@ObjectType('PendingOverage', { description: 'Overage that waits for both leads.' })
export class PendingOverageType {
  @Field(() => ID, { description: 'Its name in the month, e.g. `O1`: give it with the month.' })
  overageId: string;

  @Field(() => ID, { description: 'Global id of the request it is bound to.' })
  requestId: string;

  @Field(() => OverageKindEnum, { description: 'Asked for, or kept for uncovered time.' })
  kind: string;

  @Field(() => Int, { description: 'How many minutes.' })
  minutes: number;

  @Field(() => String, { nullable: true, description: 'Why it is asked for.' })
  reason: string | null;

  @Field(() => SideEnum, { nullable: true, description: 'The side that signed; null while none has.' })
  signedSide: Side | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who signed.' })
  signedById: string | null;
}

@ObjectType('UncoveredEntry', {
  description: 'Worked minutes that nothing covers: the month does not close before they are decided.',
})
export class UncoveredEntryType {
  @Field(() => ID, { description: 'The id its recorder gave it, e.g. `F17`.' })
  entryId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the request; null for work without one.' })
  requestId: string | null;

  @Field(() => Int, { description: 'How many minutes of it are uncovered.' })
  minutes: number;
}

@ObjectType('OpenConsent', {
  description: 'Something one side wants; it is carried out when the other side asks for the same.',
})
export class OpenConsentType {
  @Field(() => ID, { description: 'Its name in the month or agreement, e.g. `C1`: give it to take it back.' })
  consentId: string;

  @Field(() => String, { description: 'What is wanted, e.g. `ADJUST_GRANT`; more may be added.' })
  action: string;

  @Field(() => String, { description: 'What exactly, as JSON, e.g. `{"minutes":-60}`.' })
  terms: string;

  @Field(() => SideEnum, { description: 'The side that said yes.' })
  side: Side;

  @Field(() => ID, { description: 'Global id of the person who said it.' })
  byId: string;
}

@ObjectType('StatementDispute', {
  description: 'A line the consumer doubts; the month does not close before it is settled.',
})
export class StatementDisputeType {
  @Field(() => ID, { description: 'Its name in the month, e.g. `S1`.' })
  disputeId: string;

  @Field(() => String, { description: 'The line, e.g. `F14:OVERAGE`.' })
  lineId: string;

  @Field(() => ID, { description: 'The id the recorder gave the entry.' })
  entryId: string;

  @Field(() => String, { description: 'What is wrong with it.' })
  reason: string;
}

@ObjectType('IssuedStatement', { description: 'The statement that stands for a closing or closed month.' })
export class IssuedStatementType {
  @Field(() => Int, { description: 'How often it was issued, counting this one.' })
  number: number;

  @Field(() => LocalDate, { description: 'Silence until the end of this day is acceptance.' })
  acceptBy: string;

  @Field(() => Boolean, { description: 'True once the consumer accepted it, or was silent.' })
  accepted: boolean;

  @Field(() => Money, {
    nullable: true,
    description: 'What it comes to: the sum of its rounded lines; null for whoever may not see all money.',
  })
  @Needs('money.read')
  amount: LookedUp<Money>;
}

@ObjectType('RestatedMonth', {
  description:
    'A month by the days its work was done on, as far as it had come on a day: late time and credits count in the month the work belongs ' +
    'to, whichever month billed them. All in minutes.',
})
export class RestatedMonthType {
  @Field(() => LocalDate, { description: 'The last day that counts, e.g. `2026-03-31`.' })
  businessDate: string;

  @Field(() => Int, { description: 'What is billed: pool, overage and debt, less credits, e.g. 5910.' })
  billedMinutes: number;

  @Field(() => Int, { description: 'Paid from the pool, before credits.' })
  baseMinutes: number;

  @Field(() => Int, { description: 'Paid as overage, before credits.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Carried as debt into the next month, before credits.' })
  debtMinutes: number;

  @Field(() => Int, { description: 'Granted minutes that a retainer bills.' })
  retainerMinutes: number;

  @Field(() => Int, { description: 'Taken back by credits; 0 or less, e.g. -60.' })
  creditMinutes: number;

  @Field(() => Money, { nullable: true, description: 'What it comes to; null for whoever may not see all money.' })
  @Needs('money.read')
  amount: LookedUp<Money>;
}

@ObjectType('Allotment', { implements: () => Node, description: 'The hours of one agreement in one month.' })
export class AllotmentObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => ID, { description: 'Global id of its agreement.' })
  agreementId: string;

  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => AllotmentStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => String, { description: 'IANA zone in which its days begin and end.' })
  timeZone: string;

  @Field(() => String, { description: 'ISO 4217 currency it is billed in.' })
  currency: string;

  @Field(() => AllotmentBalanceType, { description: 'Its figures.' })
  balance: AllotmentBalanceType;

  @Field(() => [CarriedLotType], { description: 'Minutes carried in, those that expire first foremost.' })
  lots: CarriedLotType[];

  @Field(() => [AllotmentReservationType], {
    complexity: 50,
    description: 'Requests with minutes reserved or worked in it, at most 200, the largest open reservation first.',
  })
  reservations: AllotmentReservationType[];

  @Field(() => [PendingOverageType], { description: 'Overage that waits for both leads, at most 200.' })
  pendingOverages: PendingOverageType[];

  @Field(() => [UncoveredEntryType], {
    description: 'Worked time that is covered by nothing and not decided about, at most 200.',
  })
  uncoveredEntries: UncoveredEntryType[];

  @Field(() => [OpenConsentType], { description: 'What one side wants and the other has not said yes to.' })
  openConsents: OpenConsentType[];

  @Field(() => [Int], { description: 'Percents of capacity that were reached, e.g. 75; each is said once.' })
  thresholdsCrossed: readonly number[];

  @Field(() => LocalDate, { nullable: true, description: 'The last day of grace; null before the month closes.' })
  graceEndsOn: string | null;

  @Field(() => IssuedStatementType, { nullable: true, description: 'Null while none stands.' })
  issuedStatement: IssuedStatementType | null;

  @Field(() => [StatementDisputeType], { description: 'Lines the consumer doubts.' })
  disputes: StatementDisputeType[];

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  @Field(() => LogPosition, {
    description:
      'Where in the log it stands: at the past that was asked for, or after its own last change. As `asOf: { position }` it gives the same ' +
      'month again, forever.',
  })
  asOfPosition: number;

  @Field(() => RestatedMonthType, {
    nullable: true,
    complexity: 100,
    description: 'The month by business dates; null unless it was asked for with `asOf: { businessDate }`.',
  })
  @Needs('hours.read')
  restated: LookedUp<RestatedMonthType> | null;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
