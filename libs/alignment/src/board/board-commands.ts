import { type Caller, MutationPayload, Needs } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import type { BoardChange } from './board-decisions.js';
import { BoardReader } from './board-reader.js';
import { PriorityBoard } from './board.type.js';

@ObjectType({ description: 'What became of a command on a priority board.' })
export class PriorityBoardPayload extends MutationPayload {
  @Field(() => PriorityBoard, { nullable: true, description: 'The board after the command; null when it was refused.' })
  @Needs('request.read')
  board?: PriorityBoard | null;
}

/** Where mutations hand in their commands. */
@Injectable()
export class BoardCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly boards: BoardReader,
  ) {}

  /** The payload of a command that was carried out. @throws Refusal */
  async carryOut(command: Command<BoardChange>, { viewer }: Caller): Promise<PriorityBoardPayload> {
    const { boardId, position, replayed } = await this.bus.execute(command);
    // Whoever may change a board reads every request, unless the token is cut: then `board` is not shown at all.
    const [board] = await this.boards.many({ viewer, grant: 'all' }, [boardId]);
    return { board: board ?? null, position, replayed };
  }
}
