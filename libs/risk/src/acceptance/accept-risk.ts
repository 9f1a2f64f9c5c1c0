import { Caller, Choice, Day, Expect, expectedVersion, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ReviewCommand } from '../decisions.js';
import { acceptRisk } from '../domain/index.js';
import { SideEnum } from '../risks/enums.js';
import { RiskHandler } from '../risks/risk-handler.js';
import { RiskCommands, RiskPayload } from '../risks/risk-payload.js';
import { RiskInput } from '../risks/risk.input.js';

@InputType({ description: 'On which terms a side lives with a risk.' })
export class AcceptRiskInput extends RiskInput {
  @Choice(SideEnum, { description: 'The side you accept it for.' })
  side: Side;

  @Day({ description: 'The last day it holds, e.g. 90 days from today for a HIGH risk.' })
  expiresOn: string;

  @Text({ nullable: true, description: 'Why the risk is lived with; at most 4,000 characters, owed.' })
  justification?: string | null;

  @Text({
    nullable: true,
    description: 'What is done instead of reducing it; at most 4,000 characters, owed for a HIGH risk.',
  })
  control?: string | null;
}

export class AcceptRisk extends ReviewCommand<AcceptRiskInput> {}

@CommandHandler(AcceptRisk)
export class AcceptRiskHandler extends RiskHandler<AcceptRiskInput> {
  protected readonly rule = acceptRisk;
}

@Resolver()
export class AcceptRiskMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Answers for living with a risk until a day. LOW: a lead; MEDIUM: the lead of the side that carries it; HIGH: both leads, two ' +
      'persons, on the same terms; CRITICAL: nobody. NOT_FOUND; INVALID_STATE after a decision that lets pass; INHERENT_RATING_MISSING; ' +
      'CRITICAL_NOT_ACCEPTABLE; RISK_OWNER_MISSING; FORBIDDEN; DATE_IN_PAST; ACCEPTANCE_TOO_LONG; REASON_REQUIRED; ' +
      'SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON.',
  })
  @Needs('risk.accept')
  acceptRisk(
    @InputArg() input: AcceptRiskInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new AcceptRisk(input, expectedVersion(expect), caller));
  }
}
