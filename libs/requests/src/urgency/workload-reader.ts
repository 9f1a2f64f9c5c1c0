import { Node, type Reader, rowsOf, sql, toGlobalId } from '#libs/api-kit';
import { Directory } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import pg from 'pg';
import { workload } from '../domain/index.js';
import type { WorkloadRow } from './urgency-rows.js';

/** Requests of one team that are listed. */
const LISTED = 1_000;

@ObjectType('Workload', {
  implements: () => Node,
  description: 'What a provider team works on, and how much it wants to.',
})
export class WorkloadObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }`; 0 before the first time.' })
  version: number;

  @Field(() => ID, { description: 'Global id of the provider team.' })
  teamId: string;

  @Field(() => Int, { nullable: true, description: 'Requests it takes at a time, 1 to 1,000; null: no limit.' })
  wipLimit: number | null;

  @Field(() => Boolean, {
    description: 'True: at the limit nothing is approved. False: it is approved with a warning.',
  })
  hard: boolean;

  @Field(() => Int, { description: 'Its requests that are approved, in progress or delivered, e.g. 4.' })
  inProgress: number;

  @Field(() => Boolean, { description: 'False when it works on as much as its limit allows, or on more.' })
  hasRoom: boolean;

  @Field(() => [ID], { description: 'Global ids of those requests, the longest in work first; the first 1,000.' })
  requestIds: string[];
}

type StoredWorkload = WorkloadRow & { readonly version: number };

const nothing = (teamId: string): StoredWorkload => ({
  team_id: teamId,
  wip_limit: workload.initial.limit,
  hard: workload.initial.hard,
  in_work: workload.initial.inWork,
  version: 0,
});

export const toWorkload = ({ team_id, wip_limit, hard, in_work, version }: StoredWorkload): WorkloadObject => ({
  id: toGlobalId('Workload', team_id),
  version,
  teamId: toGlobalId('Team', team_id),
  wipLimit: wip_limit,
  hard,
  inProgress: in_work.length,
  hasRoom: wip_limit === null || in_work.length < wip_limit,
  requestIds: in_work.slice(0, LISTED).map((id) => toGlobalId('Request', id)),
});

/** What teams have in work, by the team’s id. */
@Injectable()
export class WorkloadReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly directory: Directory,
  ) {}

  /** In the order of the ids; null for what is no provider team, and for readers who see their own requests alone. */
  async many({ viewer, grant }: Reader, teamIds: readonly string[]): Promise<(WorkloadObject | null)[]> {
    if (grant === 'own') return teamIds.map(() => null);
    const { workspaceId } = viewer;
    const stored = await rowsOf<StoredWorkload>(
      this.pool,
      sql`SELECT team_id, wip_limit, hard, in_work, version FROM requests.workload_row
        WHERE workspace_id = ${workspaceId}::uuid AND team_id = ANY(${[...teamIds]}::uuid[])`,
    );
    const byTeam = new Map(stored.map((row) => [row.team_id, row]));
    return Promise.all(teamIds.map(async (id) => this.found(workspaceId, id, byTeam.get(id))));
  }

  private async found(
    workspaceId: string,
    id: string,
    row: StoredWorkload | undefined,
  ): Promise<WorkloadObject | null> {
    if (row) return toWorkload(row);
    return (await this.directory.hasTeam(workspaceId, id, 'PROVIDER')) ? toWorkload(nothing(id)) : null;
  }
}
