import { type AsOf, preparedRowsOf, type Reader, sql, TimeTravel } from '#libs/api-kit';
import type { Instant, Position } from '#libs/event-log';
import { fullViewer, localDate } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';

/** Positions that are looked through for what the workspace recorded last; a position of its own is found at once. */
const LOOKED_BACK = 10_000;

/** A past as a caller names it. */
export interface PastMoment {
  /** Safe to read at. */
  readonly position: Position;
  /** The instant that was named; null where it was a position. */
  readonly recordedAt: Instant | null;
}

/** What callers name as the past: where in the log it is, and what day it was then. */
@Injectable()
export class PastMoments {
  constructor(
    private readonly pool: pg.Pool,
    private readonly travel: TimeTravel,
  ) {}

  /** Null when no past is named. @throws what `TimeTravel` throws */
  async of({ viewer }: Reader, asOf: AsOf | null | undefined): Promise<PastMoment | null> {
    const position = await this.travel.positionOf(viewer.workspaceId, asOf);
    return position === null ? null : { position, recordedAt: asOf?.recordedAt ?? null };
  }

  /**
   * The day it was then in the workspace's zone: that of the instant, or of what the workspace recorded last up to the position.
   * @param otherwise what is taken when nothing was recorded for long before
   */
  async dayOf(
    { viewer }: Reader,
    { position, recordedAt }: PastMoment,
    otherwise: () => Promise<Instant> | Instant,
  ): Promise<LocalDate> {
    const instant = recordedAt ?? (await this.recordedBy(viewer.workspaceId, position)) ?? (await otherwise());
    return localDate(instant, fullViewer(viewer).timeZone);
  }

  private async recordedBy(workspaceId: string, position: Position): Promise<Instant | null> {
    const [last] = await preparedRowsOf<{ at: Date }>(
      this.pool,
      sql`SELECT recorded_at AS at FROM log.event WHERE workspace_id = ${workspaceId}::uuid
        AND position > ${position - LOOKED_BACK}::bigint AND position <= ${position}::bigint ORDER BY position DESC LIMIT 1`,
    );
    return last?.at.toISOString() ?? null;
  }
}
