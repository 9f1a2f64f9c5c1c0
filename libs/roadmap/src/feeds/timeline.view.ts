import { Needs, Reader } from '#libs/api-kit';
import { PictureMoments } from '#libs/risk';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { inScope } from '../pictures/held.js';
import { RoadmapPictures } from '../pictures/roadmap-pictures.js';
import { ItemReader } from '../items/item-reader.js';
import { TimelineArgs, timelineScope } from './timeline-args.js';
import { TimelineReader } from './timeline-reader.js';
import { TimelineType } from './timeline.type.js';

/** The roadmap as a picture shows it. */
@Resolver(() => TimelineType)
export class TimelineView {
  constructor(
    private readonly reader: TimelineReader,
    private readonly pictures: RoadmapPictures,
    private readonly moments: PictureMoments,
    private readonly items: ItemReader,
  ) {}

  @Query(() => TimelineType, {
    complexity: 100,
    description:
      'The roadmap to be drawn, with what moved since a baseline: `roadmap` has all of it, page by page. NOT_FOUND, INSTANT_NOT_PAST, ' +
      'INVALID_POSITION; VALIDATION_FAILED for an axis of more than 1,100 days or none, for two baselines, for a session that has not ended ' +
      'and for a baseline after what is shown; LIMIT_REACHED where more than 20,000 items moved.',
  })
  @Needs('roadmap.read')
  async roadmapTimeline(@Args() args: TimelineArgs, @Reader() reader: Reader): Promise<TimelineType> {
    const { workspaceId } = reader.viewer;
    const scope = timelineScope(args);
    const { position, day: today } = await this.moments.of(reader, args.asOf);
    const baseline = await this.reader.baseline(args, position, reader);
    const at = { workspaceId, position };
    const rows = await this.reader.nearest(at, scope, today);
    const moved = baseline && (await this.pictures.movedSince(workspaceId, baseline.position, position));
    const counts = await this.pictures.laneCounts(at, inScope(scope));
    return {
      rows: rows.map((row) => ({ item: this.items.show(row, reader), moved: moved?.get(row.item_id) ?? null })),
      lanes: counts.filter(({ lane }) => scope.lanes?.includes(lane) ?? true),
      today,
      from: scope.from ?? null,
      to: scope.to ?? null,
      baselineDay: baseline?.day ?? null,
      asOfPosition: position,
      baselinePosition: baseline?.position ?? null,
      args,
    };
  }
}
