import { preparedRowsOf, type Reader, sql } from '#libs/api-kit';
import { Forbidden, streamId } from '#libs/event-log';
import { peopleSecurity } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { metric, metricKeys, metricOf, type MetricState, untouched } from './domain/index.js';
import type { MetricObject } from './metric.type.js';
import { type Shown, shownTo, toMetric } from './to-metric.js';

interface Row {
  readonly key: string;
  readonly version: number;
  readonly document: MetricState;
}

const RIGHT = 'hours.read';

/** Who sees minutes of work sees them here (core.md 2.6). */
export const shownOf = ({ viewer }: Pick<Reader, 'viewer'>): Shown =>
  shownTo(peopleSecurity.grantOf(viewer, RIGHT) !== null);

/**
 * A number in minutes is said by who sees minutes: held against numbers of one's own, hidden ones would be found out.
 * @throws Forbidden
 */
export function requireSight({ viewer }: Pick<Reader, 'viewer'>, key: string): void {
  const inMinutes = metricOf({ metrics: new Map() }, key)?.sight === 'MINUTES';
  if (inMinutes && peopleSecurity.grantOf(viewer, RIGHT) === null) throw new Forbidden(RIGHT);
}

/** Metrics as the API shows them. */
@Injectable()
export class MetricReader {
  constructor(private readonly pool: pg.Pool) {}

  /** The service’s own in the order of the pages, then those that were defined here, retired ones included. */
  async all(reader: Reader): Promise<MetricObject[]> {
    const rows = await this.rows(reader.viewer.workspaceId);
    const metrics = new Map(rows.map(({ key, document }) => [key, document]));
    const versions = new Map(rows.map(({ key, version }) => [key, version]));
    const shown = shownOf(reader);
    return metricKeys({ metrics }).flatMap((key) => {
      const found = metricOf({ metrics }, key);
      const state = metrics.get(key) ?? untouched;
      return found ? [toMetric({ metric: found, state, version: versions.get(key) ?? 0 }, shown)] : [];
    });
  }

  async one(reader: Reader, key: string): Promise<MetricObject | null> {
    return (await this.all(reader)).find((one) => one.key === key) ?? null;
  }

  /** Metrics of which anything was said. */
  private rows(workspaceId: string): Promise<Row[]> {
    const begins = streamId({ type: metric.type, id: '' }).length;
    return preparedRowsOf<Row>(
      this.pool,
      sql`SELECT substr(stream_id, ${begins + 1}::int) AS key, version, document FROM metrics.metric_row
        WHERE workspace_id = ${workspaceId}::uuid`,
    );
  }
}
