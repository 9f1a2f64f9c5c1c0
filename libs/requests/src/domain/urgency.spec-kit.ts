import type { Actor } from '#libs/vocabulary';
import { Refusal } from '#libs/event-log';
import type { ExpediteQuota } from './expedite-quota.js';
import type { UrgencyLookup } from './expedite.js';
import { contextOf, type Scenario } from './given.spec-kit.js';
import type { RuleContext } from './context.js';
import type { Request } from './state.js';
import type { Workload } from './workload.js';

export const SELF = 'r-self';
export const OTHER = 'r-other';

/** The outside of an urgent request: `others` by id, the load of its team, what is used of its month. */
export const lookup = (
  others: Readonly<Record<string, Scenario>> = {},
  { load, used = 0 }: { load?: Partial<Workload>; used?: number } = {},
): UrgencyLookup => ({
  requestId: SELF,
  request: (id): Request => others[id]?.state ?? { status: 'unknown' },
  workload: () => ({ limit: null, hard: false, inWork: [], ...load }),
  quota: (): ExpediteQuota => ({ used }),
});

/** What a decision over several streams is refused with. */
export function refusalOf(decide: () => unknown): Pick<Refusal, 'code' | 'category' | 'details' | 'path'> {
  try {
    decide();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, category, details, path } = error;
    return { code, category, details, path };
  }
  throw new Error('Not refused.');
}

export const on = (day: string, actor: Actor): RuleContext =>
  contextOf(actor, { today: day, now: `${day}T08:00:00.000Z` });
