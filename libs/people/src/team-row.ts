import type { InlineView } from '#libs/event-log';
import { team, type Side, type TeamEvent } from './domain/team.js';

/** `people.team_row` */
export interface TeamRow {
  readonly team_id: string;
  readonly side: Side;
  readonly time_zone: string;
  readonly created_at: string;
}

export const teamRow: InlineView<TeamRow, TeamEvent> = {
  table: 'people.team_row',
  streamType: team.type,
  source: import.meta.url,
  evolve(row, event) {
    switch (event.type) {
      case 'TeamCreated': {
        const { teamId, side, timeZone } = event.data;
        return { team_id: teamId, side, time_zone: timeZone, created_at: row?.created_at ?? event.recordedAt };
      }
    }
  },
};
