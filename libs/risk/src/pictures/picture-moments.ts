import { type AsOf, preparedRowsOf, type Reader, sql, TimeTravel } from '#libs/api-kit';
import type { Instant, Position } from '#libs/event-log';
import { fullViewer, localDate } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';

/** Positions that are looked through for what the workspace recorded last; a position of its own is found at once. */
const LOOKED_BACK = 10_000;

/** When a picture was taken. */
export interface Moment {
  readonly position: Position;
  readonly instant: Instant;
  /** Its day in the workspace's zone: policies hold by days. */
  readonly day: LocalDate;
}

/** What a caller names as the past, as the place in the log, the instant and the day it was. */
@Injectable()
export class PictureMoments {
  constructor(
    private readonly pool: pg.Pool,
    private readonly travel: TimeTravel,
  ) {}

  /** The present unless told. @throws what `TimeTravel` throws */
  async of({ viewer }: Reader, asOf: AsOf | null | undefined): Promise<Moment> {
    const { workspaceId, now, timeZone } = fullViewer(viewer);
    const position = await this.travel.orPresent(workspaceId, asOf);
    const named = asOf?.position ? await this.recordedBy(workspaceId, position) : null;
    const instant = asOf?.recordedAt ?? named ?? now;
    return { position, instant, day: localDate(instant, timeZone) };
  }

  /** When the workspace's last event up to a position was recorded; null where that was long before. */
  private async recordedBy(workspaceId: string, position: Position): Promise<Instant | null> {
    const [last] = await preparedRowsOf<{ at: Date }>(
      this.pool,
      sql`SELECT recorded_at AS at FROM log.event WHERE workspace_id = ${workspaceId}::uuid
        AND position > ${position - LOOKED_BACK}::bigint AND position <= ${position}::bigint ORDER BY position DESC LIMIT 1`,
    );
    return last?.at.toISOString() ?? null;
  }
}
