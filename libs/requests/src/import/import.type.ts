import { type ApiContext, MutationPayload, Needs, Problem, registerProblem } from '#libs/api-kit';
import { Field, type FieldMiddleware, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { type CsvFault, csvFaults, importFormats } from '../domain/index.js';
import { publish } from '../types/publish.js';
import { RequestObject } from '../types/request.type.js';

export const ImportFormatEnum = publish(
  'ImportFormat',
  'Where a CSV file comes from: it decides how its columns are read.',
  {
    JIRA: 'Jira’s export of issues: Summary, Issue key, Issue Type, Description, Acceptance criteria, Labels.',
    LINEAR: 'Linear’s export of issues: Title, ID, Description, Labels.',
    PLAIN:
      'Our own: title, and as far as there are any id, type, context, audience, criteria, role, want, benefit, assets not needed, ' +
      'tracking not needed, labels.',
  },
  importFormats,
);

export const importFates = ['CREATED', 'WOULD_CREATE', 'SKIPPED', 'REFUSED'] as const;
export type ImportFate = (typeof importFates)[number];

export const ImportFateEnum = publish(
  'ImportFate',
  'What became of one row of an import.',
  {
    CREATED: 'It is a request now, as a draft.',
    WOULD_CREATE: 'It would become a request; this was a dry run.',
    SKIPPED: 'Its key is known: from an earlier import, or from an earlier row of this file.',
    REFUSED: 'It is no request; `problems` tells why.',
  },
  importFates,
);

export const CsvFaultEnum = publish(
  'CsvFault',
  'Why a CSV file cannot be read.',
  {
    EMPTY: 'There is nothing in it.',
    ENCODING: 'It was not read as UTF-8 on its way here.',
    QUOTES: 'A quote is not closed, or stands inside of a cell that is not quoted.',
    COLUMN_MISSING: 'A column that every such file has is not there, or there is no header.',
    COLUMN_TWICE: 'A column stands there more than once.',
    TOO_MANY_COLUMNS: 'It has more than 500 columns.',
    UNREADABLE: 'It is no CSV.',
  },
  csvFaults,
);

@ObjectType({ implements: () => Problem, description: 'The file cannot be read: nothing of it was looked at.' })
export class CsvUnreadableProblem extends Problem {
  @Field(() => CsvFaultEnum, { description: 'What is wrong.' })
  fault: CsvFault;

  @Field(() => Int, { description: 'Where, counted from 1, e.g. `12`.' })
  line: number;
}

registerProblem('CSV_UNREADABLE', CsvUnreadableProblem);

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<ImportRow, ApiContext> = ({ source, context, info }) =>
  (info && source.request?.(context, info)) ?? null;

@ObjectType({ description: 'What became of one row of a file.' })
export class ImportRow {
  @Field(() => Int, { description: 'The line it begins in, counted from 1; the header is line 1.' })
  line: number;

  @Field(() => String, { nullable: true, description: 'Its key in the file, e.g. `WEB-12`; null when it has none.' })
  key: string | null;

  @Field(() => String, { nullable: true, description: 'Its title; null when the row cannot be read.' })
  title: string | null;

  @Field(() => ImportFateEnum, { description: 'What became of it.' })
  fate: ImportFate;

  @Field(() => RequestObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The request of this row, made now or before; null when there is none.',
  })
  @Needs('request.read')
  request?: Lazy<RequestObject | null>;

  @Field(() => [Problem], {
    description: 'Why it was refused; `path` names line and column, e.g. `["input", "csv", "12", "Summary"]`.',
  })
  problems: Problem[];

  @Field(() => [String], { description: 'What of it was not taken over, in sentences; no reason for a refusal.' })
  notes: readonly string[];
}

@ObjectType({ description: 'What became of a file. `problems` of the payload: why none of its rows was looked at.' })
export class ImportPayload extends MutationPayload {
  @Field(() => [ImportRow], { defaultValue: [], description: 'Every row of the file, in its order; at most 1,000.' })
  rows?: ImportRow[];

  @Field(() => Int, { defaultValue: 0, description: 'Rows that became requests.' })
  created?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Rows that would become requests; of a dry run.' })
  wouldCreate?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Rows whose key is known.' })
  skipped?: number;

  @Field(() => Int, { defaultValue: 0, description: 'Rows that were refused.' })
  refused?: number;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Columns of the file that are not read, e.g. `["Reporter", "Priority"]`.',
  })
  unusedColumns?: readonly string[];
}
