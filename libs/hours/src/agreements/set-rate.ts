import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type HoursChange, HoursCommand, HoursDecisions } from '../decisions.js';
import { periodOf, setRate, type SetRateInput as Rule } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AgreementCommands, AgreementPayload } from './agreement-payload.js';
import { agreementTarget } from './agreement-target.js';
import { plannedFrom } from './planned-months.js';
import { RateFields } from './rate.input.js';

@InputType({ description: 'A rate from a day on that lies in a month that has not begun.' })
export class SetRateInput extends RateFields {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;
}

export class SetRate extends HoursCommand<SetRateInput> {}

const wishOf = ({ activity = null, role = null, perHour, effectiveFrom, side }: SetRateInput): Rule => {
  const { minorUnits: minor, currency } = perHour;
  return { activity, role, effectiveFrom, perHour: { minor, currency }, side };
};

@CommandHandler(SetRate)
export class SetRateHandler implements ICommandHandler<SetRate> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute(command: SetRate): Promise<HoursChange> {
    const { agreementId, effectiveFrom } = command.input;
    return this.decisions.decide(agreementTarget(command), {}, (_none, scene) => {
      const { agreement, circumstances } = scene;
      const months = plannedFrom(agreementId, periodOf(effectiveFrom), scene);
      return { agreement: setRate({ agreement, months }, wishOf(command.input), circumstances) };
    });
  }
}

@Resolver()
export class SetRateMutation {
  constructor(private readonly commands: AgreementCommands) {}

  @Mutation(() => AgreementPayload, {
    description:
      'Asks for a rate from a day on; when the lead of the other side asks for the same it holds. AMENDMENT_IN_PAST for a day of a month ' +
      'that has begun; CURRENCY_MISMATCH; INVALID_STATE unless it is ACTIVE; NOT_FOUND; FORBIDDEN; SIDE_ALREADY_APPROVED; ' +
      'BOTH_SIDES_BY_SAME_PERSON; LIMIT_REACHED; VALIDATION_FAILED.',
  })
  @Needs('hours.consent')
  setRate(
    @InputArg() input: SetRateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AgreementPayload> {
    return this.commands.carryOut(new SetRate(input, expectedVersion(expect), caller));
  }
}
