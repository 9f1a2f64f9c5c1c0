import { addWorkingDays, defaultCalendar, teamCalendars, type WorkingCalendar, workingDateOf } from '#libs/calendar';
import type { DueTimer, Instant, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { request, type RequestEventType, type RequestState } from '#libs/requests';
import type { Pool } from 'pg';
import { Temporal } from 'temporal-polyfill';
import { allotmentKeyText } from '../allotment-key.js';
import { byProcess, HoursDecisions, monthStream } from '../decisions.js';
import { type ReleaseCause, releaseReservation } from '../domain/index.js';
import { type HeldMonth, monthsHeldBy } from './held-months.js';
import { isPromised, requestStream } from './promised-work.js';

/** What the process looks up beside the log. */
export interface HeldMinutes {
  monthsHeldBy(workspaceId: string, requestId: string): Promise<readonly HeldMonth[]>;
  /** When the team that builds works, and the zone its days begin in. */
  calendarOf(workspaceId: string, teamId: string): Promise<{ calendar: WorkingCalendar; timeZone: string }>;
}

const NAME = 'release-on-end';

const causes = {
  RequestAccepted: 'REQUEST_ACCEPTED',
  RequestWithdrawn: 'REQUEST_WITHDRAWN',
  RequestDeclined: 'REQUEST_DECLINED',
} as const satisfies Partial<Record<RequestEventType, ReleaseCause>>;

const READ: readonly RequestEventType[] = [
  ...(Object.keys(causes) as (keyof typeof causes)[]),
  'RequestHeld',
  'RequestResumed',
];

/** Working days a request may rest and keep its minutes. */
const MOST_WORKING_DAYS_HELD = 20;

interface Resting {
  readonly requestId: string;
  readonly since: Instant;
  readonly providerTeamId: string;
}

const idOf = (streamId: string): string => streamId.slice(request.type.length + 1);

/**
 * Gives back what a request holds in every month once it is over, or has rested for more than 20 working days of the provider (2.5).
 * Each month is a command of its own, whose id follows from what ended the request: however often it runs, it is done once. An
 * acceptance gives its minutes back itself; here only what it did not know of is found.
 */
export const releaseOnEnd = (held: HeldMinutes): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'ReleaseOnEnd: gives back what a request holds once it is over, or has rested for more than 20 working days.',
  types: READ,
  async react(event, tools) {
    if (event.type === 'RequestHeld') return watch(held, event, tools);
    tools.cancel(event.streamId);
    const cause = causes[event.type as keyof typeof causes] as ReleaseCause | undefined;
    if (cause === undefined) return;
    const release = { requestId: idOf(event.streamId), cause, isDue: (state: RequestState) => !isPromised(state) };
    await releaseAll(held, { ...release, workspaceId: event.workspaceId }, tools);
  },
  async fire(timer, tools) {
    const resting = timer.payload as Resting;
    const dueAt = await restedUntil(held, timer.workspaceId, resting);
    // The provider has fewer working days by now.
    if (dueAt > timer.dueAt) tools.schedule(timer.key, dueAt, timer.payload);
    else await releaseResting(held, timer, tools);
  },
});

async function watch(held: HeldMinutes, event: Recorded, tools: ProcessTools): Promise<void> {
  const { workspaceId, streamId, recordedAt: since } = event;
  const requestId = idOf(streamId);
  const [first] = await held.monthsHeldBy(workspaceId, requestId);
  if (!first) return tools.cancel(streamId);
  const resting: Resting = { requestId, since, providerTeamId: first.providerTeamId };
  tools.schedule(streamId, await restedUntil(held, workspaceId, resting), resting);
}

/** The end of the last working day it may rest. */
async function restedUntil(held: HeldMinutes, workspaceId: string, resting: Resting): Promise<Instant> {
  const { calendar, timeZone } = await held.calendarOf(workspaceId, resting.providerTeamId);
  const last = addWorkingDays(calendar, workingDateOf(calendar, resting.since), MOST_WORKING_DAYS_HELD);
  return Temporal.PlainDate.from(last)
    .add({ days: 1 })
    .toZonedDateTime(timeZone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}

const releaseResting = (held: HeldMinutes, { workspaceId, payload }: DueTimer, tools: ProcessTools): Promise<void> => {
  const { requestId, since } = payload as Resting;
  // Another hold has a timer of its own.
  const isDue = (state: RequestState): boolean => 'held' in state && state.held?.since === since;
  return releaseAll(held, { workspaceId, requestId, cause: 'REQUEST_HELD', isDue }, tools);
};

interface Release {
  readonly workspaceId: string;
  readonly requestId: string;
  readonly cause: ReleaseCause;
  /** Whether the request is still where it was: revived and signed again, it holds minutes anew. */
  readonly isDue: (state: RequestState) => boolean;
}

async function releaseAll(held: HeldMinutes, release: Release, tools: ProcessTools): Promise<void> {
  const { workspaceId, requestId, cause, isDue } = release;
  const decisions = new HoursDecisions(tools.log);
  for (const { agreementId, period } of await held.monthsHeldBy(workspaceId, requestId)) {
    const command = tools.command('releaseReservation', allotmentKeyText({ agreementId, period }));
    const streams = { month: monthStream(agreementId, period), asked: requestStream(requestId) };
    await decisions.decide({ agreementId, period, command, circumstances: byProcess(NAME) }, streams, (states) => ({
      month: isDue(states.asked) ? releaseReservation(states.month, { requestId, cause }) : [],
    }));
  }
}

export const heldMinutes = (pool: Pool): HeldMinutes => ({
  monthsHeldBy: (workspaceId, requestId) => monthsHeldBy(pool, workspaceId, requestId),
  calendarOf: async (workspaceId, teamId) => {
    const team = (await teamCalendars(pool, workspaceId)).find((one) => one.teamId === teamId);
    return team ?? { calendar: defaultCalendar('UTC'), timeZone: 'UTC' };
  },
});
