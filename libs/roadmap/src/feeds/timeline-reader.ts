import { fromGlobalId, type Reader, rowsOf, sql } from '#libs/api-kit';
import { NotFound, type Position, ValidationFailed } from '#libs/event-log';
import { PictureMoments } from '#libs/risk';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { StoredItem } from '../items/to-item.js';
import { allHeldAt, inScope, type RoadmapAt, type RoadmapScope, shownColumns } from '../pictures/held.js';
import type { SessionRow } from '../planning/session-row.js';
import type { TimelineArgs } from './timeline-args.js';

/** Rows of one picture: it stays one that can be looked at. */
export const MAX_ROWS = 60;

/** What a timeline is compared with. */
export interface Baseline {
  readonly position: Position;
  readonly day: LocalDate;
}

/** What a picture of the roadmap has room for, and what it is compared with. */
@Injectable()
export class TimelineReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly moments: PictureMoments,
  ) {}

  /** As many of each lane as there is room for, those nearest to a day first; in the order of the time axis. */
  nearest(at: RoadmapAt, scope: RoadmapScope, day: LocalDate): Promise<StoredItem[]> {
    return rowsOf<StoredItem>(
      this.pool,
      sql`SELECT workspace_id, item_id, version, updated_at, document FROM (
          SELECT *, row_number() OVER (PARTITION BY lane ORDER BY distance NULLS LAST, start_on, number) AS place FROM (
            SELECT ${shownColumns}, v.lane, v.number, v.start_on, greatest(v.start_on - ${day}::date, ${day}::date - v.end_on, 0) AS distance
            FROM roadmap.item_version v WHERE ${allHeldAt(at)} AND ${inScope(scope)}) AS held
          ORDER BY place, lane LIMIT ${MAX_ROWS}) AS near
        ORDER BY start_on NULLS LAST, number`,
    );
  }

  /**
   * What the arguments name as the baseline; null: nothing.
   * @throws NotFound; ValidationFailed for two baselines, for a session that has not ended, for one after what is shown
   */
  async baseline(
    { baseline, baselineSessionId }: TimelineArgs,
    until: Position,
    reader: Reader,
  ): Promise<Baseline | null> {
    if (baseline && baselineSessionId)
      throw new ValidationFailed('Name a session or another baseline, not both.', ['baseline']);
    if (!baseline && !baselineSessionId) return null;
    const { position, day } = baselineSessionId
      ? await this.endOf(baselineSessionId, reader)
      : await this.moments.of(reader, baseline);
    if (position > until) throw new ValidationFailed('The baseline lies after what is shown.', ['baseline']);
    return { position, day };
  }

  private async endOf(sessionId: string, { viewer }: Reader): Promise<Baseline> {
    const path = ['baselineSessionId'];
    const id = fromGlobalId(sessionId, 'PlanningSession', { path });
    const [row] = await rowsOf<Pick<SessionRow, 'document'>>(
      this.pool,
      sql`SELECT document FROM roadmap.session_row WHERE workspace_id = ${viewer.workspaceId}::uuid AND session_id = ${id}::uuid`,
    );
    if (!row) throw new NotFound('planning session', path);
    const { closed } = row.document;
    if (!closed) throw new ValidationFailed('This session has not ended, so it has no baseline.', path);
    return { position: closed.baselinePosition, day: closed.heldOn };
  }
}
