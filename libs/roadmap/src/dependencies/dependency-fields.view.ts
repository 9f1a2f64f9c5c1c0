import { type ApiContext, Ctx, Needs, Reader, toGlobalId } from '#libs/api-kit';
import { Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DependencyTypeEnum } from '../enums.js';
import { RoadmapItemObject } from '../items/item.type.js';
import { ItemReader } from '../items/item-reader.js';
import { DependencyCycleProblem } from '../problems.js';
import { Dependants, MOST_DEPENDANTS } from './dependants.js';

@ObjectType({ description: 'An item that needs, follows or conflicts with this one.' })
export class ItemDependant {
  @Field(() => ID, { description: 'Global id of the item.' })
  itemId: string;

  @Field(() => DependencyTypeEnum, { description: 'How the two are tied.' })
  type: string;

  @Field(() => Int, {
    description: 'Working days that must lie between the end of the one and the start of the other.',
  })
  bufferWorkingDays: number;

  @Field(() => RoadmapItemObject, { description: 'The item.' })
  item: RoadmapItemObject;
}

/** What depends on an item: the items of others hold it. */
@Resolver(() => RoadmapItemObject)
export class DependantsField {
  constructor(
    private readonly lookups: Dependants,
    private readonly items: ItemReader,
  ) {}

  @ResolveField(() => [ItemDependant], {
    description: `What depends on it, the item with the lowest number first; of at most ${MOST_DEPENDANTS} items.`,
    complexity: 100,
  })
  @Needs('roadmap.read')
  async dependants(
    @Parent() { itemId }: RoadmapItemObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<ItemDependant[]> {
    const ids = await this.lookups.shown(reader, context, itemId);
    const items = await Promise.all(ids.map((id) => this.items.one(reader, context, id)));
    return items.flatMap((item) => (item ? tiesOf(item, itemId) : []));
  }
}

const tiesOf = (item: RoadmapItemObject, toId: string): ItemDependant[] =>
  item.state.dependencies
    .filter((one) => one.toId === toId)
    .map(({ type, bufferWorkingDays }) => ({
      itemId: toGlobalId('RoadmapItem', item.itemId),
      type,
      bufferWorkingDays,
      item,
    }));

/** The circle an addition would have closed, as people call its items. */
@Resolver(() => DependencyCycleProblem)
export class CycleReferences {
  constructor(private readonly items: ItemReader) {}

  @ResolveField(() => [String], {
    description: 'The items of the circle as people say them, e.g. `["RM-3", "RM-1", "RM-3"]`.',
  })
  @Needs('roadmap.read')
  async references(
    @Parent() { circle }: DependencyCycleProblem,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<string[]> {
    const items = await Promise.all(circle.map((id) => this.items.one(reader, context, id)));
    return items.flatMap((item) => item?.reference ?? []);
  }
}
