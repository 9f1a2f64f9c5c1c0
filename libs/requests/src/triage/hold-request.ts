import { Caller, Day, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { holdRequest, resumeRequest } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Why a request rests, and until when at most.' })
export class HoldRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'Why it has to wait; at most 4,000 characters.' })
  reason: string;

  @Day({
    description: 'The day on which to look at it again, e.g. `2026-02-02`; today or later in the workspace’s zone.',
  })
  reviewDate: string;
}

@InputType({ description: 'A request that goes on.' })
export class ResumeRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ nullable: true, description: 'What changed; at most 4,000 characters.' })
  reason?: string | null;
}

export class HoldRequest extends RequestCommand<HoldRequestInput> {}
export class ResumeRequest extends RequestCommand<ResumeRequestInput> {}

@CommandHandler(HoldRequest)
export class HoldRequestHandler extends RuleHandler<HoldRequestInput> {
  protected readonly rule = holdRequest;
}

@CommandHandler(ResumeRequest)
export class ResumeRequestHandler extends RuleHandler<ResumeRequestInput> {
  protected readonly rule = resumeRequest;
}

@Resolver()
export class HoldMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Lets a request rest: nothing moves forward until it is resumed. REASON_REQUIRED, DATE_IN_PAST, PII_NOT_ALLOWED; REQUEST_HELD ' +
      'when it rests already; INVALID_STATE when it has ended.',
  })
  @Needs('request.hold')
  async holdRequest(
    @InputArg() input: HoldRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new HoldRequest(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description: 'Lets a resting request go on. REQUEST_NOT_HELD when it does not rest; PII_NOT_ALLOWED.',
  })
  @Needs('request.hold')
  async resumeRequest(
    @InputArg() input: ResumeRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ResumeRequest(input, expectedVersion(expect), caller));
  }
}
