import { type ApiContext, Ctx, IdArg, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { Query, Resolver } from '@nestjs/graphql';
import { timeEntryKeyFormat, timeEntryKeyOf } from '../allotment-key.js';
import { timeEntry } from '../domain/index.js';
import { TimeEntryReader } from './time-entry-reader.js';
import { TimeEntryObject } from './time-entry.type.js';
import { TimeEntries } from './to-time-entry.js';

@Resolver(() => TimeEntryObject)
export class TimeEntryView {
  constructor(
    private readonly reader: TimeEntryReader,
    private readonly entries: TimeEntries,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'TimeEntry',
      right: 'time.read',
      streamType: timeEntry.type,
      format: timeEntryKeyFormat,
      load: async (ids, who) => {
        const rows = await reader.many(who, ids);
        return rows.map((row) => row && entries.show(row));
      },
    });
  }

  @Query(() => TimeEntryObject, {
    nullable: true,
    description: 'One time entry; null when it is not there, or not for you.',
  })
  @Needs('time.read')
  async timeEntry(
    @IdArg('TimeEntry', { format: timeEntryKeyFormat }) id: string,
    @Reader() who: Reader,
    @Ctx() context: ApiContext,
  ): Promise<TimeEntryObject | null> {
    const row = await this.reader.one(who, context, timeEntryKeyOf(id));
    return row && this.entries.show(row);
  }
}
