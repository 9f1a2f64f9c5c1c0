import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { judgeSuccess, setSuccessView, type SuccessVerdict } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { SideEnum } from '../types/enums.js';
import { SuccessVerdictEnum } from '../types/enums-records.js';

@InputType({ description: 'What one side will call a success.' })
export class SetSuccessViewInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Text({ description: 'What it will call a success; at most 4,000 characters.' })
  text: string;
}

@InputType({ description: 'Whether success came in the eyes of one side.' })
export class JudgeSuccessInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Choice(SuccessVerdictEnum, { description: 'Whether it came.' })
  verdict: SuccessVerdict;

  @Text({ nullable: true, description: 'Why you think so; at most 4,000 characters.' })
  note?: string | null;
}

export class SetSuccessView extends RequestCommand<SetSuccessViewInput> {}
export class JudgeSuccess extends RequestCommand<JudgeSuccessInput> {}

@CommandHandler(SetSuccessView)
export class SetSuccessViewHandler extends RuleHandler<SetSuccessViewInput> {
  protected readonly rule = setSuccessView;
}

@CommandHandler(JudgeSuccess)
export class JudgeSuccessHandler extends RuleHandler<JudgeSuccessInput> {
  protected readonly rule = judgeSuccess;
}

@Resolver()
export class SuccessMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Says before the launch what success is: the requester or the marketing lead for CONSUMER, an engineer or the engineering lead ' +
      'for PROVIDER; FORBIDDEN for anybody else. INVALID_STATE after the launch; PII_NOT_ALLOWED.',
  })
  @Needs('request.success')
  async setSuccessView(
    @InputArg() input: SetSuccessViewInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new SetSuccessView(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Says after the launch whether success came; the last verdict of a side stands. NOT_LAUNCHED; SUCCESS_VIEW_MISSING when the side ' +
      'never said what success is; FORBIDDEN, PII_NOT_ALLOWED.',
  })
  @Needs('request.success')
  async judgeSuccess(
    @InputArg() input: JudgeSuccessInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new JudgeSuccess(input, expectedVersion(expect), caller));
  }
}
