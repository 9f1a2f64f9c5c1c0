import { LocalDate, LogPosition } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { LaneEnum } from '../enums.js';
import { RoadmapItemConnection } from '../items/items.view.js';

@ObjectType('RoadmapLaneCount', { description: 'How many items stand on a lane.' })
export class LaneCountType {
  @Field(() => LaneEnum, { description: 'The lane.' })
  lane: string;

  @Field(() => Int, { description: 'Items on all pages, e.g. 12.' })
  count: number;
}

@ObjectType('Roadmap', {
  description:
    'All lanes on one time axis, page by page: by start, what has no window last, then by number. Items are shown as they stood: ' +
    '`version` is the one of then, and what they point at (people, requests, other items) is looked up as it is now.',
})
export class RoadmapType extends RoadmapItemConnection {
  @Field(() => [LaneCountType], { complexity: 10, description: 'All 4 lanes, counted over all pages.' })
  lanes: () => Promise<LaneCountType[]>;

  @Field(() => LocalDate, { description: 'The day it shows, in the workspace’s zone: today’s line.' })
  today: string;

  @Field(() => LogPosition, { description: 'Where in the log it stands: name it as `asOf` to see the same again.' })
  asOfPosition: number;
}

@ObjectType('LookAhead', { description: 'What starts in the coming weeks, page by page: by start, then by number.' })
export class LookAheadType extends RoadmapItemConnection {
  @Field(() => LocalDate, { description: 'The first day that counts.' })
  from: string;

  @Field(() => LocalDate, { description: 'The last day that counts: day 7 × weeks after the first, e.g. the 42nd.' })
  until: string;

  @Field(() => LogPosition, { description: 'Where in the log it stands: name it as `asOf` to see the same again.' })
  asOfPosition: number;
}
