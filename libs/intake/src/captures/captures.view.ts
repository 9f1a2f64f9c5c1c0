import {
  allOf,
  ConnectionArgs,
  CursorCodec,
  defineFilter,
  defineOrder,
  filterBy,
  type FilterValue,
  IdArg,
  keysetPage,
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { chatCapture } from '../domain/index.js';
import { CaptureKindEnum } from '../enums.js';
import { CaptureReader, type StoredCapture } from './capture-reader.js';
import { chatCaptureRow } from './chat-capture-row.js';
import { ChatCaptureConnection, ChatCaptureObject } from './chat-capture.type.js';

const captureFilter = defineFilter('ChatCaptureFilter', {
  kind: filterBy.enumeration({ name: 'CaptureKind', values: CaptureKindEnum }, 'kind', 'What it became.'),
  channel: filterBy.text('channel', 'The channel, as the chat names it.'),
  requestId: filterBy.id('Request', 'request_id', 'The request it became, is a question on, or decides about.'),
  capturedAt: filterBy.instant('captured_at', 'When it was captured.'),
});

const captureOrder = defineOrder(
  'ChatCaptureOrder',
  { capturedAt: { column: 'captured_at', nulls: 'never', description: 'By when it was captured.' } },
  [{ capturedAt: 'DESC' }],
);

@ArgsType()
export class CapturesArgs extends ConnectionArgs {
  @captureFilter.Arg()
  filter?: FilterValue | null;

  @captureOrder.Arg()
  order?: OrderValue[] | null;
}

/** Captured chat messages: the list (P11), one by its id, and behind `node`. */
@Resolver()
export class CaptureViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: CaptureReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'ChatCapture',
      right: 'capture.read',
      streamType: chatCapture.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => ChatCaptureObject, { nullable: true, description: 'One captured message; null when it is not there.' })
  @Needs('capture.read')
  async capture(@IdArg('ChatCapture') id: string, @Reader() reader: Reader): Promise<ChatCaptureObject | null> {
    const [found] = await this.reader.many(reader, [id]);
    return found ?? null;
  }

  @Query(() => ChatCaptureConnection, {
    description: 'Captured chat messages of your workspace, the newest first unless told.',
  })
  @Needs('capture.read')
  async captures(@Args() args: CapturesArgs, @Reader() { viewer }: Reader): Promise<Page<ChatCaptureObject>> {
    const page = await keysetPage<StoredCapture>({
      db: this.pool,
      table: chatCaptureRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${viewer.workspaceId}::uuid`, captureFilter.where(args.filter)]),
      order: captureOrder.keys(args.order),
      repeats: !args.filter,
      id: 'capture_id',
      args,
      cursors: this.cursors,
      scope: viewer.workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row));
  }
}
