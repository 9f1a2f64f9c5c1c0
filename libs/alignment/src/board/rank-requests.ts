import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { SideName } from '#libs/people';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { rankRequests } from '../domain/index.js';
import { BoardCommands, PriorityBoardPayload } from './board-commands.js';
import { type BoardChange, BoardCommand, BoardDecisions } from './board-decisions.js';

@InputType({ description: 'One side’s whole list, in the place of the one it gave before.' })
export class RankRequestsInput {
  @GlobalId('PriorityBoard', { description: 'Which board.' })
  boardId: string;

  @Choice(SideName, { description: 'For which side you rank: your own.' })
  side: Side;

  @GlobalId('Request', {
    each: true,
    description:
      'Active requests (DRAFT to ACCEPTED) of the two teams, the most urgent first, each once, at most 200; those that nobody has ' +
      'triaged yet may be among them. Empty: the side takes its ranks back.',
  })
  requestIds: string[];
}

export class RankRequests extends BoardCommand<RankRequestsInput> {}

@CommandHandler(RankRequests)
export class RankRequestsHandler implements ICommandHandler<RankRequests> {
  constructor(private readonly decisions: BoardDecisions) {}

  async execute({ input: { boardId, ...asked }, expect, caller }: RankRequests): Promise<BoardChange> {
    const active = await this.decisions.activeAmong(caller.command.workspaceId, asked.requestIds);
    const target = { boardId, expect, caller };
    return this.decisions.decide(target, (state, context) => rankRequests(state, { ...asked, active }, context));
  }
}

@Resolver()
export class RankRequestsMutation {
  constructor(private readonly commands: BoardCommands) {}

  @Mutation(() => PriorityBoardPayload, {
    description:
      'Ranks the requests of two teams for one side; its lead alone may. A joint order that stands is kept until the next agreement. ' +
      'RANK_NOT_ACTIVE, DUPLICATE_RANK, LIMIT_REACHED, FORBIDDEN for the lead of the other side, NOT_FOUND.',
  })
  @Needs('priorityBoard.rank')
  async rankRequests(
    @InputArg() input: RankRequestsInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PriorityBoardPayload> {
    return this.commands.carryOut(new RankRequests(input, expectedVersion(expect), caller), caller);
  }
}
