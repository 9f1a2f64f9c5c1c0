import { Caller, Expect, expectedVersion, InnerId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ReviewCommand } from '../decisions.js';
import { verifyMitigation } from '../domain/index.js';
import { RiskHandler } from '../risks/risk-handler.js';
import { RiskCommands, RiskPayload } from '../risks/risk-payload.js';
import { RiskInput } from '../risks/risk.input.js';

@InputType({ description: 'Somebody has looked at what shows that a mitigation is done.' })
export class VerifyMitigationInput extends RiskInput {
  @InnerId({ description: 'Which mitigation of the risk, e.g. `M1`.' })
  mitigationId: string;
}

export class VerifyMitigation extends ReviewCommand<VerifyMitigationInput> {}

@CommandHandler(VerifyMitigation)
export class VerifyMitigationHandler extends RiskHandler<VerifyMitigationInput> {
  protected readonly rule = verifyMitigation;
}

@Resolver()
export class VerifyMitigationMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Vouches that a mitigation is done; never by who carries it or did it, nor by who asked for the work or builds it. NOT_FOUND; ' +
      'INVALID_STATE unless it is DONE; SELF_APPROVAL_FORBIDDEN; REVIEWER_CONFLICT.',
  })
  @Needs('risk.sign')
  verifyMitigation(
    @InputArg() input: VerifyMitigationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new VerifyMitigation(input, expectedVersion(expect), caller));
  }
}
