import { preparedRowsOf, sql } from '#libs/api-kit';
import { Injectable, Optional } from '@nestjs/common';
import pg from 'pg';
import { Accountability } from './accountability.js';

interface Concerned {
  readonly request_id: string;
  readonly type: string;
  readonly properties: readonly string[];
}

/** Requests that concern web properties nobody is accountable for (P29): a warning in triage. */
@Injectable()
export class Unaccountable {
  constructor(
    private readonly pool: pg.Pool,
    /** Absent where responsibilities are not kept. */
    @Optional() private readonly accountability?: Accountability,
  ) {}

  /** Those of the requests; one statement, and one more for each combination of type and properties there is. */
  async among(workspaceId: string, requestIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (!this.accountability) return new Set();
    const concerned = await preparedRowsOf<Concerned>(
      this.pool,
      sql`SELECT request_id, type, properties FROM requests.request_row
        WHERE workspace_id = ${workspaceId}::uuid AND request_id = ANY(${[...requestIds]}::uuid[]) AND properties <> '{}'`,
    );
    const groups = new Map<string, Concerned[]>();
    for (const one of concerned) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
    const found: string[] = [];
    for (const requests of groups.values()) {
      const { type, properties } = requests[0]!;
      const parties = await this.accountability.accountableFor(workspaceId, properties, type);
      if (parties.some(({ party }) => party === null)) found.push(...requests.map(({ request_id }) => request_id));
    }
    return new Set(found);
  }
}

const keyOf = ({ type, properties }: Concerned): string => JSON.stringify([type, properties]);
