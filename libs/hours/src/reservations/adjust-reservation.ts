import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Whole } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat, allotmentKeyOf } from '../allotment-key.js';
import { byCaller, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import { adjustReservation } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { requestStream, requirePromised } from './promised-work.js';

@InputType({ description: 'A new total of a request in a month.' })
export class AdjustReservationInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; PLANNED or OPEN.' })
  allotmentId: string;

  @GlobalId('Request', { description: 'Signed work that is not accepted yet.' })
  requestId: string;

  @Whole({ description: 'Its minutes in the month from now on, worked ones included: 0 to 1,000,000, e.g. `600`.' })
  minutes: number;

  @Choice(SideEnum, { description: 'For which side you say so.' })
  side: Side;
}

export class AdjustReservation extends HoursCommand<AdjustReservationInput> {}

@CommandHandler(AdjustReservation)
export class AdjustReservationHandler implements ICommandHandler<AdjustReservation> {
  constructor(private readonly decisions: HoursDecisions) {}

  execute({ input, expect, caller }: AdjustReservation): Promise<HoursChange> {
    const { requestId, minutes, side } = input;
    const { agreementId, period } = allotmentKeyOf(input.allotmentId);
    const target = { agreementId, period, command: caller.command, circumstances: byCaller(caller) };
    const streams = { month: monthStream(agreementId, period, expect), asked: requestStream(requestId) };
    return this.decisions.decide(target, streams, ({ month, asked }, scene) => {
      requirePromised(scene.agreement, asked);
      return { month: adjustReservation(month, { period, requestId, minutes, side }, scene.contextFor(period)) };
    });
  }
}

@Resolver()
export class AdjustReservationMutation {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Sets the minutes of a request in a month anew, up or down: the first lead wants it, the same command of the other side carries ' +
      'it out. ALLOTMENT_EXHAUSTED with the figures; PERIOD_NOT_RESERVABLE once the month is over; BOTH_SIDES_BY_SAME_PERSON, ' +
      'SIDE_ALREADY_APPROVED, FORBIDDEN for who does not lead that side; INVALID_STATE for a request that is not signed or is over; ' +
      'NOT_FOUND, VALIDATION_FAILED, LIMIT_REACHED from 50 open consents on.',
  })
  @Needs('hours.consent')
  adjustReservation(
    @InputArg() input: AdjustReservationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new AdjustReservation(input, expectedVersion(expect), caller));
  }
}
