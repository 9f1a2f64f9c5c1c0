import { Caller, Expect, expectedVersion, GlobalId, InnerId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat } from '../allotment-key.js';
import { HoursCommand } from '../decisions.js';
import { releaseByLead, withdrawConsent } from '../domain/index.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { MonthHandler } from '../overage/month-handler.js';

@InputType({ description: 'What a request holds in a month, to be given back.' })
export class ReleaseReservationInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; not closed.' })
  allotmentId: string;

  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

@InputType({ description: 'A yes one side takes back.' })
export class WithdrawConsentInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'The month it was said on; not closed.' })
  allotmentId: string;

  @InnerId({ description: 'The consent, as `openConsents` names it, e.g. `C1`.' })
  consentId: string;
}

export class ReleaseReservation extends HoursCommand<ReleaseReservationInput> {}
export class WithdrawConsent extends HoursCommand<WithdrawConsentInput> {}

@CommandHandler(ReleaseReservation)
export class ReleaseReservationHandler extends MonthHandler<ReleaseReservationInput> {
  protected readonly rule = releaseByLead;
}

@CommandHandler(WithdrawConsent)
export class WithdrawConsentHandler extends MonthHandler<WithdrawConsentInput> {
  protected readonly rule = withdrawConsent;
}

@Resolver()
export class ReleaseMutations {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Gives back what a request reserved in a month and did not work; nothing happens when it holds nothing. What gets free covers ' +
      'uncovered time first. One of the two leads is enough. FORBIDDEN for the lead of another team; PERIOD_CLOSED, NOT_FOUND.',
  })
  @Needs('reservation.release')
  releaseReservation(
    @InputArg() input: ReleaseReservationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new ReleaseReservation(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AllotmentPayload, {
    description:
      'Takes back what one side said yes to on a month, before the other side does. FORBIDDEN for who does not lead that side; NOT_FOUND ' +
      'when it is not open any more, PERIOD_CLOSED.',
  })
  @Needs('hours.consent')
  withdrawConsent(
    @InputArg() input: WithdrawConsentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new WithdrawConsent(input, expectedVersion(expect), caller));
  }
}
