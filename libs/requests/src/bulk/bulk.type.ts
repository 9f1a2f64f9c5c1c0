import { type ApiContext, MutationPayload, Needs, Problem, problemOf, readerOf, toGlobalId } from '#libs/api-kit';
import { Field, type FieldMiddleware, ID, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestReader } from '../request-reader.js';
import { publish } from '../types/publish.js';
import { RequestObject } from '../types/request.type.js';
import { Warning, warningOf } from '../types/warning.type.js';
import type { Fate } from './fates.js';
import type { ItemChange, ManyChanges } from './many-requests.js';

const rowFates = ['CHANGED', 'UNCHANGED', 'REFUSED'] as const;

export const RowFateEnum = publish(
  'BulkRowFate',
  'What became of one row of a command on many requests.',
  {
    CHANGED: 'It was carried out.',
    UNCHANGED: 'There was nothing to change.',
    REFUSED: 'It was refused; `problems` tells why.',
  },
  rowFates,
);

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<BulkRow, ApiContext> = ({ source, context, info }) =>
  (info && source.request(context, info)) ?? null;

@ObjectType({ description: 'What became of one row.' })
export class BulkRow {
  @Field(() => ID, { description: 'Global id of the request the row named.' })
  requestId: string;

  @Field(() => RowFateEnum, { description: 'Whether it was carried out.' })
  fate: Fate['kind'];

  @Field(() => RequestObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The request as it is after the command; null when it is not there.',
  })
  @Needs('request.read')
  request: Lazy<RequestObject | null>;

  @Field(() => [Problem], {
    description: 'Why this row was not carried out; `path` begins with its place, e.g. `["input", "items", "3"]`.',
  })
  problems: Problem[];

  @Field(() => [Warning], { description: 'What was carried out all the same and is worth a look.' })
  warnings: Warning[];
}

@ObjectType({
  description:
    'What became of a command on many requests. `problems` of the payload: why none of the rows was looked at.',
})
export class BulkPayload extends MutationPayload {
  @Field(() => [BulkRow], { defaultValue: [], description: 'One for each row, in the order given; at most 500.' })
  rows?: BulkRow[];

  @Field(() => Int, { defaultValue: 0, description: 'How many rows were carried out, e.g. `498`.' })
  changed?: number;

  @Field(() => Int, { defaultValue: 0, description: 'How many rows were refused, e.g. `2`.' })
  refused?: number;
}

/** `['input', 'ownerId']` of a rule is `['input', 'items', '3', 'ownerId']` of the command. */
const placed = (path: readonly string[], index: number): string[] => [
  'input',
  'items',
  String(index),
  ...(path[0] === 'input' ? path.slice(1) : path),
];

function bulkRow(change: ItemChange, index: number, requests: RequestReader): BulkRow {
  const { requestId, fate } = change;
  const problem = fate.kind === 'REFUSED' ? problemOf(fate.refusal) : null;
  return Object.assign(new BulkRow(), {
    requestId: toGlobalId('Request', requestId),
    fate: fate.kind,
    request: (context: ApiContext, info: GraphQLResolveInfo) => requests.after(change, readerOf(info), context),
    problems: problem === null ? [] : [Object.assign(problem, { path: placed(problem.path, index) })],
    warnings: fate.kind === 'CHANGED' ? fate.warnings.map(warningOf) : [],
  });
}

export function bulkPayload({ items, position, replayed }: ManyChanges, requests: RequestReader): BulkPayload {
  const rows = items.map((change, index) => bulkRow(change, index, requests));
  const count = (kind: Fate['kind']) => rows.filter(({ fate }) => fate === kind).length;
  return Object.assign(new BulkPayload(), {
    position,
    replayed,
    rows,
    changed: count('CHANGED'),
    refused: count('REFUSED'),
  });
}
