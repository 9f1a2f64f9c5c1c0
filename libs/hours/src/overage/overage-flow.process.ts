import { addWorkingDays, defaultCalendar, teamCalendars } from '#libs/calendar';
import type { Instant, ProcessConsumer, ProcessTools } from '#libs/event-log';
import type { Pool } from 'pg';
import { Temporal } from 'temporal-polyfill';
import { type AllotmentKey, allotmentKeyOf } from '../allotment-key.js';
import { byProcess, HoursDecisions } from '../decisions.js';
import { allotment, type AllotmentEventType, callForOverage } from '../domain/index.js';

/** When overage that was raised at an instant has waited for so many working days of the provider. */
export type WaitedUntil = (
  workspaceId: string,
  agreementId: string,
  wait: { readonly since: Instant; readonly workingDays: number },
) => Promise<Instant>;

const NAME = 'overage-flow';

/** Working days after which it is said that overage waits. */
const calls = [
  { call: 'REMINDED', workingDays: 1 },
  { call: 'ESCALATED', workingDays: 3 },
] as const;

const READ: readonly AllotmentEventType[] = [
  'OverageRaised',
  'OverageApproved',
  'OverageDeclined',
  'OverageWithdrawn',
  'OverageLapsed',
];

interface Waiting extends AllotmentKey {
  readonly overageId: string;
  readonly since: Instant;
  readonly workingDays: number;
  readonly call: (typeof calls)[number]['call'];
}

const keyOf = (streamId: string, overageId: string, call: string): string => `${streamId}/${overageId}/${call}`;

/**
 * Overage that waits for signatures is called to mind after a working day, and escalated after three: at the local time it was raised
 * at, on the provider's working days, each once for each overage (2.5). A calendar that changes meanwhile is looked at when the timer fires.
 */
export const overageFlow = (waitedUntil: WaitedUntil): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about:
    'OverageFlow: reminds of overage that waits for signatures after one working day and escalates it after three.',
  types: READ,
  async react(event, tools) {
    const { streamId, workspaceId, recordedAt: since } = event;
    const { overageId } = event.data as { overageId: string | null };
    if (overageId === null) return;
    if (event.type !== 'OverageRaised') {
      for (const { call } of calls) tools.cancel(keyOf(streamId, overageId, call));
      return;
    }
    const key = allotmentKeyOf(streamId.slice(allotment.type.length + 1));
    for (const { call, workingDays } of calls) {
      const dueAt = await waitedUntil(workspaceId, key.agreementId, { since, workingDays });
      const waiting: Waiting = { ...key, overageId, since, workingDays, call };
      tools.schedule(keyOf(streamId, overageId, call), dueAt, waiting);
    }
  },
  async fire(timer, tools) {
    const waiting = timer.payload as Waiting;
    const dueAt = await waitedUntil(timer.workspaceId, waiting.agreementId, waiting);
    // The provider has fewer working days by now.
    if (dueAt > timer.dueAt) tools.schedule(timer.key, dueAt, timer.payload);
    else await say(waiting, tools);
  },
});

/** Whether it still waits, and nobody has said so before, is the rule's to decide. */
const say = async ({ agreementId, period, overageId, call }: Waiting, tools: ProcessTools) => {
  const target = { agreementId, period, command: tools.command('callForOverage'), circumstances: byProcess(NAME) };
  await new HoursDecisions(tools.log).decideMonth(target, (month) => callForOverage(month, { overageId, call }));
};

const PROVIDER = `
select provider_team_id as "teamId", time_zone as "timeZone" from hours.agreement_row where workspace_id = $1 and agreement_id = $2`;

/** By the calendar of the provider's team, at the same local time in the agreement's zone. @throws for an agreement nobody drafted */
export const waitedUntilBy =
  (pool: Pick<Pool, 'query'>): WaitedUntil =>
  async (workspaceId, agreementId, { since, workingDays }) => {
    const [{ rows }, teams] = await Promise.all([
      pool.query<{ teamId: string; timeZone: string }>(PROVIDER, [workspaceId, agreementId]),
      teamCalendars(pool, workspaceId),
    ]);
    const [provider] = rows;
    if (!provider) throw new Error(`There is no agreement ${agreementId}.`);
    const { teamId, timeZone } = provider;
    const calendar = teams.find((team) => team.teamId === teamId)?.calendar ?? defaultCalendar(timeZone);
    const raised = Temporal.Instant.from(since).toZonedDateTimeISO(timeZone);
    const day = addWorkingDays(calendar, raised.toPlainDate().toString(), workingDays);
    const due = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: raised.toPlainTime() });
    return due.toInstant().toString({ fractionalSecondDigits: 3 });
  };
