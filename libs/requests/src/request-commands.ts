import type { Caller } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus, type ICommandHandler } from '@nestjs/cqrs';
import { EventLog } from '#libs/event-log';
import { type RequestChange, type RequestCommand, RequestDecisions, type Rule } from './decisions.js';
import { request, type RequestEventType, type RequestFacts, type WarningCode } from './domain/index.js';
import { type RequestPayload, requestPayload } from './request-payload.js';
import { RequestReader } from './request-reader.js';
import { warningOf } from './types/warning.type.js';

/** More than any command on one request leaves. */
const MOST_FACTS = 16;

type CalledCommand = Command<RequestChange> & { readonly caller: Caller };

/** Where mutations hand in their commands. */
@Injectable()
export class RequestCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly requests: RequestReader,
    private readonly log: EventLog,
  ) {}

  /** The payload of a command that was carried out. @throws Refusal */
  async carryOut(command: CalledCommand): Promise<RequestPayload> {
    return this.payload(command, await this.bus.execute(command));
  }

  /** As `carryOut`, with the fact the command ends with: it tells the id of what was made, also when the command is repeated. */
  async carryOutFor<T extends RequestEventType>(
    command: CalledCommand,
    type: T,
  ): Promise<{ payload: RequestPayload; fact: RequestFacts[T] }> {
    const change = await this.bus.execute(command);
    const facts = await this.factsOf(command, change);
    const event = facts.findLast((one) => one.type === type);
    if (event === undefined) throw new Error(`The command left no ${type}.`);
    return { payload: this.payload(command, change), fact: event.data as RequestFacts[T] };
  }

  private payload(command: CalledCommand, change: RequestChange): RequestPayload {
    return requestPayload(change, this.requests, async () => {
      const facts = await this.factsOf(command, change);
      const codes = facts.flatMap(({ data }) => (data as { warnings?: readonly WarningCode[] }).warnings ?? []);
      return [...new Set(codes)].map(warningOf);
    });
  }

  /** What a command left on its request. */
  private async factsOf({ caller: { command } }: CalledCommand, { requestId, version }: RequestChange) {
    const stream = { workspaceId: command.workspaceId, streamId: `${request.type}-${requestId}` };
    const events = await this.log.readStream({ ...stream, afterVersion: version - MOST_FACTS, upToVersion: version });
    return events.filter(({ meta }) => meta.commandId === command.commandId);
  }
}

/** The handler of a command whose rule takes its input as it came. */
@Injectable()
export abstract class RuleHandler<Input extends { readonly requestId: string }> implements ICommandHandler<
  RequestCommand<Input>
> {
  protected abstract readonly rule: Rule<Input>;

  constructor(private readonly decisions: RequestDecisions) {}

  execute(command: RequestCommand<Input>): Promise<RequestChange> {
    return this.decisions.change(command, this.rule);
  }
}
