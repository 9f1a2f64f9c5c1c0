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
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { Args, ArgsType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { freeze } from '../domain/index.js';
import { FreezeReader, type StoredFreeze } from './freeze-reader.js';
import { freezeRow } from './freeze-row.js';
import { FreezeObject } from './freeze.type.js';

const freezeFilter = defineFilter('FreezeFilter', {
  from: filterBy.date('from_day', 'The first day.'),
  to: filterBy.date('to_day', 'The last day as it came to be: the one before its early end, where it was ended.'),
  ended: filterBy.boolean('ended', 'Whether it was ended before its time.'),
  properties: filterBy.collection({
    description: 'The properties it covers.',
    elementName: 'FreezeProperty',
    from: sql`unnest(property_ids) AS covered(property_id)`,
    fields: { propertyId: filterBy.id('Property', 'covered.property_id', 'The property.') },
  }),
});

const freezeOrder = defineOrder(
  'FreezeOrder',
  {
    from: { column: 'from_day', nulls: 'never', description: 'By the first day.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ from: 'ASC' }],
);

@ArgsType()
export class FreezesArgs extends ConnectionArgs {
  @freezeFilter.Arg()
  filter?: FilterValue | null;

  @freezeOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Freezes, page by page.' })
export class FreezeConnection extends Connection('Freeze', () => FreezeObject) {}

/** Freezes: all of them, one by its id, and behind `node`. */
@Resolver()
export class FreezeViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: FreezeReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Freeze',
      right: 'property.read',
      streamType: freeze.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => FreezeObject, { nullable: true, description: 'One freeze; null when it is not there.' })
  @Needs('property.read')
  freeze(
    @IdArg('Freeze') id: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<FreezeObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => FreezeConnection, {
    description: 'Freezes of your workspace, ended ones as well, the one that begins first before the others.',
  })
  @Needs('property.read')
  async freezes(@Args() args: FreezesArgs, @Reader() reader: Reader): Promise<Page<FreezeObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredFreeze>({
      db: this.pool,
      table: freezeRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, freezeFilter.where(args.filter)]),
      order: freezeOrder.keys(args.order),
      repeats: !args.filter,
      id: 'freeze_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row, reader));
  }
}
