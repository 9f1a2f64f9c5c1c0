import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { requireCustomFields, submitRequest } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { settingsAsTheyStand, settingsIn } from '../settings/settings-stream.js';

@InputType({ description: 'Which draft to hand to engineering.' })
export class SubmitRequestInput {
  @GlobalId('Request', { description: 'The draft.' })
  requestId: string;
}

export class SubmitRequest extends RequestCommand<SubmitRequestInput> {}

@CommandHandler(SubmitRequest)
export class SubmitRequestHandler implements ICommandHandler<SubmitRequest> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute({ input, expect, caller }: SubmitRequest): Promise<RequestChange> {
    const target = { requestId: input.requestId, expect, caller, beside: [settingsAsTheyStand(caller)] };
    return this.decisions.decide(target, (state, context, others) => {
      const facts = submitRequest(state, input, context);
      requireCustomFields(state, settingsIn(others, caller), 'SUBMIT');
      return facts;
    });
  }
}

@Resolver()
export class SubmitRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Hands a draft to engineering. REQUEST_INCOMPLETE names the sections its type requires and its brief still lacks; ' +
      'CUSTOM_FIELD_REQUIRED the custom fields that are owed and empty; INVALID_STATE when it is no draft; REQUEST_HELD while it rests.',
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
