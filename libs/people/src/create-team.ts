import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Caller, MutationPayload, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { IsIn } from 'class-validator';
import { createdId } from './commands.js';
import { createTeam } from './domain/team.rules.js';
import { SIDES, team, type Side } from './domain/team.js';
import { SideName } from './enums.js';
import { ShortText } from './inputs.js';
import { PeopleReads } from './people-reads.js';
import { PeopleStore } from './people-store.js';
import { Team, toTeam } from './types.js';

@InputType({ description: 'A new team.' })
export class CreateTeamInput {
  @ShortText({ description: 'What it is called, e.g. `Marketing`: 1 to 200 characters.' })
  name: string;

  @Field(() => SideName, { description: 'Which lane it works in.' })
  @IsIn(SIDES)
  side: Side;

  @ShortText({ description: 'IANA zone of its working days, e.g. `Europe/Berlin`.' })
  timeZone: string;
}

@ObjectType({ description: 'What became of a command on a team.' })
export class TeamPayload extends MutationPayload {
  @Field(() => Team, { nullable: true, description: 'The team as it is now.' })
  team?: Team | null;
}

/** What a command on a team answers with. */
export interface TeamChange {
  readonly teamId: string;
  readonly position: number | null;
  readonly replayed: boolean;
}

export class CreateTeam extends Command<TeamChange> {
  constructor(
    readonly input: CreateTeamInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(CreateTeam)
export class CreateTeamHandler implements ICommandHandler<CreateTeam> {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
  ) {}

  async execute({ input: { name, side, timeZone }, caller: { command } }: CreateTeam): Promise<TeamChange> {
    const teamId = createdId(command, 'team');
    const stream = { aggregate: team, id: teamId, expect: 'new' as const };
    const decided = await this.log.decideOne(command, stream, createTeam({ teamId, side, timeZone }));
    await this.store.nameTeam({ workspaceId: command.workspaceId, id: teamId, version: decided.versions.it }, name);
    return { ...decided, teamId };
  }
}

@Resolver()
export class CreateTeamMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => TeamPayload, { description: 'Creates a team; people belong to it by the roles they hold in it.' })
  @Needs('people.manage')
  async createTeam(@Args('input') input: CreateTeamInput, @Caller() caller: Caller): Promise<TeamPayload> {
    const { teamId, position, replayed } = await this.commands.execute(new CreateTeam(input, caller));
    const [created] = await this.reads.teams(caller.viewer.workspaceId, [teamId]);
    return { team: created ? toTeam(created) : null, position, replayed };
  }
}
