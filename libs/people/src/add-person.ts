import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { createdId } from './commands.js';
import { person } from './domain/person.js';
import { addPerson } from './domain/person.rules.js';
import { type PersonChange, PersonPayload, personPayload, ShortText } from './inputs.js';
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

export class AddPerson extends Command<PersonChange> {
  constructor(
    readonly input: AddPersonInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(AddPerson)
export class AddPersonHandler implements ICommandHandler<AddPerson> {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
  ) {}

  async execute({ input, caller: { command } }: AddPerson): Promise<PersonChange> {
    const personId = createdId(command, 'person');
    const stream = { aggregate: person, id: personId, expect: 'new' as const };
    const decided = await this.log.decideOne(command, stream, addPerson(personId));
    const place = { workspaceId: command.workspaceId, id: personId, version: decided.versions.it };
    await this.store.addPerson(place, { name: input.name, email: input.email ?? null });
    return { ...decided, personId };
  }
}

@Resolver()
export class AddPersonMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => PersonPayload, {
    description: 'Adds somebody, still without a role. The log gets an opaque id; name and address are kept beside it.',
  })
  @Needs('people.manage')
  async addPerson(@Args('input') input: AddPersonInput, @Caller() caller: Caller): Promise<PersonPayload> {
    return personPayload(this.reads, caller, await this.commands.execute(new AddPerson(input, caller)));
  }
}
