import { type AsOf, preparedRowsOf, type Reader, sql, TimeTravel } from '#libs/api-kit';
import { Past, type Position } from '#libs/event-log';
import { fullViewer, localDate } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type KnownRequest, request } from '../domain/index.js';
import type { LaunchDay } from '../ports/launch-gate.js';

/** Positions that are looked through for what the workspace recorded last; a position of its own is found at once. */
const LOOKED_BACK = 10_000;

/** A request as it stood, and the day that was. */
export interface PastRequest {
  readonly state: KnownRequest;
  readonly at: LaunchDay;
}

/** What a past launch is held against: the request of that time, and the day it was in the workspace's zone. */
@Injectable()
export class LaunchDays {
  constructor(
    private readonly pool: pg.Pool,
    private readonly past: Past,
    private readonly travel: TimeTravel,
  ) {}

  /** Null when no past is named. @throws what `TimeTravel` throws */
  positionOf({ viewer }: Reader, asOf: AsOf | null | undefined): Promise<Position | null> {
    return this.travel.positionOf(viewer.workspaceId, asOf);
  }

  /** Null for a request that nobody had drafted by then. */
  async requestAt(
    { viewer }: Reader,
    requestId: string,
    { position, recordedAt }: { readonly position: Position; readonly recordedAt: string | null },
  ): Promise<PastRequest | null> {
    const { workspaceId } = viewer;
    const [then] = await this.past.statesAt(request, { workspaceId, ids: [requestId], position });
    if (!then || then.state.status === 'unknown') return null;
    const instant = recordedAt ?? (await this.recordedBy(workspaceId, position)) ?? then.updatedAt;
    const day = localDate(instant, fullViewer(viewer).timeZone);
    return { state: then.state, at: { day, position } };
  }

  /** When the workspace's last event up to a position was recorded; null where that was long before. */
  private async recordedBy(workspaceId: string, position: Position): Promise<string | null> {
    const [last] = await preparedRowsOf<{ at: Date }>(
      this.pool,
      sql`SELECT recorded_at AS at FROM log.event WHERE workspace_id = ${workspaceId}::uuid
        AND position > ${position - LOOKED_BACK}::bigint AND position <= ${position}::bigint ORDER BY position DESC LIMIT 1`,
    );
    return last?.at.toISOString() ?? null;
  }
}
