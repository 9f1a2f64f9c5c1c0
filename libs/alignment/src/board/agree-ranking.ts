import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { SideName } from '#libs/people';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { agreeRanking, proposeRanking } from '../domain/index.js';
import { BoardCommands, PriorityBoardPayload } from './board-commands.js';
import { type BoardChange, BoardCommand, BoardDecisions } from './board-decisions.js';

@InputType({ description: 'A joint order as one lead proposes it.' })
export class ProposeRankingInput {
  @GlobalId('PriorityBoard', { description: 'Which board.' })
  boardId: string;

  @Choice(SideName, { description: 'For which side you propose: your own.' })
  side: Side;

  @GlobalId('Request', {
    each: true,
    description:
      'Active requests of the two teams, the most urgent first, each once, 1 to 200. What is left out has no joint rank.',
  })
  requestIds: string[];
}

@InputType({ description: 'The joint order that the other lead has proposed, as you have seen it.' })
export class AgreeRankingInput {
  @GlobalId('PriorityBoard', { description: 'Which board.' })
  boardId: string;

  @GlobalId('Request', { each: true, description: 'The proposed order, in full: what you agree to.' })
  requestIds: string[];
}

export class ProposeRanking extends BoardCommand<ProposeRankingInput> {}
export class AgreeRanking extends BoardCommand<AgreeRankingInput> {}

@CommandHandler(ProposeRanking)
export class ProposeRankingHandler implements ICommandHandler<ProposeRanking> {
  constructor(private readonly decisions: BoardDecisions) {}

  async execute({ input: { boardId, ...asked }, expect, caller }: ProposeRanking): Promise<BoardChange> {
    const active = await this.decisions.activeAmong(caller.command.workspaceId, asked.requestIds);
    const target = { boardId, expect, caller };
    return this.decisions.decide(target, (state, context) => proposeRanking(state, { ...asked, active }, context));
  }
}

@CommandHandler(AgreeRanking)
export class AgreeRankingHandler implements ICommandHandler<AgreeRanking> {
  constructor(private readonly decisions: BoardDecisions) {}

  async execute({ input: { boardId, ...asked }, expect, caller }: AgreeRanking): Promise<BoardChange> {
    const active = await this.decisions.activeAmong(caller.command.workspaceId, asked.requestIds);
    const target = { boardId, expect, caller };
    return this.decisions.decide(target, (state, context) => agreeRanking(state, { ...asked, active }, context));
  }
}

@Resolver()
export class RankingMutations {
  constructor(private readonly commands: BoardCommands) {}

  @Mutation(() => PriorityBoardPayload, {
    description:
      'Proposes a joint order; the lead of the other side agrees to it. A newer proposal takes the place of an older one. RANKS_MISSING ' +
      'before both sides have ranked; RANK_NOT_ACTIVE, DUPLICATE_RANK, LIMIT_REACHED, VALIDATION_FAILED, FORBIDDEN, NOT_FOUND.',
  })
  @Needs('priorityBoard.agree')
  async proposeRanking(
    @InputArg() input: ProposeRankingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PriorityBoardPayload> {
    return this.commands.carryOut(new ProposeRanking(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => PriorityBoardPayload, {
    description:
      'Agrees to the proposed order for the other side: two leads, two persons. From then on it is the joint rank of its requests, and ' +
      'every tie is settled. RANKING_NOT_PROPOSED, RANKING_DIFFERS, BOTH_SIDES_BY_SAME_PERSON, RANK_NOT_ACTIVE when one has ended ' +
      'meanwhile, FORBIDDEN, NOT_FOUND.',
  })
  @Needs('priorityBoard.agree')
  async agreeRanking(
    @InputArg() input: AgreeRankingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PriorityBoardPayload> {
    return this.commands.carryOut(new AgreeRanking(input, expectedVersion(expect), caller), caller);
  }
}
