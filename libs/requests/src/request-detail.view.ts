import { type ApiContext, badUserInput, IdArg, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { Args, Context, Int, Query, Resolver } from '@nestjs/graphql';
import { RequestReader } from './request-reader.js';
import { RequestObject } from './types/request.type.js';

/** One request with its dialogue, by id or by number, and behind `node`. */
@Resolver(() => RequestObject)
export class RequestDetail {
  constructor(
    private readonly requests: RequestReader,
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
}
