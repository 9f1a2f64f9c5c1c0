import { Instant, LocalDate, LogPosition, Needs } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DependencyTypeEnum } from '../enums.js';
import { ConfidenceType, WindowType } from '../items/item-values.type.js';
import { RoadmapItemObject } from '../items/item.type.js';
import type { LookedUp } from '../looked-up.js';
import { CountedItems } from './counted-items.type.js';
import { ItemFieldEnum } from './item-fields.js';

@ObjectType('RoadmapCause', { description: 'The fact a change comes from.' })
export class CauseType {
  @Field(() => ID, { description: 'Id of the event.' })
  eventId: string;

  @Field(() => LogPosition, { description: 'Where it stands in the log.' })
  position: number;

  @Field(() => String, { description: 'Name of the fact, e.g. `ItemRescheduled`; more may be added.' })
  type: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  recordedAt: string;

  @Field(() => ID, { nullable: true, description: 'Global id of who did it; null for what a process did.' })
  actorId: string | null;

  @Field(() => Person, { nullable: true, description: 'Who did it; null for what a process did.' })
  @Needs('people.read')
  actor: LookedUp<Person>;

  @Field(() => String, { description: 'What happened, in a sentence to show to a person.' })
  summary: string;
}

@ObjectType({ isAbstract: true })
abstract class ChangeOfItem {
  @Field(() => ID, { description: 'Global id of the item.' })
  itemId: string;

  @Field(() => RoadmapItemObject, { description: 'The item as it stood at the later time.' })
  item: RoadmapItemObject;

  @Field(() => CauseType, {
    nullable: true,
    description: 'The last fact that made it so; null where it comes from a fact this program does not know.',
  })
  cause: CauseType | null;
}

@ObjectType('RoadmapItemChange', { description: 'An item that was added, dropped or shipped, and by which fact.' })
export class ItemChangeType extends ChangeOfItem {}

@ObjectType('RoadmapItemMove', { description: 'An item with another window.' })
export class ItemMoveType extends ChangeOfItem {
  @Field(() => WindowType, { description: 'The window at the earlier time.' })
  from: WindowType;

  @Field(() => WindowType, { description: 'The window at the later time.' })
  to: WindowType;

  @Field(() => Int, {
    description: 'Days its end moved, or its start where the end is the same; negative is earlier, e.g. -28.',
  })
  shiftDays: number;

  @Field(() => Boolean, { description: 'It ends later, or ends the same day and starts later.' })
  later: boolean;
}

@ObjectType('RoadmapConfidenceChange', { description: 'An item whose window is more or less sure.' })
export class ConfidenceChangeType extends ChangeOfItem {
  @Field(() => ConfidenceType, { nullable: true, description: 'At the earlier time; null: nobody had said.' })
  from: ConfidenceType | null;

  @Field(() => ConfidenceType, { nullable: true, description: 'At the later time.' })
  to: ConfidenceType | null;
}

@ObjectType('RoadmapFieldChange', { description: 'Something else of an item that says something else.' })
export class FieldChangeType extends ChangeOfItem {
  @Field(() => ItemFieldEnum, { description: 'What of it.' })
  field: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What it said, where that is a text or a word, e.g. `PLANNED`; null: nothing, or it is more than a text.',
  })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'What it says, likewise.' })
  after: string | null;
}

@ObjectType('RoadmapDependencyChange', {
  description: 'A dependency that was added or removed; another buffer is both.',
})
export class DependencyChangeType extends ChangeOfItem {
  @Field(() => ID, { description: 'Global id of the item it depends on.' })
  toId: string;

  @Field(() => DependencyTypeEnum, { description: 'How the two are tied.' })
  type: string;

  @Field(() => Int, { description: 'Working days between the two.' })
  bufferWorkingDays: number;
}

@ObjectType('RoadmapDiff', {
  description: 'What changed from one roadmap to a later one, each change with the fact it comes from; lists by item.',
})
export class RoadmapDiffType {
  @Field(() => LogPosition, { description: 'Where in the log the earlier one stands.' })
  fromPosition: number;

  @Field(() => LogPosition, { description: 'Where in the log the later one stands.' })
  toPosition: number;

  @Field(() => LocalDate, { description: 'The day of the earlier one, in the workspace’s zone.' })
  fromDay: string;

  @Field(() => LocalDate, { description: 'The day of the later one.' })
  toDay: string;

  @Field(() => [ItemChangeType], {
    description: 'Items that were proposed since; at most 1,000, as all items that differ.',
  })
  added: ItemChangeType[];

  @Field(() => [ItemChangeType], { description: 'Items that were given up since.' })
  dropped: ItemChangeType[];

  @Field(() => [ItemMoveType], { description: 'Items whose window is another one.' })
  rescheduled: ItemMoveType[];

  @Field(() => [ConfidenceChangeType], { description: 'Items whose window is more or less sure.' })
  confidence: ConfidenceChangeType[];

  @Field(() => [ItemChangeType], { description: 'Items that went out since.' })
  shipped: ItemChangeType[];

  @Field(() => CountedItems, {
    description: 'Items of both whose window is the same and which were not dropped, whatever else changed of them.',
  })
  unchanged: CountedItems;

  @Field(() => [DependencyChangeType], { description: 'Dependencies that were added, those of new items included.' })
  dependenciesAdded: DependencyChangeType[];

  @Field(() => [DependencyChangeType], { description: 'Dependencies that were removed.' })
  dependenciesRemoved: DependencyChangeType[];

  @Field(() => [FieldChangeType], { description: 'Whatever else changed of items of both.' })
  changes: FieldChangeType[];
}
