import { NotFound, type Recorded, Refusal } from '#libs/event-log';
import type { Actor, Period } from '#libs/vocabulary';
import { type Agreement, type AgreementEvent, type AgreementState, evolveAgreement, termsFor } from './agreement.js';
import { draftAgreement, type DraftAgreementInput, signAgreement } from './agreement-rules.js';
import type { HoursContext } from './context.js';
import { evolve } from './evolve.js';
import type { AllotmentEvent } from './facts.js';
import { ledgerOf } from './statement-history.js';
import type { Allotment, AllotmentState } from './state.js';
import type { AgreementTerms } from './terms.js';
import { evolveEntry, type TimeEntry, type TimeEntryEvent } from './time-entry.js';

/** The cast: who they are, what they hold, on which side. */
export const people = {
  cmo: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' },
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  backend: { personId: 'p-bea', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'own' },
  frontend: { personId: 'p-finn', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'own' },
  finance: { personId: 'p-fay', roles: ['FINANCE'], side: null, grant: 'all' },
  bridge: { personId: 'p-bri', roles: ['BRIDGE'], side: 'CONSUMER', grant: 'all' },
  clock: { personId: 'clock', roles: ['INTEGRATION'], side: null, grant: 'all' },
  /** Holds both lead roles. */
  both: { personId: 'p-bo', roles: ['MARKETING_LEAD', 'ENGINEERING_LEAD'], side: 'CONSUMER', grant: 'all' },
} as const satisfies Record<string, Actor>;

export const standardTerms: AgreementTerms = {
  grant: { kind: 'POOL', minutesPerMonth: 4800 },
  overage: { mode: 'APPROVAL', factorPercent: 150 },
  rollover: { kind: 'CAPPED', cap: { percent: 25 }, expiresAfterMonths: 1 },
  debtAllowed: false,
  billing: 'ACTUALS',
  thresholds: [75, 90, 100],
  graceWorkingDays: 3,
  granularityMinutes: 1,
};

/** AG-1 of the demo quarter. */
export const ag1: DraftAgreementInput = {
  number: 1,
  consumerTeamId: 't-marketing',
  provider: { kind: 'TEAM', id: 't-engineering', teamId: 't-engineering' },
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  validFrom: '2026-01',
  validTo: null,
  terms: standardTerms,
  rates: [{ activity: null, role: null, minorPerHour: 9000, effectiveFrom: '2026-01-01' }],
};

const contextFor = (actor: Actor, today: string) => ({ now: `${today}T08:00:00.000Z`, today, actor });

/** A signed agreement on given terms. */
export function agreementOn(input: DraftAgreementInput = ag1): AgreementState {
  let agreement: Agreement = { status: 'unknown' };
  const take = (facts: readonly AgreementEvent[]) => {
    agreement = facts.reduce(evolveAgreement, agreement);
  };
  take(draftAgreement(agreement, input));
  take(signAgreement(agreement, { side: 'CONSUMER' }, contextFor(people.cmo, '2025-12-15')));
  take(signAgreement(agreement, { side: 'PROVIDER' }, contextFor(people.cto, '2025-12-15')));
  return agreement as unknown as AgreementState;
}

/** Code, details and path of a refusal; throws when it was none. */
export function refusalOf(attempt: () => unknown): Pick<Refusal, 'code' | 'details' | 'path'> {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, details: error.details, path: error.path };
  }
  throw new Error('Not refused.');
}

/** A fact with the day it was written down. */
export interface Dated {
  readonly day: string;
  readonly fact: AllotmentEvent;
}

/** Facts of one month or one entry, and the day they were written down. */
export type ToldFacts = { readonly day: string } & (
  | { readonly period: Period; readonly facts: readonly AllotmentEvent[] }
  | { readonly entryId: string; readonly facts: readonly TimeEntryEvent[] }
);

/**
 * An agreement in memory with its months and entries: every `do` is one decision, all or nothing. `watch` sees the book after each
 * single fact.
 */
export class Book {
  readonly months = new Map<Period, Allotment>();
  readonly facts = new Map<Period, Dated[]>();
  readonly entries = new Map<string, TimeEntry>();
  /** Every fact of an entry, in order. */
  readonly entryFacts: { readonly entryId: string; readonly fact: TimeEntryEvent }[] = [];
  /** All facts of all months in the order they were written down. */
  readonly log: (Dated & { readonly period: Period })[] = [];
  today = '2026-01-01';
  watch: ((book: Book, fact: AllotmentEvent) => void) | null = null;
  /** Told of all facts in the order of decisions, by month and by entry. */
  tell: ((facts: ToldFacts) => void) | null = null;

  constructor(public agreement: AgreementState = agreementOn()) {}

  ctx(actor: Actor, period: Period): HoursContext {
    return { ...contextFor(actor, this.today), terms: termsFor(this.agreement, period) };
  }

  month(period: Period): Allotment {
    return this.months.get(period) ?? { status: 'unknown' };
  }

  /** A month that was opened. */
  opened(period: Period): AllotmentState {
    const month = this.month(period);
    if (month.status === 'unknown') throw new NotFound(`month ${period}`);
    return month;
  }

  entry(entryId: string): TimeEntry {
    return this.entries.get(entryId) ?? { status: 'unknown' };
  }

  history(period: Period): AllotmentEvent[] {
    return (this.facts.get(period) ?? []).map(({ fact }) => fact);
  }

  /** Facts of a month, and the types of them. */
  add(period: Period, facts: readonly AllotmentEvent[]): string[] {
    for (const fact of facts) {
      this.months.set(period, evolve(this.month(period), fact));
      const known = this.facts.get(period) ?? [];
      this.facts.set(period, known);
      known.push({ day: this.today, fact });
      this.log.push({ period, day: this.today, fact });
      this.watch?.(this, fact);
    }
    this.tell?.({ period, facts, day: this.today });
    return facts.map(({ type }) => type);
  }

  addEntry(entryId: string, facts: readonly TimeEntryEvent[]): void {
    this.entries.set(entryId, facts.reduce(evolveEntry, this.entry(entryId)));
    for (const fact of facts) this.entryFacts.push({ entryId, fact });
    this.tell?.({ entryId, facts, day: this.today });
  }

  /** A month as it stood at the end of a day. */
  asOf(period: Period, day: string): Allotment {
    const known = (this.facts.get(period) ?? []).filter((one) => one.day <= day);
    return known.map(({ fact }) => fact).reduce<Allotment>(evolve, { status: 'unknown' });
  }

  opens(): AllotmentState[] {
    return [...this.months.values()].filter((month) => month.status !== 'unknown');
  }
}

/** What rows keep of a book's months as it stood at the end of a day, by way of facts as the log gives them. */
export function recordedLedger(book: Book, until = '9999-12-31') {
  const histories = [...book.facts.entries()].map(([period, dated], month) =>
    dated
      .filter(({ day }) => day <= until)
      .map(({ day, fact }, index) => {
        const place = {
          streamId: `allotment-AG-1-${period}`,
          version: index + 1,
          position: month * 1_000_000 + index + 1,
        };
        return { ...fact, ...place, recordedAt: `${day}T08:00:00.000Z` } as Recorded<AllotmentEvent>;
      }),
  );
  return ledgerOf(histories);
}
