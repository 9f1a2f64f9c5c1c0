import { Caller, Expect, expectedVersion, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ReviewCommand } from '../decisions.js';
import { acknowledgeRisk } from '../domain/index.js';
import { RiskHandler } from '../risks/risk-handler.js';
import { RiskCommands, RiskPayload } from '../risks/risk-payload.js';
import { RiskInput } from '../risks/risk.input.js';

@InputType({ description: 'The requesting side knows what may happen to it.' })
export class AcknowledgeRiskInput extends RiskInput {}

export class AcknowledgeRisk extends ReviewCommand<AcknowledgeRiskInput> {}

@CommandHandler(AcknowledgeRisk)
export class AcknowledgeRiskHandler extends RiskHandler<AcknowledgeRiskInput> {
  protected readonly rule = acknowledgeRisk;
}

@Resolver()
export class AcknowledgeRiskMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Says that the requesting side understood what may happen to it; needed for what is MEDIUM or worse, and again when it gets worse. ' +
      'NOT_FOUND; INHERENT_RATING_MISSING; FORBIDDEN for people of other teams.',
  })
  @Needs('risk.acknowledge')
  acknowledgeRisk(
    @InputArg() input: AcknowledgeRiskInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new AcknowledgeRisk(input, expectedVersion(expect), caller));
  }
}
