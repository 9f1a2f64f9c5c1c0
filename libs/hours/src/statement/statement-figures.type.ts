import { Money, Needs } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';

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
