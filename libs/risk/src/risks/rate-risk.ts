import { Caller, Choice, Expect, expectedVersion, InputArg, Needs, SeenVersion, Text, Whole } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ReviewCommand } from '../decisions.js';
import { rateRisk, type Stage } from '../domain/index.js';
import { RiskStageEnum } from './enums.js';
import { RiskHandler } from './risk-handler.js';
import { RiskCommands, RiskPayload } from './risk-payload.js';
import { RiskInput } from './risk.input.js';

@InputType({ description: 'Where a risk stands on the matrix.' })
export class RateRiskInput extends RiskInput {
  @Choice(RiskStageEnum, { description: 'What is rated; INHERENT comes first.' })
  stage: Stage;

  @Whole({ description: 'How likely, 1 to 5; 5 is the worst.' })
  likelihood: number;

  @Whole({ description: 'How bad, 1 to 5; 5 is the worst.' })
  impact: number;

  @Text({ nullable: true, description: 'What the rating rests on; at most 4,000 characters, owed.' })
  rationale?: string | null;

  @Text({
    nullable: true,
    description:
      'Why it is worse now than before anything was done; at most 4,000 characters, owed where CURRENT is above INHERENT.',
  })
  reason?: string | null;
}

export class RateRisk extends ReviewCommand<RateRiskInput> {}

@CommandHandler(RateRisk)
export class RateRiskHandler extends RiskHandler<RateRiskInput> {
  protected readonly rule = rateRisk;
}

@Resolver()
export class RateRiskMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Puts a risk on the matrix in force; the rating names its version and stays as it is whatever the matrix becomes. Rating it again, ' +
      'even the same, is how it is looked at again. INVALID_STATE where a decision that lets pass would outlive a worse risk; ' +
      'REVIEWER_CONFLICT; SCORE_OUT_OF_RANGE; REASON_REQUIRED; INHERENT_RATING_MISSING; CURRENT_ABOVE_INHERENT; REDUCTION_WITHOUT_MITIGATION.',
  })
  @Needs('risk.sign')
  rateRisk(
    @InputArg() input: RateRiskInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new RateRisk(input, expectedVersion(expect), caller));
  }
}
