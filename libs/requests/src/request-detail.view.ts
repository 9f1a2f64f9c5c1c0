import { Args, Context, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type ApiContext, badUserInput, IdArg, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { PeopleLoaders, Person, Team } from '#libs/people';
import { RequestReader } from './request-reader.js';
import { RequestObject } from './types/request.type.js';

/** One request with its dialogue, by id or by number, and behind `node`. */
@Resolver(() => RequestObject)
export class RequestDetail {
  constructor(
    private readonly requests: RequestReader,
    private readonly people: PeopleLoaders,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Request',
      right: 'request.read',
      streamType: 'request',
      load: (ids, reader) => requests.many(reader, ids),
    });
  }

  @Query(() => RequestObject, {
    nullable: true,
    description: 'One request, by its id or its number; null when it is not there or not for you.',
  })
  @Needs('request.read')
  request(
    @IdArg('Request', { nullable: true }) id: string | null,
    @Args('number', {
      type: () => Int,
      nullable: true,
      description: 'Its number in your workspace, e.g. 7 for `REQ-7`.',
    })
    number: number | null,
    @Reader() reader: Reader,
    @Context() context: ApiContext,
  ): Promise<RequestObject | null> {
    if ((id == null) === (number == null)) throw badUserInput('Name the request by `id` or by `number`.');
    return id != null ? this.requests.one(reader, context, id) : this.requests.byNumber(reader, number!);
  }

  @ResolveField(() => Person, { nullable: true, description: 'Who asks; null when your roles do not show people.' })
  @Needs('people.read')
  requester(@Parent() { requesterId }: RequestObject, @Reader() reader: Reader, @Context() context: ApiContext) {
    return this.people.person(reader, context, requesterId);
  }

  @ResolveField(() => Person, { nullable: true, description: 'Who is accountable; null before triage.' })
  @Needs('people.read')
  owner(@Parent() { ownerId }: RequestObject, @Reader() reader: Reader, @Context() context: ApiContext) {
    return ownerId === null ? null : this.people.person(reader, context, ownerId);
  }

  @ResolveField(() => Team, { nullable: true, description: 'The team that asks.' })
  @Needs('people.read')
  consumerTeam(@Parent() { consumerTeamId }: RequestObject, @Reader() reader: Reader, @Context() context: ApiContext) {
    return this.people.team(reader, context, consumerTeamId);
  }

  @ResolveField(() => Team, { nullable: true, description: 'The team that builds; null before triage.' })
  @Needs('people.read')
  providerTeam(@Parent() { providerTeamId }: RequestObject, @Reader() reader: Reader, @Context() context: ApiContext) {
    return providerTeamId === null ? null : this.people.team(reader, context, providerTeamId);
  }
}
