import { GlobalId, Nested, Text } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { ArgsType } from '@nestjs/graphql';
import { type AllotmentKey, allotmentKeyFormat, allotmentKeyOf } from '../allotment-key.js';
import { addMonths, monthOf } from '../domain/index.js';
import { HoursAsOf } from './as-of.input.js';

/** Months one answer shows at most. */
export const MOST_MONTHS = 36;

const PAST = { nullable: true, description: 'The past to show; the present unless told.' };

@ArgsType()
export class AllotmentArgs {
  @GlobalId('Allotment', {
    nullable: true,
    format: allotmentKeyFormat,
    description: 'Global id of the month; instead of it, name the agreement and the period.',
  })
  id?: string | null;

  @GlobalId('Agreement', { nullable: true, description: 'Global id of the agreement; with `period`.' })
  agreementId?: string | null;

  @Text({ nullable: true, description: 'The month, e.g. `2026-02`; with `agreementId`.' })
  period?: string | null;

  @Nested(() => HoursAsOf, PAST)
  asOf?: HoursAsOf | null;
}

/** @throws ValidationFailed where the month is named in neither way, or in both */
export function askedMonth({ id, agreementId, period }: AllotmentArgs): AllotmentKey {
  const own = id == null ? null : allotmentKeyOf(id);
  const named = agreementId == null || period == null ? null : { agreementId, period: monthOf(period, ['period']) };
  const asked = own ?? named;
  if (asked === null || (own !== null && named !== null))
    throw new ValidationFailed('Name the month by its id, or by its agreement and its period.', ['id']);
  return asked;
}

@ArgsType()
export class AllotmentsArgs {
  @GlobalId('Agreement', { description: 'Global id of the agreement.' })
  agreementId: string;

  @Text({ description: 'The first month, e.g. `2026-01`.' })
  from: string;

  @Text({ description: `The last month, e.g. \`2026-12\`; at most ${MOST_MONTHS} months in all.` })
  to: string;

  @Nested(() => HoursAsOf, PAST)
  asOf?: HoursAsOf | null;
}

/** @throws ValidationFailed for what is no window of months, or too long a one */
export function askedWindow(args: Pick<AllotmentsArgs, 'from' | 'to'>): { readonly from: Period; readonly to: Period } {
  const from = monthOf(args.from, ['from']);
  const to = monthOf(args.to, ['to']);
  if (to < from || to >= addMonths(from, MOST_MONTHS))
    throw new ValidationFailed(`Name a window of 1 to ${MOST_MONTHS} months.`, ['to']);
  return { from, to };
}

@ArgsType()
export class MonthArgs {
  @GlobalId('Agreement', { description: 'Global id of the agreement.' })
  agreementId: string;

  @Text({ description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Nested(() => HoursAsOf, PAST)
  asOf?: HoursAsOf | null;
}
