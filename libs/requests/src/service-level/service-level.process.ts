import { dueAt, type WorkingCalendar } from '#libs/calendar';
import type { ProcessConsumer } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';
import { type DueAt, nextServiceLevel, reportServiceLevels, type RequestEventType } from '../domain/index.js';
import { requestWatch } from './request-watch.js';

/** By which calendar each side of a request works, and the zone of its workspace. */
export interface WorkingSides {
  readonly timeZone: string;
  readonly calendars: Readonly<Record<Side, WorkingCalendar>>;
}

export type SidesOf = (workspaceId: string, requestId: string) => Promise<WorkingSides>;

const READ: readonly RequestEventType[] = [
  'RequestSubmitted',
  'RequestTriaged',
  'QuestionAsked',
  'QuestionAnswered',
  'QuestionResolved',
  'RequestHeld',
  'RequestResumed',
  'RequestDeclined',
  'RequestWithdrawn',
  'RequestMerged',
  'RequestClosed',
];

/** A clock's due instants by the calendar of the side that owes. */
export const dueBy =
  ({ calendars }: Pick<WorkingSides, 'calendars'>): DueAt =>
  (clock, minutes) =>
    dueAt(calendars[clock.owedBy], clock.startedAt, minutes, clock.pauses);

/**
 * Says when a first response or an answer is due and when it is breached, in working minutes of the side that owes it, once for each
 * wait. A calendar that changes in between is looked at when the timer fires.
 */
export const serviceLevels = (sidesOf: SidesOf): ProcessConsumer =>
  requestWatch({
    name: 'service-levels',
    about: 'SlaClock: says when a first response or an answer is due and when it is breached, in working minutes.',
    types: READ,
    around: async (workspaceId, requestId) => {
      const sides = await sidesOf(workspaceId, requestId);
      return { timeZone: sides.timeZone, dueAt: dueBy(sides) };
    },
    report: reportServiceLevels,
    next: nextServiceLevel,
  });
