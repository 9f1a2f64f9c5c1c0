import { MutationPayload, Needs, type Reader } from '#libs/api-kit';
import { RequestObject } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import { type Change, RuleHandler } from '../decisions.js';
import { type Idea, idea, type IdeaEvent } from '../domain/index.js';
import { IdeaReader } from './idea-reader.js';
import { ideaRow } from './idea-row.js';
import { IdeaObject } from './idea.type.js';

/** Where ideas are kept. */
export const keptIdea = { aggregate: idea, table: ideaRow.table };

@ObjectType({ description: 'What became of a command on an idea.' })
export class IdeaPayload extends MutationPayload {
  @Field(() => IdeaObject, { nullable: true, description: 'The idea after the command; null when it was refused.' })
  @Needs('idea.read')
  idea?: IdeaObject | null;
}

@ObjectType({ description: 'What became of an idea that was to become a request.' })
export class ConvertIdeaPayload extends IdeaPayload {
  @Field(() => RequestObject, { nullable: true, description: 'The request, as a draft; null when it was refused.' })
  @Needs('request.read')
  request?: IdeaObject['request'];
}

/** Where mutations hand in their commands. */
@Injectable()
export class IdeaCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly ideas: IdeaReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<Change>, reader: Reader): Promise<IdeaPayload> {
    const change = await this.bus.execute(command);
    const { position, replayed } = change;
    return Object.assign(new IdeaPayload(), { position, replayed, idea: await this.ideas.after(change, reader) });
  }
}

/** The handler of a command on an idea whose rule takes its input as it came. */
@Injectable()
export abstract class IdeaHandler<Input extends { readonly ideaId: string }> extends RuleHandler<
  Idea,
  IdeaEvent,
  Input
> {
  protected readonly kept = keptIdea;

  protected idOf({ ideaId }: Input): string {
    return ideaId;
  }
}
