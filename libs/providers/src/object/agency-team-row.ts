import type { InlineView } from '#libs/event-log';
import { agencyTeam, type AgencyTeamEvent } from '../domain/index.js';

/** `providers.agency_team_row`: whose people a team's people are, or were last. */
export interface AgencyTeamRow {
  readonly team_id: string;
  readonly provider_id: string;
  readonly taken: boolean;
}

export const agencyTeamRow: InlineView<AgencyTeamRow, AgencyTeamEvent> = {
  table: 'providers.agency_team_row',
  streamType: agencyTeam.type,
  source: import.meta.url,
  evolve(_row, event) {
    return {
      team_id: event.streamId.slice(agencyTeam.type.length + 1),
      provider_id: event.data.providerId,
      taken: event.type === 'AgencyTeamTaken',
    };
  },
};
