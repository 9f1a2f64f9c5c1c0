import { type Caller, MutationPayload, Needs } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import type { ProviderCommand } from '../decisions.js';
import { ProviderReader } from './provider-reader.js';
import { ProviderObject } from './provider.type.js';

@ObjectType({ description: 'What became of a command on an agency.' })
export class ProviderPayload extends MutationPayload {
  @Field(() => ProviderObject, {
    nullable: true,
    description: 'The agency after the command; null when it was refused.',
  })
  @Needs('provider.read')
  provider?: ProviderObject | null;
}

/** Where mutations hand in their commands. */
@Injectable()
export class ProviderCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly providers: ProviderReader,
  ) {}

  /** @throws Refusal */
  async carryOut<Input>(command: ProviderCommand<Input>, caller: Caller): Promise<ProviderPayload> {
    const change = await this.bus.execute(command);
    const { position, replayed } = change;
    const provider = await this.providers.after(change, caller);
    return Object.assign(new ProviderPayload(), { position, replayed, provider });
  }
}
