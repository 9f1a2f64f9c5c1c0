import {
  ApiError,
  type ConnectionArgs,
  CursorCodec,
  type FilterValue,
  keysetPage,
  type OrderValue,
  type Page,
  type Reader,
  rowsOf,
  sql,
  type Sql,
} from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { coerceInputValue, type GraphQLResolveInfo, isInputType } from 'graphql';
import pg from 'pg';
import { SavedFilterOutdated } from '../domain/index.js';
import { requestFilter, requestOrder } from '../request-filter.js';
import type { StoredSavedFilter } from './saved-filter.type.js';

const COLUMNS = ['saved_filter_id', 'version', 'owner_id', 'name', 'shared', 'deleted'] as const;
const REST = ['filter', 'sort_order', 'saved_at', 'updated_at'] as const;

/** One's own, those of whom one stands for, and what is shared. */
const visibleTo = ({ viewer }: Reader): Sql => {
  const persons = viewer.onBehalfOf === undefined ? [viewer.personId] : [viewer.personId, viewer.onBehalfOf];
  return sql`(workspace_id = ${viewer.workspaceId}::uuid AND NOT deleted AND (shared OR owner_id = ANY(${persons}::uuid[])))`;
};

/** A saved filter as a list of requests applies it. */
export interface AppliedFilter {
  readonly where: Sql;
  readonly order: readonly OrderValue[];
}

/** Reads saved filters. */
@Injectable()
export class SavedFilterReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  /** In the order of the ids; null for one that is not there or not for this reader. */
  async many(reader: Reader, ids: readonly string[]): Promise<(StoredSavedFilter | null)[]> {
    const found = await rowsOf<StoredSavedFilter>(
      this.pool,
      sql`SELECT saved_filter_id, version, owner_id, name, shared, deleted, filter, sort_order, saved_at, updated_at
        FROM requests.saved_filter_row WHERE ${visibleTo(reader)} AND saved_filter_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(found.map((row) => [row.saved_filter_id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Whose it is, deleted or not; null for one that never was. */
  async ownerOf(workspaceId: string, id: string): Promise<string | null> {
    const [found] = await rowsOf<{ owner_id: string }>(
      this.pool,
      sql`SELECT owner_id FROM requests.saved_filter_row WHERE workspace_id = ${workspaceId}::uuid AND saved_filter_id = ${id}::uuid`,
    );
    return found?.owner_id ?? null;
  }

  page(reader: Reader, args: ConnectionArgs): Promise<Page<StoredSavedFilter>> {
    return keysetPage<StoredSavedFilter>({
      db: this.pool,
      table: 'requests.saved_filter_row',
      columns: [...COLUMNS, ...REST],
      where: visibleTo(reader),
      order: [{ column: 'name', direction: 'ASC', nulls: 'never' }],
      repeats: true,
      id: 'saved_filter_id',
      args,
      cursors: this.cursors,
      scope: reader.viewer.workspaceId,
    });
  }

  /** Read by the input types and compiled as they are now. @throws NotFound, SavedFilterOutdated */
  async applied(reader: Reader, id: string, info: GraphQLResolveInfo): Promise<AppliedFilter> {
    const [found] = await this.many(reader, [id]);
    if (!found) throw new NotFound('saved filter', ['savedFilterId']);
    try {
      const filter = coerced(info, 'RequestFilter', found.filter) as FilterValue;
      const order = found.sort_order.map((one) => coerced(info, 'RequestOrder', one) as OrderValue);
      requestOrder.keys(order);
      return { where: requestFilter.where(filter), order };
    } catch (error) {
      if (error instanceof ApiError || error instanceof Unreadable || error instanceof NotFound)
        throw new SavedFilterOutdated(id);
      throw error;
    }
  }
}

/** The input types have changed since. */
class Unreadable extends Error {}

function coerced({ schema }: GraphQLResolveInfo, name: string, value: unknown): unknown {
  const type = schema.getType(name);
  if (!isInputType(type)) throw new Error(`There is no input type ${name}.`);
  return coerceInputValue(value, type, (_path, _value, error) => {
    throw new Unreadable(error.message);
  });
}
