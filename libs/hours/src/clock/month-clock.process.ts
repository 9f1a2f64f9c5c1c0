import { startOfDay } from '#libs/calendar';
import type { DueTimer, Instant, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import type { Pool } from 'pg';
import {
  addMonths,
  agreement,
  type AgreementEventType,
  type AgreementState,
  allotment,
  type AllotmentEventType,
  type AllotmentState,
  dueDayOf,
  firstDayOf,
  type HoursContext,
  isDueToClose,
  isReadyForStatement,
  monthsAhead,
  periodOf,
  termsFor,
} from '../domain/index.js';
import { type MonthBook, monthBook } from './month-book.js';
import { type AgreementNow, CLOCK, MonthSteps } from './month-steps.js';

const AGREEMENT: readonly AgreementEventType[] = ['AgreementActivated', 'AgreementEnded'];

/** What may make a step due, or moves the day of the next one. */
const MONTH: readonly AllotmentEventType[] = [
  'PeriodOpened',
  'ClosingBegun',
  'StatementIssued',
  'StatementVoided',
  'StatementAccepted',
  'DisputeResolved',
  'TimeReversed',
  'UncoveredTimeCovered',
  'UncoveredTimeWrittenOff',
  'UncoveredTimeCarriedAsDebt',
  'PeriodClosed',
];

/** Months opened by one reaction at most; what it opened makes the next one go on. */
const MOST_OPENED = 12;

/** Months that are to be opened: all from the agreement's first, those that are over by now as well, since months close in order. */
export function missingMonths(
  { validFrom, validTo }: Pick<AgreementState, 'validFrom' | 'validTo'>,
  opened: readonly Period[],
  today: LocalDate,
): Period[] {
  const ahead = addMonths(periodOf(today), monthsAhead);
  const last = validTo !== null && validTo < ahead ? validTo : ahead;
  const known = new Set(opened);
  const missing: Period[] = [];
  for (let period = validFrom; period <= last && missing.length < MOST_OPENED; period = addMonths(period, 1))
    if (!known.has(period)) missing.push(period);
  return missing;
}

/** The next local day with whose first instant something is due; null when the agreement has come to its end. */
export function nextDueDay(known: AgreementState, book: MonthBook, ctx: (period: Period) => HoursContext) {
  const ahead = addMonths(book.periods.at(-1) ?? addMonths(known.validFrom, -1), 1);
  const opening = known.validTo === null || ahead <= known.validTo ? [firstDayOf(addMonths(ahead, -monthsAhead))] : [];
  const days = [...opening, ...book.live.flatMap((month) => dueDayOf(month, ctx(month.period)) ?? [])];
  const { today } = ctx(known.validFrom);
  return days.filter((day) => day > today).sort()[0] ?? null;
}

const actor = { personId: `process:${CLOCK}`, roles: ['process'], side: null, grant: 'all' } as const;

const contextIn =
  ({ agreement: known, now, today }: AgreementNow) =>
  (period: Period): HoursContext => ({ now, today, actor, terms: termsFor(known, period) });

const hasCome = (day: LocalDate | null, { today }: HoursContext): boolean => day !== null && day <= today;

/** One look at the months of an agreement: takes every step that is due, in the order of the months, and says when to look again. */
class Round {
  private constructor(
    private readonly steps: MonthSteps,
    private readonly seen: AgreementNow,
    private readonly read: () => Promise<MonthBook>,
    private book: MonthBook,
  ) {}

  static async on(pool: Pick<Pool, 'query'>, steps: MonthSteps, key: { workspaceId: string; agreementId: string }) {
    const read = () => monthBook(pool, key.workspaceId, key.agreementId);
    return new Round(steps, await steps.look(), read, await read());
  }

  async run(): Promise<Instant | null> {
    const { agreement: known, today } = this.seen;
    if (known.status === 'DRAFT') return null;
    const missing = missingMonths(known, this.book.periods, today);
    for (const period of missing) await this.steps.open(period);
    if (missing.length > 0) this.book = await this.read();
    for (const { period } of this.book.live) await this.move(period);
    const day = nextDueDay(known, this.book, contextIn(this.seen));
    return day && startOfDay(day, known.timeZone);
  }

  private async move(period: Period): Promise<void> {
    const ctx = contextIn(this.seen)(period);
    await this.when(period, (month) => hasCome(dueDayOf(month, ctx), ctx) && !isDueToClose(month, ctx), 'advance');
    await this.when(period, (month) => isReadyForStatement(month, ctx), 'issue');
    await this.when(period, (month) => isDueToClose(month, ctx) && this.isFollowed(month, ctx), 'close');
  }

  /** Its balance has somewhere to go. */
  private isFollowed({ period }: AllotmentState, { terms }: HoursContext): boolean {
    const isLast = terms.lastPeriod !== null && terms.lastPeriod <= period;
    return isLast || this.book.periods.includes(addMonths(period, 1));
  }

  private async when(
    period: Period,
    isDue: (month: AllotmentState) => boolean,
    step: 'advance' | 'issue' | 'close',
  ): Promise<void> {
    const month = this.book.live.find((one) => one.period === period);
    if (!month || !isDue(month)) return;
    await this.steps[step](period, this.seen.today);
    this.book = await this.read();
  }
}

const agreementOf = (streamId: string): string =>
  streamId.startsWith(`${allotment.type}-`)
    ? streamId.slice(allotment.type.length + 1, -'-YYYY-MM'.length)
    : streamId.slice(agreement.type.length + 1);

/**
 * Opens, starts and closes months, each when its day begins in the agreement's zone, and where people were what it waited for, as soon as
 * they are done. One timer for an agreement: its key is the agreement's stream.
 */
export const monthClock = (pool: Pick<Pool, 'query'>): ProcessConsumer => {
  const look = async (workspaceId: string, agreementId: string, tools: ProcessTools): Promise<void> => {
    const round = await Round.on(pool, new MonthSteps(tools, workspaceId, agreementId), { workspaceId, agreementId });
    const next = await round.run();
    const key = `${agreement.type}-${agreementId}`;
    if (next === null) tools.cancel(key);
    else tools.schedule(key, next);
  };
  return {
    kind: 'process',
    name: CLOCK,
    about: 'MonthOpen and MonthClose: opens, starts and closes the months of an agreement, each step on its day.',
    types: [...AGREEMENT, ...MONTH],
    react: ({ workspaceId, streamId }: Recorded, tools) => look(workspaceId, agreementOf(streamId), tools),
    fire: ({ workspaceId, key }: DueTimer, tools) => look(workspaceId, agreementOf(key), tools),
  };
};
