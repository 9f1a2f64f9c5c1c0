import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat, allotmentKeyOf } from '../allotment-key.js';
import { byCaller, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import { monthOf, moveReservation } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { requestStream, requirePromised } from './promised-work.js';

@InputType({ description: 'Minutes of a request that go to another month.' })
export class MoveReservationInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'The month they leave; not closed.' })
  allotmentId: string;

  @GlobalId('Request', { description: 'Signed work that is not accepted yet.' })
  requestId: string;

  @Whole({ description: 'How many of its reserved minutes that are not worked yet, at least 1, e.g. `300`.' })
  minutes: number;

  @Text({ description: 'The month of the same agreement they go to, e.g. `2026-03`; PLANNED or OPEN.' })
  toPeriod: string;

  @Choice(SideEnum, { description: 'For which side you say so.' })
  side: Side;
}

export class MoveReservation extends HoursCommand<MoveReservationInput> {}

@CommandHandler(MoveReservation)
export class MoveReservationHandler implements ICommandHandler<MoveReservation> {
  constructor(private readonly decisions: HoursDecisions) {}

  async execute({ input, expect, caller }: MoveReservation): Promise<HoursChange> {
    const { requestId, minutes, side } = input;
    const { agreementId, period } = allotmentKeyOf(input.allotmentId);
    const path = ['input', 'toPeriod'];
    const toPeriod = monthOf(input.toPeriod, path);
    if (toPeriod === period) throw new ValidationFailed('Choose another month.', path);
    const target = { agreementId, period, command: caller.command, circumstances: byCaller(caller) };
    const streams = {
      from: monthStream(agreementId, period, expect),
      to: monthStream(agreementId, toPeriod),
      asked: requestStream(requestId),
    };
    return this.decisions.decide(target, streams, ({ from, to, asked }, scene) => {
      requirePromised(scene.agreement, asked);
      return { ...moveReservation({ from, to }, { requestId, minutes, toPeriod, side }, scene.contextFor(toPeriod)) };
    });
  }
}

@Resolver()
export class MoveReservationMutation {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Moves reserved minutes of a request to another month of the agreement, in one step for both: the first lead wants it, the same ' +
      'command of the other side carries it out. Answers with the month they leave. ALLOTMENT_EXHAUSTED and PERIOD_NOT_RESERVABLE of ' +
      'the month they go to; PERIOD_CLOSED, BOTH_SIDES_BY_SAME_PERSON, SIDE_ALREADY_APPROVED, FORBIDDEN for who does not lead that side; ' +
      'INVALID_STATE for a request that is not signed or is over; VALIDATION_FAILED for more minutes than it has left, or the same month; ' +
      'NOT_FOUND, LIMIT_REACHED from 50 open consents on.',
  })
  @Needs('hours.consent')
  moveReservation(
    @InputArg() input: MoveReservationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new MoveReservation(input, expectedVersion(expect), caller));
  }
}
