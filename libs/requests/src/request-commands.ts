import { Injectable } from '@nestjs/common';
import { type Command, CommandBus, type ICommandHandler } from '@nestjs/cqrs';
import { EventLog } from '#libs/event-log';
import { type RequestChange, type RequestCommand, RequestDecisions, type Rule } from './decisions.js';
import { request, type RequestEventType, type RequestFacts } from './domain/index.js';
import { type RequestPayload, requestPayload } from './request-payload.js';
import { RequestReader } from './request-reader.js';

/** Where mutations hand in their commands. */
@Injectable()
export class RequestCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly requests: RequestReader,
    private readonly log: EventLog,
  ) {}

  /** The payload of a command that was carried out. @throws Refusal */
  async carryOut(command: Command<RequestChange>): Promise<RequestPayload> {
    return requestPayload(await this.bus.execute(command), this.requests);
  }

  /** As `carryOut`, with the fact the command ends with: it tells the id of what was made, also when the command is repeated. */
  async carryOutFor<T extends RequestEventType>(
    command: RequestCommand<{ readonly requestId: string }>,
    type: T,
  ): Promise<{ payload: RequestPayload; fact: RequestFacts[T] }> {
    const change = await this.bus.execute(command);
    const { requestId, version } = change;
    const stream = { workspaceId: command.caller.command.workspaceId, streamId: `${request.type}-${requestId}` };
    const [event] = await this.log.readStream({ ...stream, afterVersion: version - 1, upToVersion: version });
    if (event?.type !== type) throw new Error(`The command did not end with ${type}.`);
    return { payload: requestPayload(change, this.requests), fact: event.data as RequestFacts[T] };
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
