import type { Pool } from 'pg';
import type { WebhookTerms } from '../domain/index.js';
import { inTransaction } from '../in-transaction.js';
import type { Outcome } from './post.js';
import { ANY_DUE, CLAIM, FORGET, GIVE_BACK, HOPELESS, LANES, RECORD } from './statements.js';

/** A delivery that this process alone may try, for a while. */
export interface Claimed {
  readonly workspaceId: string;
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly streamId: string;
  readonly position: number;
  /** How often it was tried before, since it was last asked for. */
  readonly tries: number;
  /** Fences what is recorded. */
  readonly claim: number;
  readonly course: number;
  readonly terms: WebhookTerms;
  /** Its receiver has failed several times in a row. */
  readonly troubled: boolean;
}

interface ClaimedRow {
  readonly workspace_id: string;
  readonly delivery_id: string;
  readonly webhook_id: string;
  readonly stream_id: string;
  readonly position: number;
  readonly tries: number;
  readonly claim: number;
  readonly course: number;
  readonly terms: WebhookTerms;
  readonly troubled: boolean;
}

interface LaneRow {
  readonly workspace_id: string;
  readonly webhook_id: string;
  readonly most: number;
}

export interface Wanted {
  /** Deliveries at most. */
  readonly most: number;
  /** Deliveries of one receiver in flight at most, of all processes together. */
  readonly perWebhook: number;
  /** Whether receivers in trouble may be tried as well. */
  readonly troubled: boolean;
  /** Milliseconds for which nobody else tries them. */
  readonly leaseMs: number;
}

/** What is written of a try. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly state: 'PENDING' | 'DELIVERED' | 'FAILED';
  /** Milliseconds to the next try; 0 where there is none. */
  readonly pauseMs: number;
}

export interface Hopeless {
  readonly workspaceId: string;
  readonly webhookId: string;
  readonly course: number;
  readonly gone: boolean;
}

/** Deliveries as several processes share them. `at`: the time to go by; that of the database unless told. */
export class Claims {
  constructor(private readonly pool: Pool) {}

  /** Deliveries that are due, fairly of all receivers that have room. */
  async take(at: Date | null, { most, perWebhook, troubled, leaseMs }: Wanted): Promise<Claimed[]> {
    const { rows: any } = await this.pool.query<{ due: boolean }>(ANY_DUE, [at, perWebhook, troubled]);
    if (!any[0]!.due) return [];
    return inTransaction(this.pool, async (client) => {
      // No more receivers than all of whom can be given what they have room for: the others come first in the next turn.
      const receivers = Math.max(1, Math.floor(most / perWebhook));
      const { rows: lanes } = await client.query<LaneRow>(LANES, [at, perWebhook, troubled, receivers]);
      if (lanes.length === 0) return [];
      const columns = [
        lanes.map((row) => row.workspace_id),
        lanes.map((row) => row.webhook_id),
        lanes.map((row) => row.most),
      ];
      const { rows } = await client.query<ClaimedRow>(CLAIM, [at, ...columns, most, leaseMs]);
      return rows.map(claimedOf);
    });
  }

  /** False: it is somebody else's by now, and nothing was written. */
  async record(at: Date | null, claimed: Claimed, { outcome, state, pauseMs }: Verdict): Promise<boolean> {
    const { delivered, statusCode, durationMs, answer, error } = outcome;
    const attempt = [statusCode, durationMs, answer, error];
    const receiver = [delivered, statusCode === 410, claimed.course, claimed.claim];
    const place = [claimed.workspaceId, claimed.deliveryId];
    const { rowCount } = await this.pool.query(RECORD, [at, ...place, state, pauseMs, ...attempt, ...receiver]);
    return rowCount !== 0;
  }

  /** Somebody else, or a later moment, shall try it. */
  async giveBack(at: Date | null, { workspaceId, deliveryId, claim }: Claimed, pauseMs: number): Promise<void> {
    await this.pool.query(GIVE_BACK, [at, workspaceId, deliveryId, claim, pauseMs]);
  }

  async hopeless(at: Date | null): Promise<Hopeless[]> {
    const { rows } = await this.pool.query<LaneRow & { course: number; gone: boolean }>(HOPELESS, [at]);
    return rows.map(({ workspace_id, webhook_id, course, gone }) => ({
      workspaceId: workspace_id,
      webhookId: webhook_id,
      course,
      gone,
    }));
  }

  /** Clears away what is over; resolves to the number of rows. */
  async forget(at: Date | null, batch = 1000): Promise<number> {
    let forgotten = 0;
    for (const statement of FORGET) {
      for (let rows = batch; rows === batch; forgotten += rows)
        rows = (await this.pool.query(statement, [at, batch])).rowCount ?? 0;
    }
    return forgotten;
  }
}

const claimedOf = (row: ClaimedRow): Claimed => ({
  workspaceId: row.workspace_id,
  deliveryId: row.delivery_id,
  webhookId: row.webhook_id,
  streamId: row.stream_id,
  position: row.position,
  tries: row.tries,
  claim: row.claim,
  course: row.course,
  terms: row.terms,
  troubled: row.troubled,
});
