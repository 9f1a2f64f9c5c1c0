import { addWorkingDays } from '#libs/calendar';
import type { EventLog, Instant, ProcessTools } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { issueOn } from '../closing/issuing.js';
import { byProcess, HoursDecisions, type HoursTarget, monthStream } from '../decisions.js';
import {
  addMonths,
  advanceMonth,
  agreement,
  type AgreementEventType,
  type AgreementState,
  closePeriod,
  dayBefore,
  holdsIn,
  isDueToClose,
  isReadyForStatement,
  lastDayOf,
  localDayOf,
  openPeriod,
} from '../domain/index.js';
import { dedicatedMonthIn, providerCalendar } from './working-days.js';

export const CLOCK = 'month-clock';

const ACTIVATED: AgreementEventType = 'AgreementActivated';

/** An agreement at an instant: nothing is decided on it, it tells what may be due. */
export interface AgreementNow {
  readonly agreement: AgreementState;
  readonly now: Instant;
  readonly today: LocalDate;
}

/** What the clock does to the months of one agreement: each a command of its own that is carried out once. */
export class MonthSteps {
  private readonly decisions: HoursDecisions;
  private readonly log: EventLog;

  constructor(
    private readonly tools: ProcessTools,
    private readonly workspaceId: string,
    private readonly agreementId: string,
  ) {
    this.log = tools.log;
    this.decisions = new HoursDecisions(tools.log);
  }

  /** A reaction that is run again on a later day finds other steps due: then they are other commands. */
  private target(operation: string, period: Period, day = ''): HoursTarget & { readonly period: Period } {
    const { agreementId, tools } = this;
    const command = tools.command(operation, `${agreementId} ${period} ${day}`);
    return { agreementId, period, command, circumstances: byProcess(CLOCK) };
  }

  /** Reads the agreement and the time it is there; stores nothing. */
  async look(): Promise<AgreementNow> {
    const seen: AgreementNow[] = [];
    await this.decisions.decide(this.target('look', ''), {}, (_streams, { agreement: known, now, circumstances }) => {
      seen.push({ agreement: known, now, today: circumstances.today });
      return {};
    });
    const last = seen.at(-1);
    if (!last) throw new Error('A decision that stores nothing is never repeated.');
    return last;
  }

  /** The agreement guards: what it says of the month cannot change meanwhile. */
  async open(period: Period): Promise<void> {
    const { agreementId } = this;
    const target: HoursTarget = { ...this.target('openPeriod', period), agreement: 'latest' };
    await this.decisions.decide(target, { month: monthStream(agreementId, period) }, ({ month }, scene) => {
      const ctx = scene.contextFor(period);
      if (!holdsIn(ctx.terms, period)) return {};
      const dedicated = dedicatedMonthIn(scene, ctx.terms.grant, period);
      return { month: openPeriod(month, { agreementId, period, dedicated }, ctx) };
    });
  }

  /** Starts it, begins its closing, ends its grace, asks for decisions, takes silence for acceptance: whatever is due. */
  async advance(period: Period, today: LocalDate): Promise<void> {
    // The agreement guards: a month begins at the rate, and under the end, that both sides agreed on by then.
    const target = { ...this.target('advance', period, today), agreement: 'latest' as const };
    const activated = await this.activation();
    await this.decisions.decideMonth(target, (month, ctx, scene) => {
      // A month that was over when its agreement came to hold has its days of grace from then on.
      const before = dayBefore(localDayOf(activated, ctx.terms.timeZone));
      const from = before > lastDayOf(period) ? before : lastDayOf(period);
      const graceEndsOn = addWorkingDays(providerCalendar(scene), from, ctx.terms.graceWorkingDays);
      return advanceMonth(month, { graceEndsOn }, ctx);
    });
  }

  async issue(period: Period, today: LocalDate): Promise<void> {
    const when = isReadyForStatement;
    await issueOn(this.log, this.decisions, { ...this.target('issueStatement', period, today), when });
  }

  /** Hands the balance on: both months in one append. */
  async close(period: Period, today: LocalDate): Promise<void> {
    const { agreementId } = this;
    const next = addMonths(period, 1);
    const streams = { month: monthStream(agreementId, period), next: monthStream(agreementId, next) };
    await this.decisions.decide(this.target('closePeriod', period, today), streams, (months, { contextFor }) => {
      const ctx = contextFor(period);
      return isDueToClose(months.month, ctx) ? { ...closePeriod(months, {}, ctx) } : {};
    });
  }

  private async activation(): Promise<Instant> {
    const { agreementId, log, workspaceId } = this;
    const streamId = `${agreement.type}-${agreementId}`;
    const [event] = await log.readStream({ workspaceId, streamId, types: [ACTIVATED], limit: 1 });
    if (!event) throw new Error('A month has an agreement that came to hold.');
    return event.recordedAt;
  }
}
