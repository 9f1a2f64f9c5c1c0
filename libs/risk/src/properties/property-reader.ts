import { type ApiContext, type Reader, readerOf, sql, toGlobalId } from '#libs/api-kit';
import { fullViewer, PeopleLoaders, type Person } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { checkKinds, responsibilities } from '../domain/index.js';
import type { LookedUp } from '../looked-up.js';
import type { PropertyRow } from './property-row.js';
import { PropertyObject } from './property.type.js';
import { RowLoader, type Stored } from './stored.js';

export type StoredProperty = Stored<PropertyRow>;

/** A person of a fact, looked up when asked for. */
export const personOf =
  (people: PeopleLoaders, id: string | null): LookedUp<Person> =>
  (_args, context, info) =>
    id === null ? null : people.person(readerOf(info), context, id);

/** Properties as they stand. */
@Injectable()
export class PropertyReader {
  readonly stored: RowLoader<StoredProperty>;

  constructor(
    pool: pg.Pool,
    private readonly people: PeopleLoaders,
  ) {
    this.stored = new RowLoader(pool, {
      name: 'risk.property',
      idOf: (row) => row.property_id,
      statement: (workspaceId, ids) =>
        sql`SELECT * FROM risk.property_row WHERE workspace_id = ${workspaceId}::uuid AND property_id = ANY(${[...ids]}::uuid[])`,
    });
  }

  /** Null when nobody registered it. */
  async one(reader: Reader, context: ApiContext, id: string): Promise<PropertyObject | null> {
    const row = await this.stored.row(context, reader.viewer.workspaceId, id);
    return row && this.show(row, reader);
  }

  /** In the order of the ids. */
  async many(reader: Reader, ids: readonly string[]): Promise<(PropertyObject | null)[]> {
    const rows = await this.stored.rows(reader.viewer.workspaceId, ids);
    return rows.map((row) => row && this.show(row, reader));
  }

  show(row: StoredProperty, { viewer }: Reader): PropertyObject {
    const { document, property_id: propertyId } = row;
    const { name, url, isPublic, responsible, checks, testedCapacityRpm } = document;
    return Object.assign(new PropertyObject(), {
      id: toGlobalId('Property', propertyId),
      version: row.version,
      name,
      url,
      isPublic,
      testedCapacityRpm,
      responsibilities: responsibilities.flatMap((area) => {
        const personId = responsible[area];
        return personId === undefined ? [] : [{ area, person: personOf(this.people, personId) }];
      }),
      checks: checkKinds.flatMap((kind) => checks[kind] ?? []),
      updatedAt: row.updated_at,
      propertyId,
      workspaceId: row.workspace_id,
      streamId: row.stream_id,
      freezeIds: freezesAhead(document.freezes, fullViewer(viewer).today),
    });
  }
}

const freezesAhead = (freezes: StoredProperty['document']['freezes'], today: LocalDate): string[] =>
  freezes
    .filter(({ to }) => today <= to)
    .toSorted((a, b) => a.from.localeCompare(b.from))
    .map(({ freezeId }) => freezeId);
