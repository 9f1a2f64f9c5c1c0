import { AsOf, fromGlobalId, LocalDate } from '#libs/api-kit';
import { ArgsType, Field, ID, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Horizon, Lane } from '../domain/index.js';
import { HorizonEnum, LaneEnum } from '../enums.js';
import type { RoadmapScope } from './held.js';

/** What every picture of the roadmap can be asked for. */
@ArgsType()
export class PastArgs {
  @Field(() => AsOf, { nullable: true, description: 'The past to show; the present unless told.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  asOf?: AsOf | null;
}

/** A picture in pages on the time axis. */
@ArgsType()
export class PastPageArgs extends PastArgs {
  @Field(() => Int, { defaultValue: 100, description: 'How many, from the start or after `after`: at most 250.' })
  @IsInt()
  first: number;

  @Field(() => String, {
    nullable: true,
    description: 'Only what comes after this cursor. Name `asOfPosition` of the first page as `asOf` of the next ones.',
  })
  @IsOptional()
  @IsString()
  after?: string | null;
}

@ArgsType()
export class RoadmapArgs extends PastPageArgs {
  @Field(() => [LaneEnum], { nullable: true, description: 'Only these lanes; all of them unless told.' })
  @IsOptional()
  @IsEnum(LaneEnum, { each: true })
  lanes?: Lane[] | null;

  @Field(() => HorizonEnum, { nullable: true, description: 'Only what is as near as this.' })
  @IsOptional()
  @IsEnum(HorizonEnum)
  horizon?: Horizon | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only what somebody of this team answers for; global id. NOT_FOUND for anything but the id of a team.',
  })
  @IsOptional()
  @IsString()
  teamId?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'Only windows that end on this day or later, e.g. `2026-04-01`; what has no window is left out.',
  })
  @IsOptional()
  @IsString()
  from?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'Only windows that start on this day or earlier, e.g. `2026-06-30`; what has no window is left out.',
  })
  @IsOptional()
  @IsString()
  to?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Dropped items as well.' })
  @IsBoolean()
  withDropped: boolean;
}

/** @throws NotFound for an id of something else */
export const scopeOf = ({ teamId, ...scope }: RoadmapArgs): RoadmapScope => ({
  ...scope,
  teamId: teamId == null ? null : fromGlobalId(teamId, 'Team', { path: ['teamId'] }),
});
