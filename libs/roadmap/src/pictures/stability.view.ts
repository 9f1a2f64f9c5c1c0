import { AsOf, LogPosition, Needs, Reader, sql } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { PictureMoments } from '#libs/risk';
import { Args, ArgsType, Field, Float, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { type Plan, plannedStatuses, planStability } from '../domain/index.js';
import { ItemReader } from '../items/item-reader.js';
import { PlanningSessionObject } from '../planning/session.type.js';
import { Baselines } from './baselines.js';
import { CountedItems } from './counted-items.type.js';
import { type PlanPair, RoadmapPictures } from './roadmap-pictures.js';

@ArgsType()
class StabilityArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      'The planning session whose end is the baseline; global id. Without it and `baseline`: the last joint one.',
  })
  @IsOptional()
  @IsString()
  sessionId?: string | null;

  @Field(() => AsOf, {
    nullable: true,
    description: 'Another baseline: an instant or a position. Not with `sessionId`.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  baseline?: AsOf | null;

  @Field(() => AsOf, { nullable: true, description: 'Until when it is looked at; the present unless told.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  until?: AsOf | null;
}

@ObjectType('PlanStability', { description: 'How much of what was planned at a baseline still holds.' })
export class PlanStabilityType {
  @Field(() => PlanningSessionObject, {
    nullable: true,
    description: 'The session whose end is the baseline, where it is one.',
  })
  @Needs('planning.read')
  session: PlanningSessionObject | null;

  @Field(() => LogPosition, { description: 'Where in the log the baseline stands.' })
  baselinePosition: number;

  @Field(() => LogPosition, { description: 'Where in the log it is compared with.' })
  untilPosition: number;

  @Field(() => Int, {
    description:
      'Items that were planned, promised or in delivery at the baseline; what was only proposed or already out is none.',
  })
  items: number;

  @Field(() => Int, { description: 'Items that neither moved later nor were uncommitted or dropped.' })
  stable: number;

  @Field(() => Float, {
    nullable: true,
    description: '`stable` of `items` in percent with one decimal, e.g. 57.1; null where nothing was planned.',
  })
  percent: number | null;

  @Field(() => CountedItems, { description: 'Items whose window ends later, or ends the same day and starts later.' })
  movedLater: CountedItems;

  @Field(() => CountedItems, { description: 'Items whose window moved the other way: listed, not punished.' })
  movedEarlier: CountedItems;

  @Field(() => CountedItems, { description: 'Items that were promised and are not any more.' })
  uncommitted: CountedItems;

  @Field(() => CountedItems, { description: 'Items that were given up.' })
  dropped: CountedItems;
}

/** One side of the pairs as a plan. */
export const planOf = (pairs: readonly PlanPair[], which: 'was' | 'is'): Plan => ({
  items: new Map(pairs.map((pair) => [pair.itemId, pair[which]])),
});

/** How much of a plan still holds. */
@Resolver()
export class PlanStabilityView {
  constructor(
    private readonly baselines: Baselines,
    private readonly pictures: RoadmapPictures,
    private readonly moments: PictureMoments,
    private readonly items: ItemReader,
  ) {}

  @Query(() => PlanStabilityType, {
    nullable: true,
    complexity: 100,
    description:
      'How much of what was planned still holds: 1 − (moved later, uncommitted or dropped) / items of the baseline. Null where no baseline is ' +
      'named and no joint session had ended by then. NOT_FOUND, INSTANT_NOT_PAST, INVALID_POSITION; VALIDATION_FAILED for two baselines, for a ' +
      'session that has not ended, and for a baseline after `until`; LIMIT_REACHED for more than 20,000 items.',
  })
  @Needs('roadmap.read')
  async planStability(@Args() args: StabilityArgs, @Reader() reader: Reader): Promise<PlanStabilityType | null> {
    const { workspaceId } = reader.viewer;
    const until = (await this.moments.of(reader, args.until)).position;
    const baseline = await this.baselines.of(args, until, reader);
    if (baseline === null) return null;
    if (baseline.position > until) throw new ValidationFailed('The baseline lies after `until`.', ['until']);
    const planned = sql`v.status = ANY(${[...plannedStatuses]}::text[])`;
    const pairs = await this.pictures.pairs(workspaceId, baseline.position, until, planned);
    const found = planStability(planOf(pairs, 'was'), planOf(pairs, 'is'));
    const counted = (ids: readonly string[]): CountedItems => ({
      count: ids.length,
      load: async (first) => {
        const rows = await this.pictures.items({ workspaceId, position: until }, ids.slice(0, first));
        return rows.map((row) => this.items.show(row, reader));
      },
    });
    return {
      session: baseline.session,
      baselinePosition: baseline.position,
      untilPosition: until,
      items: found.items,
      stable: found.stable,
      percent: found.percent,
      movedLater: counted(found.movedLater),
      movedEarlier: counted(found.movedEarlier),
      uncommitted: counted(found.uncommitted),
      dropped: counted(found.dropped),
    };
  }
}
