import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { declineRequest, type DeclineReason } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { DeclineReasonEnum } from '../types/enums.js';

@InputType({ description: 'Why a request is not taken on.' })
export class DeclineRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(DeclineReasonEnum, { description: 'The reason.' })
  reason: DeclineReason;

  @Text({ nullable: true, description: 'The reason in words; owed with OTHER. At most 4,000 characters.' })
  note?: string | null;

  @Text({
    nullable: true,
    description: 'What would have to change for it to be taken up again; at most 4,000 characters.',
  })
  reviveWhen?: string | null;
}

export class DeclineRequest extends RequestCommand<DeclineRequestInput> {}

@CommandHandler(DeclineRequest)
export class DeclineRequestHandler extends RuleHandler<DeclineRequestInput> {
  protected readonly rule = declineRequest;
}

@Resolver()
export class DeclineRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Says no to a submitted, triaged or estimated request; it can be revived. REASON_REQUIRED for OTHER without a note; ' +
      'PII_NOT_ALLOWED; INVALID_STATE in any other status.',
  })
  @Needs('request.decline')
  async declineRequest(
    @InputArg() input: DeclineRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new DeclineRequest(input, expectedVersion(expect), caller));
  }
}
