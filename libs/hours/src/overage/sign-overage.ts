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
import type { Side } from '#libs/vocabulary';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat } from '../allotment-key.js';
import { HoursCommand } from '../decisions.js';
import { approveOverage, declineOverage } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { MonthHandler } from './month-handler.js';

@InputType({ description: 'One side’s yes to overage that waits.' })
export class ApproveOverageInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month.' })
  allotmentId: string;

  @InnerId({ description: 'Its name in the month, e.g. `O1`.' })
  overageId: string;

  @Choice(SideEnum, { description: 'The side you sign for.' })
  side: Side;
}

@InputType({ description: 'One side’s no to overage that waits.' })
export class DeclineOverageInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month.' })
  allotmentId: string;

  @InnerId({ description: 'Its name in the month, e.g. `O1`.' })
  overageId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Text({ description: 'Why not; at most 4,000 characters.' })
  reason: string;
}

export class ApproveOverage extends HoursCommand<ApproveOverageInput> {}
export class DeclineOverage extends HoursCommand<DeclineOverageInput> {}

@CommandHandler(ApproveOverage)
export class ApproveOverageHandler extends MonthHandler<ApproveOverageInput> {
  protected readonly rule = approveOverage;
}

@CommandHandler(DeclineOverage)
export class DeclineOverageHandler extends MonthHandler<DeclineOverageInput> {
  protected readonly rule = declineOverage;
}

@Resolver()
export class SignOverageMutations {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Signs overage for one side. With the second signature its minutes are set aside for the request, and cover its uncovered ones ' +
      'first. FORBIDDEN unless you lead that side, or stand for who does; BOTH_SIDES_BY_SAME_PERSON, SIDE_ALREADY_APPROVED; NOT_FOUND ' +
      'for overage that waits no more; PERIOD_CLOSED; PO_CEILING_EXCEEDED for an agency whose order does not cover its price.',
  })
  @Needs('overage.approve')
  approveOverage(
    @InputArg() input: ApproveOverageInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new ApproveOverage(input, expectedVersion(expect), caller));
  }

  @Mutation(() => AllotmentPayload, {
    description:
      'Says no to overage. Of work that is done already it has to be decided then: `decideUncovered`. FORBIDDEN unless you lead that ' +
      'side, or stand for who does; REASON_REQUIRED, PII_NOT_ALLOWED; NOT_FOUND for overage that waits no more; PERIOD_CLOSED.',
  })
  @Needs('overage.approve')
  declineOverage(
    @InputArg() input: DeclineOverageInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new DeclineOverage(input, expectedVersion(expect), caller));
  }
}
