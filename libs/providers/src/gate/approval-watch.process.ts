import { startOfDay } from '#libs/calendar';
import type { DueTimer, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { localDate } from '#libs/people';
import type { Actor, LocalDate } from '#libs/vocabulary';
import {
  dueDays,
  provider,
  type ProviderEventType,
  type ProviderFacts,
  providerPolicy,
  watchApproval,
} from '../domain/index.js';

/** IANA zone of a workspace's days. */
export type ZoneOf = (workspaceId: string) => Promise<string>;

const NAME = 'approval-watch';
const READ: readonly ProviderEventType[] = ['ProviderApproved', 'OffboardingStarted'];

const actor: Actor = { personId: `process:${NAME}`, roles: ['process'], side: null, grant: 'all' };

/** What a timer waits for: a day, at its first instant in the workspace's zone, on the way to the end of an approval. */
interface Awaited {
  readonly validUntil: LocalDate;
  readonly day: LocalDate;
}

/**
 * Says of an approval that its end is near, and that it has come: once the last day is over in the workspace's zone. The timer's key
 * is the stream, so that a renewal moves the timer of the approval before.
 */
export const approvalWatch = (zoneOf: ZoneOf): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'ProviderGate: says that the approval of an agency ends soon, and ends it with its last day.',
  types: READ,
  async react(event, tools) {
    if (event.type !== 'ProviderApproved') return tools.cancel(event.streamId);
    const { validFrom, validUntil } = event.data as ProviderFacts['ProviderApproved'];
    await awaitNext(tools, event, { validUntil, after: validFrom }, zoneOf);
  },
  async fire(timer, tools) {
    const { validUntil, day } = timer.payload as Awaited;
    const timeZone = await zoneOf(timer.workspaceId);
    const dueAt = startOfDay(day, timeZone);
    // The workspace has moved to a zone in which the day begins later.
    if (dueAt > timer.dueAt) return tools.schedule(timer.key, dueAt, timer.payload);
    await say(timer, tools, timeZone);
    await awaitNext(tools, { streamId: timer.key, workspaceId: timer.workspaceId }, { validUntil, after: day }, zoneOf);
  },
});

/** The next day after `after` on which something is to be said. */
async function awaitNext(
  tools: ProcessTools,
  { streamId, workspaceId }: Pick<Recorded, 'streamId' | 'workspaceId'>,
  { validUntil, after }: { validUntil: LocalDate; after: LocalDate },
  zoneOf: ZoneOf,
): Promise<void> {
  const day = dueDays(validUntil, providerPolicy).find((due) => due > after);
  if (day !== undefined) tools.schedule(streamId, startOfDay(day, await zoneOf(workspaceId)), { validUntil, day });
}

/** Whether the approval still stands, and what was said before, is the rule's to look at. */
async function say({ key }: DueTimer, tools: ProcessTools, timeZone: string): Promise<void> {
  const stream = { aggregate: provider, id: key.slice(provider.type.length + 1), expect: 'latest' as const };
  const command = { ...tools.command('watchApproval'), policyVersion: providerPolicy.version };
  await tools.log.decideOne(command, stream, (state, { now }) =>
    watchApproval(
      state,
      {},
      { now, today: localDate(now, timeZone), actor, policy: providerPolicy, agencyTeamIds: [] },
    ),
  );
}
