import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  type HeldRole,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { circumstancesOf, SideName, sideOfRole } from '#libs/people';
import { type KnownRequest, request, type RequestState } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { freeze, overrideFreeze } from '../domain/index.js';
import { FreezePayload, PropertyCommands } from './payloads.js';
import { type PropertyChange, PropertyCommand, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'A lead’s yes to one launch during a freeze.' })
export class OverrideFreezeInput {
  @GlobalId('Freeze', { description: 'Which freeze.' })
  freezeId: string;

  @GlobalId('Request', { description: 'The request that is let through.' })
  requestId: string;

  @Choice(SideName, { description: 'The side you lead.' })
  side: Side;

  @Text({
    nullable: true,
    description: 'Why it cannot wait, at most 4000 characters, e.g. `The event is tomorrow`. Owed.',
  })
  reason?: string | null;
}

export class OverrideFreeze extends PropertyCommand<OverrideFreezeInput> {}

/** @throws NotFound */
function requireRequest(state: RequestState): KnownRequest {
  if (state.status === 'unknown') throw new NotFound('request', ['input', 'requestId']);
  return state;
}

/** The leads of the request's own two teams speak for it; before triage, every team that does work. */
const speaksFor =
  (known: KnownRequest) =>
  ({ role, teamId }: HeldRole): boolean => {
    const side = sideOfRole(role);
    if (side === null || teamId === null) return true;
    if (side === 'CONSUMER') return teamId === known.consumerTeamId;
    const provider = 'triage' in known ? (known.triage?.providerTeamId ?? null) : null;
    return provider === null || teamId === provider;
  };

@CommandHandler(OverrideFreeze)
export class OverrideFreezeHandler implements ICommandHandler<OverrideFreeze> {
  constructor(private readonly decisions: PropertyDecisions) {}

  execute({ input, expect, caller }: OverrideFreeze): Promise<PropertyChange> {
    const target = { aggregate: freeze, id: input.freezeId, expect, caller };
    return this.decisions.decide(target, (state, { now }, others) => {
      const known = requireRequest(others.read(request, input.requestId, { guards: false }));
      return overrideFreeze(state, input, circumstancesOf(caller, now, speaksFor(known)));
    });
  }
}

@Resolver()
export class OverrideFreezeMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => FreezePayload, {
    description:
      'Lets one request through a freeze, for one side; with the yes of the other side’s lead, another person, it is so. NOT_FOUND; ' +
      'INVALID_STATE when the freeze is over or ended; FORBIDDEN for everybody but the lead of that side of the request and their ' +
      'deputy; REASON_REQUIRED; SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON; FREEZE_ALREADY_OVERRIDDEN; LIMIT_REACHED beyond 500 ' +
      'requests.',
  })
  @Needs('freeze.override')
  overrideFreeze(
    @InputArg() input: OverrideFreezeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<FreezePayload> {
    return this.commands.onFreeze(new OverrideFreeze(input, expectedVersion(expect), caller));
  }
}
