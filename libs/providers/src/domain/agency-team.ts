import type { Aggregate } from '#libs/event-log';
import { TeamOfAnotherProvider } from './refusals.js';

/** Which agency the people of a team work for; a stream of its own, so that no two agencies are given the same team at once. */
export type AgencyTeamEvent =
  | { readonly type: 'AgencyTeamTaken'; readonly data: { readonly teamId: string; readonly providerId: string } }
  | { readonly type: 'AgencyTeamFreed'; readonly data: { readonly providerId: string } };

/** `providerId`: the last one they worked for; null for a team of the house. */
export interface AgencyTeam {
  readonly providerId: string | null;
  readonly taken: boolean;
}

export const agencyTeam: Aggregate<AgencyTeam, AgencyTeamEvent> = {
  type: 'agency-team',
  initial: { providerId: null, taken: false },
  source: import.meta.url,
  evolve(_state, event) {
    switch (event.type) {
      case 'AgencyTeamTaken':
        return { providerId: event.data.providerId, taken: true };
      case 'AgencyTeamFreed':
        return { providerId: event.data.providerId, taken: false };
    }
  },
};

/** @throws TeamOfAnotherProvider */
export function takeTeam(team: AgencyTeam, of: { teamId: string; providerId: string }): AgencyTeamEvent[] {
  if (team.taken && team.providerId !== null) throw new TeamOfAnotherProvider(team.providerId);
  return [{ type: 'AgencyTeamTaken', data: of }];
}

/** The people may work for another agency from now on; no fact when they do already. */
export const freeTeam = (team: AgencyTeam, providerId: string): AgencyTeamEvent[] =>
  team.taken && team.providerId === providerId ? [{ type: 'AgencyTeamFreed', data: { providerId } }] : [];
