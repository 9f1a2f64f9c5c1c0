import { Caller, Choice, Expect, expectedVersion, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ReviewCommand } from '../decisions.js';
import { revokeAcceptance } from '../domain/index.js';
import { SideEnum } from '../risks/enums.js';
import { RiskHandler } from '../risks/risk-handler.js';
import { RiskCommands, RiskPayload } from '../risks/risk-payload.js';
import { RiskInput } from '../risks/risk.input.js';

@InputType({ description: 'A side no longer lives with a risk.' })
export class RevokeAcceptanceInput extends RiskInput {
  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Text({ nullable: true, description: 'Why; at most 4,000 characters, owed.' })
  reason?: string | null;
}

export class RevokeAcceptance extends ReviewCommand<RevokeAcceptanceInput> {}

@CommandHandler(RevokeAcceptance)
export class RevokeAcceptanceHandler extends RiskHandler<RevokeAcceptanceInput> {
  protected readonly rule = revokeAcceptance;
}

@Resolver()
export class RevokeAcceptanceMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Takes back an acceptance, or the offer of one; a decision that rested on it is taken up again. Nothing happens where there is ' +
      'none. NOT_FOUND; FORBIDDEN for everybody but the lead of that side and their deputy; REASON_REQUIRED.',
  })
  @Needs('risk.accept')
  revokeAcceptance(
    @InputArg() input: RevokeAcceptanceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new RevokeAcceptance(input, expectedVersion(expect), caller));
  }
}
