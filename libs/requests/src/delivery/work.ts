import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { deliverRequest, returnToWork, startWork } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { Onboarding } from '../triage/onboarding.js';

@InputType({ description: 'A request that somebody begins to build.' })
export class StartWorkInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

@InputType({ description: 'A build handed over.' })
export class DeliverRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'What was built and where to look at it; at most 4,000 characters.' })
  notes: string;

  @Text({
    nullable: true,
    description: 'The build or change it is in, e.g. `https://build.example/12`; at most 2,000 characters.',
  })
  buildRef?: string | null;
}

@InputType({ description: 'Accepted work that needs code after all.' })
export class ReturnToWorkInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'What it still needs; at most 4,000 characters.' })
  reason: string;
}

export class StartWork extends RequestCommand<StartWorkInput> {}
export class DeliverRequest extends RequestCommand<DeliverRequestInput> {}
export class ReturnToWork extends RequestCommand<ReturnToWorkInput> {}

@CommandHandler(StartWork)
export class StartWorkHandler implements ICommandHandler<StartWork> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly onboarding: Onboarding,
  ) {}

  async execute({ input, expect, caller }: StartWork): Promise<RequestChange> {
    const { requestId } = input;
    const requireOnboarded = await this.onboarding.ofRequest(caller.command.workspaceId, requestId);
    return this.decisions.decide({ requestId, expect, caller }, (state, context, others) => {
      const facts = startWork(state, input, context);
      requireOnboarded(others, context.today);
      return facts;
    });
  }
}

@CommandHandler(DeliverRequest)
export class DeliverRequestHandler extends RuleHandler<DeliverRequestInput> {
  protected readonly rule = deliverRequest;
}

@CommandHandler(ReturnToWork)
export class ReturnToWorkHandler extends RuleHandler<ReturnToWorkInput> {
  protected readonly rule = returnToWork;
}

@Resolver()
export class WorkMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Begins the work on an approved request. PROVIDER_NOT_ONBOARDED when the agency it was given to is not approved today; ' +
      'REQUEST_HELD, INVALID_STATE.',
  })
  @Needs('request.work')
  async startWork(
    @InputArg() input: StartWorkInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new StartWork(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Hands over what was built: marketing looks at each criterion now. ESTIMATE_STALE while the estimate does not cover the present ' +
      'scope; REQUEST_HELD, INVALID_STATE, VALIDATION_FAILED, PII_NOT_ALLOWED, LIMIT_REACHED from 200 deliveries on.',
  })
  @Needs('request.work')
  async deliverRequest(
    @InputArg() input: DeliverRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new DeliverRequest(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Sends accepted work back, e.g. for a launch that was blocked; every criterion and its tracking are looked at anew. ' +
      'REASON_REQUIRED, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.returnToWork')
  async returnToWork(
    @InputArg() input: ReturnToWorkInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ReturnToWork(input, expectedVersion(expect), caller));
  }
}
