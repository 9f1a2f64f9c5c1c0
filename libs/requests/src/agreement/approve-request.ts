import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { approveRequest } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { SideEnum } from '../types/enums.js';
import { ReservationPlans } from './reservation-plans.js';

@InputType({ description: 'Minutes to reserve in one month of one agreement.' })
export class ReservationLineInput {
  @GlobalId('Agreement', { description: 'An agreement of the two teams.' })
  agreementId: string;

  @Text({ description: 'Month as `YYYY-MM`, e.g. `2026-03`.' })
  period: string;

  @Whole({ description: 'Minutes to reserve, at least 1.' })
  minutes: number;
}

@InputType({ description: 'The signature of one side.' })
export class ApproveRequestInput {
  @GlobalId('Request', { description: 'The estimated request, or signed work with a new estimate.' })
  requestId: string;

  @Choice(SideEnum, { description: 'For which side you sign.' })
  side: Side;

  @Nested(() => ReservationLineInput, {
    each: true,
    nullable: true,
    description:
      'Minutes by month, together likely to pessimistic, at most 24 lines; empty where the teams have no agreement. Left out by the ' +
      'second side: the plan of the first.',
  })
  reservationPlan?: ReservationLineInput[] | null;

  @Text({ nullable: true, description: 'Why the plan is outside of that range, if it is; at most 4,000 characters.' })
  reason?: string | null;
}

export class ApproveRequest extends RequestCommand<ApproveRequestInput> {}

@CommandHandler(ApproveRequest)
export class ApproveRequestHandler implements ICommandHandler<ApproveRequest> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly plans: ReservationPlans,
  ) {}

  async execute({ input, expect, caller }: ApproveRequest): Promise<RequestChange> {
    const { requestId, side, reservationPlan, reason } = input;
    const prepared = await this.plans.prepare(caller.command.workspaceId, input);
    const target = { requestId, expect, caller, beside: prepared.beside };
    return this.decisions.decide(target, (state, context, others) => {
      const agreementIds = prepared.agreementIds(context.now);
      const facts = approveRequest(state, { side, reservationPlan, reason, agreementIds }, context);
      return prepared.reserved({ state, facts, context }, others);
    });
  }
}

@Resolver()
export class ApproveRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Signs an estimated request, or the new estimate of signed work, for one side; with the second signature it is approved. The marketing lead signs for CONSUMER, the ' +
      'engineering lead for PROVIDER. BOTH_SIDES_BY_SAME_PERSON, SELF_APPROVAL_FORBIDDEN, SIDE_ALREADY_APPROVED, ESTIMATE_EXPIRED, ' +
      'CONCERN_OPEN, OWNER_REQUIRED, DATE_REQUIRED, RESERVATION_PLAN_OUT_OF_RANGE, RESERVATION_PLAN_DIFFERS, REQUEST_HELD, INVALID_STATE. The second ' +
      'signature reserves every line of the plan in the same step: ALLOTMENT_EXHAUSTED and PERIOD_NOT_RESERVABLE refuse the whole, and ' +
      'NOT_FOUND a line of an agreement that is not one of the two teams. A line is the new total of the request in its month; of months ' +
      'that a new plan leaves out, what is not worked is given back.',
  })
  @Needs('request.approve')
  async approveRequest(
    @InputArg() input: ApproveRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ApproveRequest(input, expectedVersion(expect), caller));
  }
}
