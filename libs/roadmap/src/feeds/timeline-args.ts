import { AsOf, fromGlobalId, LocalDate } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { ArgsType, Field, ID } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsEnum, IsOptional, IsString, ValidateNested } from 'class-validator';
import { daysBetween, type Lane } from '../domain/index.js';
import { LaneEnum } from '../enums.js';
import type { RoadmapScope } from '../pictures/held.js';
import { PastArgs } from '../pictures/roadmap-args.js';

/** Days of the time axis at most. */
const MAX_DAYS = 1100;

@ArgsType()
export class TimelineArgs extends PastArgs {
  @Field(() => [LaneEnum], { nullable: true, description: 'Only these lanes; all of them unless told.' })
  @IsOptional()
  @IsEnum(LaneEnum, { each: true })
  lanes?: Lane[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only what somebody of this team answers for; global id. NOT_FOUND for anything but the id of a team.',
  })
  @IsOptional()
  @IsString()
  teamId?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day of the axis, e.g. `2026-01-01`: what ends before or has no window is left out.',
  })
  @IsOptional()
  @IsString()
  from?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day of the axis, e.g. `2026-06-30`: what starts after is left out.',
  })
  @IsOptional()
  @IsString()
  to?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Dropped items as well.' })
  @IsBoolean()
  withDropped: boolean;

  @Field(() => AsOf, {
    nullable: true,
    description:
      'What it is compared with: an instant or a position such as `baseline.position` of a planning session. Without it and ' +
      '`baselineSessionId`: the end of the last joint session.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  baseline?: AsOf | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The planning session whose end it is compared with; global id. Not with `baseline`.',
  })
  @IsOptional()
  @IsString()
  baselineSessionId?: string | null;
}

/** @throws ValidationFailed for an axis that has no end or is too long */
function requireAxis(from: string, to: string): void {
  if (to < from) throw new ValidationFailed('The last day lies before the first.', ['to']);
  if (daysBetween(from, to) >= MAX_DAYS) throw new ValidationFailed(`An axis has at most ${MAX_DAYS} days.`, ['to']);
}

/** @throws NotFound for an id of something else; ValidationFailed */
export function timelineScope({ lanes, teamId, from, to, withDropped }: TimelineArgs): RoadmapScope {
  if (from && to) requireAxis(from, to);
  const team = teamId ? fromGlobalId(teamId, 'Team', { path: ['teamId'] }) : null;
  return { lanes: lanes ?? null, teamId: team, from: from ?? null, to: to ?? null, withDropped };
}
