import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text, Whole } from '#libs/api-kit';
import { request } from '#libs/requests';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { allotmentKeyFormat, allotmentKeyOf } from '../allotment-key.js';
import { byCaller, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import { requestOverage } from '../domain/index.js';
import { AllotmentCommands, AllotmentPayload } from '../months/allotment-payload.js';
import { requireOverageAsker, requireRequestOf } from './request-of-agreement.js';

@InputType({ description: 'Minutes beyond what a month has, for one request.' })
export class RequestOverageInput {
  @GlobalId('Allotment', { format: allotmentKeyFormat, description: 'Which month; PLANNED or OPEN.' })
  allotmentId: string;

  @GlobalId('Request', { description: 'The request that needs them; nobody else can use them.' })
  requestId: string;

  @Whole({ description: 'How many minutes, 1 to 1,000,000, e.g. 450.' })
  minutes: number;

  @Text({ description: 'Why they are needed; at most 4,000 characters.' })
  reason: string;
}

export class RequestOverage extends HoursCommand<RequestOverageInput> {}

@CommandHandler(RequestOverage)
export class RequestOverageHandler implements ICommandHandler<RequestOverage> {
  constructor(private readonly decisions: HoursDecisions) {}

  /** The request is only looked at: whose it is and whose work it is does not depend on what is said on it meanwhile. */
  execute({ input, expect, caller }: RequestOverage): Promise<HoursChange> {
    const { requestId, allotmentId } = input;
    const { agreementId, period } = allotmentKeyOf(allotmentId);
    const target = { agreementId, period, command: caller.command, circumstances: byCaller(caller) };
    const streams = {
      month: monthStream(agreementId, period, expect),
      asked: { aggregate: request, id: requestId, expect: 'latest', guards: false } as const,
    };
    return this.decisions.decide(target, streams, ({ month, asked }, { agreement, circumstances }) => {
      const known = requireRequestOf(agreement, asked, ['input', 'requestId']);
      requireOverageAsker(known, circumstances, input);
      return { month: requestOverage(month, input) };
    });
  }
}

@Resolver()
export class RequestOverageMutations {
  constructor(private readonly commands: AllotmentCommands) {}

  @Mutation(() => AllotmentPayload, {
    description:
      'Asks both leads for minutes beyond what a month has, bound to one request. FORBIDDEN unless you lead marketing, or are the ' +
      'requester or a co-author; OVERAGE_PENDING while one of this request waits; REQUEST_NOT_CHARGEABLE when the request has ended; ' +
      'REASON_REQUIRED, PII_NOT_ALLOWED, LIMIT_REACHED, NOT_FOUND, INVALID_STATE, PERIOD_CLOSED.',
  })
  @Needs('overage.request')
  requestOverage(
    @InputArg() input: RequestOverageInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AllotmentPayload> {
    return this.commands.carryOut(new RequestOverage(input, expectedVersion(expect), caller));
  }
}
