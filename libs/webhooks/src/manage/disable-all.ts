import type { Command, EventLog } from '#libs/event-log';
import type { Pool } from 'pg';
import { disableWebhook, webhook } from '../domain/index.js';

const ACTIVE = `
select workspace_id, webhook_id from webhooks.webhook_row
where until_position = 9223372036854775807 and status = 'ACTIVE' order by workspace_id, webhook_id`;

export interface DisablingAll {
  readonly log: EventLog;
  readonly pool: Pick<Pool, 'query'>;
  /** Why, in words. */
  readonly note: string;
  /** Who does it: a command for each webhook. */
  readonly command: (workspaceId: string, webhookId: string) => Command;
}

/**
 * Disables every active webhook of every workspace, by facts: nothing is sent, waiting or new, until somebody enables them one by one.
 * @returns how many were active
 */
export async function disableAllWebhooks({ log, pool, note, command }: DisablingAll): Promise<number> {
  const { rows } = await pool.query<{ workspace_id: string; webhook_id: string }>(ACTIVE);
  for (const { workspace_id: workspaceId, webhook_id: webhookId } of rows) {
    const stream = { aggregate: webhook, id: webhookId, expect: 'latest' as const };
    await log.decideOne(command(workspaceId, webhookId), stream, (state) =>
      state.status === 'ACTIVE' ? disableWebhook(state, { webhookId, reason: 'ASKED', note }) : [],
    );
  }
  return rows.length;
}
