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
import { property } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { PropertyReader, type StoredProperty } from './property-reader.js';
import { propertyRow } from './property-row.js';
import { PropertyObject } from './property.type.js';

const propertyFilter = defineFilter('PropertyFilter', {
  name: filterBy.text('name', 'Its name.'),
  isPublic: filterBy.boolean('is_public', 'Whether everybody can reach it.'),
  testedCapacityRpm: filterBy.int('tested_capacity_rpm', 'Requests a minute the last PERFORMANCE check reached.'),
});

const propertyOrder = defineOrder(
  'PropertyOrder',
  {
    name: { column: 'name', nulls: 'never', description: 'By name.' },
    testedCapacityRpm: {
      column: 'tested_capacity_rpm',
      description: 'By tested capacity; those without one come last.',
    },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ name: 'ASC' }],
);

@ArgsType()
export class PropertiesArgs extends ConnectionArgs {
  @propertyFilter.Arg()
  filter?: FilterValue | null;

  @propertyOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Web properties, page by page.' })
export class PropertyConnection extends Connection('Property', () => PropertyObject) {}

/** Properties: all of them, one by its id or its name, and behind `node`. */
@Resolver()
export class PropertyViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: PropertyReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Property',
      right: 'property.read',
      streamType: property.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => PropertyObject, { nullable: true, description: 'One web property; null when it is not there.' })
  @Needs('property.read')
  property(
    @IdArg('Property') id: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<PropertyObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => PropertyObject, {
    nullable: true,
    description: 'The web property a request means by a name, in upper or lower case; null when nobody registered it.',
  })
  @Needs('property.read')
  propertyOfName(
    @Args('name', { description: 'The name, e.g. `www.example`.' }) name: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<PropertyObject | null> {
    return this.reader.one(reader, context, propertyIdOf(name));
  }

  @Query(() => PropertyConnection, { description: 'Web properties of your workspace, by name unless told.' })
  @Needs('property.read')
  async properties(@Args() args: PropertiesArgs, @Reader() reader: Reader): Promise<Page<PropertyObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredProperty>({
      db: this.pool,
      table: propertyRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, propertyFilter.where(args.filter)]),
      order: propertyOrder.keys(args.order),
      repeats: !args.filter,
      id: 'property_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row, reader));
  }
}
