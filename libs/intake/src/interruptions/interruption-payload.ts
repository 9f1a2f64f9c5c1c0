import { MutationPayload, Needs, type Reader } from '#libs/api-kit';
import { RequestObject } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Change } from '../decisions.js';
import { interruption } from '../domain/index.js';
import { InterruptionReader } from './interruption-reader.js';
import { interruptionRow } from './interruption-row.js';
import { InterruptionObject } from './interruption.type.js';

/** Where interruptions are kept. */
export const keptInterruption = { aggregate: interruption, table: interruptionRow.table };

@ObjectType({ description: 'What became of a command on an interruption.' })
export class InterruptionPayload extends MutationPayload {
  @Field(() => InterruptionObject, {
    nullable: true,
    description: 'The interruption after the command; null when it was refused, or when it is not your own.',
  })
  @Needs('interruption.read')
  interruption?: InterruptionObject | null;
}

@ObjectType({ description: 'What became of an interruption that was to become a request, or a question on one.' })
export class ConvertInterruptionPayload extends InterruptionPayload {
  @Field(() => RequestObject, { nullable: true, description: 'The request; null when it was refused.' })
  @Needs('request.read')
  request?: InterruptionObject['request'];

  @Field(() => ID, {
    nullable: true,
    description: 'The question inside the request, e.g. `Q1`; null for a whole request.',
  })
  questionId?: string | null;
}

/** Where mutations hand in their commands. */
@Injectable()
export class InterruptionCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly interruptions: InterruptionReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<Change>, reader: Reader): Promise<ConvertInterruptionPayload> {
    const change = await this.bus.execute(command);
    const { position, replayed } = change;
    const row = await this.interruptions.rowAfter(change, reader);
    const shown = this.interruptions.show(row);
    return Object.assign(new ConvertInterruptionPayload(), {
      position,
      replayed,
      interruption: row.person_id === reader.viewer.personId ? shown : null,
      request: shown.request,
      questionId: shown.questionId,
    });
  }
}
