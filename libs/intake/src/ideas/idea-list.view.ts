import {
  allOf,
  type ApiContext,
  AsOf,
  AsOfArg,
  Connection,
  Ctx,
  CursorCodec,
  defineFilter,
  defineOrder,
  filterBy,
  type FilterValue,
  IdArg,
  keysetPage,
  LogPosition,
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { PastListArgs, SideEnum, TouchEnum } from '#libs/requests';
import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { idea } from '../domain/index.js';
import { IdeaStatusEnum } from '../enums.js';
import { IdeaReader, type StoredIdea } from './idea-reader.js';
import { IdeaObject } from './idea.type.js';

const ideaFilter = defineFilter('IdeaFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 7 for `IDEA-7`.'),
  title: filterBy.text('title', 'Title.'),
  status: filterBy.enumeration({ name: 'IdeaStatus', values: IdeaStatusEnum }, 'status', 'Where it stands.'),
  originSide: filterBy.enumeration({ name: 'Side', values: SideEnum }, 'origin_side', 'The side it came from.'),
  originTeamId: filterBy.id('Team', 'origin_team_id', 'The team it came from.'),
  capturedById: filterBy.id('Person', 'captured_by', 'Who captured it.'),
  quickWin: filterBy.boolean('quick_win', 'Whether it is a quick win.'),
  roughMinutes: filterBy.int('rough_minutes', 'First guess of its size in minutes.'),
  votes: filterBy.int('votes', 'How many voted for it.'),
  capturedAt: filterBy.instant('captured_at', 'When it was captured.'),
  touches: filterBy.collection({
    description: 'What it would touch.',
    elementName: 'IdeaTouch',
    from: sql`unnest(touches) AS touched(kind)`,
    fields: { touch: filterBy.enumeration({ name: 'Touch', values: TouchEnum }, 'touched.kind', 'The touch.') },
  }),
});

const ideaOrder = defineOrder(
  'IdeaOrder',
  {
    votes: { column: 'votes', nulls: 'never', description: 'By how many voted for it.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
    capturedAt: { column: 'captured_at', nulls: 'never', description: 'By when it was captured.' },
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    roughMinutes: { column: 'rough_minutes', description: 'By its size; those without a guess come last.' },
  },
  [{ updatedAt: 'DESC' }],
);

/** What the past may be refused with. */
const OF_THE_PAST = 'INSTANT_NOT_PAST, INVALID_POSITION, POSITION_NOT_REACHED, HISTORY_INCOMPLETE.';

@ArgsType()
export class IdeasArgs extends PastListArgs {
  @ideaFilter.Arg()
  filter?: FilterValue | null;

  @ideaOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Ideas, page by page.' })
export class IdeaConnection extends Connection('Idea', () => IdeaObject) {
  @Field(() => LogPosition, {
    nullable: true,
    description:
      'The place in the log it is shown as of: name it as `asOf: { position }` for the next page, or for the same again. Null for ideas as ' +
      'they stand.',
  })
  asOfPosition: number | null;
}

/** Ideas: the list (P56), one by its id, and behind `node`. */
@Resolver()
export class IdeaViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: IdeaReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Idea',
      right: 'idea.read',
      streamType: idea.type,
      load: (ids, caller) => reader.many(caller, ids),
    });
  }

  @Query(() => IdeaObject, {
    nullable: true,
    description: `One idea, now or as it was; null when it is not there or not for you, or was not by then. ${OF_THE_PAST}`,
  })
  @Needs('idea.read')
  async idea(
    @IdArg('Idea') id: string,
    @AsOfArg() asOf: AsOf | null,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<IdeaObject | null> {
    const moment = await this.reader.past.momentOf(reader, asOf);
    if (moment) return this.reader.oneAsOf(reader, id, moment);
    return this.reader.one(reader, context, id);
  }

  @Query(() => IdeaConnection, {
    description: `Ideas of your workspace, now or as they were, the last changed first unless told. ${OF_THE_PAST}`,
  })
  @Needs('idea.read')
  async ideas(
    @Args() { asOf, ...args }: IdeasArgs,
    @Reader() reader: Reader,
  ): Promise<Page<IdeaObject> & Pick<IdeaConnection, 'asOfPosition'>> {
    const { viewer } = reader;
    const moment = await this.reader.past.momentOf(reader, asOf);
    const page = await keysetPage<StoredIdea>({
      db: this.pool,
      table: await this.reader.past.table(reader, moment),
      columns: [sql`*`],
      where: allOf([sql`workspace_id = ${viewer.workspaceId}::uuid`, ideaFilter.where(args.filter)]),
      order: ideaOrder.keys(args.order),
      repeats: !args.filter && moment === null,
      id: 'idea_id',
      args,
      cursors: this.cursors,
      scope: moment === null ? viewer.workspaceId : `${viewer.workspaceId} ${moment.position}`,
    });
    // The count stays lazy.
    return Object.assign(
      mapPage(page, (row) => this.reader.show(row, viewer.personId, moment)),
      { asOfPosition: moment?.position ?? null },
    );
  }
}
