import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { createdId } from './commands.js';
import { person } from './domain/person.js';
import { addPerson } from './domain/person.rules.js';
import { PersonPayload, personPayload, ShortText } from './inputs.js';
import { PeopleReads } from './people-reads.js';
import { PeopleStore } from './people-store.js';

@InputType({ description: 'Somebody new.' })
export class AddPersonInput {
  @ShortText({ description: 'The name, e.g. `Carla Moreno`: 1 to 200 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The e-mail address, e.g. `carla@example.com`.' })
  @IsOptional()
  @MaxLength(320)
  @IsEmail()
  email?: string | null;
}

@Resolver()
export class AddPerson {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => PersonPayload, {
    description: 'Adds somebody, still without a role. The log gets an opaque id; name and address are kept beside it.',
  })
  @Needs('people.manage')
  async addPerson(@Args('input') input: AddPersonInput, @Caller() caller: Caller): Promise<PersonPayload> {
    const { command } = caller;
    const { workspaceId } = command;
    const id = createdId(command, 'person');
    const decided = await this.log.decideOne(command, { aggregate: person, id, expect: 'new' }, addPerson(id));
    const details = { name: input.name, email: input.email ?? null };
    await this.store.addPerson({ workspaceId, id, version: decided.versions.it }, details);
    return personPayload(this.reads, caller, id, decided);
  }
}
