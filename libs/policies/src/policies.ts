import { type Queryable, rowsOf, sql } from '#libs/api-kit';
import type { LocalDate, PolicyKind, PolicyKindName } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { policyOn, type SetVersion, workspacePolicy, type WorkspacePolicy } from './domain/index.js';

/** A policy as it was read: its state, and how many facts there are about it. */
export interface PolicyRecord {
  readonly kind: PolicyKindName;
  /** 0 for one that nobody touched. */
  readonly version: number;
  readonly state: WorkspacePolicy;
}

type Row = { readonly kind: string; readonly version: number; readonly document: WorkspacePolicy };

/** In the order of the kinds; for those who have no Nest module around them. */
export async function policyRecords(
  db: Queryable,
  workspaceId: string,
  kinds: readonly PolicyKindName[],
): Promise<PolicyRecord[]> {
  const rows = await rowsOf<Row>(
    db,
    sql`SELECT kind, version, document FROM policies.policy_row
      WHERE workspace_id = ${workspaceId}::uuid AND kind = ANY(${[...kinds]}::text[])`,
  );
  return kinds.map((kind) => {
    const row = rows.find((one) => one.kind === kind);
    return { kind, version: row?.version ?? 0, state: row?.document ?? workspacePolicy.initial };
  });
}

/** What the leads of a workspace set, for those who show something by it; decisions read the stream (`policyStream`). */
@Injectable()
export class Policies {
  constructor(private readonly pool: pg.Pool) {}

  /** In the order of the kinds, in one statement. */
  records(workspaceId: string, kinds: readonly PolicyKindName[]): Promise<PolicyRecord[]> {
    return policyRecords(this.pool, workspaceId, kinds);
  }

  /** The version that holds on a local day (P44). */
  async on<T>(workspaceId: string, kind: PolicyKind<T>, day: LocalDate): Promise<SetVersion<T>> {
    const [record] = await this.records(workspaceId, [kind.kind]);
    return policyOn(record?.state ?? workspacePolicy.initial, kind, day);
  }
}
