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

@Resolver()
export class CreateTeam {
  constructor(
    private readonly log: EventLog,
    private readonly store: PeopleStore,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => TeamPayload, { description: 'Creates a team; people belong to it by the roles they hold in it.' })
  @Needs('people.manage')
  async createTeam(@Args('input') input: CreateTeamInput, @Caller() { command }: Caller): Promise<TeamPayload> {
    const { workspaceId } = command;
    const id = createdId(command, 'team');
    const { name, side, timeZone } = input;
    const rule = createTeam({ teamId: id, side, timeZone });
    const decided = await this.log.decideOne(command, { aggregate: team, id, expect: 'new' }, rule);
    await this.store.nameTeam({ workspaceId, id, version: decided.versions.it }, name);
    const [created] = await this.reads.teams(workspaceId, [id]);
    return { team: created ? toTeam(created) : null, position: decided.position, replayed: decided.replayed };
  }
}
