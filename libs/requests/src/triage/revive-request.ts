import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { reviveRequest } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'A request taken up again.' })
export class ReviveRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ nullable: true, description: 'Why now; at most 4,000 characters.' })
  reason?: string | null;
}

export class ReviveRequest extends RequestCommand<ReviveRequestInput> {}

@CommandHandler(ReviveRequest)
export class ReviveRequestHandler extends RuleHandler<ReviveRequestInput> {
  protected readonly rule = reviveRequest;
}

@Resolver()
export class ReviveRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Makes a draft of a declined or withdrawn request again; number, brief and questions stay, the agreed date does not. ' +
      'INVALID_STATE when it has not ended; PII_NOT_ALLOWED.',
  })
  @Needs('request.revive')
  async reviveRequest(
    @InputArg() input: ReviveRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ReviveRequest(input, expectedVersion(expect), caller));
  }
}
