import {
  allOf,
  type ConnectionArgs,
  CursorCodec,
  keysetPage,
  mapPage,
  type Page,
  type Reader,
  readerOf,
  type SortKey,
  sql,
  type Sql,
} from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { RequestReader, visibleTo } from '../request-reader.js';
import type { LookedUpRequest } from './listed-records.type.js';

export type RecordKind = 'OUTCOME' | 'BUG' | 'DEBT' | 'EXPERIMENT' | 'MEASUREMENT';

/** One page of a list of records; `of` makes a node of what is kept about it. */
export interface RecordPage<Data, Node> {
  readonly kind: RecordKind;
  readonly where: Sql;
  readonly order: readonly SortKey[];
  readonly args: ConnectionArgs;
  readonly reader: Reader;
  readonly of: (data: Data, request: LookedUpRequest) => Node;
}

/** Records are as visible as their requests. */
const visible = (reader: Reader): Sql => {
  const here = sql`workspace_id = ${reader.viewer.workspaceId}::uuid`;
  if (reader.grant === 'all') return here;
  return sql`${here} AND request_id IN (SELECT r.request_id FROM requests.request_row r WHERE ${visibleTo(reader)})`;
};

/** Lists of what is written down about requests: one statement for the rows, one for all requests they belong to. */
@Injectable()
export class RecordPages {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly requests: RequestReader,
  ) {}

  async page<Data, Node>({ kind, where, order, args, reader, of }: RecordPage<Data, Node>): Promise<Page<Node>> {
    const page = await keysetPage<{ request_id: string; data: Data }>({
      db: this.pool,
      table: 'requests.record_item',
      columns: ['request_id', 'data'],
      where: allOf([visible(reader), sql`kind = ${kind}`, where]),
      order,
      id: 'item_key',
      args,
      cursors: this.cursors,
      scope: reader.viewer.workspaceId,
    });
    return mapPage(page, ({ request_id: id, data }) =>
      of(data, (_args, context, info) => this.requests.one(readerOf(info), context, id)),
    );
  }
}
