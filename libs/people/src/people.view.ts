import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type ApiContext,
  ConnectionArgs,
  Ctx,
  GlobalId,
  mapPage,
  Needs,
  NodeResolvers,
  type Page,
  Reader,
} from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { IsIn, IsOptional } from 'class-validator';
import { ROLES, type Role } from './domain/rights.js';
import { RoleName } from './enums.js';
import { PeopleLoaders } from './people-loaders.js';
import { PeopleReads } from './people-reads.js';
import {
  Delegation,
  orNull,
  Person,
  PersonConnection,
  RoleHolding,
  Team,
  TeamConnection,
  Token,
  TokenConnection,
  toPerson,
  toTeam,
  toToken,
  toWorkspace,
} from './types.js';

@ArgsType()
export class PeopleArgs extends ConnectionArgs {
  @Field(() => RoleName, { nullable: true, description: 'Only who holds this role.' })
  @IsOptional()
  @IsIn(ROLES)
  role?: Role | null;

  @GlobalId('Team', { nullable: true, description: 'Only who holds a role (with `role`: that role) in this team.' })
  teamId?: string | null;
}

@ArgsType()
export class TokensArgs extends ConnectionArgs {
  @GlobalId('Person', {
    nullable: true,
    description: 'Whose tokens; for administrators everybody’s unless told, for others only their own.',
  })
  personId?: string | null;
}

/** The lists of this context, and its objects behind `node`. */
@Resolver()
export class PeopleQueries {
  constructor(
    private readonly reads: PeopleReads,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Person',
      right: 'people.read',
      streamType: 'person',
      load: async (ids, { viewer }) => (await reads.people(viewer.workspaceId, ids)).map(orNull(toPerson)),
    });
    nodes.register({
      type: 'Team',
      right: 'people.read',
      streamType: 'team',
      load: async (ids, { viewer }) => (await reads.teams(viewer.workspaceId, ids)).map(orNull(toTeam)),
    });
    nodes.register({
      type: 'Workspace',
      right: 'people.read',
      load: async (ids, { viewer }) => (await reads.workspaces(viewer.workspaceId, ids)).map(orNull(toWorkspace)),
    });
    nodes.register({
      type: 'Token',
      right: 'token.revoke',
      streamType: 'token',
      load: async (ids, { viewer, grant }) =>
        (await reads.tokens(viewer.workspaceId, ids))
          .map((token) => (grant === 'all' || token?.personId === viewer.personId ? token : null))
          .map(orNull(toToken)),
    });
  }

  @Query(() => PersonConnection, { description: 'The people of the workspace, by name.' })
  @Needs('people.read')
  async people(@Args() args: PeopleArgs, @Reader() { viewer }: Reader): Promise<Page<Person>> {
    return mapPage(await this.reads.peoplePage(viewer.workspaceId, args, args), toPerson);
  }

  @Query(() => TeamConnection, { description: 'The teams of the workspace, by name.' })
  @Needs('people.read')
  async teams(@Args() args: ConnectionArgs, @Reader() { viewer }: Reader): Promise<Page<Team>> {
    return mapPage(await this.reads.teamsPage(viewer.workspaceId, args), toTeam);
  }

  @Query(() => TokenConnection, { description: 'Tokens, oldest first, ended ones included; never their secrets.' })
  @Needs('token.revoke')
  async tokens(@Args() args: TokensArgs, @Reader() { viewer, grant }: Reader): Promise<Page<Token>> {
    const asked = args.personId ?? null;
    if (grant === 'own' && asked !== null && asked !== viewer.personId) throw new Forbidden('token.revoke');
    const whose = grant === 'own' ? viewer.personId : asked;
    return mapPage(await this.reads.tokensPage(viewer.workspaceId, whose, args), toToken);
  }
}

@Resolver(() => RoleHolding)
export class RoleHoldingFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => Team, { nullable: true, description: 'The team it is held in; null: the whole workspace.' })
  team(@Parent() { teamId }: RoleHolding, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return teamId === null ? null : this.people.team(reader, context, teamId);
  }
}

@Resolver(() => Delegation)
export class DelegationFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => Person, { nullable: true, description: 'Who may act.' })
  deputy(@Parent() { deputyId }: Delegation, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, deputyId);
  }

  @ResolveField(() => Person, { nullable: true, description: 'For whom.' })
  principal(@Parent() { principalId }: Delegation, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, principalId);
  }
}

@Resolver(() => Token)
export class TokenFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => Person, { nullable: true, description: 'Whom it stands for.' })
  person(@Parent() { personId }: Token, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, personId);
  }
}
