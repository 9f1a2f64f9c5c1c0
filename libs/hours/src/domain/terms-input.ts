import { ValidationFailed } from '#libs/event-log';
import { isLocalDate, requireRoom } from '#libs/vocabulary';
import { maxFactor, maxMonthMinutes, maxRate } from './money.js';
import { wholeNumber } from './refusals.js';
import type { AgreementTerms, Grant, Rollover } from './terms.js';
import { activities, billings, overageModes, type Rate } from './values.js';

/** How much of everything an agreement may hold. */
export const agreementLimits = { thresholds: 10, rates: 500, versions: 200, months: 24, graceDays: 20 } as const;

const at = (...path: readonly string[]): readonly string[] => ['input', ...path];

function requireOneOf(value: string, allowed: readonly string[], path: readonly string[]): void {
  if (!allowed.includes(value)) throw new ValidationFailed(`Choose one of ${allowed.join(', ')}.`, path);
}

function requireGrant(grant: Grant): void {
  if (grant.kind === 'POOL') {
    wholeNumber(grant.minutesPerMonth, { min: 1, max: maxMonthMinutes, path: at('grant', 'pool', 'minutesPerMonth') });
    return;
  }
  wholeNumber(grant.percent, { min: 1, max: 100, path: at('grant', 'dedicated', 'percent') });
  wholeNumber(grant.dailyMinutes, { min: 1, max: 1440, path: at('grant', 'dedicated', 'dailyMinutes') });
}

function requireRollover(rollover: Rollover): void {
  if (rollover.kind === 'NONE') return;
  const { expiresAfterMonths } = rollover;
  const path = at('rollover', rollover.kind === 'FULL' ? 'full' : 'capped');
  wholeNumber(expiresAfterMonths, { min: 1, max: agreementLimits.months, path: [...path, 'expiresAfterMonths'] });
  if (rollover.kind === 'FULL') return;
  const { cap } = rollover;
  if ('percent' in cap) wholeNumber(cap.percent, { min: 0, max: 100, path: [...path, 'cap', 'percent'] });
  else wholeNumber(cap.minutes, { min: 0, max: maxMonthMinutes, path: [...path, 'cap', 'minutes'] });
}

function requireThresholds(thresholds: readonly number[]): void {
  const path = at('thresholds');
  requireRoom(thresholds.length, agreementLimits.thresholds, { what: 'thresholds', path });
  thresholds.forEach((percent, index) => {
    wholeNumber(percent, { min: 1, max: 1000, path });
    if (index > 0 && percent <= (thresholds[index - 1] ?? 0))
      throw new ValidationFailed('Write thresholds in ascending order, each once.', path);
  });
}

/** @throws ValidationFailed, LimitReached */
export function requireTerms(terms: AgreementTerms): AgreementTerms {
  requireGrant(terms.grant);
  requireOneOf(terms.overage.mode, overageModes, at('overage', 'mode'));
  wholeNumber(terms.overage.factorPercent, { min: 100, max: maxFactor, path: at('overage', 'factorPercent') });
  requireRollover(terms.rollover);
  requireOneOf(terms.billing, billings, at('billing'));
  requireThresholds(terms.thresholds);
  wholeNumber(terms.graceWorkingDays, { min: 0, max: agreementLimits.graceDays, path: at('graceWorkingDays') });
  wholeNumber(terms.granularityMinutes, { min: 1, max: 60, path: at('granularityMinutes') });
  return terms;
}

/** @throws ValidationFailed */
export function requireRate(rate: Rate, path: readonly string[]): Rate {
  const { activity, role, minorPerHour, effectiveFrom } = rate;
  if (activity !== null) requireOneOf(activity, activities, [...path, 'activity']);
  wholeNumber(minorPerHour, { min: 0, max: maxRate, path: [...path, 'minorPerHour'] });
  if (!isLocalDate(effectiveFrom)) throw new ValidationFailed('Write a day as YYYY-MM-DD.', [...path, 'effectiveFrom']);
  return { activity, role, minorPerHour, effectiveFrom };
}
