import type { Caller } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { Forbidden, NotFound } from '#libs/event-log';
import { PeopleReads } from '#libs/people';
import type { Origin } from './domain/index.js';

/** Which team, and so which side, a caller acts from. */
@Injectable()
export class Origins {
  constructor(private readonly reads: PeopleReads) {}

  /**
   * The team named, or the first one the caller holds a role in, the role that carries the right first; nulls for a caller in no team.
   * @throws NotFound for no such team, Forbidden for a team of others
   */
  async of(
    { viewer, command }: Caller,
    named: string | null = null,
    path = ['input', 'originTeamId'],
  ): Promise<Origin> {
    const carrying = viewer.roles.filter(({ role }) => role === command.actorRole);
    const mine = [...carrying, ...viewer.roles].flatMap(({ teamId }) => teamId ?? []);
    const teamId = named ?? mine[0];
    if (teamId === undefined) return { teamId: null, side: null };
    const [team] = await this.reads.teams(viewer.workspaceId, [teamId]);
    if (!team) throw new NotFound('team', path);
    if (!mine.includes(teamId)) throw new Forbidden('own', 'Name a team you hold a role in.');
    return { teamId, side: team.side };
  }
}
