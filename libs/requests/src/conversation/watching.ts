import { Caller, GlobalId, InputArg, MutationPayload, Needs, Reader } from '#libs/api-kit';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { unwatchRequest, watchRequest } from '../domain/index.js';
import { RequestWatchers } from './comment.type.js';
import { type ConversationChange, ConversationCommand, ConversationDecisions } from './conversation-decisions.js';
import { WatcherReader } from './watcher-reader.js';

@InputType({ description: 'A request to follow.' })
export class WatchRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

@InputType({ description: 'A request to follow no longer.' })
export class UnwatchRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

@ObjectType({ description: 'What became of a wish to follow a request, or not to.' })
export class WatchPayload extends MutationPayload {
  @Field(() => RequestWatchers, { nullable: true, description: 'Who watches it after the command; null when refused.' })
  watchers?: RequestWatchers | null;
}

export class WatchRequest extends ConversationCommand<WatchRequestInput> {}
export class UnwatchRequest extends ConversationCommand<UnwatchRequestInput> {}

@CommandHandler(WatchRequest)
export class WatchRequestHandler implements ICommandHandler<WatchRequest> {
  constructor(private readonly conversations: ConversationDecisions) {}

  execute(command: WatchRequest): Promise<ConversationChange> {
    return this.conversations.decide(command, (state, context) => watchRequest(state, command.input, context));
  }
}

@CommandHandler(UnwatchRequest)
export class UnwatchRequestHandler implements ICommandHandler<UnwatchRequest> {
  constructor(private readonly conversations: ConversationDecisions) {}

  execute(command: UnwatchRequest): Promise<ConversationChange> {
    return this.conversations.decide(command, (state, context) => unwatchRequest(state, command.input, context));
  }
}

@Resolver()
export class WatchMutations {
  constructor(
    private readonly commands: CommandBus,
    private readonly watchers: WatcherReader,
  ) {}

  @Mutation(() => WatchPayload, {
    description: 'You follow a request; nothing happens when you do already. LIMIT_REACHED from 500 watchers on.',
  })
  @Needs('request.watch')
  watchRequest(
    @InputArg() input: WatchRequestInput,
    @Caller() caller: Caller,
    @Reader() reader: Reader,
  ): Promise<WatchPayload> {
    return this.carryOut(new WatchRequest(input, caller), reader);
  }

  @Mutation(() => WatchPayload, {
    description:
      'You follow a request no longer, and neither a comment of yours nor a mention brings you back; nothing happens when you do not ' +
      'watch it.',
  })
  @Needs('request.watch')
  unwatchRequest(
    @InputArg() input: UnwatchRequestInput,
    @Caller() caller: Caller,
    @Reader() reader: Reader,
  ): Promise<WatchPayload> {
    return this.carryOut(new UnwatchRequest(input, caller), reader);
  }

  private async carryOut(command: WatchRequest | UnwatchRequest, reader: Reader): Promise<WatchPayload> {
    const { position, replayed, requestId } = await this.commands.execute(command);
    const [watchers] = await this.watchers.many(reader, [requestId]);
    return Object.assign(new WatchPayload(), { position, replayed, watchers });
  }
}
