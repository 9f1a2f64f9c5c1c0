import { LocalDate, LogPosition } from '#libs/api-kit';
import type { Position } from '#libs/event-log';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { RoadmapItemObject } from '../items/item.type.js';
import { WindowType } from '../items/item-values.type.js';
import { LaneCountType } from '../pictures/roadmap.type.js';
import type { TimelineArgs } from './timeline-args.js';

@ObjectType('RoadmapShift', { description: 'That a window is another one than it was at the baseline.' })
export class ShiftType {
  @Field(() => WindowType, { description: 'The window of then.' })
  from: WindowType;

  @Field(() => WindowType, { description: 'The window it has.' })
  to: WindowType;

  @Field(() => Int, {
    description: 'Days its end moved, or its start where the end is the same; negative is earlier, e.g. -28.',
  })
  shiftDays: number;

  @Field(() => Boolean, { description: 'It ends later, or ends the same day and starts later.' })
  later: boolean;
}

@ObjectType('RoadmapTimelineRow', { description: 'An item on the time axis.' })
export class TimelineRowType {
  @Field(() => RoadmapItemObject, { description: 'The item, as it stood.' })
  item: RoadmapItemObject;

  @Field(() => ShiftType, {
    nullable: true,
    description: 'Where its window moved since the baseline; null: it did not, it had none, or there is no baseline.',
  })
  moved: ShiftType | null;
}

@ObjectType('RoadmapTimeline', {
  description:
    'The roadmap as a picture shows it: of every lane what is nearest to its day, beside where it was at a baseline.',
})
export class TimelineType {
  @Field(() => [TimelineRowType], {
    description:
      'At most 60, by start, what has no window last, then by number. Where there are more, those nearest to `today`.',
  })
  rows: TimelineRowType[];

  @Field(() => [LaneCountType], {
    description: 'How many items there are on every lane that is asked for, those not shown included.',
  })
  lanes: LaneCountType[];

  @Field(() => LocalDate, { description: 'The day it shows, in the workspace’s zone: today’s line.' })
  today: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day that is asked for; null: where windows begin.',
  })
  from: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day that is asked for; null: where windows end.' })
  to: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day of the baseline; null without one.' })
  baselineDay: string | null;

  @Field(() => LogPosition, { description: 'Where in the log it stands: name it as `asOf` to see the same again.' })
  asOfPosition: Position;

  @Field(() => LogPosition, { nullable: true, description: 'Where in the log the baseline stands; null without one.' })
  baselinePosition: Position | null;

  /** Not a field: what a link to the same picture asks for. */
  args: TimelineArgs;
}
