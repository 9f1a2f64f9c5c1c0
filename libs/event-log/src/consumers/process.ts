import type { Pool, PoolClient } from 'pg';
import type { EventLog } from '../event-log.js';
import type { Instant, Recorded } from '../event.js';
import { mayPass, translate } from '../postgres/failures.js';
import type { LogObserver } from '../observer.js';
import type { ProcessConsumer } from './definition.js';
import { errorText } from './error-text.js';
import { type Batch, type Handler, Poison, tryEach, unparked } from './handler.js';
import { type Lease, LeaseLost } from './lease.js';
import { statement } from './statements.js';
import { type Cause, firingId, ReactionTools } from './tools.js';

export interface ProcessOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly observer?: LogObserver;
}

interface TimerRow {
  readonly workspace_id: string;
  readonly key: string;
  readonly due: Instant;
  readonly payload: object;
  readonly correlation_id: string;
  readonly causation_id: string;
  readonly attempts: number;
}

/** Tries of one timer before it is given up, and the milliseconds before the second one; four times as long before the next. */
const FIRINGS = { tries: 3, pause: 100 };

/** Lets a process react outside of any transaction; its timers and its checkpoint are written together afterwards, fenced. */
export class ProcessHandler implements Handler {
  constructor(
    private readonly definition: ProcessConsumer,
    private readonly options: ProcessOptions,
  ) {}

  async handle(lease: Lease, batch: Batch): Promise<void> {
    const items = await unparked(this.options.pool, this.definition, batch).catch(translate);
    const reactions: ReactionTools[] = [];
    const failures = await tryEach(items, async (event) => {
      lease.assertHeld();
      const tools = this.tools(lease, causeOf(event));
      await blaming(() => this.definition.react(event, tools));
      reactions.push(tools);
    });
    await lease.fencedTo(batch.to, async (client) => {
      for (const tools of reactions) await tools.save(client);
      await batch.finish(client, failures);
    });
  }

  /** Fires the first timer that is due; false when none is. */
  async fireNext(lease: Lease): Promise<boolean> {
    const { definition } = this;
    const { name } = definition;
    if (!canFire(definition)) return false;
    const { rows } = await this.options.pool.query<TimerRow>(statement('DUE', [name])).catch(translate);
    const row = rows[0];
    if (!row) return false;
    const timer = [name, row.workspace_id, row.key, row.due];
    lease.assertHeld();
    const cause = firingOf(name, row);
    const tools = this.tools(lease, cause);
    try {
      await blaming(() => definition.fire(timerOf(row), tools));
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      await lease.fenced((client) => this.misfired(client, timer, row, error.cause));
      return true;
    }
    await lease.fenced(async (client) => {
      await client.query(statement('FIRED', [...timer, cause.id, tools.hasActed, row.causation_id]));
      await tools.save(client);
    });
    return true;
  }

  private tools(lease: Lease, cause: Cause): ReactionTools {
    return new ReactionTools(this.definition, this.options.log, lease, cause);
  }

  private async misfired(client: PoolClient, timer: readonly unknown[], row: TimerRow, error: unknown): Promise<void> {
    const givenUp = row.attempts + 1 >= FIRINGS.tries;
    await client.query(statement('MISFIRED', [...timer, errorText(error), givenUp, FIRINGS.pause * 4 ** row.attempts]));
    if (!givenUp) return;
    const { workspace_id: workspaceId, key: what } = row;
    this.options.observer?.parked?.({ consumer: this.definition.name, workspaceId, what, error: errorText(error) });
  }
}

const canFire = (
  definition: ProcessConsumer,
): definition is ProcessConsumer & Required<Pick<ProcessConsumer, 'fire'>> => definition.fire !== undefined;

/** Errors that may pass, and a lost lease, are not the event's fault. */
async function blaming(reaction: () => Promise<void>): Promise<void> {
  try {
    await reaction();
  } catch (error) {
    throw mayPass(error) || error instanceof LeaseLost ? error : new Poison(error);
  }
}

const causeOf = ({ workspaceId, eventId, meta: { correlationId, traceparent } }: Recorded): Cause => ({
  workspaceId,
  id: eventId,
  correlationId,
  ...(traceparent === undefined ? {} : { traceparent }),
});

const firingOf = (
  process: string,
  { workspace_id: workspaceId, key, due, correlation_id: correlationId, causation_id: setBy }: TimerRow,
): Cause => ({
  workspaceId,
  id: firingId(process, workspaceId, key, due),
  correlationId,
  setBy,
});

const timerOf = (row: TimerRow) => ({
  workspaceId: row.workspace_id,
  key: row.key,
  dueAt: row.due,
  payload: row.payload,
  correlationId: row.correlation_id,
  causationId: row.causation_id,
});
