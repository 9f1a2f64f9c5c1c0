import { type ApiContext, type Caller, MutationPayload, Needs } from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { Command, CommandBus, type ICommandHandler } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import { requestSettings, type RequestSettings as Settings, type SettingsEvent } from '../domain/index.js';
import { RequestSettings } from './settings.type.js';
import { SettingsReader } from './settings-reader.js';
import { type StoredSettings, toSettings } from './to-settings.js';

export type SettingsChange = Pick<Decided, 'position' | 'replayed'>;

/** A command on the settings of the caller's workspace: what is asked, on which version, and by whom. */
export abstract class SettingsCommand<Input extends object> extends Command<SettingsChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The handler of a command whose rule takes its input as it came. */
@Injectable()
export abstract class SettingsHandler<Input extends object> implements ICommandHandler<SettingsCommand<Input>> {
  protected abstract readonly rule: (settings: Settings, input: Input) => readonly SettingsEvent[];

  constructor(private readonly log: EventLog) {}

  execute({ input, expect, caller }: SettingsCommand<Input>): Promise<SettingsChange> {
    const stream = { aggregate: requestSettings, id: caller.command.workspaceId, expect };
    return this.log.decideOne(caller.command, stream, (state) => this.rule(state, input));
  }
}

@ObjectType({ isAbstract: true })
export abstract class SettingsPayload extends MutationPayload {
  @Field(() => RequestSettings, {
    nullable: true,
    description: 'The settings after the command; null when it was refused.',
  })
  @Needs('settings.read')
  settings?: RequestSettings | null;
}

/** What every payload of these commands holds. */
type Answered = SettingsChange & { readonly settings: RequestSettings };

/** Where mutations hand in their commands. */
@Injectable()
export class SettingsCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly reader: SettingsReader,
  ) {}

  /** What every payload of these commands has, and the settings to pick its own object from. @throws Refusal */
  async carryOut<Input extends object>(
    command: SettingsCommand<Input>,
    context: ApiContext,
  ): Promise<{ payload: Answered; stored: StoredSettings }> {
    const { position, replayed } = await this.bus.execute<SettingsCommand<Input>, SettingsChange>(command);
    const stored = await this.reader.after(command.caller.command.workspaceId, context);
    return { payload: { position, replayed, settings: toSettings(stored) }, stored };
  }
}
