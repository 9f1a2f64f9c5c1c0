import { preparedRowsOf, sql } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { Directory } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Owners } from '../domain/index.js';

/** Whoever and whatever an item names; none of them ever goes away, so that they are looked up before the decision. */
export interface Named {
  readonly owners?: Partial<Owners> | undefined;
  readonly propertyIds?: readonly string[] | undefined;
}

/** Owners and web properties named in commands on items. */
@Injectable()
export class ItemParties {
  constructor(
    private readonly pool: pg.Pool,
    private readonly directory: Directory,
  ) {}

  /** @throws NotFound for a person, a team or a web property that is not in the workspace */
  async require(workspaceId: string, { owners = {}, propertyIds = [] }: Named): Promise<void> {
    const named = Object.entries(owners).flatMap(([of, owner]) => (owner ? [{ ...owner, of }] : []));
    const pathOf = (of: string, field: string) => ['input', 'owners', of, field];
    await this.directory.requirePeople(
      workspaceId,
      named.map(({ personId, of }) => ({ id: personId, path: pathOf(of, 'personId') })),
    );
    for (const { teamId, of } of named) await this.directory.requireTeam(workspaceId, teamId, pathOf(of, 'teamId'));
    await this.requireProperties(workspaceId, propertyIds);
  }

  private async requireProperties(workspaceId: string, propertyIds: readonly string[]): Promise<void> {
    if (propertyIds.length === 0) return;
    const wanted = [...new Set(propertyIds)];
    const [found] = await preparedRowsOf<{ count: number }>(
      this.pool,
      sql`SELECT count(*)::int AS count FROM risk.property_row
        WHERE workspace_id = ${workspaceId}::uuid AND property_id = ANY(${wanted}::uuid[])`,
    );
    if (found?.count !== wanted.length) throw new NotFound('property', ['input', 'propertyIds']);
  }
}
