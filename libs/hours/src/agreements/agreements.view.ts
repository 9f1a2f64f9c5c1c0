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
import type { ApiContext } from '#libs/api-kit';
import { Args, ArgsType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { agreement } from '../domain/index.js';
import { AgreementStatusEnum } from '../enums.js';
import { agreementRow } from './agreement-row.js';
import { AgreementObject } from './agreement.type.js';
import { AgreementReader } from './agreement-reader.js';
import type { StoredAgreement } from './to-agreement.js';

const agreementFilter = defineFilter('AgreementFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 1 for `AG-1`.'),
  status: filterBy.enumeration({ name: 'AgreementStatus', values: AgreementStatusEnum }, 'status', 'Where it stands.'),
  consumerTeamId: filterBy.id('Team', 'consumer_team_id', 'The team that asks for work.'),
  providerTeamId: filterBy.id('Team', 'provider_team_id', 'The team whose people do the work.'),
  draftedAt: filterBy.instant('drafted_at', 'When it was drafted.'),
});

const agreementOrder = defineOrder(
  'AgreementOrder',
  {
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    draftedAt: { column: 'drafted_at', nulls: 'never', description: 'By when it was drafted.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ number: 'ASC' }],
);

@ArgsType()
export class AgreementsArgs extends ConnectionArgs {
  @agreementFilter.Arg()
  filter?: FilterValue | null;

  @agreementOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Agreements, page by page.' })
export class AgreementConnection extends Connection('Agreement', () => AgreementObject) {}

/** Agreements: all of them, one by its id, and behind `node`. */
@Resolver()
export class AgreementViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: AgreementReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Agreement',
      right: 'hours.read',
      streamType: agreement.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => AgreementObject, { nullable: true, description: 'One agreement; null when it is not there.' })
  @Needs('hours.read')
  agreement(
    @IdArg('Agreement') id: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<AgreementObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => AgreementConnection, {
    description: 'Agreements of your workspace, the one with the lowest number first unless told.',
  })
  @Needs('hours.read')
  async agreements(@Args() args: AgreementsArgs, @Reader() reader: Reader): Promise<Page<AgreementObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredAgreement>({
      db: this.pool,
      table: agreementRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, agreementFilter.where(args.filter)]),
      order: agreementOrder.keys(args.order),
      repeats: !args.filter,
      id: 'agreement_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row, reader));
  }
}
