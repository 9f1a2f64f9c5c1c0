import { type AsOf, TimeTravel } from '#libs/api-kit';
import type { Horizon, Instant, Position } from '#libs/event-log';
import { localDate } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import type { Pool } from 'pg';
import type { Circumstances } from './report.js';
import { type AskedWindow, windowOf } from './window.js';

/** What somebody asks a report to stand on. */
export interface AskedStanding extends AskedWindow {
  /** An instant or a position; the present unless told. */
  readonly asOf?: AsOf | undefined;
}

interface Source {
  readonly pool: Pool;
  readonly horizon: Pick<Horizon, 'waitUntilSafe' | 'check'>;
}

/** The time of a workspace: a sandbox has its own. */
const NOW = `
select coalesce((select c.now from log.sandbox_clock c where c.workspace_id = $1), clock_timestamp()) as at`;

/** Positions that are looked through for what the workspace recorded last; a position of its own is found at once. */
const LOOKED_BACK = 100_000;

const LAST = `
select e.recorded_at as at from log.event e
where e.workspace_id = $1 and e.position > $2::bigint - ${LOOKED_BACK} and e.position <= $2 order by e.position desc limit 1`;

const FIRST = `select min(e.recorded_at) as at from log.event e where e.workspace_id = $1 and e.version = 1 and e.position <= $2`;

/** Turns what was asked for into what a report stands on. */
export class Standings {
  constructor(private readonly source: Source) {}

  /**
   * The window is everything the workspace has recorded unless told.
   * @throws ValidationFailed, InstantNotPast, InvalidPosition, PositionNotReached, Unavailable
   */
  async of(workspace: Circumstances['workspace'], { asOf, ...asked }: AskedStanding): Promise<Circumstances> {
    const { id, timeZone } = workspace;
    const position = await new TimeTravel(this.source).orPresent(id, asOf);
    const instant = await this.instantOf(id, position, asOf);
    const day = localDate(instant, timeZone);
    const window = windowOf(asked, day) ?? { from: await this.firstDay(workspace, position, day), to: day };
    return { workspace, window, position, instant, day };
  }

  private async instantOf(workspaceId: string, position: Position, asOf: AsOf | undefined): Promise<Instant> {
    if (asOf?.recordedAt) return asOf.recordedAt;
    const last = asOf?.position ? await this.at(LAST, [workspaceId, position]) : null;
    return last ?? (await this.at(NOW, [workspaceId])) ?? new Date(0).toISOString();
  }

  private async firstDay(
    { id, timeZone }: Circumstances['workspace'],
    position: Position,
    day: LocalDate,
  ): Promise<LocalDate> {
    const first = await this.at(FIRST, [id, position]);
    return first === null ? day : localDate(first, timeZone);
  }

  private async at(text: string, values: unknown[]): Promise<Instant | null> {
    const { rows } = await this.source.pool.query<{ at: Date | null }>(text, values);
    return rows[0]?.at?.toISOString() ?? null;
  }
}
