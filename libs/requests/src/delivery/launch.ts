import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Moment,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { launchRequest, rollBackLaunch, type RollbackReason } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { RollbackReasonEnum } from '../types/enums-delivery.js';
import { fullViewer, localDate } from '#libs/people';
import { LaunchChecks } from './launch-checks.js';

@InputType({ description: 'A request that goes live.' })
export class LaunchRequestInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Moment({
    nullable: true,
    description: 'When it went live, between its acceptance and now; now when left out.',
  })
  launchedAt?: string | null;
}

@InputType({ description: 'A launch that is taken back.' })
export class RollBackLaunchInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(RollbackReasonEnum, { description: 'Why.' })
  reason: RollbackReason;

  @Text({ nullable: true, description: 'What there is to say about it; owed with OTHER, at most 4,000 characters.' })
  note?: string | null;
}

export class LaunchRequest extends RequestCommand<LaunchRequestInput> {}
export class RollBackLaunch extends RequestCommand<RollBackLaunchInput> {}

@CommandHandler(LaunchRequest)
export class LaunchRequestHandler implements ICommandHandler<LaunchRequest> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly checks: LaunchChecks,
  ) {}

  async execute({ input, expect, caller }: LaunchRequest): Promise<RequestChange> {
    const { requestId, launchedAt } = input;
    const { timeZone } = fullViewer(caller.viewer);
    const launch = launchedAt == null ? null : { launchedAt, localDate: localDate(launchedAt, timeZone) };
    const checks = await this.checks.of(caller.command.workspaceId, requestId);
    return this.decisions.decide({ requestId, expect, caller }, (state, context, others) => {
      const beside = checks(others, state, launch?.localDate ?? context.today);
      return launchRequest(state, { launch, beside }, context);
    });
  }
}

@CommandHandler(RollBackLaunch)
export class RollBackLaunchHandler extends RuleHandler<RollBackLaunchInput> {
  protected readonly rule = rollBackLaunch;
}

@Resolver()
export class LaunchMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Records that it went live, if every condition of `launchReadiness` is met; the request keeps how they stood. ' +
      'The day of the launch decides about approvals, decisions and freezes. In this order: INVALID_STATE, REQUEST_HELD, TRACKING_UNVERIFIED, ' +
      'PROVIDER_NOT_ONBOARDED when the agency it was given to is not approved, LAUNCH_BLOCKED_BY_RISK with every reason, FREEZE_WINDOW; ' +
      'DATE_IN_FUTURE; VALIDATION_FAILED for a launch before the acceptance.',
  })
  @Needs('request.launch')
  async launchRequest(
    @InputArg() input: LaunchRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new LaunchRequest(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Takes a launch back: the request is in progress again. It counts as failed, unless its experiment ended as KILLED. ' +
      'REASON_REQUIRED, INVALID_STATE, PII_NOT_ALLOWED.',
  })
  @Needs('request.rollBack')
  async rollBackLaunch(
    @InputArg() input: RollBackLaunchInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new RollBackLaunch(input, expectedVersion(expect), caller));
  }
}
