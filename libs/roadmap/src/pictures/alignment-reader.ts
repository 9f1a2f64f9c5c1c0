import { addWorkingDays, defaultCalendar, teamCalendars, type TeamCalendarEntry } from '#libs/calendar';
import { allOf, rowsOf, type Sql, sql } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  type Alignment,
  alignment,
  type Conflict,
  conflicts,
  type ItemState,
  type WorkingDaysBetween,
} from '../domain/index.js';
import type { StoredItem } from '../items/to-item.js';
import { allHeldAt, type RoadmapAt, shownColumns } from './held.js';
import { RoadmapPictures } from './roadmap-pictures.js';

/** Items with dependencies that are looked at. */
const MOST = 1_000;
const LAST_DAY = '9999-12-31';

/** Campaigns beside what they need, items that are in each other's way, and all of these items by id. */
export interface Alignments {
  readonly pairs: readonly Alignment[];
  readonly conflicts: readonly Conflict[];
  readonly rows: ReadonlyMap<string, StoredItem>;
  /** There were more items with dependencies than are looked at. */
  readonly truncated: boolean;
}

/**
 * By whose working days a buffer counts: the work is ready when the team that builds it says so, so by the calendar of the engineering owner's
 * team of the item that ends; where it has none, of the marketing owner's team of the one that waits; where neither has, of the oldest
 * team that builds. Holidays count as they are kept now, also for the past: a calendar tells of days, not of what was known.
 */
export function workingDaysIn(teams: readonly TeamCalendarEntry[], timeZone: string): WorkingDaysBetween {
  const usual = teams.find(({ side }) => side === 'PROVIDER')?.calendar ?? defaultCalendar(timeZone);
  const calendarOf = (ended: ItemState, waiting: ItemState) => {
    const teamId = ended.owners.engineering?.teamId ?? waiting.owners.marketing?.teamId;
    return teams.find((team) => team.teamId === teamId)?.calendar ?? usual;
  };
  return (ended, waiting) => (day, days) => {
    try {
      return addWorkingDays(calendarOf(ended, waiting), day, days);
    } catch (error) {
      // A calendar in which nobody works, or windows at the end of time: it is never ready.
      if (error instanceof RangeError) return LAST_DAY;
      throw error;
    }
  };
}

/** What waits for something else: campaigns and events that need it, and whatever must not meet it. */
const withTies: Sql = sql`v.status <> ALL('{SHIPPED,MEASURED,DROPPED}'::text[])
  AND (v.kind = ANY('{CAMPAIGN,EVENT}'::text[]) AND v.document->'dependencies' @> '[{"type":"NEEDS"}]'
    OR v.document->'dependencies' @> '[{"type":"CONFLICTS"}]')`;

/** Features and campaigns beside each other, as their windows stood. */
@Injectable()
export class AlignmentReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly pictures: RoadmapPictures,
  ) {}

  async at(at: RoadmapAt, timeZone: string): Promise<Alignments> {
    const found = await rowsOf<StoredItem>(
      this.pool,
      sql`SELECT ${shownColumns} FROM roadmap.item_version v WHERE ${allOf([allHeldAt(at), withTies])}
        ORDER BY v.number LIMIT ${MOST + 1}`,
    );
    const tied = found.slice(0, MOST);
    const rows = new Map(tied.map((row) => [row.item_id, row]));
    const others = new Set(tied.flatMap(({ document }) => document.dependencies.map(({ toId }) => toId)));
    const missing = [...others].filter((itemId) => !rows.has(itemId));
    for (const row of await this.pictures.items(at, missing)) rows.set(row.item_id, row);
    const workingDays = workingDaysIn(await teamCalendars(this.pool, at.workspaceId), timeZone);
    const roadmap = { items: new Map([...rows].map(([itemId, { document }]) => [itemId, document])) };
    return {
      pairs: alignment(roadmap, workingDays),
      conflicts: conflicts(roadmap, workingDays),
      rows,
      truncated: found.length > MOST,
    };
  }
}
