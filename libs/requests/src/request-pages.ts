import {
  allOf,
  type ApiContext,
  asksForCursor,
  Connection,
  type ConnectionArgs,
  CursorCodec,
  keysetPage,
  type KeysetQuery,
  LogPosition,
  mapPage,
  type Page,
  type Reader,
  type Sql,
} from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import { fieldNames } from './field-names.js';
import type { PastMoment } from './past/past-moments.js';
import { PastRequests, visibleToday } from './past/past-requests.js';
import { visibleTo } from './request-reader.js';
import { RequestObject } from './types/request.type.js';
import { columnsOf, type ListedRequest, toRequest } from './types/to-request.js';

@ObjectType({ description: 'Requests, page by page.' })
export class RequestConnection extends Connection('Request', () => RequestObject) {
  @Field(() => LogPosition, {
    nullable: true,
    description:
      'The place in the log it is shown as of: name it as `asOf: { position }` for the next page, or for the same again. Null for requests ' +
      'as they stand.',
  })
  asOfPosition: number | null;
}

/** One page of a list of requests. */
export interface RequestPage {
  readonly where: Sql;
  readonly order: KeysetQuery['order'];
  readonly args: ConnectionArgs;
  readonly reader: Reader;
  readonly context: ApiContext;
  readonly info: GraphQLResolveInfo;
  /** The past to show; the present unless told. */
  readonly moment?: PastMoment | null;
  /** No filter of the caller's in `where`. */
  readonly repeats: boolean;
}

export type RequestsPage = Page<RequestObject> & Pick<RequestConnection, 'asOfPosition'>;

/** Lists of requests: two statements, one for the rows and one for everybody they name. */
@Injectable()
export class RequestPages {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly people: PeopleLoaders,
    private readonly past: PastRequests,
  ) {}

  async page({ args, reader, context, info, moment = null, ...query }: RequestPage): Promise<RequestsPage> {
    const asked = fieldNames(info);
    const columns = columnsOf(asked);
    const page = await keysetPage<ListedRequest>({
      db: this.pool,
      columns,
      withoutCursors: !asksForCursor(asked),
      order: query.order,
      id: 'request_id',
      args,
      cursors: this.cursors,
      ...(await this.source(reader, moment, { ...query, columns })),
    });
    await this.foresee(page.nodes, reader, context);
    // The count stays lazy.
    return Object.assign(
      mapPage(page, (row) => toRequest(row, this.people, moment)),
      { asOfPosition: moment?.position ?? null },
    );
  }

  /** A cursor is good for the same past of the same workspace. */
  private async source(
    reader: Reader,
    moment: PastMoment | null,
    { where, repeats, order, columns }: Pick<RequestPage, 'where' | 'repeats' | 'order'> & Pick<KeysetQuery, 'columns'>,
  ) {
    const { workspaceId } = reader.viewer;
    if (moment === null)
      return { table: 'requests.request_row', where: allOf([visibleTo(reader), where]), repeats, scope: workspaceId };
    const visible = allOf([visibleToday(reader), where]);
    const named = [...columns, ...order.map(({ column }) => column), visible].map((part) => textOf(part));
    const table = await this.past.table(reader, moment, named.join(' '));
    return { table, called: 'requests then', where: visible, scope: `${workspaceId} ${moment.position}` };
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

const textOf = (part: string | Sql): string => (typeof part === 'string' ? part : part.text);
