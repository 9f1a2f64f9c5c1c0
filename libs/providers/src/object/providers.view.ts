import {
  allOf,
  Connection,
  ConnectionArgs,
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
import { provider, purchaseOrder } from '../domain/index.js';
import { ProviderStatusEnum } from '../enums.js';
import { ProviderReader, type StoredProvider, visibleTo } from './provider-reader.js';
import { providerRow } from './provider-row.js';
import { ProviderObject } from './provider.type.js';

const providerFilter = defineFilter('ProviderFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 1 for `AGY-1`.'),
  name: filterBy.text('name', 'What it is called.'),
  status: filterBy.enumeration({ name: 'ProviderStatus', values: ProviderStatusEnum }, 'status', 'Where it stands.'),
  teamId: filterBy.id('Team', 'team_id', 'The team its people are in.'),
  validUntil: filterBy.date('valid_until', 'Last day of the latest approval.'),
  openItems: filterBy.int('open_items', 'How many items of its checklist are not verified.'),
  openAccesses: filterBy.int('open_accesses', 'How many accesses are not confirmed to be revoked.'),
});

const providerOrder = defineOrder(
  'ProviderOrder',
  {
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    validUntil: { column: 'valid_until', description: 'By the last day of the latest approval.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ number: 'ASC' }],
);

@ArgsType()
export class ProvidersArgs extends ConnectionArgs {
  @providerFilter.Arg()
  filter?: FilterValue | null;

  @providerOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Agencies, page by page.' })
export class ProviderConnection extends Connection('Provider', () => ProviderObject) {}

/** Agencies: the list, one by its id, and behind `node`. */
@Resolver()
export class ProviderViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: ProviderReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Provider',
      right: 'provider.read',
      streamType: provider.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
    nodes.register({
      type: 'PurchaseOrder',
      right: 'money.read',
      streamType: purchaseOrder.type,
      load: (ids, caller) => reader.orders(caller, ids),
    });
  }

  @Query(() => ProviderObject, {
    nullable: true,
    description: 'One agency; null when it is not there. People of an agency see their own.',
  })
  @Needs('provider.read')
  async provider(@IdArg('Provider') id: string, @Reader() reader: Reader): Promise<ProviderObject | null> {
    const [found] = await this.reader.many(reader, [id]);
    return found ?? null;
  }

  @Query(() => ProviderConnection, {
    description: 'Agencies of your workspace, by number unless told. People of an agency see their own.',
  })
  @Needs('provider.read')
  async providers(@Args() args: ProvidersArgs, @Reader() reader: Reader): Promise<Page<ProviderObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredProvider>({
      db: this.pool,
      table: providerRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, visibleTo(reader), providerFilter.where(args.filter)]),
      order: providerOrder.keys(args.order),
      repeats: !args.filter,
      id: 'provider_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row));
  }
}
