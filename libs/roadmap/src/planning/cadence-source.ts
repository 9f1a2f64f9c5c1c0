import { localDate } from '#libs/people';
import { type PolicyRecord, versionsOf } from '#libs/policies';
import type { LocalDate } from '#libs/vocabulary';
import type { Pool } from 'pg';
import { planningCadencePolicy, type PlanningHistory } from '../domain/index.js';

/** Days of joint sessions, and when the first item was proposed; a workspace without any item has no history. */
const HISTORY = `
select (select array_agg(s.held_on::text order by s.held_on) from roadmap.session_row s
    where s.workspace_id = $1 and s.joint) as days,
  (select v.updated_at from roadmap.item_version v
    where v.workspace_id = $1 and v.stream_id = (
      select i.stream_id from roadmap.item_row i where i.workspace_id = $1 order by i.number limit 1)
    order by v.position limit 1) as since`;

interface HistoryRow {
  readonly days: readonly LocalDate[] | null;
  readonly since: Date | null;
}

/** What the cadence of planning is measured by; null before anything stands on the roadmap. */
export async function planningHistory(
  pool: Pick<Pool, 'query'>,
  { workspaceId, timeZone }: { readonly workspaceId: string; readonly timeZone: string },
  policies: PlanningHistory['policies'],
): Promise<PlanningHistory | null> {
  const { rows } = await pool.query<HistoryRow>({
    name: 'roadmap_planning_history',
    text: HISTORY,
    values: [workspaceId],
  });
  const { days = null, since = null } = rows[0] ?? {};
  if (since === null) return null;
  const historyFrom = localDate(since.toISOString(), timeZone);
  return { policies, jointDays: days ?? [], historyFrom };
}

/** All versions of the cadence, as both leads set them. */
export const cadenceVersions = (record: PolicyRecord | undefined): PlanningHistory['policies'] =>
  versionsOf(record?.state ?? { set: [] }, planningCadencePolicy);
