import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const SAMPLE = `
select (select position::float8 from readers.named_consumer where name = $1) as place,
  (select coalesce(jsonb_object_agg(a.application_name, a.connections), '{}') from (
    select application_name, count(*) as connections from pg_stat_activity where datname = current_database() group by 1) a) as connections`;

interface Sample {
  readonly place: number | null;
  readonly connections: Readonly<Record<string, number>>;
}

/** Looks again and again how far a named consumer is, and who is connected. */
export class Watch {
  /** Where the named consumer was, one after the other. */
  readonly places: number[] = [];
  /** Connections at the same time at most, by who they are of. */
  readonly connections = new Map<string, number>();
  private over = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly owner: Pool,
    private readonly name: string,
  ) {
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.over = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.over) {
      const { rows } = await this.owner.query<Sample>(SAMPLE, [this.name]).catch(() => ({ rows: [] }));
      for (const { place, connections } of rows) {
        if (place !== null) this.places.push(place);
        for (const [name, count] of Object.entries(connections))
          this.connections.set(name, Math.max(count, this.connections.get(name) ?? 0));
      }
      await sleep(50);
    }
  }
}
