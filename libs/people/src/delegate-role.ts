import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, LocalDate, Needs } from '#libs/api-kit';
import { EventLog, NotFound, Refusal } from '#libs/event-log';
import { IsIn, IsString } from 'class-validator';
import { createdId } from './commands.js';
import { person, type Delegation, type Person } from './domain/person.js';
import { checkDeputy, delegateRole, endDelegation } from './domain/person.rules.js';
import { ROLES, type Role } from './domain/rights.js';
import { localDate } from './domain/viewer.js';
import { RoleName } from './enums.js';
import { decidersOf, PersonPayload, personPayload, subjectOf } from './inputs.js';
import { PeopleReads } from './people-reads.js';
import { fullViewer } from './viewer-lookup.js';

@InputType({ description: 'A deputy for some days.' })
export class DelegateRoleInput {
  @GlobalId('Person', { nullable: true, description: 'Whose role; the caller’s own unless told.' })
  personId?: string | null;

  @Field(() => RoleName, { description: 'The role to act in; the person must hold it.' })
  @IsIn(ROLES)
  role: Role;

  @GlobalId('Person', { description: 'Who may act.' })
  deputyId: string;

  @Field(() => LocalDate, { description: 'First day, in the workspace’s zone, e.g. `2026-01-12`.' })
  @IsString()
  from: string;

  @Field(() => LocalDate, { description: 'Last day, in the workspace’s zone: at most 366 days in all.' })
  @IsString()
  until: string;
}

@InputType({ description: 'Which delegation ends.' })
export class EndDelegationInput {
  @GlobalId('Person', { nullable: true, description: 'Whose delegation; the caller’s own unless told.' })
  personId?: string | null;

  @GlobalId('Delegation', { description: 'Its id, as in `Person.delegations`.' })
  delegationId: string;
}

const known = (state: Person): void => {
  if (state.status === 'unknown') throw new NotFound('person', ['input', 'deputyId']);
};

/** A deputy hands nothing on: whom the person trusted is who acts. */
const inPerson = ({ viewer }: Caller): void => {
  if (viewer.onBehalfOf === undefined) return;
  const message = 'A deputy names no deputies; leave out On-Behalf-Of.';
  throw new Refusal('DEPUTY_CANNOT_DELEGATE', 'FORBIDDEN', message);
};

@Resolver()
export class DelegateRole {
  constructor(
    private readonly log: EventLog,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => PersonPayload, {
    description:
      'Names a deputy, who then acts with the header `On-Behalf-Of: <id of the person>`; every act is recorded as done on behalf.',
  })
  @Needs('deputy.delegate')
  async delegateRole(
    @Args('input') input: DelegateRoleInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PersonPayload> {
    inPerson(caller);
    const { role, deputyId, from, until } = input;
    const id = subjectOf(caller, input.personId, 'deputy.delegate');
    const delegation = { delegationId: createdId(caller.command, 'delegation'), role, deputyId, from, until };
    checkDeputy(id, deputyId);
    const decided = await this.decide(id, delegation, expect, caller);
    return personPayload(this.reads, caller, id, decided);
  }

  @Mutation(() => PersonPayload, { description: 'Ends a delegation before its last day.' })
  @Needs('deputy.delegate')
  async endDelegation(
    @Args('input') input: EndDelegationInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PersonPayload> {
    inPerson(caller);
    const id = subjectOf(caller, input.personId, 'deputy.delegate');
    const stream = { aggregate: person, id, expect: expectedVersion(expect) };
    const decided = await this.log.decideOne(caller.command, stream, endDelegation(input.delegationId));
    return personPayload(this.reads, caller, id, decided);
  }

  private decide(id: string, delegation: Delegation, expect: Expect, caller: Caller) {
    const { timeZone } = fullViewer(caller.viewer);
    const streams = {
      person: { aggregate: person, id, expect: expectedVersion(expect) },
      deputy: { aggregate: person, id: delegation.deputyId, expect: 'latest' as const },
    };
    return this.log.decide(caller.command, streams, (states, { now }) => {
      known(states.deputy);
      const today = localDate(now, timeZone);
      return { person: delegateRole(delegation, { by: decidersOf(caller), today })(states.person) };
    });
  }
}
