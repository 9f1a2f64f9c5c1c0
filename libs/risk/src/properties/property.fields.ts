import { type ApiContext, Ctx, loaderOf, Needs, preparedRowsOf, Reader, sql } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { RequestObject, RequestReader, visibleTo } from '#libs/requests';
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { FreezeObject } from './freeze.type.js';
import { FreezeReader } from './freeze-reader.js';
import { PeakReader, type StoredPeak } from './peak-reader.js';
import { PeakObject } from './peak.type.js';
import { PropertyObject } from './property.type.js';

/** Peaks or requests of one property that one answer shows. */
const MOST = 50;

@ObjectType({ description: 'Requests that link a web property.' })
export class PropertyRequests {
  @Field(() => Int, { description: 'How many there are for you, whatever became of them.' })
  count: number;

  @Field(() => [RequestObject], { description: 'Those that changed last, at most 50, the latest first.' })
  requests: RequestObject[];
}

interface Linked {
  readonly name: string;
  readonly request_id: string;
  readonly total: number;
}

/** What else is known about a property: peaks, freezes, requests; each kind in one statement for all properties of an operation. */
@Resolver(() => PropertyObject)
export class PropertyFields {
  constructor(
    private readonly pool: pg.Pool,
    private readonly peakReader: PeakReader,
    private readonly freezeReader: FreezeReader,
    private readonly requestReader: RequestReader,
  ) {}

  @ResolveField(() => [PeakObject], {
    complexity: MOST,
    description: 'Peaks that are not over, the one that begins first before the others; at most 50.',
  })
  @Needs('property.read')
  peaks(
    @Parent() property: PropertyObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<PeakObject[]> {
    const { today } = fullViewer(reader.viewer);
    const loader = loaderOf<string, PeakObject[]>(context, 'risk.peaksOfProperty', async (ids) => {
      const rows = await preparedRowsOf<StoredPeak>(
        this.pool,
        sql`SELECT k.* FROM unnest(${[...ids]}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (
          SELECT * FROM risk.peak_row
            WHERE workspace_id = ${property.workspaceId}::uuid AND property_id = wanted.id AND to_day >= ${today}::date
            ORDER BY from_day, peak_id LIMIT ${MOST}) AS k`,
      );
      return ids.map((id) => rows.filter((row) => row.property_id === id).map((row) => this.peakReader.show(row)));
    });
    return loader.clear(property.propertyId).load(property.propertyId);
  }

  @ResolveField(() => [FreezeObject], {
    complexity: MOST,
    description: 'Freezes in force or ahead, the one that begins first before the others; at most 200.',
  })
  @Needs('property.read')
  async freezes(
    @Parent() { freezeIds }: PropertyObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<FreezeObject[]> {
    const found = await Promise.all(freezeIds.map((id) => this.freezeReader.one(reader, context, id)));
    return found.filter((one) => one !== null);
  }

  @ResolveField(() => PropertyRequests, { complexity: MOST, description: 'Requests that link it by its name.' })
  @Needs('request.read')
  requests(
    @Parent() property: PropertyObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<PropertyRequests> {
    const batch = (names: readonly string[]) => this.linked(names, reader);
    const loader = loaderOf<string, PropertyRequests>(context, 'risk.requestsOfProperty', batch);
    return loader.clear(property.name).load(property.name);
  }

  private async linked(names: readonly string[], reader: Reader): Promise<PropertyRequests[]> {
    const rows = await preparedRowsOf<Linked>(
      this.pool,
      sql`SELECT wanted.name, linked.* FROM unnest(${[...names]}::text[]) AS wanted(name)
        CROSS JOIN LATERAL (
          SELECT request_id, (count(*) OVER ())::int AS total FROM requests.request_row
            WHERE ${visibleTo(reader)} AND properties <> '{}'
              AND risk.property_keys(properties) @> risk.property_keys(ARRAY[wanted.name])
            ORDER BY updated_at DESC, request_id LIMIT ${MOST}) AS linked`,
    );
    const found = await this.requestReader.many(reader, [...new Set(rows.map((row) => row.request_id))]);
    const byId = new Map(found.flatMap((one) => (one ? [[one.requestId, one] as const] : [])));
    return names.map((name) => {
      const own = rows.filter((row) => row.name === name);
      return { count: own[0]?.total ?? 0, requests: own.flatMap((row) => byId.get(row.request_id) ?? []) };
    });
  }
}
