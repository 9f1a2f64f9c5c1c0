import {
  allOf,
  type ApiContext,
  badUserInput,
  Ctx,
  GlobalId,
  join,
  limitExceeded,
  named,
  Needs,
  preparedRowsOf,
  Reader,
  ReadsFrom,
  sql,
  type Sql,
} from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { Args, ArgsType, Field, Info, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsInt } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import { openStatuses, type RequestStatus } from '../domain/index.js';
import { REQUEST_COUNTS } from '../counts/request-counts.projection.js';
import { fieldNames } from '../field-names.js';
import { RequestPages } from '../request-pages.js';
import { RequestStatusEnum } from '../types/enums.js';
import { RequestObject } from '../types/request.type.js';
import { columnsOf, type ListedRequest } from '../types/to-request.js';

/** Cards of one column at most. */
const MOST = 50;

@ObjectType({ description: 'One status on the board, with the cards at its top.' })
export class BoardColumn {
  @Field(() => RequestStatusEnum, { description: 'The status.' })
  status: RequestStatus;

  @Field(() => Int, {
    description: 'Requests in this status, e.g. 12. Counted beside the log, so it can be a moment behind.',
  })
  count: number;

  @Field(() => [RequestObject], {
    description:
      'The first cards: by agreed date, those without one last. The rest: `requests` with a filter by status.',
  })
  requests: RequestObject[];
}

@ObjectType({ description: 'Requests from draft to launch, a column each status. What has ended is not on it.' })
export class Board {
  @Field(() => [BoardColumn], { description: 'In the order of the way of a request.' })
  columns: BoardColumn[];
}

@ArgsType()
export class BoardArgs {
  @GlobalId('Team', { nullable: true, description: 'Only requests of this team.' })
  consumerTeamId?: string | null;

  @GlobalId('Team', { nullable: true, description: 'Only requests this team builds.' })
  providerTeamId?: string | null;

  @Field(() => Int, { defaultValue: 20, description: `Cards a column, 1 to ${MOST}.` })
  @IsInt()
  first: number;
}

type Card = ListedRequest & { readonly status: RequestStatus };

/** The board: one statement for all cards and one for all counts, however many requests there are. */
@Resolver()
export class Boards {
  constructor(
    private readonly pool: pg.Pool,
    private readonly pages: RequestPages,
  ) {}

  @Query(() => Board, {
    nullable: true,
    description:
      'Requests by status, of all teams or of some. FORBIDDEN for roles that see their own requests only: its counts would tell of others.',
    complexity: ({ args, childComplexity }) => openStatuses.length * (1 + Number(args.first ?? 20)) * childComplexity,
  })
  @Needs('request.read')
  @ReadsFrom(REQUEST_COUNTS)
  async board(
    @Args() { consumerTeamId, providerTeamId, first }: BoardArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Board> {
    if (first < 1) throw badUserInput('Ask for one card a column at least.');
    if (first > MOST) throw limitExceeded(`At most ${MOST} cards a column.`, MOST);
    if (reader.grant === 'own')
      throw new Forbidden('request.read', 'The board counts requests of others too, which your roles do not show.');
    const where = allOf([
      sql`workspace_id = ${reader.viewer.workspaceId}::uuid`,
      ...(consumerTeamId == null ? [] : [sql`consumer_team_id = ${consumerTeamId}::uuid`]),
      ...(providerTeamId == null ? [] : [sql`provider_team_id = ${providerTeamId}::uuid`]),
    ]);
    const [cards, counts] = await Promise.all([this.cards(where, first, fieldNames(info)), this.counts(where)]);
    const listed = await this.pages.listed(cards, reader, context);
    return {
      columns: openStatuses.map((status) => ({
        status,
        count: counts.get(status) ?? 0,
        requests: listed.filter((_one, index) => cards[index]?.status === status),
      })),
    };
  }

  private cards(where: Sql, first: number, asked: Set<string>): Promise<Card[]> {
    const columns = join([...new Set([...columnsOf(asked), 'status'])].map((column) => named(column)));
    return preparedRowsOf<Card>(
      this.pool,
      sql`SELECT cards.* FROM unnest(${[...openStatuses]}::text[]) WITH ORDINALITY AS lane(lane, place)
        CROSS JOIN LATERAL (
          SELECT ${columns}, agreed_date AS by_date FROM requests.request_row WHERE ${where} AND status = lane
          ORDER BY agreed_date NULLS LAST, request_id LIMIT ${first}
        ) AS cards ORDER BY lane.place, by_date NULLS LAST, request_id`,
    );
  }

  private async counts(where: Sql): Promise<Map<RequestStatus, number>> {
    const rows = await preparedRowsOf<{ status: RequestStatus; count: number }>(
      this.pool,
      sql`SELECT status, sum(requests)::int AS count FROM requests.request_count WHERE ${where} GROUP BY status`,
    );
    return new Map(rows.map(({ status, count }) => [status, count]));
  }
}
