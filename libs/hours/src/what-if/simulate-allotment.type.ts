import {
  Choice,
  GlobalId,
  Instant,
  LogPosition,
  Money,
  MoneyInput,
  Needs,
  Nested,
  Text,
  Whole,
  Decimal,
} from '#libs/api-kit';
import { publish } from '#libs/requests';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { OverageInput, RolloverInput } from '../agreements/terms.input.js';
import type { Demand } from '../domain/index.js';
import type { LookedUp } from '../looked-up.js';

export const DemandEnum = publish<Demand['kind']>(
  'AllotmentDemand',
  'How demand answers another policy.',
  {
    RECORDED: 'As it was recorded: what is refused stays refused.',
    ELASTIC: 'Every refused reservation, and uncovered time at its entry, becomes overage that is approved at once.',
    SCALED: 'As recorded, with reservations and work so many times as large.',
  },
  ['RECORDED', 'ELASTIC', 'SCALED'],
);

@InputType({
  description: 'What would have come of the recorded months of an agreement, had another policy been agreed.',
})
export class SimulateAllotmentInput {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Text({ description: 'The first month, e.g. `2026-01`.' })
  from: string;

  @Text({ description: 'The last month, e.g. `2026-03`; at most 24 months.' })
  to: string;

  @Whole({ nullable: true, description: 'Minutes each month would have granted, e.g. 5400; as it was unless told.' })
  minutesPerMonth?: number | null;

  @Nested(() => RolloverInput, { nullable: true, description: 'What would have become of unused minutes.' })
  rollover?: RolloverInput | null;

  @Nested(() => OverageInput, {
    nullable: true,
    description: 'What overage would have been; what is left out stays as it was.',
  })
  overage?: OverageInput | null;

  @Nested(() => MoneyInput, { nullable: true, description: 'What every hour would have cost.' })
  perHour?: MoneyInput | null;

  @Choice(DemandEnum, { description: 'How demand answers.' })
  demand: Demand['kind'];

  @Decimal({ nullable: true, description: 'For SCALED: so many times as large, above 0 and at most 10, e.g. 1.2.' })
  factor?: number | null;
}

@ObjectType({ description: 'A month under some policy.' })
export class SimulatedMonth {
  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => Int, { description: 'Minutes the month had.' })
  basePoolMinutes: number;

  @Field(() => Int, { description: 'Minutes worked and paid from the pool.' })
  consumedMinutes: number;

  @Field(() => Int, { description: 'Minutes worked and paid from overage.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Minutes worked that nothing covered; they are not billed.' })
  uncoveredMinutes: number;

  @Field(() => Int, { description: 'Unused minutes handed on to the next month.' })
  rolledOverMinutes: number;

  @Field(() => Int, { description: 'Unused minutes that expired.' })
  expiredMinutes: number;

  @Field(() => Int, { description: 'Approved overage nobody used.' })
  lapsedOverageMinutes: number;

  @Field(() => Int, { description: 'Minutes left of the pool.' })
  unusedMinutes: number;

  @Field(() => Money, {
    nullable: true,
    description: 'What the month is billed; null for whoever may not see all money.',
  })
  @Needs('money.read')
  amount: LookedUp<Money>;

  @Field(() => Boolean, { description: 'False for a month that still runs: its figures are those of today.' })
  isClosed: boolean;
}

@ObjectType({ description: 'The months of a window under some policy, and their sums.' })
export class AllotmentOutcome {
  @Field(() => [SimulatedMonth], { description: 'In order.' })
  months: SimulatedMonth[];

  @Field(() => Int, { description: 'Overage consumed, in minutes.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Minutes handed on, month by month, added up.' })
  rolledOverMinutes: number;

  @Field(() => Int, { description: 'Minutes that expired.' })
  expiredMinutes: number;

  @Field(() => Money, {
    nullable: true,
    description: 'What all of them are billed; null for whoever may not see all money.',
  })
  @Needs('money.read')
  amount: LookedUp<Money>;
}

@ObjectType({ description: 'A reservation the other policy would have refused.' })
export class SimulatedReservationRefusal {
  @Field(() => Instant, { description: 'When it was asked for.' })
  at: string;

  @Field(() => String, { description: 'In which month, e.g. `2026-02`.' })
  period: string;

  @Field(() => ID, { description: 'Global id of the request.' })
  requestId: string;

  @Field(() => Int, { description: 'How many minutes were missing.' })
  shortfallMinutes: number;
}

@ObjectType({ description: 'What another policy would have meant. Nothing is stored.' })
export class AllotmentSimulation {
  @Field(() => AllotmentOutcome, { description: 'Under the other policy.' })
  simulated: AllotmentOutcome;

  @Field(() => AllotmentOutcome, { description: 'What happened.' })
  recorded: AllotmentOutcome;

  @Field(() => Money, {
    nullable: true,
    description: 'What it would have cost more, or less; null for whoever may not see all money.',
  })
  @Needs('money.read')
  difference: LookedUp<Money>;

  @Field(() => [SimulatedReservationRefusal], { description: 'Refused reservations in order, at most 500.' })
  refusals: SimulatedReservationRefusal[];

  @Field(() => [ID], {
    description: 'Global ids of requests that would have found no minutes in their month, at most 500.',
  })
  displacedRequestIds: string[];

  @Field(() => [String], { description: 'What the answer rests on, in sentences.' })
  assumptions: readonly string[];

  @Field(() => LogPosition, { description: 'Where in the log it stands: facts up to here were replayed.' })
  asOfPosition: number;
}
