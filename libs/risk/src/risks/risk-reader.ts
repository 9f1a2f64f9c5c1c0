import { type ApiContext, loaderOf, preparedRowsOf, type Reader, sql } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { ReviewStatus, Risk } from '../domain/index.js';
import { riskKeyOf } from '../ids.js';
import { RiskLookups } from './risk-lookups.js';
import type { RiskObject } from './risk.type.js';
import { toRisk } from './to-risk.js';

interface StoredRisk {
  readonly key: string;
  readonly review_id: string;
  readonly number: number;
  readonly status: ReviewStatus;
  readonly version: number;
  readonly risk: Risk;
}

/** Risks as they stand: one statement for all that an operation asks for. */
@Injectable()
export class RiskReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly lookups: RiskLookups,
  ) {}

  /** Null when it is not there, or not in this workspace. `key` as `riskKeyText` writes it. */
  one(reader: Reader, context: ApiContext, key: string): Promise<RiskObject | null> {
    const batch = (keys: readonly string[]) => this.many(reader, keys);
    const loader = loaderOf<string, RiskObject | null>(context, 'risk.risk', batch);
    // Loads after a command of the same operation must see it.
    return loader.clear(key).load(key);
  }

  /** In the order of the keys. */
  async many({ viewer }: Reader, keys: readonly string[]): Promise<(RiskObject | null)[]> {
    const { today } = fullViewer(viewer);
    const found = await this.rows(viewer.workspaceId, keys);
    const byKey = new Map(found.map((row) => [row.key, row]));
    return keys.map((key) => {
      const row = byKey.get(key);
      if (!row) return null;
      const { review_id: reviewId, number: reviewNumber, status: reviewStatus, version, risk } = row;
      return toRisk({ reviewId, reviewNumber, reviewStatus, version, today }, risk, this.lookups);
    });
  }

  /** The risks alone: the rest of a review may be long. */
  private rows(workspaceId: string, keys: readonly string[]): Promise<StoredRisk[]> {
    const reviewIds = [...new Set(keys.map((key) => riskKeyOf(key).reviewId))];
    return preparedRowsOf<StoredRisk>(
      this.pool,
      sql`SELECT review_id || '-' || (risk.value->>'riskId') AS key, review_id, number, status, version, risk.value AS risk
        FROM risk.review_row CROSS JOIN LATERAL jsonb_array_elements(document->'risks') AS risk(value)
        WHERE workspace_id = ${workspaceId}::uuid AND review_id = ANY(${reviewIds}::uuid[])
          AND review_id || '-' || (risk.value->>'riskId') = ANY(${[...keys]}::text[])`,
    );
  }
}
