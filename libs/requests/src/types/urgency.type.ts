import { Instant, LocalDate } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { AlternativeStatusEnum, CostOfDelayEnum, ExpediteStatusEnum } from './enums-urgency.js';

@ObjectType('Expedite', { description: 'The question whether a request goes first, and its answer.' })
export class ExpediteType {
  @Field(() => ExpediteStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => LocalDate, { description: 'The day on which it is worth nothing any more, e.g. `2026-01-30`.' })
  hardDate: string;

  @Field(() => CostOfDelayEnum, { description: 'What waiting would cost.' })
  costOfDelay: string;

  @Field(() => String, { description: 'Why it cannot wait.' })
  reason: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the request that has to wait; null: nobody has to.' })
  displacesRequestId: string | null;

  @Field(() => String, { nullable: true, description: 'Why nobody has to wait, where nobody has to.' })
  displacesNothing: string | null;

  @Field(() => ID, { description: 'Global id of the person who asked.' })
  requestedById: string;

  @Field(() => Instant, { description: 'When it was asked.' })
  requestedAt: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person who answered; null while nobody has.' })
  decidedById: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it was answered.' })
  decidedAt: string | null;

  @Field(() => String, { nullable: true, description: 'Why it does not go first, when the answer was no.' })
  declinedBecause: string | null;
}

@ObjectType('Displacement', { description: 'A request had to wait for an urgent one.' })
export class DisplacementType {
  @Field(() => ID, { description: 'Global id of the urgent request.' })
  byRequestId: string;

  @Field(() => LocalDate, { nullable: true, description: 'The date before; null where it had none.' })
  oldDate: string | null;

  @Field(() => LocalDate, { description: 'The date after, e.g. `2026-02-13`.' })
  newDate: string;

  @Field(() => Int, { nullable: true, description: 'Calendar days between the two; null without a date before.' })
  delayDays: number | null;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType('Alternative', { description: 'Another way to the same end, proposed by engineering.' })
export class AlternativeType {
  @Field(() => ID, { description: 'Its id inside the request, e.g. `A1`.' })
  alternativeId: string;

  @Field(() => AlternativeStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => String, { description: 'What it is.' })
  summary: string;

  @Field(() => [String], { description: 'What of the request it keeps.' })
  kept: readonly string[];

  @Field(() => [String], { description: 'What of the request it gives up.' })
  lost: readonly string[];

  @Field(() => Int, { description: 'What it would take, in minutes, e.g. 1500.' })
  minutes: number;

  @Field(() => Int, { nullable: true, description: 'What the way asked for would take, in minutes, as guessed.' })
  replacesMinutes: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'An estimate, never a measurement: the minutes it would save, e.g. 8100; null where it saves none.',
  })
  estimatedSavedMinutes: number | null;

  @Field(() => ID, { description: 'Global id of the person who proposed it.' })
  proposedById: string;

  @Field(() => Instant, { description: 'When it was proposed.' })
  proposedAt: string;

  @Field(() => String, { nullable: true, description: 'Why it was not taken, if it was not.' })
  rejectedBecause: string | null;
}
