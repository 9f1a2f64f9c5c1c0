import { allOf, rowsOf, sql, type Sql, join } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type ChangeKind, changeKinds } from './change-kinds.js';

/** What the calendar is asked for. */
export interface CalendarScope {
  readonly workspaceId: string;
  readonly from: string;
  readonly to: string;
  /** Null: all of them. */
  readonly propertyIds: readonly string[] | null;
  readonly teamId: string | null;
  /** What of requests the caller may see; null: nothing of them. */
  readonly requests: Sql | null;
  readonly reviews: boolean;
}

export interface CalendarRow {
  readonly kind: ChangeKind;
  readonly from_day: string;
  readonly to_day: string;
  readonly title: string;
  readonly type: 'Request' | 'Peak' | 'Freeze' | 'RiskReview';
  readonly id: string;
}

/** Characters of a reason that make a title. */
const TITLE = 200;

const here = ({ workspaceId }: CalendarScope): Sql => sql`workspace_id = ${workspaceId}::uuid`;
const shown = ({ from, to }: CalendarScope, day: Sql): Sql => sql`${day} BETWEEN ${from}::date AND ${to}::date`;

/** Days that have at least one in common with the range; an end before the beginning has none. */
const touches = ({ from, to }: CalendarScope): Sql =>
  sql`from_day <= ${to}::date AND to_day >= ${from}::date AND from_day <= to_day`;

/** Requests that the caller sees, of the team, and that link one of the properties by its name. */
function requestsIn(scope: CalendarScope, visible: Sql): Sql {
  const { propertyIds, teamId, workspaceId } = scope;
  return allOf([
    visible,
    ...(teamId === null ? [] : [sql`(consumer_team_id = ${teamId}::uuid OR provider_team_id = ${teamId}::uuid)`]),
    ...(propertyIds === null
      ? []
      : [
          sql`properties <> '{}' AND risk.property_keys(properties) && risk.property_keys(ARRAY(SELECT p.name FROM risk.property_row p
            WHERE p.workspace_id = ${workspaceId}::uuid AND p.property_id = ANY(${[...propertyIds]}::uuid[])))`,
        ]),
  ]);
}

const label = sql`'REQ-' || number || ' ' || title`;

const launches = (scope: CalendarScope, visible: Sql): Sql =>
  sql`SELECT 'LAUNCH' AS kind, launched_on AS from_day, launched_on AS to_day, ${label} AS title, 'Request' AS type, request_id AS id
    FROM requests.request_row WHERE ${requestsIn(scope, visible)} AND ${shown(scope, sql`launched_on`)}`;

/** Found by the partial index of requests that were ever taken back. */
const takenBack = (scope: CalendarScope, visible: Sql): Sql =>
  sql`SELECT 'LAUNCH_ROLLED_BACK', (launch->>'localDate')::date, (launch->>'localDate')::date, ${label}, 'Request', request_id
    FROM requests.request_row CROSS JOIN LATERAL jsonb_array_elements(document->'launches') AS launches(launch)
    WHERE ${requestsIn(scope, visible)} AND jsonb_path_exists(document, '$.launches[*].rolledBack.at')
      AND launch->'rolledBack' <> 'null' AND ${shown(scope, sql`(launch->>'localDate')::date`)}`;

const agreed = (scope: CalendarScope, visible: Sql): Sql =>
  sql`SELECT 'AGREED_DATE', agreed_date, agreed_date, ${label}, 'Request', request_id FROM requests.request_row
    WHERE ${requestsIn(scope, visible)} AND launched_on IS NULL AND ended_at IS NULL AND ${shown(scope, sql`agreed_date`)}`;

const peaks = (scope: CalendarScope): Sql =>
  sql`SELECT 'PEAK' AS kind, from_day, to_day, document->>'title' AS title, 'Peak' AS type, peak_id AS id FROM risk.peak_row
    WHERE ${here(scope)} AND ${touches(scope)}
      AND ${scope.propertyIds === null ? sql`TRUE` : sql`property_id = ANY(${[...scope.propertyIds]}::uuid[])`}`;

const freezes = (scope: CalendarScope): Sql =>
  sql`SELECT 'FREEZE', from_day, to_day, left(document->>'reason', ${TITLE}), 'Freeze', freeze_id FROM risk.freeze_row
    WHERE ${here(scope)} AND ${touches(scope)}
      AND ${scope.propertyIds === null ? sql`TRUE` : sql`property_ids && ${[...scope.propertyIds]}::uuid[]`}`;

const reviews = (scope: CalendarScope): Sql =>
  sql`SELECT 'REVIEW_VALIDITY_END', valid_until, valid_until, 'RR-' || number, 'RiskReview', review_id FROM risk.review_row
    WHERE ${here(scope)} AND status IN ('CLEARED', 'CONDITIONAL') AND ${shown(scope, sql`valid_until`)}
      AND ${scope.propertyIds === null ? sql`TRUE` : sql`property_ids && ${[...scope.propertyIds]}::uuid[]`}
      AND ${scope.teamId === null ? sql`TRUE` : sql`${scope.teamId}::uuid = ANY(team_ids)`}`;

/** Everything that changes, or must not, on some days: one statement over all that keeps days. */
@Injectable()
export class ChangeCalendarReader {
  constructor(private readonly pool: pg.Pool) {}

  /** The earliest first; on one day in the order of `changeKinds`. */
  entries(scope: CalendarScope, limit: number): Promise<CalendarRow[]> {
    const { requests } = scope;
    const parts = [
      peaks(scope),
      freezes(scope),
      ...(requests ? [launches, takenBack, agreed].map((part) => part(scope, requests)) : []),
      ...(scope.reviews ? [reviews(scope)] : []),
    ];
    return rowsOf<CalendarRow>(
      this.pool,
      sql`SELECT * FROM (${join(parts, ' UNION ALL ')}) AS entry
        ORDER BY from_day, array_position(${[...changeKinds]}::text[], kind), to_day, id LIMIT ${limit}`,
    );
  }
}
