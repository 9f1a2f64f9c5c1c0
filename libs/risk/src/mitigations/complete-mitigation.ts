import { Caller, Expect, expectedVersion, InnerId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ReviewCommand } from '../decisions.js';
import { completeMitigation } from '../domain/index.js';
import { RiskHandler } from '../risks/risk-handler.js';
import { RiskCommands, RiskPayload } from '../risks/risk-payload.js';
import { RiskInput } from '../risks/risk.input.js';

@InputType({ description: 'A mitigation is done.' })
export class CompleteMitigationInput extends RiskInput {
  @InnerId({ description: 'Which mitigation of the risk, e.g. `M1`.' })
  mitigationId: string;

  @Text({
    nullable: true,
    description: 'What shows that it is done, e.g. a link to a test; at most 4,000 characters, owed.',
  })
  evidence?: string | null;
}

export class CompleteMitigation extends ReviewCommand<CompleteMitigationInput> {}

@CommandHandler(CompleteMitigation)
export class CompleteMitigationHandler extends RiskHandler<CompleteMitigationInput> {
  protected readonly rule = completeMitigation;
}

@Resolver()
export class CompleteMitigationMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Says that a mitigation is done, with something to show for it; whoever may do so for their own alone has to carry it. NOT_FOUND; ' +
      'FORBIDDEN; INVALID_STATE unless it is PLANNED; REASON_REQUIRED; PII_NOT_ALLOWED.',
  })
  @Needs('risk.completeMitigation')
  completeMitigation(
    @InputArg() input: CompleteMitigationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new CompleteMitigation(input, expectedVersion(expect), caller));
  }
}
