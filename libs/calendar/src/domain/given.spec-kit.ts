import { type Recorded, Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import type { CalendarContext } from './context.js';
import { type CalendarEvent, type TeamCalendar, workingCalendar } from './working-calendar.js';

/** The cast of one team. */
export const people = {
  lead: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'own' },
  /** Leads another team: no role counts here. */
  otherLead: { personId: 'p-theo', roles: [], side: null, grant: 'own' },
  member: { personId: 'p-mara', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'own' },
  admin: { personId: 'p-ada', roles: ['ADMIN'], side: null, grant: 'all' },
} as const satisfies Record<string, Actor>;

export const today = '2026-01-05';

export const contextOf = (actor: Actor): CalendarContext & { readonly inTeam: boolean } => ({
  now: '2026-01-05T08:00:00.000Z',
  today,
  timeZone: 'Europe/Berlin',
  actor,
  inTeam: true,
});

export const recorded = (event: CalendarEvent, version: number): Recorded<CalendarEvent> => ({
  ...event,
  eventId: `e-${version}`,
  workspaceId: 'w-1',
  streamId: 'working-calendar-2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08',
  version,
  position: version,
  recordedAt: '2026-01-05T08:00:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'k', actorId: 'p', actorRole: 'ADMIN' },
});

export const given = (...facts: readonly CalendarEvent[]): TeamCalendar =>
  facts.reduce<TeamCalendar>(
    (state, fact, index) => workingCalendar.evolve(state, recorded(fact, index + 1)),
    workingCalendar.initial,
  );

/** The refusal of a rule. */
export const refusalOf = (rule: () => unknown): Pick<Refusal, 'code' | 'path' | 'details'> => {
  try {
    rule();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, path, details } = error;
    return { code, path, details };
  }
  throw new Error('Not refused.');
};
