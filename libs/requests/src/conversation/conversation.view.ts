import {
  type ApiContext,
  ConnectionArgs,
  Ctx,
  GlobalId,
  Needs,
  NodeResolvers,
  type Page,
  Reader,
  ReadsFrom,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { presentOnly } from '../past/present-only.js';
import { RequestConnection, RequestPages } from '../request-pages.js';
import { RequestObject } from '../types/request.type.js';
import { CommentReader } from './comment-reader.js';
import { CommentConnection, type CommentObject, RequestWatchers } from './comment.type.js';
import { REQUEST_COMMENTS } from './comments.projection.js';
import { WatcherReader } from './watcher-reader.js';

const comments = sql`requests.comment_row c`;
const mentions = sql`requests.comment_mention m JOIN requests.comment_row c USING (workspace_id, comment_id)`;
const oldest = [{ column: sql`c.place`, direction: 'ASC', nulls: 'never' }] as const;
const newest = [{ column: sql`m.position`, direction: 'DESC', nulls: 'never' }] as const;

@ArgsType()
export class RequestCommentsArgs extends ConnectionArgs {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

/** Talk beside requests, and who follows it. */
@Resolver(() => RequestObject)
export class Conversations {
  constructor(
    private readonly reader: CommentReader,
    private readonly watcherReader: WatcherReader,
    private readonly pages: RequestPages,
    nodes: NodeResolvers,
  ) {
    // No stream of its own: a stale version names the comment as if it had one.
    nodes.register({
      type: 'Comment',
      right: 'request.read',
      streamType: 'comment',
      load: (ids, who) => reader.many(who, ids),
    });
  }

  @ResolveField(() => CommentConnection, {
    description:
      'What was said, oldest first; removed comments keep their place. Written a moment after the event: to read your own write, ask ' +
      '`requestComments` with `minPosition`.',
    complexity: ({ args, childComplexity }) => 10 + Number(args.first ?? args.last ?? 50) * childComplexity,
  })
  @Needs('request.read')
  async comments(
    @Parent() request: RequestObject,
    @Args() args: ConnectionArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<Page<CommentObject>> {
    presentOnly(request, 'comments');
    return this.ofRequest(request.requestId, { args, reader, context });
  }

  @Query(() => CommentConnection, {
    description:
      'What was said beside one request, oldest first; nothing for a request that is not there or not for you.',
  })
  @Needs('request.read')
  @ReadsFrom(REQUEST_COMMENTS)
  requestComments(
    @Args() { requestId, ...args }: RequestCommentsArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<Page<CommentObject>> {
    return this.ofRequest(requestId, { args, reader, context });
  }

  @Query(() => CommentConnection, {
    description: 'Comments that mention you, on requests you may see, the newest first; removed ones are left out.',
  })
  @Needs('request.read')
  @ReadsFrom(REQUEST_COMMENTS)
  myMentions(
    @Args() args: ConnectionArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<Page<CommentObject>> {
    const { workspaceId, personId } = reader.viewer;
    const where = sql`m.workspace_id = ${workspaceId}::uuid AND m.person_id = ${personId}::uuid`;
    return this.reader.page({ table: mentions, where, order: newest, args, reader, context });
  }

  @Query(() => RequestConnection, {
    description: 'Requests you watch and may see, the last changed first.',
  })
  @Needs('request.read')
  watchedRequests(
    @Args() args: ConnectionArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<RequestObject>> {
    const { workspaceId, personId } = reader.viewer;
    const where = sql`request_id IN (SELECT w.request_id FROM requests.conversation_row w
      WHERE w.workspace_id = ${workspaceId}::uuid AND w.watcher_ids @> ARRAY[${personId}::uuid])`;
    const order = [{ column: 'updated_at', direction: 'DESC', nulls: 'never' }] as const;
    return this.pages.page({ where, order, args, reader, context, info, repeats: true });
  }

  @ResolveField(() => RequestWatchers, { description: 'Who follows it.' })
  @Needs('request.read')
  watchers(
    @Parent() { requestId, asOfPosition }: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RequestWatchers> {
    if (asOfPosition !== null) return this.watcherReader.oneAt(reader, context, requestId, asOfPosition);
    return this.watcherReader.one(reader, context, requestId);
  }

  private ofRequest(
    requestId: string,
    asked: { args: ConnectionArgs; reader: Reader; context: ApiContext },
  ): Promise<Page<CommentObject>> {
    const where = sql`c.request_id = ${requestId}::uuid`;
    return this.reader.page({ table: comments, where, order: oldest, ...asked });
  }
}
