import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Whole } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Directory } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { OwnerRequired, requireCustomFields, triageRequest, type PriorityClass } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { settingsAsTheyStand, settingsIn } from '../settings/settings-stream.js';
import { PriorityClassEnum } from '../types/enums.js';
import { Onboarding } from './onboarding.js';
import { Unaccountable } from './unaccountable.js';

@InputType({ description: 'Who does it, who is accountable, how urgent and how large it is.' })
export class TriageRequestInput {
  @GlobalId('Request', { description: 'The submitted request.' })
  requestId: string;

  @GlobalId('Team', { description: 'The team that builds: one that works in the provider’s lane.' })
  providerTeamId: string;

  @GlobalId('Person', { nullable: true, description: 'The one person accountable; who owns it already unless told.' })
  ownerId?: string | null;

  @Choice(PriorityClassEnum, { description: 'How urgent it is; EXPEDITE is granted in another way.' })
  priorityClass: PriorityClass;

  @Whole({ description: 'First guess of its size in minutes, 1 to 1,000,000.' })
  roughMinutes: number;
}

export class TriageRequest extends RequestCommand<TriageRequestInput> {}

@CommandHandler(TriageRequest)
export class TriageRequestHandler implements ICommandHandler<TriageRequest> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
    private readonly unaccountable: Unaccountable,
    private readonly onboarding: Onboarding,
  ) {}

  async execute(command: TriageRequest): Promise<RequestChange> {
    const { input, caller } = command;
    const { workspaceId } = caller.command;
    if (input.ownerId != null && !(await this.directory.hasPerson(workspaceId, input.ownerId)))
      throw new OwnerRequired(['input', 'ownerId']);
    const { providerTeamId, ...rest } = input;
    const isProvider = await this.directory.hasTeam(workspaceId, providerTeamId, 'PROVIDER');
    const requireOnboarded = await this.onboarding.ofTeam(workspaceId, providerTeamId);
    const warned = await this.unaccountable.among(workspaceId, [input.requestId]);
    const warnings = warned.size > 0 ? (['NO_ACCOUNTABLE_ROLE'] as const) : [];
    const triage = { ...rest, providerTeamId: isProvider ? providerTeamId : null, warnings };
    const { requestId } = input;
    const target = { requestId, expect: command.expect, caller, beside: [settingsAsTheyStand(caller)] };
    return this.decisions.decide(target, (state, context, others) => {
      const facts = triageRequest(state, triage, context);
      requireCustomFields(state, settingsIn(others, caller), 'TRIAGE');
      requireOnboarded(others, context.today);
      return facts;
    });
  }
}

@Resolver()
export class TriageRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Takes a submitted request in: provider team, owner, priority, rough size. PROVIDER_UNKNOWN when the team does not build; ' +
      'OWNER_REQUIRED when nobody is accountable, or nobody known; CUSTOM_FIELD_REQUIRED when custom fields are owed and empty; ' +
      'PROVIDER_NOT_ONBOARDED for the team of an agency that is not approved today; ' +
      'INVALID_STATE when it is not submitted; REQUEST_HELD while it rests.',
  })
  @Needs('request.triage')
  async triageRequest(
    @InputArg() input: TriageRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new TriageRequest(input, expectedVersion(expect), caller));
  }
}
