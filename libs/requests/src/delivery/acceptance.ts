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
import { Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import {
  acceptRequest,
  type CriterionRejectionCause,
  rejectCriterion,
  type RequestEvent,
  verifyCriterion,
} from '../domain/index.js';
import { Reservations } from '../ports/reservations.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { CriterionRejectionCauseEnum } from '../types/enums-delivery.js';

@InputType({ description: 'A criterion that holds.' })
export class VerifyCriterionInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @InnerId({ description: 'The criterion inside the request, e.g. `C1`.' })
  criterionId: string;

  @Text({
    nullable: true,
    description: 'How it was seen, e.g. `1.4 seconds on the staging site`; at most 4,000 characters.',
  })
  evidence?: string | null;
}

@InputType({ description: 'A criterion that does not hold.' })
export class RejectCriterionInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @InnerId({ description: 'The criterion inside the request, e.g. `C1`.' })
  criterionId: string;

  @Choice(CriterionRejectionCauseEnum, { description: 'Why it does not.' })
  cause: CriterionRejectionCause;

  @Text({ nullable: true, description: 'What does not hold; at most 4,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'A delivered request whose criteria all hold.' })
export class AcceptRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

export class VerifyCriterion extends RequestCommand<VerifyCriterionInput> {}
export class RejectCriterion extends RequestCommand<RejectCriterionInput> {}
export class AcceptRequest extends RequestCommand<AcceptRequestInput> {}

@CommandHandler(VerifyCriterion)
export class VerifyCriterionHandler extends RuleHandler<VerifyCriterionInput> {
  protected readonly rule = verifyCriterion;
}

@CommandHandler(RejectCriterion)
export class RejectCriterionHandler extends RuleHandler<RejectCriterionInput> {
  protected readonly rule = rejectCriterion;
}

@CommandHandler(AcceptRequest)
export class AcceptRequestHandler implements ICommandHandler<AcceptRequest> {
  constructor(
    private readonly decisions: RequestDecisions,
    /** Absent where hours are not kept. */
    @Optional() private readonly reservations?: Reservations,
  ) {}

  /** What the request still holds is given back in the same step. */
  async execute(command: AcceptRequest): Promise<RequestChange> {
    const { input, expect, caller } = command;
    const { requestId } = input;
    const { reservations } = this;
    if (!reservations) return this.decisions.change(command, acceptRequest);
    const months = await reservations.monthsHeldBy(caller.command.workspaceId, requestId);
    const target = { requestId, expect, caller, beside: reservations.streamsOf(months) };
    return this.decisions.decide(target, (state, context, others) =>
      acceptRequest(state, {}, context).map((fact): RequestEvent => {
        if (fact.type !== 'RequestAccepted') return fact;
        const releasedMinutes = reservations.release(others, months, { requestId, cause: 'REQUEST_ACCEPTED' });
        return { ...fact, data: { ...fact.data, releasedMinutes } };
      }),
    );
  }
}

@Resolver()
export class AcceptanceMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Says that one criterion of what was delivered holds. NOT_FOUND for a criterion that the brief does not have; INVALID_STATE, ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('request.verify')
  async verifyCriterion(
    @InputArg() input: VerifyCriterionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new VerifyCriterion(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Says that one criterion does not hold: the request goes back to work. NOT_FOUND for a criterion that the brief does not have; ' +
      'INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.verify')
  async rejectCriterion(
    @InputArg() input: RejectCriterionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new RejectCriterion(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Accepts what was delivered; minutes reserved and not worked are free again. SELF_APPROVAL_FORBIDDEN for who delivered it, counting deputies; ESTIMATE_STALE when the scope moved ' +
      'after delivery; CRITERIA_UNVERIFIED, REQUEST_HELD, INVALID_STATE.',
  })
  @Needs('request.accept')
  async acceptRequest(
    @InputArg() input: AcceptRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new AcceptRequest(input, expectedVersion(expect), caller));
  }
}
