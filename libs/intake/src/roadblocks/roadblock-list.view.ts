import {
  allOf,
  Connection,
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
import { fullViewer } from '#libs/people';
import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import pg from 'pg';
import { roadblock } from '../domain/index.js';
import { RoadblockStatusEnum } from '../enums.js';
import { RoadblockReader, type StoredRoadblock } from './roadblock-reader.js';
import { roadblockRow } from './roadblock-row.js';
import { RoadblockObject } from './roadblock.type.js';

const roadblockFilter = defineFilter('RoadblockFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 3 for `RB-3`.'),
  title: filterBy.text('title', 'Title.'),
  status: filterBy.enumeration({ name: 'RoadblockStatus', values: RoadblockStatusEnum }, 'status', 'Where it stands.'),
  until: filterBy.date('until', 'The day on which it is expected to end.'),
  ownerId: filterBy.id('Person', 'owner_id', 'Who takes care of it.'),
  raisedById: filterBy.id('Person', 'raised_by', 'Who raised it.'),
  raisedAt: filterBy.instant('raised_at', 'When it was raised.'),
  affectedRequests: filterBy.collection({
    description: 'What it blocks.',
    elementName: 'AffectedRequest',
    from: sql`unnest(affected_request_ids) AS affected(request_id)`,
    fields: { requestId: filterBy.id('Request', 'affected.request_id', 'The request.') },
  }),
});

const roadblockOrder = defineOrder(
  'RoadblockOrder',
  {
    until: { column: 'until', nulls: 'never', description: 'By the day on which it is expected to end.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
    raisedAt: { column: 'raised_at', nulls: 'never', description: 'By when it was raised.' },
    number: { column: 'number', nulls: 'never', description: 'By number.' },
  },
  [{ until: 'ASC' }],
);

@ArgsType()
export class RoadblocksArgs extends ConnectionArgs {
  @roadblockFilter.Arg()
  filter?: FilterValue | null;

  @roadblockOrder.Arg()
  order?: OrderValue[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only those whose day is over in the workspace’s zone and that are OPEN or MITIGATED still; false: only others.',
  })
  @IsOptional()
  @IsBoolean()
  overdue?: boolean | null;
}

@ObjectType({ description: 'Roadblocks, page by page.' })
export class RoadblockConnection extends Connection('Roadblock', () => RoadblockObject) {}

/** Roadblocks: the register (P55), one by its id, and behind `node`. */
@Resolver()
export class RoadblockViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: RoadblockReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Roadblock',
      right: 'roadblock.read',
      streamType: roadblock.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => RoadblockObject, { nullable: true, description: 'One roadblock; null when it is not there.' })
  @Needs('roadblock.read')
  async roadblock(@IdArg('Roadblock') id: string, @Reader() reader: Reader): Promise<RoadblockObject | null> {
    const [found] = await this.reader.many(reader, [id]);
    return found ?? null;
  }

  @Query(() => RoadblockConnection, {
    description: 'Roadblocks of your workspace, the earliest expected end first unless told.',
  })
  @Needs('roadblock.read')
  async roadblocks(@Args() args: RoadblocksArgs, @Reader() { viewer }: Reader): Promise<Page<RoadblockObject>> {
    const { today } = fullViewer(viewer);
    const late = sql`until < ${today}::date AND status IN ('OPEN', 'MITIGATED')`;
    const page = await keysetPage<StoredRoadblock>({
      db: this.pool,
      table: roadblockRow.table,
      columns: [sql`*`],
      where: allOf([
        sql`workspace_id = ${viewer.workspaceId}::uuid`,
        roadblockFilter.where(args.filter),
        args.overdue == null ? sql`TRUE` : args.overdue ? late : sql`NOT (${late})`,
      ]),
      order: roadblockOrder.keys(args.order),
      repeats: !args.filter,
      id: 'roadblock_id',
      args,
      cursors: this.cursors,
      scope: viewer.workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row, today));
  }
}
