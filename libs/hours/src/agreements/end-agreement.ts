import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { isPeriod, type Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type HoursChange, HoursCommand, HoursDecisions } from '../decisions.js';
import { addMonths, endAgreement, withdrawAgreementConsent } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AgreementCommands, AgreementPayload } from './agreement-payload.js';
import { agreementTarget } from './agreement-target.js';
import { emptyOpened, plannedFrom } from './planned-months.js';

@InputType({ description: 'The end of an agreement.' })
export class EndAgreementInput {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Text({ description: 'Its last month, e.g. `2026-06`; the current one or a later one.' })
  lastPeriod: string;
}

@InputType({ description: 'A yes that is taken back before the other side said it, too.' })
export class WithdrawAgreementConsentInput {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @InnerId({ description: 'Which of its `openConsents`, e.g. `C1`.' })
  consentId: string;
}

export class EndAgreement extends HoursCommand<EndAgreementInput> {}
export class WithdrawAgreementConsent extends HoursCommand<WithdrawAgreementConsentInput> {}

@CommandHandler(EndAgreement)
export class EndAgreementHandler implements ICommandHandler<EndAgreement> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute(command: EndAgreement): Promise<HoursChange> {
    const { agreementId, lastPeriod, side } = command.input;
    return this.decisions.decide(agreementTarget(command), {}, (_none, scene) => {
      const { agreement, circumstances } = scene;
      const months = isPeriod(lastPeriod) ? plannedFrom(agreementId, addMonths(lastPeriod, 1), scene) : [];
      const facts = endAgreement({ agreement, months }, { lastPeriod, side }, circumstances);
      emptyOpened(agreementId, { months, facts }, scene);
      return { agreement: facts };
    });
  }
}

@CommandHandler(WithdrawAgreementConsent)
export class WithdrawAgreementConsentHandler implements ICommandHandler<WithdrawAgreementConsent> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute(command: WithdrawAgreementConsent): Promise<HoursChange> {
    const { consentId } = command.input;
    return this.decisions.decide(agreementTarget(command), {}, (_none, { agreement, circumstances }) => ({
      agreement: withdrawAgreementConsent(agreement, { consentId }, circumstances),
    }));
  }
}

@Resolver()
export class EndAgreementMutations {
  constructor(private readonly commands: AgreementCommands) {}

  @Mutation(() => AgreementPayload, {
    description:
      'Asks for the end of an agreement with a month; when the lead of the other side asks for the same it is fixed. AMENDMENT_IN_PAST for ' +
      'a month that has passed; INVALID_STATE unless it is ACTIVE; NOT_FOUND; FORBIDDEN; SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON; ' +
      'LIMIT_REACHED; VALIDATION_FAILED.',
  })
  @Needs('hours.consent')
  endAgreement(
    @InputArg() input: EndAgreementInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AgreementPayload> {
    return this.commands.carryOut(new EndAgreement(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AgreementPayload, {
    description:
      'Takes back what one side wanted before the other side said yes to it. NOT_FOUND when it does not wait (any more); FORBIDDEN for ' +
      'everybody but the lead of that side and their deputy.',
  })
  @Needs('hours.consent')
  withdrawAgreementConsent(
    @InputArg() input: WithdrawAgreementConsentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AgreementPayload> {
    return this.commands.carryOut(new WithdrawAgreementConsent(input, expectedVersion(expect), caller));
  }
}
