import type { DueTimer, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { reportHoldReview, request, type RequestEventType, type RequestFact } from '../domain/index.js';
import { startOfDay } from '#libs/calendar';
import { decideByProcess } from '../process-decisions.js';

/** IANA zone of a workspace's days. */
export type ZoneOf = (workspaceId: string) => Promise<string>;

const NAME = 'hold-review';
const READ: readonly RequestEventType[] = ['RequestHeld', 'RequestResumed', 'RequestWithdrawn', 'RequestDeclined'];

/**
 * Says of a hold that its review date has come: at the first instant of that day in the workspace's zone, once for each hold. The
 * timer's key is the stream, so that a later hold moves the timer of an earlier one.
 */
export const holdReview = (zoneOf: ZoneOf): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'Says of a request on hold that its review date has come.',
  types: READ,
  async react(event, tools) {
    if (event.type !== 'RequestHeld') return tools.cancel(event.streamId);
    const { reviewDate } = (event as Recorded<RequestFact<'RequestHeld'>>).data;
    tools.schedule(event.streamId, startOfDay(reviewDate, await zoneOf(event.workspaceId)), { reviewDate });
  },
  async fire(timer, tools) {
    const timeZone = await zoneOf(timer.workspaceId);
    const { reviewDate } = timer.payload as { reviewDate: string };
    const dueAt = startOfDay(reviewDate, timeZone);
    // The workspace has moved to a zone in which the day begins later.
    if (dueAt > timer.dueAt) tools.schedule(timer.key, dueAt, timer.payload);
    else await report(timer, tools, timeZone);
  },
});

/** Whether the hold still stands, and nobody has said so before, is the rule's to decide. */
const report = async ({ key }: DueTimer, tools: ProcessTools, timeZone: string): Promise<void> => {
  const requestId = key.slice(request.type.length + 1);
  const { log } = tools;
  const target = { log, command: tools.command('reportHoldReview'), requestId, by: NAME, timeZone };
  await decideByProcess(target, (state, context) => reportHoldReview(state, {}, context));
};
