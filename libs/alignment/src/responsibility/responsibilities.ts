import { type Reader, rowsOf, sql } from '#libs/api-kit';
import { Accountability, type AccountableFor } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  EVERY_PROPERTY,
  type Held,
  type HeldByProperty,
  propertyKeyOf,
  type ResponsibilityLevel,
  type RoleAnswer,
  whoDoesWhat,
  whoHas,
} from '../domain/index.js';
import {
  type PropertyResponsibilities,
  type StoredResponsibilities,
  toResponsibilities,
} from './responsibility.type.js';

/** Who answers for a property, and which entry says so; both null when nobody does. */
export interface AccountableOn extends AccountableFor {
  readonly level: ResponsibilityLevel | null;
}

/** Reads the responsibility map; every question is one statement. */
@Injectable()
export class Responsibilities extends Accountability {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  override async accountableFor(
    workspaceId: string,
    properties: readonly string[],
    type: string,
  ): Promise<readonly AccountableOn[]> {
    if (properties.length === 0) return [];
    const byProperty = await this.held(workspaceId, properties);
    return properties.map((property) => {
      const { parties, level } = whoHas('ACCOUNTABLE', { property, type, byProperty });
      return { property, party: parties[0] ?? null, level };
    });
  }

  /** All four roles on a property for a type of request. */
  async whoDoesWhat(workspaceId: string, property: string, type: string): Promise<RoleAnswer[]> {
    return whoDoesWhat({ property, type, byProperty: await this.held(workspaceId, [property]) });
  }

  /** In the order of the ids; null for one that is not there. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(PropertyResponsibilities | null)[]> {
    const found = await rowsOf<StoredResponsibilities>(
      this.pool,
      sql`SELECT property_id, version, property, held, updated_at FROM alignment.responsibility_row
        WHERE workspace_id = ${viewer.workspaceId}::uuid AND property_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(found.map((row) => [row.property_id, toResponsibilities(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  private async held(workspaceId: string, properties: readonly string[]): Promise<HeldByProperty> {
    const keys = [EVERY_PROPERTY, ...properties.map(propertyKeyOf)];
    const found = await rowsOf<{ key: string; held: Held[] }>(
      this.pool,
      sql`SELECT property_key AS key, held FROM alignment.responsibility_row
        WHERE workspace_id = ${workspaceId}::uuid AND property_key = ANY(${keys}::text[])`,
    );
    return new Map(found.map(({ key, held }) => [key, held]));
  }
}
