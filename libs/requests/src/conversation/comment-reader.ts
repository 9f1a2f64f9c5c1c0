import {
  allOf,
  type ApiContext,
  type ConnectionArgs,
  CursorCodec,
  keysetPage,
  mapPage,
  type Page,
  type Reader,
  readerOf,
  rowsOf,
  type SortKey,
  sql,
  type Sql,
  toGlobalId,
} from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { RequestReader, visibleTo } from '../request-reader.js';
import type { CommentRow } from './comment-row.js';
import type { CommentObject } from './comment.type.js';

/** Instants as Postgres hands them out. */
type StoredComment = Omit<CommentRow, 'at' | 'edited_at' | 'removed_at'> & {
  readonly at: Date | string;
  readonly edited_at: Date | string | null;
  readonly removed_at: Date | string | null;
};

export interface CommentPage {
  /** Table with an alias `c` of `requests.comment_row`. */
  readonly table: Sql;
  readonly where: Sql;
  readonly order: readonly SortKey[];
  readonly args: ConnectionArgs;
  readonly reader: Reader;
  readonly context: ApiContext;
}

const person = (id: string): string => toGlobalId('Person', id);
const personOrNull = (id: string | null): string | null => (id === null ? null : person(id));
const instant = (at: Date | string): string => new Date(at).toISOString();
const instantOrNull = (at: Date | string | null): string | null => (at === null ? null : instant(at));

/** Comments are as visible as their requests. */
const visible = (reader: Reader): Sql => {
  const here = sql`c.workspace_id = ${reader.viewer.workspaceId}::uuid`;
  if (reader.grant === 'all') return here;
  return sql`${here} AND c.request_id IN (SELECT r.request_id FROM requests.request_row r WHERE ${visibleTo(reader)})`;
};

/** Comments by id and page by page: one statement, and one for the people they name. */
@Injectable()
export class CommentReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
  ) {}

  /** In the order of the ids; null for one that is not there or not for this reader. */
  async many(reader: Reader, ids: readonly string[]): Promise<(CommentObject | null)[]> {
    const found = await rowsOf<StoredComment>(
      this.pool,
      sql`SELECT c.* FROM requests.comment_row c WHERE ${visible(reader)} AND c.comment_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(found.map((row) => [row.comment_id, this.toComment(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async page({ table, where, order, args, reader, context }: CommentPage): Promise<Page<CommentObject>> {
    const page = await keysetPage<StoredComment>({
      db: this.pool,
      table,
      columns: [sql`c.*`],
      where: allOf([visible(reader), where]),
      order,
      id: sql`c.comment_id`,
      args,
      cursors: this.cursors,
      scope: reader.viewer.workspaceId,
    });
    await this.people.foresee(reader, context, { people: page.nodes.map(({ by_id }) => by_id), teams: [] });
    return mapPage(page, (row) => this.toComment(row));
  }

  toComment(row: StoredComment): CommentObject {
    return {
      id: toGlobalId('Comment', row.comment_id),
      version: row.version,
      requestId: toGlobalId('Request', row.request_id),
      text: row.text,
      byId: person(row.by_id),
      onBehalfOfId: personOrNull(row.on_behalf_of),
      mentionIds: row.mentions.map(person),
      replyToId: row.reply_to === null ? null : toGlobalId('Comment', row.reply_to),
      at: instant(row.at),
      editedAt: instantOrNull(row.edited_at),
      removedAt: instantOrNull(row.removed_at),
      removedById: personOrNull(row.removed_by),
      removedBecause: row.removed_because,
      by: (_args, context, info) => this.people.person(readerOf(info), context, row.by_id),
      request: (_args, context, info) => this.requests.one(readerOf(info), context, row.request_id),
    };
  }
}
