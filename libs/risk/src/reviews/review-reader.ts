import { type ApiContext, loaderOf, preparedRowsOf, type Reader, sql } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { ReviewLookups } from './review-lookups.js';
import type { RiskReviewObject } from './review.type.js';
import { type StoredReview, toReview } from './to-review.js';

/** Reviews as they stand: one statement for all that an operation asks for. */
@Injectable()
export class ReviewReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly lookups: ReviewLookups,
  ) {}

  /** Null when it is not there, or not in this workspace. */
  one(reader: Reader, context: ApiContext, reviewId: string): Promise<RiskReviewObject | null> {
    const batch = (ids: readonly string[]) => this.many(reader, ids);
    const loader = loaderOf<string, RiskReviewObject | null>(context, 'risk.review', batch);
    // Loads after a command of the same operation must see it.
    return loader.clear(reviewId).load(reviewId);
  }

  /** In the order of the ids. */
  async many(reader: Reader, ids: readonly string[]): Promise<(RiskReviewObject | null)[]> {
    const rows = await this.rows(reader.viewer.workspaceId, ids);
    return rows.map((row) => row && this.show(row, reader));
  }

  /** Rows in the order of the ids. */
  async rows(workspaceId: string, ids: readonly string[]): Promise<(StoredReview | null)[]> {
    const found = await preparedRowsOf<StoredReview>(
      this.pool,
      sql`SELECT * FROM risk.review_row WHERE workspace_id = ${workspaceId}::uuid AND review_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(found.map((row) => [row.review_id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  show(row: StoredReview, { viewer }: Reader): RiskReviewObject {
    return toReview(row, { today: fullViewer(viewer).today, lookups: this.lookups });
  }
}
