import { allOf, Choice, GlobalId, Needs, preparedRowsOf, Reader, sql, toGlobalId } from '#libs/api-kit';
import { Args, ArgsType, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import pg from 'pg';
import type { Lane } from '../domain/index.js';
import { DependencyTypeEnum, LaneEnum } from '../enums.js';
import { RoadmapItemObject } from '../items/item.type.js';
import { ItemReader } from '../items/item-reader.js';
import type { StoredItem } from '../items/to-item.js';

/** Items a graph shows at most. */
const MOST_NODES = 500;

@ObjectType({ description: 'One item depends on another.' })
export class DependencyEdge {
  @Field(() => ID, { description: 'Global id of the item that depends.' })
  fromId: string;

  @Field(() => ID, { description: 'Global id of the item it depends on.' })
  toId: string;

  @Field(() => DependencyTypeEnum, { description: 'How the two are tied.' })
  type: string;

  @Field(() => Int, {
    description: 'Working days that must lie between the end of the one and the start of the other.',
  })
  bufferWorkingDays: number;
}

@ObjectType({ description: 'Items and how they depend on each other, as things stand.' })
export class DependencyGraph {
  @Field(() => [RoadmapItemObject], { description: `Its items by their numbers, at most ${MOST_NODES}.` })
  nodes: RoadmapItemObject[];

  @Field(() => [DependencyEdge], { description: 'Dependencies whose two items are both among `nodes`.' })
  edges: DependencyEdge[];

  @Field(() => Boolean, { description: `True: there are more than ${MOST_NODES} items; name some of them.` })
  truncated: boolean;
}

@ArgsType()
export class DependencyGraphArgs {
  @GlobalId('RoadmapItem', {
    each: true,
    nullable: true,
    description: `These items, at most ${MOST_NODES}, and whatever is tied to them directly; all when left out.`,
  })
  @ArrayMaxSize(MOST_NODES)
  itemIds?: string[] | null;

  @Choice(LaneEnum, { each: true, nullable: true, description: 'Items on these lanes alone; on all unless told.' })
  lanes?: Lane[] | null;
}

/** Who depends on whom. */
@Resolver()
export class DependencyGraphView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly items: ItemReader,
  ) {}

  @Query(() => DependencyGraph, {
    description:
      'Items that depend on others or that others depend on, and how. Dropped ones are left out where `itemIds` is.',
    complexity: MOST_NODES,
  })
  @Needs('roadmap.read')
  async dependencyGraph(
    @Args() { itemIds, lanes }: DependencyGraphArgs,
    @Reader() reader: Reader,
  ): Promise<DependencyGraph> {
    const { workspaceId } = reader.viewer;
    const meant = itemIds
      ? sql`(item.item_id = ANY(${itemIds}::uuid[]) OR item.dependency_ids && ${itemIds}::uuid[] OR item.item_id IN (
          SELECT unnest(dependency_ids) FROM roadmap.item_row
          WHERE workspace_id = ${workspaceId}::uuid AND item_id = ANY(${itemIds}::uuid[])))`
      : sql`item.status <> 'DROPPED' AND (item.dependency_ids <> '{}' OR EXISTS (
          SELECT FROM roadmap.item_row AS other
          WHERE other.workspace_id = item.workspace_id AND other.dependency_ids @> ARRAY[item.item_id]))`;
    const onLanes = lanes ? [sql`item.lane = ANY(${lanes}::text[])`] : [];
    const rows = await preparedRowsOf<StoredItem>(
      this.pool,
      sql`SELECT item.* FROM roadmap.item_row AS item
        WHERE item.workspace_id = ${workspaceId}::uuid AND ${allOf([meant, ...onLanes])}
        ORDER BY item.number LIMIT ${MOST_NODES + 1}`,
    );
    const nodes = rows.slice(0, MOST_NODES).map((row) => this.items.show(row, reader));
    return { nodes, edges: edgesAmong(nodes), truncated: rows.length > MOST_NODES };
  }
}

function edgesAmong(nodes: readonly RoadmapItemObject[]): DependencyEdge[] {
  const shown = new Set(nodes.map(({ itemId }) => itemId));
  return nodes.flatMap(({ id: fromId, state }) =>
    state.dependencies
      .filter(({ toId }) => shown.has(toId))
      .map(({ toId, type, bufferWorkingDays }) => ({
        fromId,
        toId: toGlobalId('RoadmapItem', toId),
        type,
        bufferWorkingDays,
      })),
  );
}
