import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { breakTie } from '../domain/index.js';
import { BoardCommands, PriorityBoardPayload } from './board-commands.js';
import { type BoardChange, BoardCommand, BoardDecisions } from './board-decisions.js';

@InputType({ description: 'Which of two requests goes first where the two sides disagree, and why.' })
export class BreakTieInput {
  @GlobalId('PriorityBoard', { description: 'Which board.' })
  boardId: string;

  @GlobalId('Request', { description: 'It goes before the other one.' })
  firstRequestId: string;

  @GlobalId('Request', { description: 'It goes after the first one.' })
  secondRequestId: string;

  @Text({ description: 'What decides it; at most 4,000 characters.' })
  reason: string;
}

export class BreakTie extends BoardCommand<BreakTieInput> {}

@CommandHandler(BreakTie)
export class BreakTieHandler implements ICommandHandler<BreakTie> {
  constructor(private readonly decisions: BoardDecisions) {}

  async execute({ input: { boardId, ...asked }, expect, caller }: BreakTie): Promise<BoardChange> {
    const pair = [asked.firstRequestId, asked.secondRequestId];
    const active = await this.decisions.activeAmong(caller.command.workspaceId, pair);
    const target = { boardId, expect, caller };
    return this.decisions.decide(target, (state, context) => breakTie(state, { ...asked, active }, context));
  }
}

@Resolver()
export class BreakTieMutation {
  constructor(private readonly commands: BoardCommands) {}

  @Mutation(() => PriorityBoardPayload, {
    description:
      'Decides a pair that both sides rank and order differently; BRIDGE alone may. What both sides say alike and what was decided ' +
      'stands in the joint order after it, the rest goes by the sum of both places. NO_TIE, TIE_CONTRADICTS when the order would go in a ' +
      'circle, REASON_REQUIRED, PII_NOT_ALLOWED, RANK_NOT_ACTIVE, VALIDATION_FAILED, NOT_FOUND.',
  })
  @Needs('priorityBoard.breakTie')
  async breakTie(
    @InputArg() input: BreakTieInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PriorityBoardPayload> {
    return this.commands.carryOut(new BreakTie(input, expectedVersion(expect), caller), caller);
  }
}
