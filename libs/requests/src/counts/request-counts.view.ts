import { allOf, IdArg, LogPosition, Needs, Reader, ReadsFrom, rowsOf, sql, type Sql, toGlobalId } from '#libs/api-kit';
import { Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { Consumers, Forbidden, type Standing } from '#libs/event-log';
import { REQUEST_COUNTS } from './request-counts.projection.js';
import { RequestStatusEnum, WaitingOnEnum } from '../types/enums.js';

@ObjectType('RequestCount', {
  description: 'Requests of two teams that stand at the same place and wait for the same side.',
})
export class RequestCountType {
  @Field(() => RequestStatusEnum, { description: 'Where they stand.' })
  status: string;

  @Field(() => WaitingOnEnum, { description: 'Who has to move next.' })
  waitingOn: string;

  @Field(() => ID, { description: 'Global id of the team that asks.' })
  consumerTeamId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the team that builds; null before triage.' })
  providerTeamId: string | null;

  @Field(() => Int, { description: 'How many, e.g. 12; never 0.' })
  requests: number;
}

@ObjectType('RequestCounts', {
  description:
    'How many requests stand where. Counted beside the log, so these figures can be a moment behind: `upToDate` says so.',
})
export class RequestCountsType {
  @Field(() => [RequestCountType], {
    description: 'One entry a group that holds any request, by status, then by who has to move.',
  })
  groups: RequestCountType[];

  @Field(() => Int, { description: 'Requests of all groups together.' })
  total: number;

  @Field(() => LogPosition, {
    description: 'Everything that happened up to here is counted, streams left behind excepted.',
  })
  position: number;

  @Field(() => Boolean, { description: 'False when something happened since, or when a stream was left behind.' })
  upToDate: boolean;

  @Field(() => Int, {
    description:
      'Requests that could not be counted on after an error, e.g. 0. Above 0 the figures are wrong by so many at most.',
  })
  parkedStreams: number;
}

interface Row {
  readonly status: string;
  readonly waitingOn: string;
  readonly consumerTeamId: string;
  readonly providerTeamId: string | null;
  readonly requests: number;
}

/** How many requests stand where. */
@Resolver()
export class RequestCounts {
  constructor(
    private readonly pool: pg.Pool,
    private readonly consumers: Consumers,
  ) {}

  @Query(() => RequestCountsType, {
    nullable: true,
    description:
      'How many requests of the workspace stand where and wait for whom. FORBIDDEN for roles that see their own requests only: ' +
      'a count would tell of the others; use `requests { totalCount }`.',
  })
  @Needs('request.read')
  @ReadsFrom(REQUEST_COUNTS)
  async requestCounts(
    @IdArg('Team', { name: 'consumerTeamId', nullable: true, description: 'Only requests of this team.' })
    consumer: string | null,
    @IdArg('Team', { name: 'providerTeamId', nullable: true, description: 'Only requests this team builds.' })
    provider: string | null,
    @Reader() { viewer, grant }: Reader,
  ): Promise<RequestCountsType> {
    if (grant === 'own')
      throw new Forbidden('request.read', 'These figures count requests of others too, which your roles do not show.');
    // Read before the figures, which can only be newer.
    const standing = await this.consumers.standing({ name: REQUEST_COUNTS }, viewer.workspaceId);
    const here = sql`workspace_id = ${viewer.workspaceId}::uuid`;
    const ofConsumer = consumer == null ? sql`TRUE` : sql`consumer_team_id = ${consumer}::uuid`;
    const ofProvider = provider == null ? sql`TRUE` : sql`provider_team_id = ${provider}::uuid`;
    return toCounts(await this.rows(allOf([here, ofConsumer, ofProvider])), standing);
  }

  private rows(where: Sql): Promise<Row[]> {
    return rowsOf<Row>(
      this.pool,
      sql`SELECT status, waiting_on AS "waitingOn", consumer_team_id AS "consumerTeamId", provider_team_id AS "providerTeamId", requests
        FROM requests.request_count WHERE ${where}
        ORDER BY status, waiting_on, consumer_team_id, provider_team_id NULLS FIRST`,
    );
  }
}

const team = (id: string): string => toGlobalId('Team', id);

const toCounts = (rows: readonly Row[], standing: Standing): RequestCountsType => ({
  groups: rows.map((row) => ({
    ...row,
    consumerTeamId: team(row.consumerTeamId),
    providerTeamId: row.providerTeamId === null ? null : team(row.providerTeamId),
  })),
  total: rows.reduce((sum, { requests }) => sum + requests, 0),
  ...standing,
});
