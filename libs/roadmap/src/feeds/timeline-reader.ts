import { type Reader, rowsOf, sql } from '#libs/api-kit';
import { type Position, ValidationFailed } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { StoredItem } from '../items/to-item.js';
import { type Baseline, Baselines } from '../pictures/baselines.js';
import { allHeldAt, inScope, type RoadmapAt, type RoadmapScope, shownColumns } from '../pictures/held.js';
import type { TimelineArgs } from './timeline-args.js';

/** Rows of one picture: it stays one that can be looked at. */
export const MAX_ROWS = 60;

/** What a picture of the roadmap has room for, and what it is compared with. */
@Injectable()
export class TimelineReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly baselines: Baselines,
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
   * What the arguments name as the baseline; where they name none, the end of the last joint session, null before there was one.
   * @throws NotFound; ValidationFailed for two baselines, for a session that has not ended, for one after what is shown
   */
  async baseline(
    { baseline = null, baselineSessionId: sessionId = null }: TimelineArgs,
    until: Position,
    reader: Reader,
  ): Promise<Baseline | null> {
    const found = await this.baselines.of({ sessionId, baseline, path: 'baselineSessionId' }, until, reader);
    if (found && found.position > until)
      throw new ValidationFailed('The baseline lies after what is shown.', ['baseline']);
    return found;
  }
}
