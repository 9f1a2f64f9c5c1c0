import type { Caller, HeldRole } from '#libs/api-kit';
import type { Instant } from '#libs/event-log';
import type { Circumstances, Side } from '#libs/vocabulary';
import { localDate } from './domain/viewer.js';
import { fullViewer } from './viewer-lookup.js';

const SIDES: Readonly<Record<string, Side>> = {
  MARKETING_MEMBER: 'CONSUMER',
  MARKETING_LEAD: 'CONSUMER',
  ENGINEER: 'PROVIDER',
  ENGINEERING_LEAD: 'PROVIDER',
  AGENCY_MEMBER: 'PROVIDER',
};

/** The side a role speaks for; null for roles that stand between the two. */
export const sideOfRole = (role: string): Side | null => SIDES[role] ?? null;

/**
 * Time and caller as rules see them. `counts` tells which of the held roles matter on the object at hand, e.g. those in its two
 * teams; all of them unless told. The role that carries the right comes first.
 */
export function circumstancesOf(
  { viewer, grant, command }: Caller,
  now: Instant,
  counts: (held: HeldRole) => boolean = () => true,
): Circumstances {
  const held = viewer.roles.filter(counts).map(({ role }) => role);
  const roles = [...new Set([...held.filter((role) => role === command.actorRole), ...held])];
  const actor = {
    personId: viewer.personId,
    roles,
    side: roles.flatMap((role) => sideOfRole(role) ?? [])[0] ?? null,
    grant,
    ...(viewer.onBehalfOf !== undefined && { onBehalfOf: viewer.onBehalfOf }),
  };
  return { now, today: localDate(now, fullViewer(viewer).timeZone), actor };
}
