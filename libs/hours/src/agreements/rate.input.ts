import { Choice, Day, MoneyInput, Nested } from '#libs/api-kit';
import { type Role, RoleName } from '#libs/people';
import { InputType } from '@nestjs/graphql';
import { type Activity, minorIn, type Rate } from '../domain/index.js';
import { ActivityEnum } from '../enums.js';

/** A rate as it is asked for. */
@InputType({ isAbstract: true })
export abstract class RateFields {
  @Choice(ActivityEnum, { nullable: true, description: 'The kind of work it is for; left out: every kind.' })
  activity?: Activity | null;

  @Choice(RoleName, { nullable: true, description: 'The role of whoever works; left out: every role.' })
  role?: Role | null;

  @Nested(() => MoneyInput, { description: 'Price of one hour, in the agreement’s currency.' })
  perHour: MoneyInput;

  @Day({ description: 'The first day it holds, e.g. `2026-01-01`.' })
  effectiveFrom: string;
}

@InputType({ description: 'A rate of a new agreement’s card; the closest fit counts, activity before role.' })
export class RateInput extends RateFields {}

/** @throws CurrencyMismatch */
export const ratesOf = (inputs: readonly RateInput[], currency: string): Rate[] =>
  inputs.map(({ activity = null, role = null, perHour, effectiveFrom }, index) => {
    const path = ['input', 'rates', String(index), 'perHour', 'currency'];
    const money = { minor: perHour.minorUnits, currency: perHour.currency };
    return { activity, role, minorPerHour: minorIn(currency, money, path), effectiveFrom };
  });
