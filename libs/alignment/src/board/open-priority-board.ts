import { Caller, GlobalId, InputArg, Needs } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { Directory } from '#libs/people';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { openPriorityBoard } from '../domain/index.js';
import { type BoardChange, BoardDecisions, boardIdOf } from './board-decisions.js';
import { BoardCommands, PriorityBoardPayload } from './board-commands.js';

@InputType({ description: 'Two teams that rank the same requests.' })
export class OpenPriorityBoardInput {
  @GlobalId('Team', { description: 'The team that asks.' })
  consumerTeamId: string;

  @GlobalId('Team', { description: 'The team that does the work.' })
  providerTeamId: string;
}

export class OpenPriorityBoard extends Command<BoardChange> {
  constructor(
    readonly input: OpenPriorityBoardInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(OpenPriorityBoard)
export class OpenPriorityBoardHandler implements ICommandHandler<OpenPriorityBoard> {
  constructor(
    private readonly decisions: BoardDecisions,
    private readonly directory: Directory,
  ) {}

  async execute({ input: { consumerTeamId, providerTeamId }, caller }: OpenPriorityBoard): Promise<BoardChange> {
    const { workspaceId } = caller.command;
    const teams = { consumerTeamId, providerTeamId };
    if (!(await this.directory.hasTeam(workspaceId, consumerTeamId, 'CONSUMER')))
      throw new NotFound('team that asks for work', ['input', 'consumerTeamId']);
    if (!(await this.directory.hasTeam(workspaceId, providerTeamId, 'PROVIDER')))
      throw new NotFound('team that does the work', ['input', 'providerTeamId']);
    const boardId = boardIdOf(teams);
    // Not `new`: whether the board is there is the rule's to see, so that whoever comes second is told BOARD_EXISTS.
    const target = { boardId, expect: 'latest', caller, teams } as const;
    return this.decisions.decide(target, (state, context) => openPriorityBoard(state, { ...teams, boardId }, context));
  }
}

@Resolver()
export class OpenPriorityBoardMutation {
  constructor(private readonly commands: BoardCommands) {}

  @Mutation(() => PriorityBoardPayload, {
    description:
      'Opens the priority board of two teams: a lead of one of them, a product manager or BRIDGE may. BOARD_EXISTS when they have one; ' +
      'NOT_FOUND for a team that is not there or works on the other side; FORBIDDEN for the lead of another team.',
  })
  @Needs('priorityBoard.open')
  openPriorityBoard(
    @InputArg() input: OpenPriorityBoardInput,
    @Caller() caller: Caller,
  ): Promise<PriorityBoardPayload> {
    return this.commands.carryOut(new OpenPriorityBoard(input, caller), caller);
  }
}
