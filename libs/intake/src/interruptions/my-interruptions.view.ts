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
import { interruption } from '../domain/index.js';
import { InterruptionKindEnum, InterruptionStatusEnum } from '../enums.js';
import { InterruptionReader, type StoredInterruption } from './interruption-reader.js';
import { interruptionRow } from './interruption-row.js';
import { InterruptionObject } from './interruption.type.js';

const interruptionFilter = defineFilter('InterruptionFilter', {
  kind: filterBy.enumeration({ name: 'InterruptionKind', values: InterruptionKindEnum }, 'kind', 'What it was.'),
  status: filterBy.enumeration(
    { name: 'InterruptionStatus', values: InterruptionStatusEnum },
    'status',
    'What became of it.',
  ),
  minutes: filterBy.int('minutes', 'How long it took in minutes.'),
  occurredOn: filterBy.date('occurred_on', 'The day on which it happened.'),
  conversionSuggested: filterBy.boolean('conversion_suggested', 'Whether it should be a request.'),
  fromTeamId: filterBy.id('Team', 'from_team_id', 'The team that interrupted.'),
});

const interruptionOrder = defineOrder(
  'InterruptionOrder',
  {
    occurredOn: { column: 'occurred_on', nulls: 'never', description: 'By the day on which it happened.' },
    minutes: { column: 'minutes', nulls: 'never', description: 'By how long it took.' },
  },
  [{ occurredOn: 'DESC' }],
);

@ArgsType()
export class MyInterruptionsArgs extends ConnectionArgs {
  @interruptionFilter.Arg()
  filter?: FilterValue | null;

  @interruptionOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Interruptions of your own, page by page.' })
export class InterruptionConnection extends Connection('Interruption', () => InterruptionObject) {}

/** One's own interruptions. There is no list, figure or object of somebody else's, for any role (P77). */
@Resolver()
export class MyInterruptions {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: InterruptionReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Interruption',
      right: 'interruption.read',
      streamType: interruption.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => InterruptionObject, { nullable: true, description: 'One interruption of your own; null for any other.' })
  @Needs('interruption.read')
  async interruption(@IdArg('Interruption') id: string, @Reader() reader: Reader): Promise<InterruptionObject | null> {
    const [found] = await this.reader.many(reader, [id]);
    return found ?? null;
  }

  @Query(() => InterruptionConnection, {
    description: 'Your own interruptions, the newest day first unless told. Nobody else can ask for them.',
  })
  @Needs('interruption.read')
  async myInterruptions(
    @Args() args: MyInterruptionsArgs,
    @Reader() { viewer }: Reader,
  ): Promise<Page<InterruptionObject>> {
    const { workspaceId, personId } = viewer;
    const page = await keysetPage<StoredInterruption>({
      db: this.pool,
      table: interruptionRow.table,
      columns: [sql`*`],
      where: allOf([
        sql`workspace_id = ${workspaceId}::uuid AND person_id = ${personId}::uuid`,
        interruptionFilter.where(args.filter),
      ]),
      order: interruptionOrder.keys(args.order),
      repeats: !args.filter,
      id: 'interruption_id',
      args,
      cursors: this.cursors,
      scope: `${workspaceId}/${personId}`,
    });
    return mapPage(page, (row) => this.reader.show(row));
  }
}
