import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { setProperties } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'The web properties a request concerns.' })
export class SetPropertiesInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({
    each: true,
    description: 'All of them, at most 50, each at most 200 characters, e.g. `["www.example"]`; empty for none.',
  })
  properties: string[];
}

export class SetProperties extends RequestCommand<SetPropertiesInput> {}

@CommandHandler(SetProperties)
export class SetPropertiesHandler extends RuleHandler<SetPropertiesInput> {
  protected readonly rule = setProperties;
}

@Resolver()
export class PropertiesMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Links the web properties it concerns, in place of those before. They are part of its scope: an estimate of before no longer fits. ' +
      'LIMIT_REACHED, VALIDATION_FAILED, INVALID_STATE.',
  })
  @Needs('request.linkProperties')
  async setProperties(
    @InputArg() input: SetPropertiesInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new SetProperties(input, expectedVersion(expect), caller));
  }
}
