import { InvalidState, ValidationFailed } from '#libs/event-log';
import type { Team, TeamEvent } from './team.js';

/** True for a zone this runtime knows, e.g. `Europe/Berlin`; the zone is kept as given. */
export const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Refuses a name that is no IANA time zone, at the given place of the input. */
export const checkTimeZone = (zone: string, path: readonly string[] = ['input', 'timeZone']): void => {
  if (isTimeZone(zone)) return;
  throw new ValidationFailed('Not an IANA time zone; write it like Europe/Berlin.', path, 'TIME_ZONE_UNKNOWN');
};

export const createTeam =
  (created: TeamEvent['data']) =>
  (team: Team): TeamEvent[] => {
    if (team.status === 'known') throw new InvalidState('known', ['unknown']);
    checkTimeZone(created.timeZone);
    const { teamId, side, timeZone } = created;
    return [{ type: 'TeamCreated', data: { teamId, side, timeZone } }];
  };
