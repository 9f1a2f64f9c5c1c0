import { type ApiContext, Ctx, IdArg, loaderOf, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { PeopleLoaders, Team } from '#libs/people';
import { presentOnly, RequestObject, RequestReader } from '#libs/requests';
import { Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { BoardReader } from './board-reader.js';
import { PriorityBoard, PriorityBoardEntry } from './board.type.js';

/** The board of two teams, and behind `node`. */
@Resolver(() => PriorityBoard)
export class PriorityBoards {
  constructor(
    private readonly boards: BoardReader,
    private readonly people: PeopleLoaders,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'PriorityBoard',
      right: 'request.read',
      streamType: 'priority-board',
      load: (ids, reader) => boards.many(reader, ids),
    });
  }

  @Query(() => PriorityBoard, {
    nullable: true,
    description:
      'The priority board of two teams: both ranks, where they differ, and what is agreed; null: not opened.',
  })
  @Needs('request.read')
  priorityBoard(
    @IdArg('Team', { name: 'consumerTeamId', description: 'Global id of the team that asks.' }) consumerTeamId: string,
    @IdArg('Team', { name: 'providerTeamId', description: 'Global id of the team that does the work.' })
    providerTeamId: string,
    @Reader() reader: Reader,
  ): Promise<PriorityBoard | null> {
    return this.boards.ofTeams(reader, consumerTeamId, providerTeamId);
  }

  @ResolveField(() => Team, { nullable: true, description: 'The team that asks.' })
  @Needs('people.read')
  consumerTeam(@Parent() board: PriorityBoard, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.team(reader, context, board.consumerTeamId);
  }

  @ResolveField(() => Team, { nullable: true, description: 'The team that does the work.' })
  @Needs('people.read')
  providerTeam(@Parent() board: PriorityBoard, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.team(reader, context, board.providerTeamId);
  }
}

/** The request behind a place on a board. */
@Resolver(() => PriorityBoardEntry)
export class PriorityBoardEntries {
  constructor(private readonly requests: RequestReader) {}

  @ResolveField(() => RequestObject, { nullable: true, description: 'The request.' })
  @Needs('request.read')
  request(@Parent() entry: PriorityBoardEntry, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.requests.one(reader, context, entry.plainId);
  }
}

/** The joint rank as a field of every request. */
@Resolver(() => RequestObject)
export class JointRankField {
  constructor(private readonly boards: BoardReader) {}

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'Its place among the active requests of its two teams, from 1 on, as both leads agreed or BRIDGE decided; null when they have no ' +
      'joint order or it is not in it. Before triage the best of its places on the boards of several teams.',
  })
  @Needs('request.read')
  async jointRank(@Parent() request: RequestObject, @Ctx() context: ApiContext): Promise<number | null> {
    presentOnly(request, 'jointRank');
    const { workspaceId, requestId } = request;
    return loaderOf<string, number | null>(context, 'alignment.jointRank', async (ids) => {
      const ranks = await this.boards.jointRanks(workspaceId, ids);
      return ids.map((id) => ranks.get(id) ?? null);
    }).load(requestId);
  }
}
