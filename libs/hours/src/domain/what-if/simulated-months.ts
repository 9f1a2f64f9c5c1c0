import type { Instant } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import type { AgreementState } from '../agreement.js';
import type { HoursContext } from '../context.js';
import { after, changed } from '../course.js';
import { evolve } from '../evolve.js';
import { type AllotmentEvent, type AllotmentFacts, fact } from '../facts.js';
import type { AllotmentState } from '../state.js';
import type { PeriodTerms } from '../terms.js';
import { evolveEntry, type KnownEntry, type TimeEntryEvent } from '../time-entry.js';
import { changedTerms, type PolicyChanges } from './assumptions.js';

export interface Simulated {
  readonly state: AllotmentState;
  /** What the month would have been told to have happened. */
  readonly history: readonly AllotmentEvent[];
}

/** Months and entries of one agreement under changed policy, in memory. */
export class SimulatedMonths {
  protected readonly entries = new Map<string, KnownEntry>();
  /** When what is replayed was recorded. */
  protected at: Instant = '';
  private readonly histories = new Map<Period, AllotmentEvent[]>();
  private readonly months = new Map<Period, AllotmentState>();
  private readonly terms = new Map<Period, PeriodTerms>();

  constructor(
    private readonly agreement: AgreementState,
    protected readonly policy: PolicyChanges,
  ) {}

  month(period: Period): Simulated | null {
    const state = this.months.get(period);
    return state ? { state, history: this.historyOf(period) } : null;
  }

  protected isOpened(period: Period): boolean {
    return this.months.has(period);
  }

  protected of(period: Period): AllotmentState {
    const month = this.months.get(period);
    if (!month) throw new Error(`${period} was never opened in this window.`);
    return month;
  }

  protected historyOf(period: Period): readonly AllotmentEvent[] {
    return this.histories.get(period) ?? [];
  }

  protected termsOf(period: Period): PeriodTerms {
    const known = this.terms.get(period) ?? changedTerms(this.agreement, this.policy, period);
    this.terms.set(period, known);
    return known;
  }

  protected contextOf(period: Period): HoursContext {
    const actor = { personId: 'process:what-if', roles: ['process'], side: null, grant: 'all' } as const;
    // Nothing here rests on the day it is: it is only written down.
    return { now: this.at, today: this.at.slice(0, 10), actor, terms: this.termsOf(period) };
  }

  protected open(period: Period, data: AllotmentFacts['PeriodOpened']): void {
    const grantedMinutes = this.policy.minutesPerMonth ?? data.grantedMinutes;
    const opened = fact('PeriodOpened', { ...data, grantedMinutes });
    const month = evolve({ status: 'unknown' }, opened);
    if (month.status !== 'unknown') this.months.set(period, month);
    this.histories.set(period, [opened]);
  }

  protected add(period: Period, facts: readonly AllotmentEvent[]): void {
    if (facts.length > 0) this.go(period, { facts, month: after(this.of(period), facts) });
  }

  /** Facts, where it is known already what they lead to. */
  protected go(
    period: Period,
    { facts, month }: Readonly<{ facts: readonly AllotmentEvent[]; month: AllotmentState }>,
  ) {
    this.months.set(period, month);
    this.histories.get(period)?.push(...facts);
  }

  /** Facts with all that follows from them. */
  protected consequently(period: Period, ...facts: readonly AllotmentEvent[]): void {
    this.go(period, changed(this.of(period), [() => facts]));
  }

  protected know(entryId: string, event: TimeEntryEvent): void {
    const entry = evolveEntry(this.entries.get(entryId) ?? { status: 'unknown' }, event);
    if (entry.status !== 'unknown') this.entries.set(entryId, entry);
  }
}
