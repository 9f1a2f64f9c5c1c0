import { type AsOf, fromGlobalId, type Reader, rowsOf, type Sql, sql } from '#libs/api-kit';
import { NotFound, type Position, ValidationFailed } from '#libs/event-log';
import { PictureMoments } from '#libs/risk';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { SessionReader, type StoredSession } from '../planning/session-reader.js';
import type { PlanningSessionObject } from '../planning/session.type.js';

/** What a plan is held against. */
export interface Baseline {
  readonly position: Position;
  /** The local day of it: of a session the one it was held on. */
  readonly day: LocalDate;
  /** The session that ended there, where it was named by one. */
  readonly session: PlanningSessionObject | null;
}

/** How a baseline is named: by a session, by any past, or by nothing. */
export interface NamedBaseline {
  /** Global id. */
  readonly sessionId?: string | null;
  readonly baseline?: AsOf | null;
  /** How the input calls the session. */
  readonly path?: string;
}

/** Baselines of plans: where joint sessions ended, or any other place in the log. */
@Injectable()
export class Baselines {
  constructor(
    private readonly pool: pg.Pool,
    private readonly moments: PictureMoments,
    private readonly sessions: SessionReader,
  ) {}

  /**
   * The one that is named; else the end of the last joint session up to a position, null where there was none.
   * @throws ValidationFailed for two at once, and for a session that has not ended; NotFound; what `TimeTravel` throws
   */
  async of(named: NamedBaseline, until: Position, reader: Reader): Promise<Baseline | null> {
    const { sessionId = null, baseline = null, path = 'sessionId' } = named;
    if (sessionId !== null && baseline !== null)
      throw new ValidationFailed('Name a session or another baseline, not both.', ['baseline']);
    if (baseline !== null) return { ...(await this.moments.of(reader, baseline)), session: null };
    return sessionId === null ? this.lastJoint(until, reader) : this.endOf(sessionId, [path], reader);
  }

  private async lastJoint(until: Position, { viewer }: Reader): Promise<Baseline | null> {
    const [row] = await this.rows(sql`workspace_id = ${viewer.workspaceId}::uuid AND joint
      AND baseline_position <= ${until}::bigint ORDER BY baseline_position DESC LIMIT 1`);
    return row ? this.shown(row) : null;
  }

  private async endOf(sessionId: string, path: readonly string[], { viewer }: Reader): Promise<Baseline> {
    const id = fromGlobalId(sessionId, 'PlanningSession', { path });
    const [row] = await this.rows(sql`workspace_id = ${viewer.workspaceId}::uuid AND session_id = ${id}::uuid`);
    if (!row) throw new NotFound('planning session', path);
    const ended = this.shown(row);
    if (ended === null) throw new ValidationFailed('This session has not ended, so it has no baseline.', path);
    return ended;
  }

  private shown(row: StoredSession): Baseline | null {
    const { closed } = row.document;
    return closed && { position: closed.baselinePosition, day: closed.heldOn, session: this.sessions.show(row) };
  }

  private rows(which: Sql): Promise<StoredSession[]> {
    return rowsOf<StoredSession>(this.pool, sql`SELECT * FROM roadmap.session_row WHERE ${which}`);
  }
}
