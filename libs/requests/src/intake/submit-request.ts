import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { submitRequest } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Which draft to hand to engineering.' })
export class SubmitRequestInput {
  @GlobalId('Request', { description: 'The draft.' })
  requestId: string;
}

export class SubmitRequest extends RequestCommand<SubmitRequestInput> {}

@CommandHandler(SubmitRequest)
export class SubmitRequestHandler extends RuleHandler<SubmitRequestInput> {
  protected readonly rule = submitRequest;
}

@Resolver()
export class SubmitRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Hands a draft to engineering. REQUEST_INCOMPLETE names the sections its type requires and its brief still lacks; ' +
      'INVALID_STATE when it is no draft; REQUEST_HELD while it rests.',
  })
  @Needs('request.submit')
  async submitRequest(
    @InputArg() input: SubmitRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new SubmitRequest(input, expectedVersion(expect), caller));
  }
}
