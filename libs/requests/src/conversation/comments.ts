import {
  Caller,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  MutationPayload,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { EventLog, type ExpectedVersion, type Recorded } from '#libs/event-log';
import { createdId, Directory } from '#libs/people';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { addComment, conversation, editComment, removeComment } from '../domain/index.js';
import { CommentReader } from './comment-reader.js';
import { commentAfter, type CommentEvent, type CommentRow, commentTypes } from './comment-row.js';
import { CommentObject } from './comment.type.js';
import { type ConversationChange, ConversationCommand, ConversationDecisions } from './conversation-decisions.js';

@InputType({ description: 'Something to say beside a request.' })
export class AddCommentInput {
  @GlobalId('Request', { description: 'Which request; its status does not matter.' })
  requestId: string;

  @Text({ description: 'What to say, 1 to 4,000 characters; `@` markers are kept as they are.' })
  text: string;

  @GlobalId('Person', {
    each: true,
    nullable: true,
    description: 'Global ids of the people meant, at most 20; they watch the request from now on, unless they left it.',
  })
  mentionIds?: string[] | null;

  @GlobalId('Comment', { nullable: true, description: 'The comment it answers, of the same request.' })
  replyTo?: string | null;
}

@InputType({ description: 'A comment written anew.' })
export class EditCommentInput {
  @GlobalId('Request', { description: 'The request it belongs to.' })
  requestId: string;

  @GlobalId('Comment', { description: 'Which comment of yours.' })
  commentId: string;

  @Text({ description: 'What it says from now on, 1 to 4,000 characters.' })
  text: string;

  @GlobalId('Person', {
    each: true,
    nullable: true,
    description: 'Global ids of the people meant from now on, at most 20; nobody when left out.',
  })
  mentionIds?: string[] | null;
}

@InputType({ description: 'A comment taken out of sight.' })
export class RemoveCommentInput {
  @GlobalId('Request', { description: 'The request it belongs to.' })
  requestId: string;

  @GlobalId('Comment', { description: 'Which comment.' })
  commentId: string;

  @Text({ nullable: true, description: 'Why; at most 4,000 characters.' })
  reason?: string | null;
}

@ObjectType({ description: 'What became of a command on a comment.' })
export class CommentPayload extends MutationPayload {
  @Field(() => CommentObject, {
    nullable: true,
    description: 'The comment after the command; null when it was refused.',
  })
  comment?: CommentObject | null;
}

export class AddComment extends ConversationCommand<AddCommentInput> {
  /** The same for a repetition of the command. */
  get commentId(): string {
    return createdId(this.caller.command, 'comment');
  }
}

abstract class OnComment<Input extends { readonly requestId: string }> extends ConversationCommand<Input> {
  constructor(
    input: Input,
    readonly seen: ExpectedVersion,
    caller: Caller,
  ) {
    super(input, caller);
  }
}
export class EditComment extends OnComment<EditCommentInput> {}
export class RemoveComment extends OnComment<RemoveCommentInput> {}

const mentioned = (ids: readonly string[] | null | undefined) =>
  (ids ?? []).map((id, index) => ({ id, path: ['input', 'mentionIds', String(index)] }));

@CommandHandler(AddComment)
export class AddCommentHandler implements ICommandHandler<AddComment> {
  constructor(
    private readonly conversations: ConversationDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: AddComment): Promise<ConversationChange> {
    const { input, caller, commentId } = command;
    const { text, mentionIds, replyTo } = input;
    await this.directory.requirePeople(caller.command.workspaceId, mentioned(input.mentionIds));
    return this.conversations.decide(command, (state, context) =>
      addComment(state, { commentId, text, mentionIds, replyTo }, context),
    );
  }
}

@CommandHandler(EditComment)
export class EditCommentHandler implements ICommandHandler<EditComment> {
  constructor(
    private readonly conversations: ConversationDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: EditComment): Promise<ConversationChange> {
    const { input, seen, caller } = command;
    const { commentId, text, mentionIds } = input;
    await this.directory.requirePeople(caller.command.workspaceId, mentioned(input.mentionIds));
    return this.conversations.decide(command, (state, context) =>
      editComment(state, { commentId, text, mentionIds, seen }, context),
    );
  }
}

@CommandHandler(RemoveComment)
export class RemoveCommentHandler implements ICommandHandler<RemoveComment> {
  constructor(private readonly conversations: ConversationDecisions) {}

  execute(command: RemoveComment): Promise<ConversationChange> {
    const { commentId, reason } = command.input;
    const { seen } = command;
    return this.conversations.decide(command, (state, context) =>
      removeComment(state, { commentId, reason, seen }, context),
    );
  }
}

@Resolver()
export class CommentMutations {
  constructor(
    private readonly commands: CommandBus,
    private readonly log: EventLog,
    private readonly reader: CommentReader,
  ) {}

  @Mutation(() => CommentPayload, {
    description:
      'Says something beside a request, whatever its status; its version stays as it is. Whoever comments or is mentioned watches it, ' +
      'unless they left it. NOT_FOUND for a person or a comment that is not there, COMMENT_REMOVED for an answer to a removed one; ' +
      'VALIDATION_FAILED, PII_NOT_ALLOWED; LIMIT_REACHED from 2,000 comments or 20 mentions on.',
  })
  @Needs('request.comment')
  async addComment(@InputArg() input: AddCommentInput, @Caller() caller: Caller): Promise<CommentPayload> {
    const command = new AddComment(input, caller);
    const change = await this.commands.execute(command);
    // It is the one event of its command.
    return this.payload(command.commentId, caller, { change, after: change.version - 1 });
  }

  @Mutation(() => CommentPayload, {
    description:
      'Writes a comment of yours anew; `expect` means the version of the comment. ONLY_AUTHOR_CAN_EDIT, COMMENT_REMOVED, NOT_FOUND; ' +
      'VALIDATION_FAILED, PII_NOT_ALLOWED; LIMIT_REACHED from 100 edits on.',
  })
  @Needs('request.comment')
  async editComment(
    @InputArg() input: EditCommentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<CommentPayload> {
    const change = await this.commands.execute(new EditComment(input, expectedVersion(expect), caller));
    return this.payload(input.commentId, caller, { change, after: 0 });
  }

  @Mutation(() => CommentPayload, {
    description:
      'Takes a comment out of sight: its text is not shown any more. By its author, a lead of one of the two teams or an administrator; ' +
      '`expect` means the version of the comment. ONLY_AUTHOR_OR_LEAD_CAN_REMOVE, COMMENT_REMOVED, NOT_FOUND, PII_NOT_ALLOWED.',
  })
  @Needs('request.removeComment')
  async removeComment(
    @InputArg() input: RemoveCommentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<CommentPayload> {
    const change = await this.commands.execute(new RemoveComment(input, expectedVersion(expect), caller));
    return this.payload(input.commentId, caller, { change, after: 0 });
  }

  /** The comment out of the facts up to the command's: what is read beside the log comes a moment later. */
  private async payload(
    commentId: string,
    { command: { workspaceId } }: Caller,
    { change, after }: { change: ConversationChange; after: number },
  ): Promise<CommentPayload> {
    const { position, replayed, requestId, version } = change;
    const events = await this.log.readStream({
      workspaceId,
      streamId: `${conversation.type}-${requestId}`,
      types: commentTypes,
      afterVersion: after,
      upToVersion: version,
    });
    const row = (events as Recorded<CommentEvent>[])
      .filter(({ data }) => data.commentId === commentId)
      .reduce<CommentRow | null>(commentAfter, null);
    const comment = row && this.reader.toComment(row);
    return Object.assign(new CommentPayload(), { position, replayed, comment });
  }
}
