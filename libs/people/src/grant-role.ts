import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, Needs } from '#libs/api-kit';
import { EventLog, NotFound } from '#libs/event-log';
import { IsIn } from 'class-validator';
import { person } from './domain/person.js';
import { grantRole, revokeRole } from './domain/person.rules.js';
import { ROLES, type Role } from './domain/rights.js';
import { team, type Team } from './domain/team.js';
import { RoleName } from './enums.js';
import { decidersOf, type PersonChange, PersonPayload, personPayload } from './inputs.js';
import { PeopleReads } from './people-reads.js';

@InputType({ description: 'A role of a person, in a team or in the whole workspace.' })
export class RoleInput {
  @GlobalId('Person', { description: 'Whose role.' })
  personId: string;

  @Field(() => RoleName, { description: 'The role.' })
  @IsIn(ROLES)
  role: Role;

  @GlobalId('Team', {
    nullable: true,
    description: 'In which team; left out for FINANCE, FACILITATOR, AUDITOR, INTEGRATION and ADMIN of the workspace.',
  })
  teamId?: string | null;
}

const known = (state: Team): void => {
  if (state.status === 'unknown') throw new NotFound('team', ['input', 'teamId']);
};

export class GrantRole extends Command<PersonChange> {
  constructor(
    readonly input: RoleInput,
    readonly expect: Expect,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(GrantRole)
export class GrantRoleHandler implements ICommandHandler<GrantRole> {
  constructor(private readonly log: EventLog) {}

  /** The team is read with the person, so that a role is never held in a team that is not there. */
  async execute({ input, expect, caller }: GrantRole): Promise<PersonChange> {
    const { personId, role, teamId = null } = input;
    const { command } = caller;
    const stream = { aggregate: person, id: personId, expect: expectedVersion(expect) };
    const rule = grantRole({ role, teamId }, decidersOf(caller));
    if (teamId === null) return { ...(await this.log.decideOne(command, stream, rule)), personId };
    const streams = { person: stream, team: { aggregate: team, id: teamId, expect: 'latest' as const } };
    const decided = await this.log.decide(command, streams, (states) => {
      known(states.team);
      return { person: rule(states.person) };
    });
    return { ...decided, personId };
  }
}

export class RevokeRole extends Command<PersonChange> {
  constructor(
    readonly input: RoleInput,
    readonly expect: Expect,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(RevokeRole)
export class RevokeRoleHandler implements ICommandHandler<RevokeRole> {
  constructor(private readonly log: EventLog) {}

  async execute({ input, expect, caller }: RevokeRole): Promise<PersonChange> {
    const { personId, role, teamId = null } = input;
    const stream = { aggregate: person, id: personId, expect: expectedVersion(expect) };
    return { ...(await this.log.decideOne(caller.command, stream, revokeRole({ role, teamId }))), personId };
  }
}

@Resolver()
export class RoleMutations {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => PersonPayload, {
    description: 'Gives somebody a role, from the next request on. Nobody gives one to oneself.',
  })
  @Needs('people.manage')
  async grantRole(
    @Args('input') input: RoleInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PersonPayload> {
    return personPayload(this.reads, caller, await this.commands.execute(new GrantRole(input, expect, caller)));
  }

  @Mutation(() => PersonPayload, {
    description: 'Takes a role away, from the next request on; deputies for it lose it too.',
  })
  @Needs('people.manage')
  async revokeRole(
    @Args('input') input: RoleInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PersonPayload> {
    return personPayload(this.reads, caller, await this.commands.execute(new RevokeRole(input, expect, caller)));
  }
}
