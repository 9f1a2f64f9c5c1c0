import { Needs, preparedRowsOf, Reader, sql } from '#libs/api-kit';
import { Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { RoadmapItemObject } from './item.type.js';
import { ItemReader } from './item-reader.js';
import type { StoredItem } from './to-item.js';

/** Items of one list at most. */
const MOST = 200;

@ObjectType({
  description: 'What marketing can build on, and what it missed. Each list by numbers, at most 200 items.',
})
export class CampaignWorthyItems {
  @Field(() => [RoadmapItemObject], { description: 'Worth a campaign.' })
  worthy: RoadmapItemObject[];

  @Field(() => Int, { description: 'How many are worth a campaign, also beyond the list.' })
  worthyCount: number;

  @Field(() => [RoadmapItemObject], { description: 'Still to come, and nobody has looked at it.' })
  unassessed: RoadmapItemObject[];

  @Field(() => Int, { description: 'How many are to come unassessed, also beyond the list.' })
  unassessedCount: number;

  @Field(() => [RoadmapItemObject], { description: 'Shipped before anybody had looked at it.' })
  shippedUnassessed: RoadmapItemObject[];

  @Field(() => Int, { description: 'How many shipped unassessed, also beyond the list.' })
  shippedUnassessedCount: number;
}

type List = 'worthy' | 'unassessed' | 'shippedUnassessed';
type Row = StoredItem & { readonly list: List; readonly total: number };

/** Which items are worth a campaign, and which nobody has looked at (P41). */
@Resolver()
export class CampaignWorthyView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly items: ItemReader,
  ) {}

  @Query(() => CampaignWorthyItems, {
    description:
      'Items worth a campaign, and items nobody has looked at: those still to come, and those that shipped so. Dropped ones are in no ' +
      'list. Page through all of them with `roadmapItems(filter: { worthiness: … })`.',
    complexity: MOST,
  })
  @Needs('roadmap.read')
  async campaignWorthy(@Reader() reader: Reader): Promise<CampaignWorthyItems> {
    const rows = await preparedRowsOf<Row>(
      this.pool,
      sql`SELECT * FROM (
          SELECT *, row_number() OVER (PARTITION BY list ORDER BY number) AS place, count(*) OVER (PARTITION BY list)::int AS total
          FROM (
            SELECT item.*, CASE
              WHEN item.document->'worthiness'->>'verdict' = 'WORTHY' THEN 'worthy'
              WHEN item.status IN ('SHIPPED', 'MEASURED') THEN 'shippedUnassessed'
              ELSE 'unassessed' END AS list
            FROM roadmap.item_row AS item
            WHERE item.workspace_id = ${reader.viewer.workspaceId}::uuid AND item.status <> 'DROPPED'
              AND item.document->'worthiness'->>'verdict' IS DISTINCT FROM 'NOT_WORTHY'
          ) AS listed
        ) AS placed WHERE place <= ${MOST} ORDER BY number`,
    );
    const of = (list: List) => rows.filter((row) => row.list === list);
    const shown = (list: List) => of(list).map((row) => this.items.show(row, reader));
    const count = (list: List) => of(list)[0]?.total ?? 0;
    return {
      worthy: shown('worthy'),
      worthyCount: count('worthy'),
      unassessed: shown('unassessed'),
      unassessedCount: count('unassessed'),
      shippedUnassessed: shown('shippedUnassessed'),
      shippedUnassessedCount: count('shippedUnassessed'),
    };
  }
}
