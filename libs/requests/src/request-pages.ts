import {
  allOf,
  type ApiContext,
  asksForCursor,
  Connection,
  type ConnectionArgs,
  CursorCodec,
  keysetPage,
  type KeysetQuery,
  mapPage,
  type Page,
  type Reader,
  type Sql,
} from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import { fieldNames } from './field-names.js';
import { visibleTo } from './request-reader.js';
import { RequestObject } from './types/request.type.js';
import { columnsOf, type ListedRequest, toRequest } from './types/to-request.js';

@ObjectType({ description: 'Requests, page by page.' })
export class RequestConnection extends Connection('Request', () => RequestObject) {}

/** One page of a list of requests. */
export interface RequestPage {
  readonly where: Sql;
  readonly order: KeysetQuery['order'];
  readonly args: ConnectionArgs;
  readonly reader: Reader;
  readonly context: ApiContext;
  readonly info: GraphQLResolveInfo;
  /** No filter of the caller's in `where`. */
  readonly repeats: boolean;
}

/** Lists of requests: two statements, one for the rows and one for everybody they name. */
@Injectable()
export class RequestPages {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly people: PeopleLoaders,
  ) {}

  async page({ args, reader, context, info, ...query }: RequestPage): Promise<Page<RequestObject>> {
    const asked = fieldNames(info);
    const page = await keysetPage<ListedRequest>({
      db: this.pool,
      table: 'requests.request_row',
      columns: columnsOf(asked),
      withoutCursors: !asksForCursor(asked),
      where: allOf([visibleTo(reader), query.where]),
      order: query.order,
      repeats: query.repeats,
      id: 'request_id',
      args,
      cursors: this.cursors,
      scope: reader.viewer.workspaceId,
    });
    await this.foresee(page.nodes, reader, context);
    return mapPage(page, (row) => toRequest(row, this.people));
  }

  /** Rows as the API shows them, in their order. */
  async listed(rows: readonly ListedRequest[], reader: Reader, context: ApiContext): Promise<RequestObject[]> {
    await this.foresee(rows, reader, context);
    return rows.map((row) => toRequest(row, this.people));
  }

  /** A column that no field asked for was not read, and nobody is looked up for it. */
  private foresee(rows: readonly ListedRequest[], reader: Reader, context: ApiContext): Promise<void> {
    return this.people.foresee(reader, context, {
      people: rows.flatMap(({ requester_id, owner_id }) => [requester_id, owner_id]),
      teams: rows.flatMap(({ consumer_team_id, provider_team_id }) => [consumer_team_id, provider_team_id]),
    });
  }
}
