import { addWorkingDays, defaultCalendar, teamCalendars, type WorkingCalendar } from '#libs/calendar';
import type { ProcessConsumer, Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { holdByProcess } from '#libs/requests';
import type { Pool } from 'pg';
import { allotmentKeyOf } from '../allotment-key.js';
import { allotment, type AllotmentEventType, type AllotmentFact } from '../domain/index.js';

/** By which days the one who builds works, and in which zone the workspace counts its own. */
export type DaysOf = (
  workspaceId: string,
  agreementId: string,
) => Promise<{ readonly provider: WorkingCalendar; readonly timeZone: string }>;

const NAME = 'hold-stopped-work';
const READ: readonly AllotmentEventType[] = ['WorkStopped'];

/** By then overage that waits for the leads has been escalated. */
const REVIEW_AFTER_WORKING_DAYS = 3;

/**
 * Under HARD_STOP work on a request rests once its time is covered by nothing; whoever decides about the minutes resumes it. A
 * request that rests already or is over stays as it is.
 */
export const holdStoppedWork = (daysOf: DaysOf): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'OverageFlow: lets work rest that nothing covers, where the agreement stops hard.',
  types: READ,
  async react(event, tools) {
    const { requestId, uncoveredMinutes } = (event as Recorded<AllotmentFact<'WorkStopped'>>).data;
    const { agreementId, period } = allotmentKeyOf(event.streamId.slice(allotment.type.length + 1));
    const { provider, timeZone } = await daysOf(event.workspaceId, agreementId);
    await holdByProcess(tools, {
      requestId,
      by: NAME,
      reason: `The agreement stops work without minutes: ${uncoveredMinutes} worked minutes of ${period} are covered by nothing.`,
      reviewDate: (today) => addWorkingDays(provider, today, REVIEW_AFTER_WORKING_DAYS),
      timeZone,
    });
  },
});

const PROVIDER = `
select provider_team_id as "teamId" from hours.agreement_row where workspace_id = $1 and agreement_id = $2`;

export const daysOf =
  (pool: Pool): DaysOf =>
  async (workspaceId, agreementId) => {
    const [{ rows }, teams, timeZone] = await Promise.all([
      pool.query<{ teamId: string }>({
        name: 'hours_provider_team',
        text: PROVIDER,
        values: [workspaceId, agreementId],
      }),
      teamCalendars(pool, workspaceId),
      workspaceZone(pool, workspaceId),
    ]);
    const known = teams.find(({ teamId }) => teamId === rows[0]?.teamId);
    return { provider: known?.calendar ?? defaultCalendar(timeZone), timeZone };
  };
