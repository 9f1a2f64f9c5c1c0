import type { LocalDate } from '#libs/vocabulary';
import { allDependencies } from './dependencies.js';
import { type AddWorkingDays, daysBetween } from './days.js';
import { graphIn, type Roadmap } from './roadmap.js';
import type { ItemState } from './state.js';
import type { Dependency, Window } from './values.js';

export const alignmentStatuses = ['ALIGNED', 'MISALIGNED', 'UNKNOWN', 'NEEDED_DROPPED'] as const;
/** UNKNOWN: one of the two has no window. NEEDED_DROPPED: what the campaign needs will not come. */
export type AlignmentStatus = (typeof alignmentStatuses)[number];

/** A campaign beside one thing it needs (P42). */
export interface Alignment {
  readonly campaignId: string;
  readonly neededId: string;
  readonly bufferWorkingDays: number;
  readonly status: AlignmentStatus;
  /** The end of what is needed and the buffer after it; of what shipped, the day it did. */
  readonly readyOn: LocalDate | null;
  readonly startsOn: LocalDate | null;
  /** Days of the calendar the campaign starts too early; 0 where it does not. */
  readonly daysShort: number;
  /** Days of the calendar to spare. */
  readonly slackDays: number;
}

/** By whose working days the buffer between two items counts: after the end of the one, before the start of the other. */
export type WorkingDaysBetween = (ended: ItemState, waiting: ItemState) => AddWorkingDays;

/** What has a day in public: it is late when what it needs is. */
const isCampaign = ({ kind, status }: ItemState): boolean =>
  (kind === 'CAMPAIGN' || kind === 'EVENT') && !['SHIPPED', 'MEASURED', 'DROPPED'].includes(status);

function statusOf(needed: ItemState, gap: number | null): AlignmentStatus {
  if (needed.status === 'DROPPED') return 'NEEDED_DROPPED';
  if (gap === null) return 'UNKNOWN';
  return gap > 0 ? 'MISALIGNED' : 'ALIGNED';
}

interface Pair {
  readonly campaign: ItemState;
  readonly needed: ItemState;
}

/** When a campaign may rely on it; null for what has no window or will not come. */
function readyOnOf({ status, shippedOn, window }: ItemState, buffer: number, addWorkingDays: AddWorkingDays) {
  const end = shippedOn ?? window?.end;
  return end === undefined || status === 'DROPPED' ? null : addWorkingDays(end, buffer);
}

function aligned(edge: Dependency, { campaign, needed }: Pair, workingDays: WorkingDaysBetween): Alignment {
  const { fromId: campaignId, toId: neededId, bufferWorkingDays } = edge;
  const readyOn = readyOnOf(needed, bufferWorkingDays, workingDays(needed, campaign));
  const startsOn = campaign.window?.start ?? null;
  const gap = readyOn === null || startsOn === null ? null : daysBetween(startsOn, readyOn);
  const status = statusOf(needed, gap);
  const [daysShort, slackDays] = [Math.max(gap ?? 0, 0), Math.max(-(gap ?? 0), 0)];
  return { campaignId, neededId, bufferWorkingDays, status, readyOn, startsOn, daysShort, slackDays };
}

/**
 * Every campaign and event still to come beside everything it NEEDS: ready in time when the end of the needed item and the buffer in
 * working days is no later than the campaign's start. Ordered by the campaign's number, then the needed item's.
 */
export function alignment(roadmap: Roadmap, workingDays: WorkingDaysBetween): Alignment[] {
  const { items } = roadmap;
  const pairs = allDependencies(graphIn(roadmap)).flatMap((edge) => {
    const [campaign, needed] = [items.get(edge.fromId), items.get(edge.toId)];
    if (edge.type !== 'NEEDS' || !campaign || !needed || !isCampaign(campaign)) return [];
    return [{ edge, campaign, needed }];
  });
  pairs.sort((a, b) => a.campaign.number - b.campaign.number || a.needed.number - b.needed.number);
  return pairs.map(({ edge, ...pair }) => aligned(edge, pair, workingDays));
}

/** Two items at once that should not be. */
export interface Conflict {
  readonly fromId: string;
  readonly toId: string;
  readonly bufferWorkingDays: number;
}

const isStillToCome = (item: ItemState | undefined): item is ItemState & { readonly window: Window } =>
  item?.window != null && !['SHIPPED', 'MEASURED', 'DROPPED'].includes(item.status);

/** Items that CONFLICT and whose windows meet, the buffer counted after the earlier one; in the order of the list of dependencies. */
export function conflicts(roadmap: Roadmap, workingDays: WorkingDaysBetween): Conflict[] {
  const { items } = roadmap;
  return allDependencies(graphIn(roadmap)).flatMap(({ fromId, toId, type, bufferWorkingDays }) => {
    const [one, other] = [items.get(fromId), items.get(toId)];
    if (type !== 'CONFLICTS' || !isStillToCome(one) || !isStillToCome(other)) return [];
    const [first, second] = one.window.start <= other.window.start ? [one, other] : [other, one];
    const freeFrom = workingDays(first, second)(first.window.end, bufferWorkingDays);
    const meets = second.window.start <= first.window.end || second.window.start < freeFrom;
    return meets ? [{ fromId, toId, bufferWorkingDays }] : [];
  });
}
