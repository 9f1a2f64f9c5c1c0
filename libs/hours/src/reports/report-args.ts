import { GlobalId, Text } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { ArgsType } from '@nestjs/graphql';
import { addMonths, monthOf } from '../domain/index.js';

/** Months of one report at most. */
export const maxReportMonths = 60;

@ArgsType()
export class AgreementMonthsArgs {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Text({ description: 'The first month, e.g. `2026-01`.' })
  from: string;

  @Text({ description: 'The last month, e.g. `2026-03`; at most 60 in all.' })
  to: string;
}

@ArgsType()
export class AgreementArgs {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Text({ nullable: true, description: 'The first month, e.g. `2026-01`; from its beginning unless told.' })
  from?: string | null;

  @Text({ nullable: true, description: 'The last month, e.g. `2026-03`; to its end unless told.' })
  to?: string | null;
}

/** @throws ValidationFailed for what is no month, months in the wrong order, and too many */
export function monthsOf({ from, to }: Pick<AgreementMonthsArgs, 'from' | 'to'>): { from: string; to: string } {
  const months = { from: monthOf(from, ['from']), to: monthOf(to, ['to']) };
  if (months.to < months.from) throw new ValidationFailed('The last month comes before the first.', ['to']);
  if (months.to >= addMonths(months.from, maxReportMonths))
    throw new ValidationFailed(`Ask for at most ${maxReportMonths} months.`, ['to']);
  return months;
}

/** Months that may be left out: all there are. @throws ValidationFailed */
export function someMonthsOf({ from, to }: Pick<AgreementArgs, 'from' | 'to'>): { from: string; to: string } {
  const months = {
    from: from == null ? '0000-01' : monthOf(from, ['from']),
    to: to == null ? '9999-12' : monthOf(to, ['to']),
  };
  if (months.to < months.from) throw new ValidationFailed('The last month comes before the first.', ['to']);
  return months;
}
