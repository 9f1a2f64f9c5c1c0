import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { person, type PersonDetail } from './domain/person.js';
import { changeDetails } from './domain/person.rules.js';
import { type PersonChange, PersonPayload, personPayload, ShortText } from './inputs.js';
import { PeopleReads } from './people-reads.js';
import { type DetailsChange, PeopleStore } from './people-store.js';

@InputType({ description: 'What is to be changed of a person’s name and address; what is left out stays.' })
export class RenamePersonInput {
  @GlobalId('Person', { description: 'Who.' })
  personId: string;

  @ShortText({ nullable: true, description: 'The new name: 1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The new e-mail address; null removes it.' })
  @IsOptional()
  @MaxLength(320)
  @IsEmail()
  email?: string | null;
}

const changeOf = ({ name, email }: RenamePersonInput): DetailsChange => ({
  ...(typeof name === 'string' && { name }),
  ...(email !== undefined && { email }),
});

export class RenamePerson extends Command<PersonChange> {
  constructor(
    readonly input: RenamePersonInput,
    readonly expect: Expect,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(RenamePerson)
export class RenamePersonHandler implements ICommandHandler<RenamePerson> {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
  ) {}

  async execute({ input, expect, caller: { command } }: RenamePerson): Promise<PersonChange> {
    const { personId } = input;
    const change = changeOf(input);
    const stream = { aggregate: person, id: personId, expect: expectedVersion(expect) };
    const fields = Object.keys(change) as PersonDetail[];
    const decided = await this.log.decideOne(command, stream, changeDetails(fields));
    const place = { workspaceId: command.workspaceId, id: personId, version: decided.versions.it };
    await this.store.changePerson(place, change);
    return { ...decided, personId };
  }
}

@Resolver()
export class RenamePersonMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => PersonPayload, {
    description: 'Changes name or address. The log records that they changed and who did it, never what they are.',
  })
  @Needs('people.manage')
  async renamePerson(
    @Args('input') input: RenamePersonInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PersonPayload> {
    return personPayload(this.reads, caller, await this.commands.execute(new RenamePerson(input, expect, caller)));
  }
}
