import { join, rowsOf, sql, type Sql, toGlobalId } from '#libs/api-kit';
import type { LocalDate } from '#libs/vocabulary';
import type pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import type { CalendarDate, DateKind, DateStanding } from './calendar.js';

/** Dates of one calendar; where there are more, those nearest to today. */
export const MAX_DATES = 2000;
/** Months before and after today that a calendar shows. */
const PAST_MONTHS = 12;
const NEXT_MONTHS = 24;
/** Names of properties that a title has room for. */
const NAMED = 3;

export interface CalendarScope {
  readonly workspaceId: string;
  readonly today: LocalDate;
  /** Campaigns and events of the roadmap; else nothing of them. */
  readonly items: boolean;
  /** Freezes and peaks of web properties. */
  readonly properties: boolean;
  readonly sessions: boolean;
}

interface DateRow {
  readonly type: 'RoadmapItem' | 'Freeze' | 'Peak' | 'PlanningSession';
  readonly id: string;
  readonly kind: DateKind;
  readonly title: string | null;
  readonly names: readonly string[];
  readonly notes: readonly string[];
  readonly standing: DateStanding;
  readonly from_day: string;
  readonly to_day: string;
  readonly version: number;
  readonly updated_at: Date;
}

const within = ({ today }: CalendarScope, from: Sql, to: Sql): Sql => {
  const day = Temporal.PlainDate.from(today);
  const [first, last] = [day.subtract({ months: PAST_MONTHS }), day.add({ months: NEXT_MONTHS })];
  return sql`${from} <= ${last.toString()}::date AND ${to} >= ${first.toString()}::date`;
};

const items = (scope: CalendarScope): Sql =>
  sql`SELECT 'RoadmapItem' AS type, item_id AS id, kind, 'RM-' || number || ' ' || (document->>'title') AS title, '{}'::text[] AS names,
      ARRAY[lane, status, document->'window'->>'precision'] AS notes,
      CASE status WHEN 'DROPPED' THEN 'CANCELLED' WHEN 'PLANNED' THEN 'TENTATIVE' ELSE 'CONFIRMED' END AS standing,
      start_on AS from_day, end_on AS to_day, version, updated_at
    FROM roadmap.item_row
    WHERE workspace_id = ${scope.workspaceId}::uuid AND kind IN ('CAMPAIGN', 'EVENT') AND ${within(scope, sql`start_on`, sql`end_on`)}`;

/** A freeze that was ended is shown on the days it was declared for, as one that is called off. */
const freezes = (scope: CalendarScope): Sql =>
  sql`SELECT 'Freeze', freeze_id, 'FREEZE', NULL, ARRAY(SELECT name FROM risk.property_row AS frozen
        WHERE frozen.workspace_id = f.workspace_id AND frozen.property_id = ANY(f.property_ids) ORDER BY name),
      '{}', CASE WHEN ended THEN 'CANCELLED' ELSE 'CONFIRMED' END,
      from_day, (document->>'to')::date, version, updated_at
    FROM risk.freeze_row AS f
    WHERE workspace_id = ${scope.workspaceId}::uuid AND ${within(scope, sql`from_day`, sql`(document->>'to')::date`)}`;

const peaks = (scope: CalendarScope): Sql =>
  sql`SELECT 'Peak', peak_id, 'PEAK', document->>'title', ARRAY(SELECT name FROM risk.property_row AS busy
        WHERE busy.workspace_id = p.workspace_id AND busy.property_id = p.property_id),
      '{}', 'CONFIRMED', from_day, to_day, version, updated_at
    FROM risk.peak_row AS p
    WHERE workspace_id = ${scope.workspaceId}::uuid AND ${within(scope, sql`from_day`, sql`to_day`)}`;

const heldOn = sql`coalesce(held_on, planned_on)`;

const sessions = (scope: CalendarScope): Sql =>
  sql`SELECT 'PlanningSession', session_id, 'PLANNING', horizon, '{}', '{}',
      CASE status WHEN 'CANCELLED' THEN 'CANCELLED' ELSE 'CONFIRMED' END, ${heldOn}, ${heldOn}, version, updated_at
    FROM roadmap.session_row WHERE workspace_id = ${scope.workspaceId}::uuid AND ${within(scope, heldOn, heldOn)}`;

/** The dates a calendar shows, the earliest first. */
export async function calendarDates(pool: Pick<pg.Pool, 'query'>, scope: CalendarScope): Promise<CalendarDate[]> {
  const parts = [
    ...(scope.items ? [items(scope)] : []),
    ...(scope.properties ? [freezes(scope), peaks(scope)] : []),
    ...(scope.sessions ? [sessions(scope)] : []),
  ];
  if (parts.length === 0) return [];
  const { today } = scope;
  const rows = await rowsOf<DateRow>(
    pool,
    sql`SELECT * FROM (SELECT * FROM (${join(parts, ' UNION ALL ')}) AS dated
        ORDER BY greatest(from_day - ${today}::date, ${today}::date - to_day, 0), from_day, id LIMIT ${MAX_DATES}) AS near
      ORDER BY from_day, to_day, type, id`,
  );
  return rows.map(dateOf);
}

/**
 * When anything a calendar could show changed last, what left it included; null: nothing is there. Read before the dates: they are then
 * never older than this instant says.
 */
export async function calendarChangedAt(pool: Pick<pg.Pool, 'query'>, workspaceId: string): Promise<Date | null> {
  const tables = [
    sql`roadmap.item_row`,
    sql`roadmap.session_row`,
    sql`risk.freeze_row`,
    sql`risk.peak_row`,
    sql`risk.property_row`,
  ];
  const latest = tables.map(
    (table) => sql`(SELECT max(updated_at) FROM ${table} WHERE workspace_id = ${workspaceId}::uuid)`,
  );
  const [row] = await rowsOf<{ at: Date | null }>(pool, sql`SELECT greatest(${join(latest, ', ')}) AS at`);
  return row?.at ?? null;
}

const listed = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
};

const words = (constant: string): string => constant.toLowerCase().replaceAll('_', ' ');

/** Lane, status and precision of an item, e.g. `Lane: marketing`. */
const itemNotes = ([lane, status, precision]: readonly string[]): string[] => [
  `Lane: ${words(lane ?? '')}`,
  `Status: ${words(status ?? '')}`,
  ...(precision === 'DAY' || precision === undefined ? [] : [`Planned by the ${words(precision)}`]),
];

function titleOf({ kind, title, names }: DateRow): string {
  switch (kind) {
    case 'FREEZE':
      return `Freeze: ${listed(names)}`;
    case 'PEAK':
      return `Peak: ${title ?? ''}${names.length > 0 ? ` (${listed(names)})` : ''}`;
    case 'PLANNING':
      return `Planning session (${words(title ?? '')})`;
    case 'CAMPAIGN':
    case 'EVENT':
      return title ?? '';
  }
}

const notesOf = ({ type, names, notes }: DateRow): string[] => {
  if (type === 'RoadmapItem') return itemNotes(notes);
  return names.length > NAMED ? [names.join(', ')] : [];
};

const dateOf = (row: DateRow): CalendarDate => ({
  nodeId: toGlobalId(row.type, row.id),
  kind: row.kind,
  title: titleOf(row),
  notes: notesOf(row),
  from: row.from_day,
  to: row.to_day,
  standing: row.standing,
  version: row.version,
  changedAt: row.updated_at.toISOString(),
});
