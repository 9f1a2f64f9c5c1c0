import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { verifyTracking, waiveTracking } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Tracking that was seen to arrive.' })
export class VerifyTrackingInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ nullable: true, description: 'How it was seen; at most 4,000 characters.' })
  evidence?: string | null;
}

@InputType({ description: 'A launch that goes without verified tracking.' })
export class WaiveTrackingInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'Why it goes without; at most 4,000 characters.' })
  reason: string;
}

export class VerifyTracking extends RequestCommand<VerifyTrackingInput> {}
export class WaiveTracking extends RequestCommand<WaiveTrackingInput> {}

@CommandHandler(VerifyTracking)
export class VerifyTrackingHandler extends RuleHandler<VerifyTrackingInput> {
  protected readonly rule = verifyTracking;
}

@CommandHandler(WaiveTracking)
export class WaiveTrackingHandler extends RuleHandler<WaiveTrackingInput> {
  protected readonly rule = waiveTracking;
}

@Resolver()
export class TrackingMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Says that the tracking of the brief arrives: once it is accepted, or after a launch that went without. NOT_FOUND when the brief ' +
      'asks for none; INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.verifyTracking')
  async verifyTracking(
    @InputArg() input: VerifyTrackingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new VerifyTracking(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Lets an accepted request be launched without verified tracking; it stays among the gaps. NOT_FOUND when the brief asks for ' +
      'none; REASON_REQUIRED, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.waiveTracking')
  async waiveTracking(
    @InputArg() input: WaiveTrackingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new WaiveTracking(input, expectedVersion(expect), caller));
  }
}
