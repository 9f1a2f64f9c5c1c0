import { type ApiContext, Ctx, LocalDate, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { PeopleLoaders, Person } from '#libs/people';
import { isPolicyKind, type PolicyKindName } from '#libs/vocabulary';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { workspacePolicy } from './domain/index.js';
import { PolicyKindEnum } from './enums.js';
import { PolicyReader } from './policy-reader.js';
import { PolicyProposal, PolicyVersion, WorkspacePolicyObject } from './policy.type.js';

/** What holds in a workspace. */
@Resolver()
export class PolicyQueries {
  constructor(
    private readonly reader: PolicyReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'WorkspacePolicy',
      right: 'policy.read',
      streamType: workspacePolicy.type,
      format: /^[A-Z_]+$/,
      load: async (ids, one) => {
        const policies = await this.reader.all(one);
        return ids.map((id) => (isPolicyKind(id) ? (policies.find(({ kind }) => kind === id) ?? null) : null));
      },
    });
  }

  @Query(() => [WorkspacePolicyObject], {
    description:
      'Everything both leads set, one of each kind: what holds today, what comes next, and what waits for whom.',
  })
  @Needs('policy.read')
  policies(@Reader() reader: Reader): Promise<WorkspacePolicyObject[]> {
    return this.reader.all(reader);
  }

  @Query(() => WorkspacePolicyObject, {
    nullable: true,
    description: 'One policy as it holds on a day, with all its versions.',
  })
  @Needs('policy.read')
  policy(
    @Args('kind', { type: () => PolicyKindEnum, description: 'What it is about.' }) kind: PolicyKindName,
    @Args('on', {
      type: () => LocalDate,
      nullable: true,
      description:
        'Which day, e.g. `2026-03-31`; today in the workspace’s zone unless told. A later version changes nothing before it.',
    })
    on: string | null,
    @Reader() reader: Reader,
  ): Promise<WorkspacePolicyObject | null> {
    return this.reader.one(reader, kind, on);
  }
}

@Resolver(() => PolicyVersion)
export class PolicyVersionFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => [Person], {
    nullable: 'items',
    description: 'The two leads, or who stood for them, in the order of their words; nobody for version 1.',
  })
  setBy(@Parent() { byIds }: PolicyVersion, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return byIds.map((id) => this.people.person(reader, context, id));
  }
}

@Resolver(() => PolicyProposal)
export class PolicyProposalFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => Person, { nullable: true, description: 'Who wants it.' })
  proposedBy(@Parent() { byId }: PolicyProposal, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, byId);
  }
}
