import { badUserInput, limitExceeded } from '#libs/api-kit';
import { Args, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RoadmapItemObject } from '../items/item.type.js';

/** Items shown of one group. */
export const MOST_SHOWN = 250;

@ObjectType('CountedRoadmapItems', { description: 'Some items of a roadmap: how many, and the first of them.' })
export class CountedItems {
  @Field(() => Int, { description: 'How many, e.g. 3.' })
  count: number | (() => Promise<number>);

  /** Not a field: the first so many, in the order of numbers. */
  load: (first: number) => Promise<RoadmapItemObject[]>;
}

@Resolver(() => CountedItems)
export class CountedItemsFields {
  @ResolveField('items', () => [RoadmapItemObject], {
    description: `The first by number, as they stood at the later of the two times; 100 unless told, at most ${MOST_SHOWN}: LIMIT beyond.`,
  })
  items(
    @Parent() { load }: CountedItems,
    @Args('first', { type: () => Int, defaultValue: 100, description: 'How many.' }) first: number,
  ): Promise<RoadmapItemObject[]> {
    if (first < 0) throw badUserInput('A list cannot hold less than nothing.');
    if (first > MOST_SHOWN) throw limitExceeded(`At most ${MOST_SHOWN} items.`, MOST_SHOWN);
    return load(first);
  }
}
