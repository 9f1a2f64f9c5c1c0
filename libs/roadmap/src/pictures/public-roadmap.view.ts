import {
  Connection,
  ConnectionArgs,
  CursorCodec,
  keysetPage,
  LocalDate,
  mapPage,
  Needs,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { publish } from '#libs/requests';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { type ItemState, type PublicItem, publicStages, publicView } from '../domain/index.js';
import { ItemKindEnum, PrecisionEnum } from '../enums.js';

const PublicStageEnum = publish(
  'PublicRoadmapStage',
  'How far something is that the public may know of.',
  {
    CONSIDERED: 'It is thought about.',
    PLANNED: 'It is planned.',
    IN_DELIVERY: 'It is being worked on.',
    SHIPPED: 'It is out.',
  },
  publicStages,
);

@ObjectType('PublicRoadmapWindow', { description: 'From the first day to the last, both included.' })
export class PublicWindowType {
  @Field(() => LocalDate, { description: 'The first day, e.g. `2026-04-01`.' })
  start: string;

  @Field(() => LocalDate, { description: 'The last day, e.g. `2026-06-30`.' })
  end: string;

  @Field(() => PrecisionEnum, { description: 'How exactly it is meant.' })
  precision: string;
}

@ObjectType('PublicRoadmapItem', {
  description:
    'What everybody may know of a roadmap item. It leads to nobody and nothing else: no hours, risk, names or money.',
})
export class PublicRoadmapItem implements PublicItem {
  @Field(() => Int, { description: 'Its number, e.g. 1 for `RM-1`.' })
  number: number;

  @Field(() => String, { description: 'What it is.' })
  title: string;

  @Field(() => ItemKindEnum, { description: 'The kind of thing it is.' })
  kind: PublicItem['kind'];

  @Field(() => PublicStageEnum, { description: 'How far it is.' })
  stage: PublicItem['stage'];

  @Field(() => PublicWindowType, { nullable: true, description: 'When; null while nobody knows.' })
  window: PublicItem['window'];
}

@ObjectType({ description: 'The public roadmap, page by page.' })
export class PublicRoadmapItemConnection extends Connection('PublicRoadmapItem', () => PublicRoadmapItem) {}

/** What of the roadmap everybody may see (I6). */
@Resolver()
export class PublicRoadmapView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  @Query(() => PublicRoadmapItemConnection, {
    description:
      'Public items of your workspace by start, those without a window last; dropped ones are not shown. INVALID_CURSOR, LIMIT.',
  })
  @Needs('publicRoadmap.read')
  async publicRoadmap(
    @Args() args: ConnectionArgs,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Promise<Page<PublicRoadmapItem>> {
    const page = await keysetPage<{ document: ItemState }>({
      db: this.pool,
      table: 'roadmap.item_row',
      columns: ['document'],
      where: sql`workspace_id = ${workspaceId}::uuid AND visibility = 'PUBLIC' AND status <> 'DROPPED'`,
      order: [{ column: 'start_on', direction: 'ASC' }],
      id: 'number',
      repeats: true,
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, ({ document }) => shownInPublic(document));
  }
}

/** What passes the filter is public; should the two ever differ, nothing is shown. */
function shownInPublic(document: ItemState): PublicRoadmapItem {
  const shown = publicView(document);
  if (shown === null) throw new Error('An item that is not public was about to be shown.');
  return shown;
}
