import {
  type ApiContext,
  Ctx,
  Instant,
  join,
  named,
  Needs,
  preparedRowsOf,
  Reader,
  ReadsFrom,
  sql,
} from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { PeopleLoaders, SideName, Team } from '#libs/people';
import { otherSide, type Side } from '#libs/vocabulary';
import { Field, Info, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import { REQUEST_COUNTS } from '../counts/request-counts.projection.js';
import { fieldNames } from '../field-names.js';
import { RequestPages } from '../request-pages.js';
import { RequestObject } from '../types/request.type.js';
import { columnsOf, type ListedRequest } from '../types/to-request.js';

/** Pairs of teams, and requests of each, at most. */
const MOST_PAIRS = 100;
const MOST_SHOWN = 5;

@ObjectType({ description: 'Requests in which one team waits for another. Teams only: nobody is named.' })
export class Waiting {
  @Field(() => SideName, { description: 'The side that has to move.' })
  owing: Side;

  @Field(() => SideName, { description: 'The side that waits.' })
  waiting: Side;

  @Field(() => Team, { nullable: true, description: 'The team that asks.' })
  consumerTeam: Team | null;

  @Field(() => Team, { nullable: true, description: 'The team that builds; null before triage.' })
  providerTeam: Team | null;

  @Field(() => Int, {
    description: 'How many requests, e.g. 7. Counted beside the log, so it can be a moment behind.',
  })
  count: number;

  @Field(() => Instant, { nullable: true, description: 'Since when the one that waits longest does.' })
  longestSince: Date | null;

  @Field(() => [RequestObject], { description: `Those that wait longest, at most ${MOST_SHOWN}.` })
  longest: RequestObject[];
}

interface Pair {
  readonly pair: number;
  readonly waiting_on: 'REQUESTER' | 'PROVIDER';
  readonly of_consumer: string;
  readonly of_provider: string | null;
  readonly count: number;
}
type Row = Pair & { readonly since: Date | null } & Partial<ListedRequest>;

const WAITED_FOR: Readonly<Record<Pair['waiting_on'], Side>> = { REQUESTER: 'CONSUMER', PROVIDER: 'PROVIDER' };

/** Who waits for whom: two statements, one for the pairs with their longest waits and one for the names. */
@Resolver()
export class WhoWaits {
  constructor(
    private readonly pool: pg.Pool,
    private readonly pages: RequestPages,
    private readonly people: PeopleLoaders,
  ) {}

  @Query(() => [Waiting], {
    nullable: true,
    description:
      'Which team waits for which, the most requests first; drafts make nobody wait. FORBIDDEN for roles that see their own requests only: it counts those of others.',
    complexity: ({ childComplexity }) => 10 * childComplexity,
  })
  @Needs('request.read')
  @ReadsFrom(REQUEST_COUNTS)
  async whoWaitsForWhom(
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Waiting[]> {
    if (reader.grant === 'own')
      throw new Forbidden('request.read', 'These figures count requests of others too, which your roles do not show.');
    const rows = await this.rows(reader, fieldNames(info));
    const requests = rows.filter((row): row is Row & ListedRequest => row.request_id != null);
    await this.people.foresee(reader, context, {
      people: [],
      teams: rows.flatMap(({ of_consumer, of_provider }) => [of_consumer, of_provider]),
    });
    const listed = await this.pages.listed(requests, reader, context);
    // The first row of a pair has the longest wait.
    const pairs = rows.filter(({ pair }, index) => rows[index - 1]?.pair !== pair);
    return Promise.all(
      pairs.map(async (pair) => {
        const owing = WAITED_FOR[pair.waiting_on];
        const { of_consumer, of_provider, count } = pair;
        return {
          owing,
          waiting: otherSide[owing],
          consumerTeam: await this.people.team(reader, context, of_consumer),
          providerTeam: of_provider === null ? null : await this.people.team(reader, context, of_provider),
          count,
          longestSince: pair.since,
          longest: listed.filter((_one, index) => requests[index]?.pair === pair.pair),
        };
      }),
    );
  }

  private rows({ viewer }: Reader, asked: Set<string>): Promise<Row[]> {
    const columns = join(columnsOf(asked).map((column) => named(column)));
    return preparedRowsOf<Row>(
      this.pool,
      sql`WITH pairs AS (
          SELECT row_number() OVER (ORDER BY sum(requests) DESC, consumer_team_id, provider_team_id, waiting_on)::int AS pair,
            waiting_on, consumer_team_id AS of_consumer, provider_team_id AS of_provider, sum(requests)::int AS count
          FROM requests.request_count
          WHERE workspace_id = ${viewer.workspaceId}::uuid AND waiting_on IN ('REQUESTER', 'PROVIDER') AND status <> 'DRAFT'
          GROUP BY waiting_on, consumer_team_id, provider_team_id LIMIT ${MOST_PAIRS}
        )
        SELECT pairs.*, longest.* FROM pairs LEFT JOIN LATERAL (
          SELECT ${columns}, waiting_since AS since FROM requests.request_row
          WHERE workspace_id = ${viewer.workspaceId}::uuid AND waiting_on = pairs.waiting_on AND waiting_on <> 'NONE' AND status <> 'DRAFT'
            AND consumer_team_id = pairs.of_consumer AND provider_team_id IS NOT DISTINCT FROM pairs.of_provider
          ORDER BY waiting_since, request_id LIMIT ${MOST_SHOWN}
        ) AS longest ON true ORDER BY pairs.pair, since`,
    );
  }
}
