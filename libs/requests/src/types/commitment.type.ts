import { Instant, LocalDate } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { EstimateOwesEnum } from './enums-delivery.js';
import { ConfidenceEnum, DateKindEnum, EstimateLineKindEnum, SideEnum, TouchEnum } from './enums.js';

@ObjectType('RequestTouch', { description: 'Something the request touches.' })
export class RequestTouchType {
  @Field(() => TouchEnum, { description: 'What it touches.' })
  touch: string;

  @Field(() => ID, { description: 'Global id of the person who said so.' })
  byId: string;

  @Field(() => String, { description: 'Why they think so.' })
  why: string;

  @Field(() => Int, { nullable: true, description: 'Expected requests a minute; only with PUBLIC_PEAK.' })
  expectedPeakRpm: number | null;

  @Field(() => Boolean, { description: 'Set by engineering or risk: the requester cannot take it back.' })
  locked: boolean;
}

@ObjectType('TouchSuggestion', {
  description: 'Words of the brief make this touch likely; a person confirms or dismisses it.',
})
export class TouchSuggestionType {
  @Field(() => TouchEnum, { description: 'The touch suggested.' })
  touch: string;

  @Field(() => [String], { description: 'The words that suggest it.' })
  words: string[];

  @Field(() => Boolean, { description: 'True until somebody answers; no estimate before.' })
  open: boolean;

  @Field(() => String, { nullable: true, description: 'Why it was dismissed, if it was.' })
  dismissedBecause: string | null;
}

@ObjectType('HiddenWorkFactor', { description: 'Work that does not meet the eye, in plain words.' })
export class HiddenWorkFactorType {
  @Field(() => TouchEnum, { description: 'The touch it comes from.' })
  touch: string;

  @Field(() => String, { description: 'Why it is more work than it looks.' })
  explanation: string;

  @Field(() => [EstimateLineKindEnum], { description: 'Kinds of work it usually brings.' })
  typicalLines: string[];
}

@ObjectType('EstimateLine', { description: 'One kind of work in an estimate.' })
export class EstimateLineType {
  @Field(() => EstimateLineKindEnum, { description: 'Kind of work.' })
  kind: string;

  @Field(() => Int, { description: 'Likely minutes.' })
  minutes: number;
}

@ObjectType('Estimate', { description: 'A three-point estimate.' })
export class EstimateType {
  @Field(() => ID, { description: 'Its id inside the request.' })
  estimateId: string;

  @Field(() => Int, { description: 'If all goes well, in minutes.' })
  optimisticMinutes: number;

  @Field(() => Int, { description: 'Most likely, in minutes; the sum of the lines.' })
  likelyMinutes: number;

  @Field(() => Int, { description: 'If much goes wrong, in minutes.' })
  pessimisticMinutes: number;

  @Field(() => [EstimateLineType], { description: 'The likely minutes by kind of work.' })
  lines: EstimateLineType[];

  @Field(() => ConfidenceEnum, { description: 'How sure the estimator is.' })
  confidence: string;

  @Field(() => [String], { description: 'What it takes for granted.' })
  assumptions: string[];

  @Field(() => Int, { description: 'Calendar days from start to launch, as forecast.' })
  durationForecastDays: number;

  @Field(() => LocalDate, { description: 'The last day on which it can be approved.' })
  validUntil: string;

  @Field(() => ID, { description: 'Global id of the person who handed it in.' })
  byId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the engineering lead who countersigned it.' })
  countersignedById: string | null;

  @Field(() => Boolean, {
    description: 'What was signed no longer holds: nothing is delivered before that is settled.',
  })
  stale: boolean;

  @Field(() => EstimateOwesEnum, { nullable: true, description: 'What settles it; null while it holds.' })
  owes: string | null;

  @Field(() => Instant, { description: 'When it was handed in.' })
  at: string;
}

@ObjectType('ReservationLine', { description: 'Minutes reserved in one month of one agreement.' })
export class ReservationLineType {
  @Field(() => ID, { description: 'Global id of the agreement.' })
  agreementId: string;

  @Field(() => String, { description: 'Month, `YYYY-MM`.' })
  period: string;

  @Field(() => Int, { description: 'Minutes reserved.' })
  minutes: number;
}

@ObjectType('Approval', { description: 'The signature of one side.' })
export class ApprovalType {
  @Field(() => SideEnum, { description: 'The side that signed.' })
  side: string;

  @Field(() => ID, { description: 'Global id of the person who signed.' })
  byId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy signed for.' })
  onBehalfOfId: string | null;

  @Field(() => [ReservationLineType], { description: 'Minutes planned by month; empty where no agreement exists.' })
  reservationPlan: ReservationLineType[];

  @Field(() => Instant, { description: 'When it was given.' })
  at: string;
}

@ObjectType('AgreedDate', { description: 'A date both can count on, and every one before it.' })
export class AgreedDateType {
  @Field(() => LocalDate, { description: 'The date.' })
  date: string;

  @Field(() => DateKindEnum, { description: 'Whether it can move.' })
  dateKind: string;

  @Field(() => String, { nullable: true, description: 'Why it was changed.' })
  reason: string | null;

  @Field(() => Instant, { description: 'When it was agreed.' })
  at: string;
}

@ObjectType('CoAuthor', { description: 'Somebody who writes the brief along with the requester.' })
export class CoAuthorType {
  @Field(() => ID, { description: 'Global id of the person.' })
  personId: string;

  @Field(() => SideEnum, { description: 'Their side.' })
  side: string;
}

@ObjectType('Hold', { description: 'The request rests.' })
export class HoldType {
  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => LocalDate, { description: 'The day on which to look at it again.' })
  reviewDate: string;

  @Field(() => Boolean, { description: 'That day has come.' })
  reviewDue: boolean;

  @Field(() => Instant, { description: 'Since when.' })
  since: string;
}

@ObjectType('RequestEnding', { description: 'How a request came to its end.' })
export class RequestEndingType {
  @Field(() => String, { description: 'Reason code, e.g. `NO_CAPACITY`.' })
  reason: string;

  @Field(() => String, { nullable: true, description: 'The reason in words.' })
  note: string | null;

  @Field(() => String, { nullable: true, description: 'What would have to change for it to be taken up again.' })
  reviveWhen: string | null;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}
