import type { OtherStreams } from '#libs/event-log';
import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import {
  type CostOfDelay,
  declineExpedite,
  expediteQuota,
  grantExpedite,
  request,
  requestExpedite,
  type UrgencyLookup,
  workload,
} from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { CostOfDelayEnum } from '../types/enums-urgency.js';
import { quotaIdOf } from './quota-id.js';

@InputType({ description: 'A request that cannot wait, and who waits instead.' })
export class ExpediteRequestInput {
  @GlobalId('Request', { description: 'The urgent request.' })
  requestId: string;

  @Day({ description: 'The day on which it is worth nothing any more, e.g. `2026-01-30`; today or later.' })
  hardDate: string;

  @Choice(CostOfDelayEnum, { description: 'What waiting would cost.' })
  costOfDelay: CostOfDelay;

  @Text({ description: 'Why it cannot wait; at most 4,000 characters.' })
  reason: string;

  @GlobalId('Request', {
    nullable: true,
    description: 'The request that has to wait: active, of the same provider team, not put first itself.',
  })
  displacesRequestId?: string | null;

  @Text({
    nullable: true,
    description:
      'Instead of a request: why nobody has to wait; it counts only while the provider team works on less than its limit. At most ' +
      '4,000 characters.',
  })
  displacesNothing?: string | null;
}

@InputType({ description: 'Engineering agrees that a request goes first.' })
export class GrantExpediteInput {
  @GlobalId('Request', { description: 'The urgent request.' })
  requestId: string;

  @Day({
    nullable: true,
    description:
      'The new date of the request that has to wait; owed when there is one. Later than its present date, or than the hard date ' +
      'where it has none.',
  })
  displacedNewDate?: string | null;
}

@InputType({ description: 'Engineering does not agree.' })
export class DeclineExpediteInput {
  @GlobalId('Request', { description: 'The request that does not go first.' })
  requestId: string;

  @Text({ description: 'Why not; at most 4,000 characters.' })
  reason: string;
}

export class ExpediteRequest extends RequestCommand<ExpediteRequestInput> {}
export class GrantExpedite extends RequestCommand<GrantExpediteInput> {}
export class DeclineExpedite extends RequestCommand<DeclineExpediteInput> {}

const lookupIn = (others: OtherStreams, requestId: string): UrgencyLookup => ({
  requestId,
  request: (id) => others.read(request, id),
  workload: (teamId) => others.read(workload, teamId),
  quota: (consumerTeamId, period) => others.read(expediteQuota, quotaIdOf(consumerTeamId, period)),
});

@CommandHandler(ExpediteRequest)
export class ExpediteRequestHandler implements ICommandHandler<ExpediteRequest> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute({ input, expect, caller }: ExpediteRequest): Promise<RequestChange> {
    const { requestId } = input;
    return this.decisions.decide({ requestId, expect, caller }, (state, context, others) =>
      requestExpedite(state, input, context, lookupIn(others, requestId)),
    );
  }
}

@CommandHandler(GrantExpedite)
export class GrantExpediteHandler implements ICommandHandler<GrantExpedite> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute({ input, expect, caller }: GrantExpedite): Promise<RequestChange> {
    const { requestId } = input;
    return this.decisions.decide({ requestId, expect, caller }, (state, context, others) => {
      const granted = grantExpedite(state, input, context, lookupIn(others, requestId));
      const { consumerTeamId, period } = granted.quota.data;
      others.append(expediteQuota, quotaIdOf(consumerTeamId, period), [granted.quota]);
      if (granted.displaced) others.append(request, granted.displaced.requestId, granted.displaced.facts);
      return granted.request;
    });
  }
}

@CommandHandler(DeclineExpedite)
export class DeclineExpediteHandler extends RuleHandler<DeclineExpediteInput> {
  protected readonly rule = declineExpedite;
}

@Resolver()
export class ExpediteMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Asks engineering to put a request first, submitted to in progress. The lead of the team that asks says by when, what waiting ' +
      'costs and who has to wait instead. DISPLACED_REQUEST_REQUIRED, EXPEDITE_PENDING, ALREADY_EXPEDITED, DATE_IN_PAST, ' +
      'REASON_REQUIRED, NOT_FOUND, FORBIDDEN, PII_NOT_ALLOWED, REQUEST_HELD, INVALID_STATE.',
  })
  @Needs('request.expedite')
  async expediteRequest(
    @InputArg() input: ExpediteRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ExpediteRequest(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Puts a request first: its hard date is agreed, the request that has to wait gets its new one, and the month of the team that ' +
      'asked has one urgent request less. By the engineering lead. EXPEDITE_QUOTA_EXCEEDED, EXPEDITE_NOT_PENDING, ' +
      'BOTH_SIDES_BY_SAME_PERSON, DISPLACED_DATE_REQUIRED, DISPLACED_REQUEST_REQUIRED when it cannot wait any more, DATE_IN_PAST, ' +
      'FORBIDDEN, REQUEST_HELD, INVALID_STATE.',
  })
  @Needs('request.grantExpedite')
  async grantExpedite(
    @InputArg() input: GrantExpediteInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new GrantExpedite(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Says that a request does not go first; marketing may ask again. EXPEDITE_NOT_PENDING, REASON_REQUIRED, FORBIDDEN, PII_NOT_ALLOWED.',
  })
  @Needs('request.grantExpedite')
  async declineExpedite(
    @InputArg() input: DeclineExpediteInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new DeclineExpedite(input, expectedVersion(expect), caller));
  }
}
