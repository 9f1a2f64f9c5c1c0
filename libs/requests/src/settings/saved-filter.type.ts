import { Connection, Instant, Json, Node, toGlobalId } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { SavedFilterRow } from './settings-rows.js';

@ObjectType({ implements: () => Node, description: 'A filter and an order of requests that somebody has saved.' })
export class SavedFilter extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => String, { description: 'What it is called, e.g. `Waiting for us`.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether everybody in the workspace sees it.' })
  shared: boolean;

  @Field(() => ID, { description: 'Global id of the person whose it is.' })
  ownerId: string;

  @Field(() => Json, { description: 'The filter, as `requests(filter:)` takes it: `{}` for everything.' })
  filterJson: object;

  @Field(() => Json, { description: 'The order, as `requests(order:)` takes it: `[]` for the order there.' })
  orderJson: readonly object[];

  @Field(() => Instant, { description: 'When it was saved first.' })
  savedAt: Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;

  /** Not a field: the plain id. */
  owner_id: string;
}

@ObjectType({ description: 'Saved filters, page by page.' })
export class SavedFilterConnection extends Connection('SavedFilter', () => SavedFilter) {}

/** A row as it comes from Postgres. */
export type StoredSavedFilter = Omit<SavedFilterRow, 'saved_at' | 'updated_at'> & {
  readonly version: number;
  readonly saved_at: Date;
  readonly updated_at: Date;
};

export const toSavedFilter = (row: StoredSavedFilter): SavedFilter =>
  Object.assign(new SavedFilter(), {
    id: toGlobalId('SavedFilter', row.saved_filter_id),
    version: row.version,
    name: row.name,
    shared: row.shared,
    ownerId: toGlobalId('Person', row.owner_id),
    filterJson: row.filter,
    orderJson: row.sort_order,
    savedAt: row.saved_at,
    updatedAt: row.updated_at,
    owner_id: row.owner_id,
  });
