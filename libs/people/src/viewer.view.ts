import { Field, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type ApiContext, Ctx, type Grant, Instant, LocalDate, Needs, Reader } from '#libs/api-kit';
import { grantOf, RIGHTS } from './domain/rights.js';
import { holderOf, type Viewer as Caller } from './domain/viewer.js';
import { GrantName } from './enums.js';
import { PeopleReads } from './people-reads.js';
import { PeopleLoaders } from './people-loaders.js';
import { Delegation, Person, RoleHolding, roleHoldings, toDelegation, toWorkspace, Workspace } from './types.js';
import { fullViewer } from './viewer-lookup.js';

@ObjectType({ description: 'A right and how far it reaches for the caller.' })
export class GrantedRight {
  @Field(() => String, { description: 'Name of the right, e.g. `request.submit`.' })
  right: string;

  @Field(() => GrantName, { description: 'How far it reaches.' })
  grant: Grant;
}

@ObjectType({ description: 'Who is calling: what the token, and the `On-Behalf-Of` header, say.' })
export class Viewer {
  @Field(() => [RoleHolding], { description: 'The roles in force; for a deputy the delegated ones alone.' })
  roles: RoleHolding[];

  @Field(() => [GrantedRight], { description: 'Everything these roles carry with this token.' })
  rights: GrantedRight[];

  @Field(() => LocalDate, { description: 'The workspace’s day, e.g. `2026-01-12`.' })
  today: string;

  @Field(() => Instant, { description: 'The workspace’s time: a sandbox has a clock of its own.' })
  now: string;

  @Field(() => Instant, { nullable: true, description: 'When the token ends, on the real clock; null: never.' })
  tokenExpiresAt: string | null;

  /** Not a field: what the fields below are looked up by. */
  caller: Caller;
}

const toViewer = (caller: Caller): Viewer => {
  const holder = holderOf(caller);
  const rights = RIGHTS.flatMap((right) => {
    const grant = grantOf(holder, right);
    return grant === null ? [] : [{ right, grant }];
  });
  const { today, now, token } = caller;
  return { roles: roleHoldings(caller.roles), rights, today, now, tokenExpiresAt: token.expiresAt, caller };
};

@Resolver(() => Viewer)
export class ViewerQuery {
  constructor(
    private readonly reads: PeopleReads,
    private readonly people: PeopleLoaders,
  ) {}

  @Query(() => Viewer, { description: 'Who is calling.' })
  @Needs.signedIn()
  viewer(@Reader() { viewer }: Reader): Viewer {
    return toViewer(fullViewer(viewer));
  }

  @ResolveField(() => Person, { nullable: true, description: 'The person whom the token stands for.' })
  person(@Parent() { caller }: Viewer, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, caller.personId);
  }

  @ResolveField(() => Person, { nullable: true, description: 'The person a deputy acts for.' })
  onBehalfOf(@Parent() { caller }: Viewer, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    if (caller.onBehalfOf === undefined) return null;
    return this.people.person(reader, context, caller.onBehalfOf);
  }

  @ResolveField(() => Workspace, { nullable: true, description: 'The workspace of the token.' })
  async workspace(@Parent() { caller }: Viewer): Promise<Workspace | null> {
    const [workspace] = await this.reads.workspaces(caller.workspaceId, [caller.workspaceId]);
    return workspace ? toWorkspace(workspace) : null;
  }

  @ResolveField(() => [Delegation], {
    description: 'Whom the caller may act for, today or later: name the principal in `On-Behalf-Of`.',
  })
  async deputyFor(@Parent() { caller }: Viewer): Promise<Delegation[]> {
    const principals = await this.reads.principalsOf(caller.workspaceId, caller.personId);
    return principals.flatMap(({ id, delegations }) =>
      delegations
        .filter(({ deputyId, until }) => deputyId === caller.personId && until >= caller.today)
        .map((delegation) => toDelegation(id, delegation)),
    );
  }
}
