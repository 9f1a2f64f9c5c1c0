import { Caller, InputArg, MutationPayload, Needs } from '#libs/api-kit';
import { type Decided, type DecisionStream, EventLog, type Fact } from '#libs/event-log';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { v5 as uuidV5 } from 'uuid';
import { type Change, commandOf, contextOf, NewCommand } from '../decisions.js';
import { type ChatCapture, chatCapture, type ChatCaptureEvent, captureMessage, isCaptured } from '../domain/index.js';
import { CaptureMakers, type Making } from './capture-makers.js';
import { CaptureReader, type StoredCapture } from './capture-reader.js';
import { CaptureFromChatInput, wantedOf } from './capture.input.js';
import { ChatCaptureObject } from './chat-capture.type.js';

@ObjectType({ description: 'What became of a message that was captured.' })
export class CaptureFromChatPayload extends MutationPayload {
  @Field(() => ChatCaptureObject, {
    nullable: true,
    description: 'The capture with what the message became; null when it was refused.',
  })
  @Needs('capture.read')
  capture?: ChatCaptureObject | null;
}

export class CaptureFromChat extends NewCommand<CaptureFromChatInput> {}

const MESSAGES = '5d0f6a55-3f0e-5c1b-8d0a-7d8a2f0b4c11';

/** One message of one channel is one capture, whoever hands it in and under which key (P11). */
export const captureIdOf = (workspaceId: string, { channel, messageId }: CaptureFromChatInput): string =>
  uuidV5(JSON.stringify([workspaceId, channel.trim(), messageId.trim()]), MESSAGES);

@CommandHandler(CaptureFromChat)
export class CaptureFromChatHandler implements ICommandHandler<CaptureFromChat> {
  constructor(
    private readonly log: EventLog,
    private readonly captures: CaptureReader,
    private readonly makers: CaptureMakers,
  ) {}

  async execute({ input, caller }: CaptureFromChat): Promise<Change> {
    const { workspaceId } = caller.viewer;
    const id = captureIdOf(workspaceId, input);
    // What is known already needs no number and no right to make things; the decision looks again, at the stream itself.
    const [known] = await this.captures.rows(workspaceId, [id]);
    const making = known ? null : await this.makers.prepare(input, caller);
    const decided = await this.decide({ input, caller, id }, making);
    const [row] = await this.captures.rows(workspaceId, [id]);
    if (!row) throw new Error('A capture has no row after it was captured.');
    const { position, replayed } = decided;
    // Captured before, by whatever command: the answer is that of a repeated one.
    if (position === null) return { id, position: Number(row.position), replayed: true, row };
    return { id, position, replayed, row };
  }

  /** The capture and what it makes in one append, guarded by the versions of both streams. */
  private decide(
    { input, caller, id }: { input: CaptureFromChatInput; caller: Caller; id: string },
    making: Making | null,
  ): Promise<Decided> {
    const capture: DecisionStream<ChatCapture, ChatCaptureEvent> = { aggregate: chatCapture, id, expect: 'latest' };
    const wanted = wantedOf(input.as);
    // The capture comes last: its event is the highest of the command, so the position of its row is that of the command.
    const streams: Record<string, DecisionStream<unknown, Fact>> = {
      ...(making?.stream && { object: making.stream }),
      capture,
    };
    return this.log.decide(commandOf(caller), streams, (states, { now }) => {
      if (isCaptured(states['capture'] as ChatCapture, wanted, id) || !making) return {};
      const { facts, captured } = making.make(states['object'], now);
      const kept = captureMessage(input, captured, contextOf(caller, now));
      return { capture: kept, ...(making.stream && { object: facts }) };
    });
  }
}

@Resolver()
export class CaptureFromChatMutation {
  constructor(
    private readonly bus: CommandBus,
    private readonly captures: CaptureReader,
  ) {}

  @Mutation(() => CaptureFromChatPayload, {
    description:
      'Makes a chat message a request draft, a question, an idea or a decision. The same message again gives the same object and ' +
      '`replayed: true`, under any key. CAPTURED_ALREADY when it became something else; FORBIDDEN when you may not draft requests or ' +
      'ask questions; NOT_FOUND, PII_NOT_ALLOWED, VALIDATION_FAILED.',
  })
  @Needs('capture.chat')
  async captureFromChat(
    @InputArg() input: CaptureFromChatInput,
    @Caller() caller: Caller,
  ): Promise<CaptureFromChatPayload> {
    const { position, replayed, row } = await this.bus.execute(new CaptureFromChat(input, caller));
    const capture = this.captures.show(row as StoredCapture);
    return Object.assign(new CaptureFromChatPayload(), { position, replayed, capture });
  }
}
