import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type HoursChange, HoursCommand, HoursDecisions } from '../decisions.js';
import { signAgreement } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { agreementTarget } from './agreement-target.js';
import { AgreementCommands, AgreementPayload } from './agreement-payload.js';

@InputType({ description: 'A signature.' })
export class SignAgreementInput {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Choice(SideEnum, { description: 'The side you sign for.' })
  side: Side;
}

export class SignAgreement extends HoursCommand<SignAgreementInput> {}

@CommandHandler(SignAgreement)
export class SignAgreementHandler implements ICommandHandler<SignAgreement> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute(command: SignAgreement): Promise<HoursChange> {
    const { side } = command.input;
    return this.decisions.decide(agreementTarget(command), {}, (_none, { agreement, circumstances }) => ({
      agreement: signAgreement(agreement, { side }, circumstances),
    }));
  }
}

@Resolver()
export class SignAgreementMutation {
  constructor(private readonly commands: AgreementCommands) {}

  @Mutation(() => AgreementPayload, {
    description:
      'Signs an agreement for one side; the second signature, by another person, makes it hold. NOT_FOUND; INVALID_STATE unless it is a ' +
      'DRAFT; FORBIDDEN for everybody but the lead of that side and their deputy; SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON.',
  })
  @Needs('agreement.sign')
  signAgreement(
    @InputArg() input: SignAgreementInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AgreementPayload> {
    return this.commands.carryOut(new SignAgreement(input, expectedVersion(expect), caller));
  }
}
