import { addWorkingDays } from '#libs/calendar';
import { type EventLog, type ExpectedVersion, type Recorded, Unavailable } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { providerCalendar } from '../clock/working-days.js';
import type { HoursChange, HoursDecisions, HoursTarget } from '../decisions.js';
import {
  allotment,
  type Allotment,
  type AllotmentEvent,
  allotmentId,
  type HoursContext,
  issueStatement,
} from '../domain/index.js';

/** Silence for so many working days is acceptance. */
const ACCEPT_WORKING_DAYS = 5;
/** Readings of one month's history: the next one is needed when somebody changed the month meanwhile. */
const MOST_READINGS = 8;
const PAGE = 1000;

/** The month has moved on since its history was read. */
class HistoryMoved extends Error {}

interface History {
  readonly events: readonly AllotmentEvent[];
  readonly version: number;
}

/** Every fact of a month so far, in pages. */
async function historyOf(log: EventLog, workspaceId: string, streamId: string): Promise<History> {
  const events: Recorded[] = [];
  for (;;) {
    const afterVersion = events.at(-1)?.version ?? 0;
    const page = await log.readStream({ workspaceId, streamId, afterVersion, limit: PAGE });
    events.push(...page);
    if (page.length < PAGE) break;
  }
  return { events: events as unknown as readonly AllotmentEvent[], version: events.at(-1)?.version ?? 0 };
}

export interface Issuing extends HoursTarget {
  readonly period: Period;
  readonly expect?: ExpectedVersion;
  /** Left out: whoever asks wants it now. */
  readonly when?: (month: Allotment, ctx: HoursContext) => boolean;
  /** Who may is its to say; the clock's own unless told. */
  readonly rule?: typeof issueStatement;
}

/**
 * Issues the statement of a month: made of its whole history at the very version that is decided on.
 * @throws PeriodNotOver, UncoveredUndecided, DisputeOpen, InvalidState, PeriodClosed, NotFound; Unavailable where the month does not
 * come to rest
 */
export async function issueOn(log: EventLog, decisions: HoursDecisions, target: Issuing): Promise<HoursChange> {
  const { agreementId, period, when = () => true, rule = issueStatement } = target;
  const streamId = `${allotment.type}-${allotmentId(agreementId, period)}`;
  for (let reading = 1; ; reading += 1) {
    const { events: history, version } = await historyOf(log, target.command.workspaceId, streamId);
    try {
      return await decisions.decideMonth(target, (month, ctx, scene) => {
        if (!when(month, ctx)) return [];
        if (scene.versions['month'] !== version) throw new HistoryMoved();
        const acceptBy = addWorkingDays(providerCalendar(scene), ctx.today, ACCEPT_WORKING_DAYS);
        return rule(month, { history, acceptBy }, ctx);
      });
    } catch (error) {
      if (!(error instanceof HistoryMoved)) throw error;
      if (reading >= MOST_READINGS) throw new Unavailable('The month changes faster than its statement is made.', null);
    }
  }
}
