import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsInt, Matches } from 'class-validator';
import { Problem, registerProblem } from './problems.js';
import { MinorUnits } from './scalars.js';

@ObjectType({ description: 'An amount of money, never without its currency.' })
export class Money {
  @Field(() => MinorUnits, { description: 'Whole minor units, e.g. `9000` for 90.00 EUR.' })
  minorUnits: number;

  @Field(() => String, { description: 'ISO 4217, e.g. `EUR`.' })
  currency: string;
}

@InputType({ description: 'An amount of money, never without its currency.' })
export class MoneyInput {
  @Field(() => MinorUnits, { description: 'Whole minor units, e.g. `9000` for 90.00 EUR.' })
  @IsInt()
  minorUnits: number;

  @Field(() => String, { description: 'ISO 4217, e.g. `EUR`.' })
  @Matches(/^[A-Z]{3}$/, { message: 'Write a currency such as EUR.' })
  currency: string;
}

export const moneyOf = (minorUnits: number, currency: string): Money =>
  Object.assign(new Money(), { minorUnits, currency });

@ObjectType({
  implements: () => Problem,
  description: 'An amount in another currency than the one that is counted in.',
})
export class CurrencyMismatchProblem extends Problem {
  @Field(() => String, { description: 'The currency that is counted in, e.g. `EUR`.' })
  expected: string;

  @Field(() => String, { description: 'The currency that was given, e.g. `USD`.' })
  actual: string;
}
registerProblem('CURRENCY_MISMATCH', CurrencyMismatchProblem);
