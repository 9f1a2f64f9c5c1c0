import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, LocalDate, Needs } from '#libs/api-kit';
import { EventLog, NotFound, Refusal } from '#libs/event-log';
import { IsIn, IsString } from 'class-validator';
import { createdId } from './commands.js';
import { person, type Person } from './domain/person.js';
import { checkDeputy, delegateRole, endDelegation } from './domain/person.rules.js';
import { ROLES, type Role } from './domain/rights.js';
import { localDate } from './domain/viewer.js';
import { RoleName } from './enums.js';
import { decidersOf, type PersonChange, PersonPayload, personPayload, subjectOf } from './inputs.js';
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

export class DelegateRole extends Command<PersonChange> {
  constructor(
    readonly input: DelegateRoleInput,
    readonly expect: Expect,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(DelegateRole)
export class DelegateRoleHandler implements ICommandHandler<DelegateRole> {
  constructor(private readonly log: EventLog) {}

  async execute({ input, expect, caller }: DelegateRole): Promise<PersonChange> {
    inPerson(caller);
    const { role, deputyId, from, until } = input;
    const personId = subjectOf(caller, input.personId, 'deputy.delegate');
    checkDeputy(personId, deputyId);
    const { timeZone } = fullViewer(caller.viewer);
    const delegation = { delegationId: createdId(caller.command, 'delegation'), role, deputyId, from, until };
    const streams = {
      person: { aggregate: person, id: personId, expect: expectedVersion(expect) },
      deputy: { aggregate: person, id: deputyId, expect: 'latest' as const },
    };
    const decided = await this.log.decide(caller.command, streams, (states, { now }) => {
      known(states.deputy);
      const decision = { by: decidersOf(caller), today: localDate(now, timeZone) };
      return { person: delegateRole(delegation, decision)(states.person) };
    });
    return { ...decided, personId };
  }
}

export class EndDelegation extends Command<PersonChange> {
  constructor(
    readonly input: EndDelegationInput,
    readonly expect: Expect,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(EndDelegation)
export class EndDelegationHandler implements ICommandHandler<EndDelegation> {
  constructor(private readonly log: EventLog) {}

  async execute({ input, expect, caller }: EndDelegation): Promise<PersonChange> {
    inPerson(caller);
    const personId = subjectOf(caller, input.personId, 'deputy.delegate');
    const stream = { aggregate: person, id: personId, expect: expectedVersion(expect) };
    return { ...(await this.log.decideOne(caller.command, stream, endDelegation(input.delegationId))), personId };
  }
}

@Resolver()
export class DelegationMutations {
  constructor(
    private readonly commands: CommandBus,
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
    return personPayload(this.reads, caller, await this.commands.execute(new DelegateRole(input, expect, caller)));
  }

  @Mutation(() => PersonPayload, { description: 'Ends a delegation before its last day.' })
  @Needs('deputy.delegate')
  async endDelegation(
    @Args('input') input: EndDelegationInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PersonPayload> {
    return personPayload(this.reads, caller, await this.commands.execute(new EndDelegation(input, expect, caller)));
  }
}
