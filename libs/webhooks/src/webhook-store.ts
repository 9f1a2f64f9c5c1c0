import { allOf, CursorCodec, join, keysetPage, named, type Page, rowsOf, sql } from '#libs/api-kit';
import { OPEN_END } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DELIVERY_COLUMNS, type DeliveryRow, type WebhookDeliveriesArgs, WebhookAttempt } from './delivery.type.js';
import { WebhookHealth, type ReadRow } from './webhook.type.js';

/** What is counted of waiting deliveries at most. */
const MOST_COUNTED = 10_000;
/** Tries of one delivery that are shown. */
export const MOST_ATTEMPTS = 100;

const mine = (workspaceId: string, ids: readonly string[]) =>
  sql`workspace_id = ${workspaceId}::uuid AND webhook_id = ANY(${[...ids]}::uuid[])`;

/** Webhooks of a workspace and what became of their deliveries. */
@Injectable()
export class WebhookStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  /** Those that were not removed, in the order in which they were registered; all of them unless ids are given. */
  webhooks(workspaceId: string, ids?: readonly string[]): Promise<ReadRow[]> {
    return rowsOf<ReadRow>(
      this.pool,
      sql`SELECT workspace_id, stream_id, version, webhook_id, status, document, registered_at, changed_at FROM webhooks.webhook_row
        WHERE workspace_id = ${workspaceId}::uuid AND until_position = ${OPEN_END}::bigint AND status <> 'REMOVED'
          AND (${ids ? [...ids] : null}::uuid[] IS NULL OR webhook_id = ANY(${ids ? [...ids] : null}::uuid[]))
        ORDER BY registered_at, webhook_id`,
    );
  }

  /** In the order of the ids; all is well with one that was told nothing since it was registered, enabled or given another address. */
  async health(workspaceId: string, ids: readonly string[]): Promise<WebhookHealth[]> {
    const rows = await rowsOf<HealthRow>(
      this.pool,
      sql`SELECT x.webhook_id, l.failing_since, coalesce(l.failures, 0) AS failures, l.last_success_at, l.last_failure_at, w.pending,
          coalesce(greatest(0, extract(epoch FROM clock_timestamp() - w.oldest)), 0)::float8 AS lag
        FROM unnest(${[...ids]}::uuid[]) AS x(webhook_id)
        JOIN webhooks.webhook_row r ON r.workspace_id = ${workspaceId}::uuid AND r.webhook_id = x.webhook_id
          AND r.until_position = ${OPEN_END}::bigint
        LEFT JOIN webhooks.lane l ON l.workspace_id = r.workspace_id AND l.webhook_id = r.webhook_id AND l.course = r.course
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS pending, min(created_at) AS oldest FROM (
            SELECT d.created_at FROM webhooks.delivery d
            WHERE d.workspace_id = ${workspaceId}::uuid AND d.webhook_id = x.webhook_id AND d.state = 'PENDING' LIMIT ${MOST_COUNTED}
          ) counted
        ) w`,
    );
    const found = new Map(rows.map((row) => [row.webhook_id, toHealth(row)]));
    return ids.map((id) => found.get(id)!);
  }

  /** The newest first. */
  deliveries(workspaceId: string, webhookId: string, args: WebhookDeliveriesArgs): Promise<Page<DeliveryRow>> {
    const { state } = args;
    return keysetPage<DeliveryRow>({
      db: this.pool,
      table: 'webhooks.delivery',
      columns: DELIVERY_COLUMNS,
      where: allOf([mine(workspaceId, [webhookId]), ...(state == null ? [] : [sql`state = ${state}`])]),
      order: [{ column: 'created_at', direction: 'DESC', nulls: 'never' }],
      id: 'delivery_id',
      args,
      cursors: this.cursors,
      scope: `${workspaceId} ${webhookId}`,
    });
  }

  /** In the order of the ids; null for one that is not there. */
  async deliveriesOf(workspaceId: string, ids: readonly string[]): Promise<(DeliveryRow | null)[]> {
    const rows = await rowsOf<DeliveryRow>(
      this.pool,
      sql`SELECT ${join(DELIVERY_COLUMNS.map((column) => named(column)))} FROM webhooks.delivery
        WHERE workspace_id = ${workspaceId}::uuid AND delivery_id = ANY(${[...ids]}::uuid[])`,
    );
    return ids.map((id) => rows.find((row) => row.delivery_id === id) ?? null);
  }

  /** Of each delivery, the first first. */
  async attempts(workspaceId: string, ids: readonly string[]): Promise<WebhookAttempt[][]> {
    const rows = await rowsOf<AttemptRow>(
      this.pool,
      sql`SELECT delivery_id, number, at, status_code, duration_ms, answer, error FROM webhooks.attempt
        WHERE workspace_id = ${workspaceId}::uuid AND delivery_id = ANY(${[...ids]}::uuid[]) ORDER BY number`,
    );
    return ids.map((id) => rows.filter((row) => row.delivery_id === id).map(toAttempt));
  }
}

interface HealthRow {
  readonly webhook_id: string;
  readonly failing_since: Date | null;
  readonly failures: number;
  readonly last_success_at: Date | null;
  readonly last_failure_at: Date | null;
  readonly pending: number;
  readonly lag: number;
}

interface AttemptRow {
  readonly delivery_id: string;
  readonly number: number;
  readonly at: Date;
  readonly status_code: number | null;
  readonly duration_ms: number;
  readonly answer: string | null;
  readonly error: string | null;
}

const shown = (instant: Date | null): string | null => instant?.toISOString() ?? null;

const toHealth = (row: HealthRow): WebhookHealth => ({
  failingSince: shown(row.failing_since),
  consecutiveFailures: row.failures,
  lastSuccessAt: shown(row.last_success_at),
  lastFailureAt: shown(row.last_failure_at),
  pending: row.pending,
  lagSeconds: Math.floor(row.lag),
});

const toAttempt = (row: AttemptRow): WebhookAttempt => ({
  number: row.number,
  at: row.at.toISOString(),
  statusCode: row.status_code,
  durationMs: row.duration_ms,
  answer: row.answer,
  error: row.error,
});
