import { LocalDate, LogPosition } from '#libs/api-kit';
import { publish } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { alignmentStatuses } from '../domain/index.js';
import { RoadmapItemObject } from '../items/item.type.js';

export const AlignmentStatusEnum = publish(
  'AlignmentStatus',
  'Whether what a campaign needs is ready in time.',
  {
    ALIGNED: 'It is.',
    MISALIGNED: 'It is ready after the campaign starts.',
    UNKNOWN: 'One of the two has no window.',
    NEEDED_DROPPED: 'It was given up.',
  },
  alignmentStatuses,
);

@ObjectType('CampaignAlignment', { description: 'A campaign or an event beside one thing it needs.' })
export class CampaignAlignmentType {
  @Field(() => ID, { description: 'Global id of the campaign or event.' })
  campaignId: string;

  @Field(() => RoadmapItemObject, { description: 'The campaign or event, as it stood.' })
  campaign: RoadmapItemObject;

  @Field(() => ID, { description: 'Global id of what it needs.' })
  neededId: string;

  @Field(() => RoadmapItemObject, { description: 'What it needs, as it stood.' })
  needed: RoadmapItemObject;

  @Field(() => Int, { description: 'Working days between the end of the one and the start of the other.' })
  bufferWorkingDays: number;

  @Field(() => AlignmentStatusEnum, { description: 'Whether it is ready in time.' })
  status: string;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The end of what is needed and the buffer after it, e.g. `2026-04-27`; of what shipped, the day it did. By the calendar of the engineering ' +
      'owner’s team of what is needed, else of the campaign’s marketing owner’s team, else of the oldest team that builds.',
  })
  readyOn: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The first day of the campaign.' })
  startsOn: string | null;

  @Field(() => Int, {
    description: 'Days of the calendar the campaign starts too early, e.g. 42; 0 where it does not.',
  })
  daysShort: number;

  @Field(() => Int, { description: 'Days of the calendar to spare.' })
  slackDays: number;
}

@ObjectType('RoadmapConflict', { description: 'Two items that must not be at the same time, and are.' })
export class RoadmapConflictType {
  @Field(() => ID, { description: 'Global id of the item that says so.' })
  fromId: string;

  @Field(() => RoadmapItemObject, { description: 'The item that says so, as it stood.' })
  from: RoadmapItemObject;

  @Field(() => ID, { description: 'Global id of the other one.' })
  toId: string;

  @Field(() => RoadmapItemObject, { description: 'The other one, as it stood.' })
  to: RoadmapItemObject;

  @Field(() => Int, { description: 'Working days that should lie between the two, whichever comes first.' })
  bufferWorkingDays: number;
}

@ObjectType('RoadmapAlignment', { description: 'Campaigns beside what they need, and what is in each other’s way.' })
export class RoadmapAlignmentType {
  @Field(() => [CampaignAlignmentType], {
    description:
      'Campaigns and events still to come beside everything they need; by the campaign’s number, then the other’s.',
  })
  pairs: CampaignAlignmentType[];

  @Field(() => [RoadmapConflictType], { description: 'Items still to come that conflict and meet.' })
  conflicts: RoadmapConflictType[];

  @Field(() => Boolean, {
    description: 'True: more than 1,000 items have such ties; those with the lowest numbers are looked at.',
  })
  truncated: boolean;

  @Field(() => LogPosition, { description: 'Where in the log it stands: name it as `asOf` to see the same again.' })
  asOfPosition: number;
}

@ObjectType('EndingFeature', {
  description: 'Something that is to be ready within a quarter, and the campaigns that wait for it.',
})
export class EndingFeatureType {
  @Field(() => RoadmapItemObject, { description: 'The item.' })
  item: RoadmapItemObject;

  @Field(() => [CampaignAlignmentType], {
    description: 'Campaigns that need it, of any quarter; none where nobody waits.',
  })
  neededBy: CampaignAlignmentType[];
}

@ObjectType('CampaignQuarter', {
  description: 'What marketing does by quarters beside what engineering delivers all the time.',
})
export class CampaignQuarterType {
  @Field(() => String, { description: 'The quarter, e.g. `2026-Q1`.' })
  quarter: string;

  @Field(() => LocalDate, { description: 'Its first day.' })
  start: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  end: string;

  @Field(() => [RoadmapItemObject], { description: 'Campaigns and events whose window meets it, by start.' })
  campaigns: RoadmapItemObject[];

  @Field(() => [RoadmapItemObject], { description: 'Everything else that is in delivery within it, by start.' })
  inDelivery: RoadmapItemObject[];

  @Field(() => [EndingFeatureType], { description: 'Everything else whose window ends within it, by start.' })
  ending: EndingFeatureType[];
}

@ObjectType('CadenceOverlay', { description: 'Continuous delivery laid over campaign quarters.' })
export class CadenceOverlayType {
  @Field(() => [CampaignQuarterType], { description: 'The quarters, at most 8.' })
  quarters: CampaignQuarterType[];

  @Field(() => Boolean, {
    description: 'True: more than 1,000 items meet these quarters; those that start first are shown.',
  })
  truncated: boolean;

  @Field(() => LogPosition, { description: 'Where in the log it stands: name it as `asOf` to see the same again.' })
  asOfPosition: number;
}
