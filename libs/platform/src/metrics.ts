import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

/** Asked at each scrape; when it fails, this gauge alone is missing from the answer. */
export type Collect<Label extends string> = (gauge: Gauge<Label>) => Promise<void> | void;

/** Seconds: from a tenth of a millisecond to ten seconds. */
export const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures of one program, in a registry of its own, so that two of them fit in one process. Names begin with `twolane_`. */
export class Metrics {
  private readonly registry = new Registry();

  /** Figures of the process itself: memory, event loop, garbage collection. */
  withProcessMetrics(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }

  counter<Label extends string>(options: MetricOptions<Label>): Counter<Label> {
    return new Counter(this.configuration(options));
  }

  gauge<Label extends string>(options: MetricOptions<Label>, collect?: Collect<Label>): Gauge<Label> {
    if (collect === undefined) return new Gauge(this.configuration(options));
    return new Gauge({
      ...this.configuration(options),
      async collect() {
        try {
          await collect(this);
        } catch {
          this.reset();
          this.remove();
        }
      },
    });
  }

  histogram<Label extends string>(options: MetricOptions<Label>, buckets = secondsBuckets): Histogram<Label> {
    return new Histogram({ ...this.configuration(options), buckets });
  }

  /** Connections of a pool in use, idle and at most, and callers waiting for one. */
  watchPool(name: string, pool: Pool): void {
    const labels = ['pool', 'state'] as const;
    this.pools.set(name, pool);
    if (this.pools.size > 1) return;
    this.gauge(
      { name: 'database_pool', help: 'Connections by state, and callers waiting for one.', labels },
      (gauge) => {
        for (const [pool, { totalCount, idleCount, waitingCount, options }] of this.pools) {
          gauge.set({ pool, state: 'used' }, totalCount - idleCount);
          gauge.set({ pool, state: 'idle' }, idleCount);
          gauge.set({ pool, state: 'waiting' }, waitingCount);
          gauge.set({ pool, state: 'most' }, options.max);
        }
      },
    );
  }

  /** The answer to a scrape, in the format that `contentType` names. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private readonly pools = new Map<string, Pool>();

  private configuration<Label extends string>({ name, help, labels = [] }: MetricOptions<Label>) {
    return { name: `twolane_${name}`, help, labelNames: labels, registers: [this.registry] };
  }
}
