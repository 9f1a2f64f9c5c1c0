import type { ProcessConsumer } from '#libs/event-log';
import { localDate } from '#libs/people';
import { Temporal } from 'temporal-polyfill';
import { exchangeTypes, nextStall, type RequestEventType, reportStall } from '../domain/index.js';
import type { ZoneOf } from '../triage/hold-review.process.js';
import { startOfDay } from '#libs/calendar';
import { requestWatch } from './request-watch.js';

/** Whatever is said begins the silence anew; a hold, a launch or an end stops it. */
const READ: readonly RequestEventType[] = [
  ...exchangeTypes,
  'RequestHeld',
  'RequestResumed',
  'RequestLaunched',
  'RequestDeclined',
  'RequestWithdrawn',
  'RequestMerged',
];

/** Says of a request that nobody has said anything for so many days: at the start of the day after them, once for each silence (P65). */
export const conversationWatch = (zoneOf: ZoneOf): ProcessConsumer =>
  requestWatch({
    name: 'conversation-watch',
    about: 'Says of a request that nobody has said anything for too many days.',
    types: READ,
    around: async (workspaceId) => {
      const timeZone = await zoneOf(workspaceId);
      const stalledAt = (since: string, days: number) =>
        startOfDay(Temporal.PlainDate.from(localDate(since, timeZone)).add({ days }).toString(), timeZone);
      return { timeZone, stalledAt };
    },
    report: reportStall,
    next: nextStall,
  });
