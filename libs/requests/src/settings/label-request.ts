import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { labelRequest } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { guardingSettings, settingsIn } from './settings-stream.js';

@InputType({ description: 'Labels to put on a request and to take off it. A label is named in one of the lists.' })
export class LabelRequestInput {
  @GlobalId('Request', { description: 'Which request, of any status.' })
  requestId: string;

  @GlobalId('Label', { each: true, nullable: true, description: 'Labels in use to put on it; at most 100.' })
  add?: string[] | null;

  @GlobalId('Label', { each: true, nullable: true, description: 'Labels to take off it; at most 100.' })
  remove?: string[] | null;
}

export class LabelRequest extends RequestCommand<LabelRequestInput> {}

@CommandHandler(LabelRequest)
export class LabelRequestHandler implements ICommandHandler<LabelRequest> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute({ input, expect, caller }: LabelRequest): Promise<RequestChange> {
    const target = { requestId: input.requestId, expect, caller, beside: [guardingSettings(caller)] };
    return this.decisions.decide(target, (state, context, others) =>
      labelRequest(state, settingsIn(others, caller), input, context),
    );
  }
}

@Resolver()
export class LabelRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Puts labels on a request and takes others off it; nothing is stored when that changes nothing. NOT_FOUND for a label that is not ' +
      'there or, to be put on, archived; LIMIT_REACHED beyond 20 labels; VALIDATION_FAILED for one in both lists.',
  })
  @Needs('request.label')
  labelRequest(
    @InputArg() input: LabelRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new LabelRequest(input, expectedVersion(expect), caller));
  }
}
