import {
  allOf,
  type ApiContext,
  Connection,
  ConnectionArgs,
  Ctx,
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
import { Args, ArgsType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { roadmapItem } from '../domain/index.js';
import { HorizonEnum, ItemKindEnum, ItemStatusEnum, LaneEnum, VisibilityEnum, WorthinessEnum } from '../enums.js';
import { itemRow } from './item-row.js';
import { RoadmapItemObject } from './item.type.js';
import { ItemReader } from './item-reader.js';
import type { StoredItem } from './to-item.js';

/** Nobody looks at most items: what is not there is UNASSESSED. */
const worthinessOf = sql`coalesce(document->'worthiness'->>'verdict', 'UNASSESSED')`;

const itemFilter = defineFilter('RoadmapItemFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 1 for `RM-1`.'),
  title: filterBy.text(sql`(document->>'title')`, 'What it is.'),
  lane: filterBy.enumeration({ name: 'RoadmapLane', values: LaneEnum }, 'lane', 'Whose roadmap it stands on.'),
  kind: filterBy.enumeration({ name: 'RoadmapItemKind', values: ItemKindEnum }, 'kind', 'The kind of thing it is.'),
  status: filterBy.enumeration({ name: 'RoadmapItemStatus', values: ItemStatusEnum }, 'status', 'Where it stands.'),
  horizon: filterBy.enumeration({ name: 'RoadmapHorizon', values: HorizonEnum }, 'horizon', 'How near it is.'),
  visibility: filterBy.enumeration(
    { name: 'RoadmapVisibility', values: VisibilityEnum },
    'visibility',
    'Who may see it.',
  ),
  worthiness: filterBy.enumeration(
    { name: 'CampaignWorthiness', values: WorthinessEnum },
    worthinessOf,
    'Whether it is worth a campaign.',
  ),
  startOn: filterBy.date('start_on', 'The first day of its window.'),
  endOn: filterBy.date('end_on', 'The last day of its window.'),
  updatedAt: filterBy.instant('updated_at', 'When it last changed.'),
  teams: filterBy.collection({
    description: 'Teams its owners belong to.',
    elementName: 'RoadmapItemTeam',
    from: sql`unnest(team_ids) AS owning(team_id)`,
    fields: { teamId: filterBy.id('Team', 'owning.team_id', 'The team.') },
  }),
  requests: filterBy.collection({
    description: 'Requests that are part of it.',
    elementName: 'RoadmapItemRequest',
    from: sql`unnest(request_ids) AS linked(request_id)`,
    fields: { requestId: filterBy.id('Request', 'linked.request_id', 'The request.') },
  }),
});

const itemOrder = defineOrder(
  'RoadmapItemOrder',
  {
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    startOn: { column: 'start_on', description: 'By the first day of its window; items without one last.' },
    endOn: { column: 'end_on', description: 'By the last day of its window; items without one last.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ number: 'ASC' }],
);

@ArgsType()
export class RoadmapItemsArgs extends ConnectionArgs {
  @itemFilter.Arg()
  filter?: FilterValue | null;

  @itemOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Roadmap items, page by page.' })
export class RoadmapItemConnection extends Connection('RoadmapItem', () => RoadmapItemObject) {}

/** Items: all of them, one by its id, and behind `node`. */
@Resolver()
export class ItemViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: ItemReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'RoadmapItem',
      right: 'roadmap.read',
      streamType: roadmapItem.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => RoadmapItemObject, { nullable: true, description: 'One roadmap item; null when it is not there.' })
  @Needs('roadmap.read')
  roadmapItem(
    @IdArg('RoadmapItem') id: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RoadmapItemObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => RoadmapItemConnection, {
    description:
      'Roadmap items of your workspace, dropped ones included; the one with the lowest number first unless told.',
  })
  @Needs('roadmap.read')
  async roadmapItems(@Args() args: RoadmapItemsArgs, @Reader() reader: Reader): Promise<Page<RoadmapItemObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredItem>({
      db: this.pool,
      table: itemRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, itemFilter.where(args.filter)]),
      order: itemOrder.keys(args.order),
      repeats: !args.filter,
      id: 'item_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row, reader));
  }
}
