import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { withdrawRequest, type WithdrawReason } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { WithdrawReasonEnum } from '../types/enums.js';

@InputType({ description: 'Why a request is taken back.' })
export class WithdrawRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(WithdrawReasonEnum, { description: 'The reason.' })
  reason: WithdrawReason;

  @Text({ nullable: true, description: 'The reason in words; owed with OTHER. At most 4,000 characters.' })
  note?: string | null;
}

export class WithdrawRequest extends RequestCommand<WithdrawRequestInput> {}

@CommandHandler(WithdrawRequest)
export class WithdrawRequestHandler extends RuleHandler<WithdrawRequestInput> {
  protected readonly rule = withdrawRequest;
}

@Resolver()
export class WithdrawRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Takes a request back, wherever it stands; it can be revived. REASON_REQUIRED for OTHER without a note; PII_NOT_ALLOWED; ' +
      'INVALID_STATE when it has ended.',
  })
  @Needs('request.withdraw')
  async withdrawRequest(
    @InputArg() input: WithdrawRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new WithdrawRequest(input, expectedVersion(expect), caller));
  }
}
