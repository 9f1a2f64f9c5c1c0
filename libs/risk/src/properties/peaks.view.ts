import type { ApiContext } from '#libs/api-kit';
import {
  allOf,
  Connection,
  ConnectionArgs,
  Ctx,
  CursorCodec,
  defineFilter,
  defineOrder,
  filterBy,
  type FilterValue,
  IdArg,
  keysetPage,
  LocalDate,
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
  rowsOf,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { peak, requireShownSpan } from '../domain/index.js';
import { PeakReader, type StoredPeak } from './peak-reader.js';
import { peakRow } from './peak-row.js';
import { PeakObject } from './peak.type.js';

const peakFilter = defineFilter('PeakFilter', {
  propertyId: filterBy.id('Property', 'property_id', 'Where they are expected.'),
  from: filterBy.date('from_day', 'The first day.'),
  to: filterBy.date('to_day', 'The last day.'),
  expectedPeakRpm: filterBy.int('expected_rpm', 'Requests a minute that are expected.'),
});

const peakOrder = defineOrder(
  'PeakOrder',
  {
    from: { column: 'from_day', nulls: 'never', description: 'By the first day.' },
    expectedPeakRpm: {
      column: 'expected_rpm',
      nulls: 'never',
      description: 'By how many requests a minute are expected.',
    },
  },
  [{ from: 'ASC' }],
);

@ArgsType()
export class PeaksArgs extends ConnectionArgs {
  @peakFilter.Arg()
  filter?: FilterValue | null;

  @peakOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Peaks, page by page.' })
export class PeakConnection extends Connection('Peak', () => PeakObject) {}

/** Gaps one answer shows at most. */
const MOST_GAPS = 200;

/** Peaks: all of them, one by its id, behind `node`, and those a property was not shown to bear. */
@Resolver()
export class PeakViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: PeakReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Peak',
      right: 'property.read',
      streamType: peak.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => PeakObject, { nullable: true, description: 'One peak; null when it is not there.' })
  @Needs('property.read')
  peak(@IdArg('Peak') id: string, @Reader() reader: Reader, @Ctx() context: ApiContext): Promise<PeakObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => PeakConnection, { description: 'Peaks of your workspace, the one that begins first before the others.' })
  @Needs('property.read')
  async peaks(@Args() args: PeaksArgs, @Reader() reader: Reader): Promise<Page<PeakObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredPeak>({
      db: this.pool,
      table: peakRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, peakFilter.where(args.filter)]),
      order: peakOrder.keys(args.order),
      repeats: !args.filter,
      id: 'peak_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row));
  }

  @Query(() => [PeakObject], {
    description:
      'Peaks on days of a range that their property was not shown to bear, the greatest gap first; at most 200. LIMIT_REACHED for more ' +
      'than 366 days; VALIDATION_FAILED.',
  })
  @Needs('property.read')
  async capacityGaps(
    @Args('from', { type: () => LocalDate, description: 'The first day, e.g. `2026-03-01`.' }) first: string,
    @Args('to', { type: () => LocalDate, description: 'The last day, e.g. `2026-03-31`.' }) last: string,
    @Reader() { viewer }: Reader,
  ): Promise<PeakObject[]> {
    const { from, to } = requireShownSpan(first, last);
    const rows = await rowsOf<StoredPeak>(
      this.pool,
      sql`SELECT k.* FROM risk.peak_row k
        LEFT JOIN risk.property_row p ON p.workspace_id = k.workspace_id AND p.property_id = k.property_id
        CROSS JOIN LATERAL (SELECT k.expected_rpm - greatest(
          (k.document->>'testedCapacityRpm')::int, p.tested_capacity_rpm, 0) AS missing) AS gap
        WHERE k.workspace_id = ${viewer.workspaceId}::uuid AND k.from_day <= ${to}::date AND k.to_day >= ${from}::date
          AND gap.missing > 0
        ORDER BY gap.missing DESC, k.from_day, k.peak_id LIMIT ${MOST_GAPS}`,
    );
    return rows.map((row) => this.reader.show(row));
  }
}
