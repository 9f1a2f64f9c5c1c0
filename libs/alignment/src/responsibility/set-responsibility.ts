import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  MutationPayload,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { EventLog, type ExpectedVersion, ValidationFailed } from '#libs/event-log';
import { Directory } from '#libs/people';
import { RequestTypeEnum } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { v5 as uuidV5 } from 'uuid';
import {
  type Party,
  propertyKeyOf,
  removeResponsibility,
  responsibilities,
  type ResponsibilityRole,
  setResponsibility,
} from '../domain/index.js';
import { Responsibilities } from './responsibilities.js';
import { PropertyResponsibilities, ResponsibilityRoleEnum } from './responsibility.type.js';

@InputType({ isOneOf: true, description: 'A team or a person.' })
export class PartyInput {
  @GlobalId('Team', { nullable: true, description: 'A team.' })
  teamId?: string | null;

  @GlobalId('Person', { nullable: true, description: 'A person.' })
  personId?: string | null;
}

@InputType({ isAbstract: true })
abstract class AssignmentInput {
  @Text({
    description:
      'Name or address of the web property, e.g. `shop.example`, 1 to 300 characters; `*` for every property. Capitals, `https://` ' +
      'and a closing slash make no difference.',
  })
  property: string;

  @Choice(RequestTypeEnum, { nullable: true, description: 'For requests of this type; all types when left out.' })
  requestType?: string | null;

  @Choice(ResponsibilityRoleEnum, { description: 'The role.' })
  role: ResponsibilityRole;

  @Nested(() => PartyInput, { description: 'Who has it.' })
  party: PartyInput;
}

@InputType({ description: 'Who is to have which role on a property.' })
export class SetResponsibilityInput extends AssignmentInput {
  @Text({
    nullable: true,
    description: 'Why; needed where somebody else is accountable until now. At most 4,000 characters.',
  })
  reason?: string | null;
}

@InputType({ description: 'Who is to have a role on a property no longer.' })
export class RemoveResponsibilityInput extends AssignmentInput {
  @Text({ description: 'Why; at most 4,000 characters.' })
  reason: string;
}

@ObjectType({ description: 'What became of a command on the responsibilities of a property.' })
export class ResponsibilityPayload extends MutationPayload {
  @Field(() => PropertyResponsibilities, {
    nullable: true,
    description: 'Who does what on the property after the command; null when it was refused.',
  })
  @Needs('request.read')
  responsibilities?: PropertyResponsibilities | null;
}

/** What became of a command on a property. */
export interface ResponsibilityChange {
  readonly propertyId: string;
  readonly position: number | null;
  readonly replayed: boolean;
}

abstract class ResponsibilityCommand extends Command<ResponsibilityChange> {
  constructor(
    readonly input: SetResponsibilityInput | RemoveResponsibilityInput,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

export class SetResponsibility extends ResponsibilityCommand {}
export class RemoveResponsibility extends ResponsibilityCommand {}

const PROPERTIES = '6d1f7f0a-2b7e-5c54-8a3d-5f0e9b1c7d42';

/** @throws ValidationFailed when neither or both are given */
function partyOf({ teamId, personId }: PartyInput): Party {
  if ((teamId == null) === (personId == null)) throw new ValidationFailed('Name a team or a person.', partyPath);
  return teamId != null ? { kind: 'TEAM', id: teamId } : { kind: 'PERSON', id: personId! };
}

const partyPath = ['input', 'party'];

/** One stream for each property: two properties never wait for each other, and what has to be single is inside of one. */
@Injectable()
abstract class ResponsibilityHandler implements ICommandHandler<ResponsibilityCommand> {
  protected abstract readonly rule: typeof setResponsibility;

  constructor(
    private readonly log: EventLog,
    private readonly directory: Directory,
  ) {}

  async execute({ input, expect, caller: { command } }: ResponsibilityCommand): Promise<ResponsibilityChange> {
    const party = partyOf(input.party);
    await this.requireParty(command.workspaceId, party);
    const propertyId = uuidV5(propertyKeyOf(input.property), PROPERTIES);
    const { property, requestType = null, role, reason } = input;
    const asked = { property, requestType, role, party, reason };
    const stream = { aggregate: responsibilities, id: propertyId, expect };
    const { position, replayed } = await this.log.decideOne(command, stream, (state) => this.rule(state, asked));
    return { propertyId, position, replayed };
  }

  private requireParty(workspaceId: string, { kind, id }: Party): Promise<void> {
    return kind === 'TEAM'
      ? this.directory.requireTeam(workspaceId, id, [...partyPath, 'teamId'])
      : this.directory.requirePerson(workspaceId, id, [...partyPath, 'personId']);
  }
}

@CommandHandler(SetResponsibility)
export class SetResponsibilityHandler extends ResponsibilityHandler {
  protected readonly rule = setResponsibility;
}

@CommandHandler(RemoveResponsibility)
export class RemoveResponsibilityHandler extends ResponsibilityHandler {
  protected readonly rule = removeResponsibility;
}

@Resolver()
export class ResponsibilityMutations {
  constructor(
    private readonly commands: CommandBus,
    private readonly map: Responsibilities,
  ) {}

  @Mutation(() => ResponsibilityPayload, {
    description:
      'Gives a team or a person a role on a property. There is one who is accountable for a property and a type: another one takes the ' +
      'place of the former. REASON_REQUIRED for that, LIMIT_REACHED, PII_NOT_ALLOWED, VALIDATION_FAILED, NOT_FOUND. Nothing is stored ' +
      'when the role is held already.',
  })
  @Needs('responsibility.set')
  async setResponsibility(
    @InputArg() input: SetResponsibilityInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ResponsibilityPayload> {
    return this.carryOut(new SetResponsibility(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ResponsibilityPayload, {
    description:
      'Takes a role on a property from a team or a person. REASON_REQUIRED, PII_NOT_ALLOWED; NOT_FOUND when they do not have it.',
  })
  @Needs('responsibility.set')
  async removeResponsibility(
    @InputArg() input: RemoveResponsibilityInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ResponsibilityPayload> {
    return this.carryOut(new RemoveResponsibility(input, expectedVersion(expect), caller));
  }

  private async carryOut(command: ResponsibilityCommand): Promise<ResponsibilityPayload> {
    const { propertyId, position, replayed } = await this.commands.execute<ResponsibilityCommand, ResponsibilityChange>(
      command,
    );
    const [found] = await this.map.many(command.caller, [propertyId]);
    return { responsibilities: found ?? null, position, replayed };
  }
}
