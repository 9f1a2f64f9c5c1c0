import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, Needs } from '#libs/api-kit';
import { RequestCommand, RequestDecisions } from './decisions.js';
import { submitRequest } from './domain/index.js';
import { RequestPayload, requestPayload } from './request-payload.js';
import { RequestReader } from './request-reader.js';

@InputType({ description: 'Which draft to hand to engineering.' })
export class SubmitRequestInput {
  @GlobalId('Request', { description: 'Global id of the draft.' })
  requestId: string;
}

export class SubmitRequest extends RequestCommand<SubmitRequestInput> {}

@CommandHandler(SubmitRequest)
export class SubmitRequestHandler implements ICommandHandler<SubmitRequest> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute(command: SubmitRequest) {
    return this.decisions.change(command, submitRequest);
  }
}

@Resolver()
export class SubmitRequestMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: RequestReader,
  ) {}

  @Mutation(() => RequestPayload, {
    description: 'Hands a draft to engineering. REQUEST_INCOMPLETE names the sections its type requires and its brief still lacks.',
  })
  @Needs('request.submit')
  async submitRequest(
    @Args('input') input: SubmitRequestInput,
    @Args('expect', { description: 'The version you have seen.' }) expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return requestPayload(await this.commands.execute(new SubmitRequest(input, expectedVersion(expect), caller)), this.reader);
  }
}
