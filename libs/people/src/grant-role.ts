import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, Needs } from '#libs/api-kit';
import { type Decided, EventLog, NotFound } from '#libs/event-log';
import { IsIn } from 'class-validator';
import { person } from './domain/person.js';
import { grantRole, revokeRole } from './domain/person.rules.js';
import { ROLES, type Role } from './domain/rights.js';
import { team, type Team } from './domain/team.js';
import { RoleName } from './enums.js';
import { decidersOf, PersonPayload, personPayload } from './inputs.js';
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

@Resolver()
export class GrantRole {
  constructor(
    private readonly log: EventLog,
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
    return personPayload(this.reads, caller, input.personId, await this.grant(input, expect, caller));
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
    const { personId, role, teamId = null } = input;
    const stream = { aggregate: person, id: personId, expect: expectedVersion(expect) };
    const decided = await this.log.decideOne(caller.command, stream, revokeRole({ role, teamId }));
    return personPayload(this.reads, caller, personId, decided);
  }

  /** The team is read with the person, so that a role is never held in a team that is not there. */
  private grant(input: RoleInput, expect: Expect, caller: Caller): Promise<Pick<Decided, 'position' | 'replayed'>> {
    const { personId, role, teamId = null } = input;
    const stream = { aggregate: person, id: personId, expect: expectedVersion(expect) };
    const rule = grantRole({ role, teamId }, decidersOf(caller));
    if (teamId === null) return this.log.decideOne(caller.command, stream, rule);
    const streams = { person: stream, team: { aggregate: team, id: teamId, expect: 'latest' as const } };
    return this.log.decide(caller.command, streams, (states) => {
      known(states.team);
      return { person: rule(states.person) };
    });
  }
}
