import { Refusal } from '#libs/event-log';
import type { LocalDate } from './values.js';

type Path = readonly string[];

export class ReasonRequired extends Refusal {
  constructor(what: string, path: Path) {
    super('REASON_REQUIRED', 'PRECONDITION', `Say why: ${what}.`, {}, { path });
  }
}

/** A text holds an e-mail address or a phone number. */
export class PiiNotAllowed extends Refusal<{ kind: 'EMAIL' | 'PHONE' }> {
  constructor(kind: 'EMAIL' | 'PHONE', path: Path) {
    const found = kind === 'EMAIL' ? 'an e-mail address' : 'a phone number';
    super(
      'PII_NOT_ALLOWED',
      'VALIDATION',
      `This text holds ${found}; leave personal data out of it.`,
      { kind },
      { path },
    );
  }
}

export class LimitReached extends Refusal<{ what: string; max: number }> {
  constructor(what: string, max: number, path?: Path) {
    super('LIMIT_REACHED', 'LIMIT', `No more than ${max} ${what}.`, { what, max }, path && { path });
  }
}

export class DateInPast extends Refusal<{ date: LocalDate; today: LocalDate }> {
  constructor(date: LocalDate, today: LocalDate, path: Path) {
    super('DATE_IN_PAST', 'VALIDATION', `${date} is over; choose ${today} or later.`, { date, today }, { path });
  }
}

export class DateInFuture extends Refusal<{ date: LocalDate; today: LocalDate }> {
  constructor(date: LocalDate, today: LocalDate, path: Path) {
    const message = `${date} has not come yet; choose ${today} or earlier.`;
    super('DATE_IN_FUTURE', 'VALIDATION', message, { date, today }, { path });
  }
}

export class CurrencyMismatch extends Refusal<{ expected: string; actual: string }> {
  constructor(expected: string, actual: string, path?: Path) {
    const message = `This counts in ${expected}, not in ${actual}.`;
    super('CURRENCY_MISMATCH', 'VALIDATION', message, { expected, actual }, path && { path });
  }
}

/** `validity`: from which day to which the agency is approved, both included; null: it is not. */
export class ProviderNotOnboarded extends Refusal<{ validFrom: LocalDate | null; validUntil: LocalDate | null }> {
  constructor(validity: { from: LocalDate; until: LocalDate } | null) {
    const details = { validFrom: validity?.from ?? null, validUntil: validity?.until ?? null };
    const message = 'The security checklist of this provider is not approved for that day.';
    super('PROVIDER_NOT_ONBOARDED', 'PRECONDITION', message, details);
  }
}

/** @throws LimitReached when `count` things would be more than `max` */
export function requireRoom(count: number, max: number, of: { what: string; path?: Path }): void {
  if (count > max) throw new LimitReached(of.what, max, of.path);
}
