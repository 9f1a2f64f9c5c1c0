import { mapPage, Needs, Reader, sql } from '#libs/api-kit';
import { PictureMoments } from '#libs/risk';
import { Args, ArgsType, Field, Int, Query, Resolver } from '@nestjs/graphql';
import { IsInt } from 'class-validator';
import { emptyRoadmap, lookAhead, plannedStatuses, usualLookAhead } from '../domain/index.js';
import { ItemReader } from '../items/item-reader.js';
import { inScope } from './held.js';
import { PastPageArgs, RoadmapArgs, scopeOf } from './roadmap-args.js';
import { RoadmapPictures } from './roadmap-pictures.js';
import { LookAheadType, RoadmapType } from './roadmap.type.js';

@ArgsType()
class LookAheadArgs extends PastPageArgs {
  @Field(() => Int, { defaultValue: usualLookAhead, description: 'How many weeks, 1 to 53.' })
  @IsInt()
  weeks: number;
}

/** The roadmap as it stands and as it stood (P40), and what comes next (P45). */
@Resolver()
export class RoadmapView {
  constructor(
    private readonly pictures: RoadmapPictures,
    private readonly moments: PictureMoments,
    private readonly items: ItemReader,
  ) {}

  @Query(() => RoadmapType, {
    complexity: 10,
    description:
      'The one roadmap both sides keep, now or as it was; dropped items are left out unless told. NOT_FOUND, INSTANT_NOT_PAST, ' +
      'INVALID_POSITION, INVALID_CURSOR, LIMIT.',
  })
  @Needs('roadmap.read')
  async roadmap(@Args() args: RoadmapArgs, @Reader() reader: Reader): Promise<RoadmapType> {
    const { workspaceId } = reader.viewer;
    const { position, day } = await this.moments.of(reader, args.asOf);
    const [at, scope] = [{ workspaceId, position }, inScope(scopeOf(args))];
    const page = await this.pictures.page(at, scope, args);
    return Object.assign(
      mapPage(page, (row) => this.items.show(row, reader)),
      { lanes: () => this.pictures.laneCounts(at, scope), today: day, asOfPosition: position },
    );
  }

  @Query(() => LookAheadType, {
    complexity: 10,
    description:
      'What is planned, promised or in delivery and starts from today to the last day of so many weeks, both included; of a past, from its ' +
      'day. INSTANT_NOT_PAST, INVALID_POSITION, INVALID_CURSOR, LIMIT; VALIDATION_FAILED for other numbers of weeks.',
  })
  @Needs('roadmap.read')
  async lookAhead(@Args() { weeks, asOf, ...args }: LookAheadArgs, @Reader() reader: Reader): Promise<LookAheadType> {
    const { workspaceId } = reader.viewer;
    const { position, day } = await this.moments.of(reader, asOf);
    const { from, until } = lookAhead(emptyRoadmap, { from: day, weeks });
    const starting = sql`v.status = ANY(${[...plannedStatuses]}::text[])
      AND coalesce(v.start_on, 'infinity'::date) BETWEEN ${from}::date AND ${until}::date`;
    const page = await this.pictures.page({ workspaceId, position }, starting, args);
    return Object.assign(
      mapPage(page, (row) => this.items.show(row, reader)),
      { from, until, asOfPosition: position },
    );
  }
}
