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
  keysetPage,
  mapPage,
  Needs,
  type OrderValue,
  type Page,
  Reader,
} from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { Args, ArgsType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { ActivityEnum } from '../enums.js';
import { TimeEntryStatusEnum } from './enums.js';
import { entriesVisibleTo, type StoredTimeEntry } from './time-entry-reader.js';
import { TimeEntryObject } from './time-entry.type.js';
import { TimeEntries } from './to-time-entry.js';

/** What time entries can be found by. */
const timeEntryFilter = defineFilter('TimeEntryFilter', {
  agreementId: filterBy.id('Agreement', 'agreement_id', 'The agreement it is billed under.'),
  period: filterBy.text('period', 'The month whose pool it drew from, e.g. `2026-02`.'),
  workedPeriod: filterBy.text('worked_period', 'The month it was worked in.'),
  requestId: filterBy.id('Request', 'request_id', 'The request it was worked for.'),
  personId: filterBy.id('Person', 'person_id', 'Who worked.'),
  workedOn: filterBy.date('worked_on', 'The day it was worked on.'),
  activity: filterBy.enumeration({ name: 'Activity', values: ActivityEnum }, 'activity', 'What kind of work it was.'),
  billable: filterBy.boolean('billable', 'Whether it is on a bill.'),
  status: filterBy.enumeration(
    { name: 'TimeEntryStatus', values: TimeEntryStatusEnum },
    'status',
    'Whether it counts.',
  ),
  minutes: filterBy.int('minutes', 'How long it took, in minutes.'),
  creditedMinutes: filterBy.int('credited_minutes', 'Minutes of it that were credited.'),
  entryId: filterBy.text('entry_id', 'The id its recorder gave it.'),
  recordedAt: filterBy.instant('booked_at', 'When it was recorded.'),
});

/** What time entries can be sorted by. */
const timeEntryOrder = defineOrder(
  'TimeEntryOrder',
  {
    workedOn: { column: 'worked_on', nulls: 'never', description: 'By the day it was worked on.' },
    recordedAt: { column: 'booked_at', nulls: 'never', description: 'By when it was recorded.' },
    minutes: { column: 'minutes', nulls: 'never', description: 'By how long it took.' },
    activity: { column: 'activity', nulls: 'never', description: 'By the kind of work.' },
    period: { column: 'period', nulls: 'never', description: 'By the month it drew from.' },
  },
  [{ workedOn: 'DESC' }],
);

@ObjectType({ description: 'Time entries, page by page.' })
export class TimeEntryConnection extends Connection('TimeEntry', () => TimeEntryObject) {}

@ArgsType()
export class TimeEntriesArgs extends ConnectionArgs {
  @timeEntryFilter.Arg()
  filter?: FilterValue | null;

  @timeEntryOrder.Arg()
  order?: OrderValue[] | null;
}

@Resolver()
export class TimeEntryLists {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly people: PeopleLoaders,
    private readonly entries: TimeEntries,
  ) {}

  @Query(() => TimeEntryConnection, {
    description:
      'Time entries of your workspace that you may see, those taken back as well; the latest day first unless told.',
  })
  @Needs('time.read')
  async timeEntries(
    @Args() args: TimeEntriesArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<Page<TimeEntryObject>> {
    const page = await keysetPage<StoredTimeEntry>({
      db: this.pool,
      table: 'hours.time_entry_row',
      columns: COLUMNS,
      where: allOf([entriesVisibleTo(reader), timeEntryFilter.where(args.filter)]),
      order: timeEntryOrder.keys(args.order),
      repeats: !args.filter,
      id: 'stream_id',
      args,
      cursors: this.cursors,
      scope: reader.viewer.workspaceId,
    });
    const people = page.nodes.map(({ person_id }) => person_id);
    await this.people.foresee(reader, context, { people, teams: [] });
    return mapPage(page, (row) => this.entries.show(row));
  }
}

const COLUMNS = [
  'workspace_id',
  'version',
  'agreement_id',
  'entry_id',
  'period',
  'worked_period',
  'request_id',
  'person_id',
  'activity',
  'billable',
  'minutes',
  'status',
  'credited_minutes',
  'booked_at',
  'reversed_at',
  'credits',
  'document',
];
