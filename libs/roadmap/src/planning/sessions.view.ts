import {
  allOf,
  type ApiContext,
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
import { planningSession } from '../domain/index.js';
import { HorizonEnum } from '../enums.js';
import { SessionStatusEnum } from './enums.js';
import { SessionReader, type StoredSession } from './session-reader.js';
import { sessionRow } from './session-row.js';
import { PlanningSessionObject } from './session.type.js';

const sessionFilter = defineFilter('PlanningSessionFilter', {
  status: filterBy.enumeration(
    { name: 'PlanningSessionStatus', values: SessionStatusEnum },
    'status',
    'Where it stands.',
  ),
  horizon: filterBy.enumeration({ name: 'RoadmapHorizon', values: HorizonEnum }, 'horizon', 'How far it looks.'),
  plannedOn: filterBy.date('planned_on', 'The day it is meant for.'),
  heldOn: filterBy.date('held_on', 'The day it was held.'),
  joint: filterBy.boolean('joint', 'Both sides were there.'),
});

const sessionOrder = defineOrder(
  'PlanningSessionOrder',
  {
    plannedOn: { column: 'planned_on', nulls: 'never', description: 'By the day it is meant for.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ plannedOn: 'ASC' }],
);

@ArgsType()
export class PlanningSessionsArgs extends ConnectionArgs {
  @sessionFilter.Arg()
  filter?: FilterValue | null;

  @sessionOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Planning sessions, page by page.' })
export class PlanningSessionConnection extends Connection('PlanningSession', () => PlanningSessionObject) {}

/** Planning sessions: all of them, one by its id, and behind `node`. */
@Resolver()
export class SessionViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: SessionReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'PlanningSession',
      right: 'planning.read',
      streamType: planningSession.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => PlanningSessionObject, {
    nullable: true,
    description: 'One planning session; null when it is not there.',
  })
  @Needs('planning.read')
  planningSession(
    @IdArg('PlanningSession') id: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<PlanningSessionObject | null> {
    return this.reader.one(reader, context, id);
  }

  @Query(() => PlanningSessionConnection, {
    description: 'Planning sessions of your workspace, the earliest first unless told.',
  })
  @Needs('planning.read')
  async planningSessions(
    @Args() args: PlanningSessionsArgs,
    @Reader() reader: Reader,
  ): Promise<Page<PlanningSessionObject>> {
    const { workspaceId } = reader.viewer;
    const page = await keysetPage<StoredSession>({
      db: this.pool,
      table: sessionRow.table,
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${workspaceId}::uuid`, sessionFilter.where(args.filter)]),
      order: sessionOrder.keys(args.order),
      repeats: !args.filter,
      id: 'session_id',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    return mapPage(page, (row) => this.reader.show(row));
  }
}
