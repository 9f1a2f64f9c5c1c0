import { type ApiContext, Ctx, loaderOf, Needs, preparedRowsOf, Reader, sql } from '#libs/api-kit';
import { presentOnly, RequestObject } from '#libs/requests';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { RoadmapItemObject } from '../items/item.type.js';
import { ItemReader } from '../items/item-reader.js';
import type { StoredItem } from '../items/to-item.js';

type Row = StoredItem & { readonly request_ids: readonly string[] };

/** Items a request is part of: for all requests of an operation in one statement. */
@Resolver(() => RequestObject)
export class RequestItemsField {
  constructor(
    private readonly pool: pg.Pool,
    private readonly items: ItemReader,
  ) {}

  @ResolveField(() => [RoadmapItemObject], {
    description: 'Roadmap items it is part of, the one with the lowest number first; at most 5.',
  })
  @Needs('roadmap.read')
  async roadmapItems(
    @Parent() request: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RoadmapItemObject[]> {
    presentOnly(request, 'roadmapItems');
    const batch = (ids: readonly string[]) => this.each(reader, ids);
    return loaderOf<string, RoadmapItemObject[]>(context, 'roadmap.requestItems', batch).load(request.requestId);
  }

  private async each(reader: Reader, requestIds: readonly string[]): Promise<RoadmapItemObject[][]> {
    const rows = await preparedRowsOf<Row>(
      this.pool,
      sql`SELECT * FROM roadmap.item_row
        WHERE workspace_id = ${reader.viewer.workspaceId}::uuid AND request_ids && ${[...requestIds]}::uuid[]
        ORDER BY number`,
    );
    return requestIds.map((id) =>
      rows.filter(({ request_ids: linked }) => linked.includes(id)).map((row) => this.items.show(row, reader)),
    );
  }
}
