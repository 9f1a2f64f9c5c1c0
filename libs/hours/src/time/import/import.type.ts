import { type ApiContext, LocalDate, MutationPayload, Needs, Problem } from '#libs/api-kit';
import { publish } from '#libs/requests';
import { Field, type FieldMiddleware, ID, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TimeEntryObject } from '../time-entry.type.js';
import { timeImportFormats } from './columns.js';

export const TimeImportFormatEnum = publish(
  'TimeImportFormat',
  'Where a CSV file of time comes from: it decides how its columns are read.',
  {
    TEMPO: 'Tempo’s export of worklogs: Issue Key, Work date or Started, Hours or Time Spent, Username or Full name.',
    KIMAI:
      'Kimai’s export of time sheets: Date, From, To, Duration, User, Project, Activity, Description, Billable, Tags.',
    PLAIN:
      'Our own: day and minutes, and as far as there are any id, started, request, person, activity, billable, note.',
  },
  timeImportFormats,
);

export const timeImportFates = ['RECORDED', 'WOULD_RECORD', 'SKIPPED', 'REFUSED'] as const;
export type TimeImportFate = (typeof timeImportFates)[number];

export const TimeImportFateEnum = publish(
  'TimeImportFate',
  'What became of one row of an import.',
  {
    RECORDED: 'It is a time entry now.',
    WOULD_RECORD: 'It would become a time entry; this was a dry run.',
    SKIPPED: 'Its id is known: from an earlier import, from an earlier row of this file, or recorded by hand.',
    REFUSED: 'It is no time entry; `problems` tells why.',
  },
  timeImportFates,
);

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<TimeImportRow, ApiContext> = ({ source, context, info }) =>
  (info && source.entry?.(context, info)) ?? null;

@ObjectType({ description: 'What became of one row of a file of time.' })
export class TimeImportRow {
  @Field(() => Int, { description: 'The line it begins in, counted from 1; the header is line 1.' })
  line: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The id its entry has, e.g. `tempo-1234`; null when the row cannot be read.',
  })
  entryId: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day it is read as, in the agreement’s zone.' })
  workedOn: string | null;

  @Field(() => Int, { nullable: true, description: 'The minutes it is read as.' })
  minutes: number | null;

  @Field(() => TimeImportFateEnum, { description: 'What became of it.' })
  fate: TimeImportFate;

  @Field(() => TimeEntryObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The entry of this row, recorded now or before; null when there is none.',
  })
  @Needs('time.read')
  entry?: Lazy<TimeEntryObject | null>;

  @Field(() => [Problem], {
    description: 'Why it was refused; `path` names line and column, e.g. `["input", "csv", "12", "Hours"]`.',
  })
  problems: Problem[];

  @Field(() => [String], { description: 'What of it is read otherwise than it is written, in sentences.' })
  notes: readonly string[];
}

@ObjectType({
  description: 'What became of a file of time. `problems` of the payload: why none of its rows was looked at.',
})
export class TimeImportPayload extends MutationPayload {
  @Field(() => [TimeImportRow], {
    defaultValue: [],
    description: 'Every row of the file, in its order; at most 1,000.',
  })
  rows?: TimeImportRow[];

  @Field(() => Int, { defaultValue: 0, description: 'Rows that became entries.' })
  recorded?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Rows that would become entries; of a dry run.' })
  wouldRecord?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Rows whose id is known.' })
  skipped?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Rows that were refused.' })
  refused?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes of the rows that became entries, or would.' })
  minutes?: number;

  @Field(() => [String], { defaultValue: [], description: 'Columns of the file that are not read, e.g. `["Rate"]`.' })
  unusedColumns?: readonly string[];
}
