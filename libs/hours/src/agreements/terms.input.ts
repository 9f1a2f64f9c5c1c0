import { Choice, Flag, GlobalId, Nested, Whole } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional } from 'class-validator';
import type { AgreementTerms, Billing, Grant, OverageMode, Rollover } from '../domain/index.js';
import { BillingEnum, OverageModeEnum } from '../enums.js';

@InputType({ description: 'A fixed number of minutes each month.' })
export class PoolGrantInput {
  @Whole({ description: 'Minutes each month, 1 to 1,000,000, e.g. 4800 for 80 hours.' })
  minutesPerMonth: number;
}

@InputType({ description: 'A share of one person’s working days.' })
export class DedicatedGrantInput {
  @GlobalId('Person', { description: 'Who works for the consumer.' })
  personId: string;

  @Whole({ description: 'Share of each working day in percent, 1 to 100.' })
  percent: number;

  @Whole({ description: 'Minutes of a full working day, 1 to 1440, e.g. 480.' })
  dailyMinutes: number;

  @GlobalId('Team', {
    nullable: true,
    description: 'The team whose working days and absences count; the provider’s unless told.',
  })
  calendarTeamId?: string | null;
}

@InputType({ isOneOf: true, description: 'What a month grants: a fixed pool, or a share of one person.' })
export class GrantInput {
  @Nested(() => PoolGrantInput, { nullable: true, description: 'The same minutes each month.' })
  pool?: PoolGrantInput | null;

  @Nested(() => DedicatedGrantInput, { nullable: true, description: 'One person, by their working days.' })
  dedicated?: DedicatedGrantInput | null;
}

@InputType({ description: 'What happens to worked time that nothing covers, and what it costs.' })
export class OverageInput {
  @Choice(OverageModeEnum, { nullable: true, description: 'What happens to it; APPROVAL unless told.' })
  mode?: OverageMode | null;

  @Whole({ nullable: true, description: 'Its price in percent of the rate, 100 to 1000; 150 unless told.' })
  factorPercent?: number | null;
}

@InputType({ description: 'Everything unused goes on.' })
export class FullRolloverInput {
  @Whole({ description: 'For how many months it can be used, 1 to 24.' })
  expiresAfterMonths: number;
}

@InputType({ isOneOf: true, description: 'The most a month hands on.' })
export class RolloverCapInput {
  @Whole({ nullable: true, description: 'Percent of the minutes the month grants, 0 to 100, e.g. 25.' })
  percent?: number | null;

  @Whole({ nullable: true, description: 'Minutes, 0 to 1,000,000.' })
  minutes?: number | null;
}

@InputType({ description: 'A part of what is unused goes on; the rest expires.' })
export class CappedRolloverInput {
  @Nested(() => RolloverCapInput, { description: 'The most a month hands on.' })
  cap: RolloverCapInput;

  @Whole({ description: 'For how many months it can be used, 1 to 24.' })
  expiresAfterMonths: number;
}

@InputType({ isOneOf: true, description: 'What becomes of unused minutes; carried minutes are always used first.' })
export class RolloverInput {
  @Flag({ nullable: true, description: '`true`: nothing goes on, all of them expire.' })
  none?: boolean | null;

  @Nested(() => FullRolloverInput, { nullable: true, description: 'Everything goes on.' })
  full?: FullRolloverInput | null;

  @Nested(() => CappedRolloverInput, { nullable: true, description: 'A part goes on.' })
  capped?: CappedRolloverInput | null;
}

/** The terms beside the grant. */
@InputType({ isAbstract: true })
export abstract class TermsInput {
  @Nested(() => OverageInput, { nullable: true, description: 'Worked time beyond what is granted.' })
  overage?: OverageInput | null;

  @Nested(() => RolloverInput, { nullable: true, description: 'Unused minutes; they expire unless told.' })
  rollover?: RolloverInput | null;

  @Flag({
    nullable: true,
    description: 'True: both leads may let uncovered time reduce the next month; false unless told.',
  })
  debtAllowed?: boolean | null;

  @Choice(BillingEnum, { nullable: true, description: 'What a month is billed by; ACTUALS unless told.' })
  billing?: Billing | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      'Percents of capacity that are said once when they are reached, ascending, at most 10; 75, 90 and 100 unless told.',
  })
  @IsOptional()
  @IsInt({ each: true })
  thresholds?: number[] | null;

  @Whole({
    nullable: true,
    description: 'Working days after a month in which its time may still come in, 0 to 20; 3 unless told.',
  })
  graceWorkingDays?: number | null;

  @Whole({ nullable: true, description: 'Time is recorded in steps of so many minutes, 1 to 60; 1 unless told.' })
  granularityMinutes?: number | null;
}

/** What an agreement says where nobody says anything else (core 2.3). */
const DEFAULTS: Omit<AgreementTerms, 'grant'> = {
  overage: { mode: 'APPROVAL', factorPercent: 150 },
  rollover: { kind: 'NONE' },
  debtAllowed: false,
  billing: 'ACTUALS',
  thresholds: [75, 90, 100],
  graceWorkingDays: 3,
  granularityMinutes: 1,
};

/** What was not left out. */
const named = <T extends object>(values: { [K in keyof T]?: T[K] | null | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as Partial<T>;

/** The grant as the rules know it; `calendarTeamId` counts where the input names no calendar. */
export function grantOfInput({ pool, dedicated }: GrantInput, calendarTeamId: string): Grant {
  if (pool) return { kind: 'POOL', minutesPerMonth: pool.minutesPerMonth };
  if (!dedicated) throw new ValidationFailed('Name a pool or a person.', ['input', 'grant']);
  const { personId, percent, dailyMinutes } = dedicated;
  return { kind: 'DEDICATED', personId, percent, dailyMinutes, calendarId: dedicated.calendarTeamId ?? calendarTeamId };
}

export function rolloverOf({ none, full, capped }: RolloverInput): Rollover {
  if (full) return { kind: 'FULL', expiresAfterMonths: full.expiresAfterMonths };
  if (capped) {
    const { cap, expiresAfterMonths } = capped;
    return {
      kind: 'CAPPED',
      cap: cap.percent == null ? { minutes: cap.minutes ?? 0 } : { percent: cap.percent },
      expiresAfterMonths,
    };
  }
  if (none !== true) throw new ValidationFailed('Write `true`, or how much goes on.', ['input', 'rollover', 'none']);
  return { kind: 'NONE' };
}

/** What was named of the terms, as the rules know it; `before` completes an overage of which a part was named. */
export function termsOfInput(
  input: TermsInput & { readonly grant?: GrantInput | null },
  before: Pick<AgreementTerms, 'overage'>,
  calendarTeamId: string,
): Partial<AgreementTerms> {
  const { grant, overage, rollover, debtAllowed, billing, thresholds, graceWorkingDays, granularityMinutes } = input;
  return named<AgreementTerms>({
    grant: grant && grantOfInput(grant, calendarTeamId),
    overage: overage && { ...before.overage, ...named<AgreementTerms['overage']>(overage) },
    rollover: rollover && rolloverOf(rollover),
    debtAllowed,
    billing,
    thresholds,
    graceWorkingDays,
    granularityMinutes,
  });
}

/** The whole terms of a new agreement. @throws ValidationFailed */
export const newTerms = (
  input: TermsInput & { readonly grant: GrantInput },
  calendarTeamId: string,
): AgreementTerms => ({
  grant: grantOfInput(input.grant, calendarTeamId),
  ...DEFAULTS,
  ...termsOfInput(input, DEFAULTS, calendarTeamId),
});
