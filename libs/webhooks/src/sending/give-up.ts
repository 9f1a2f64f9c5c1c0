import { canonicalHash, type Command, type EventLog } from '#libs/event-log';
import { v5 as uuidV5 } from 'uuid';
import { giveUpOn, LONGEST_FAILING_DAYS, webhook } from '../domain/index.js';
import type { Hopeless } from './claims.js';

const COMMANDS = '5d0a3c0e-0c0a-5b59-9a36-6f0d2c8e7b41';
const ACTOR = { actorId: 'process:webhook-sender', actorRole: 'process' };

/** The same course of a webhook ends once, whoever notices. */
function commandOn({ workspaceId, webhookId, course, gone }: Hopeless): Command {
  const name = JSON.stringify([workspaceId, webhookId, course, gone]);
  const commandId = uuidV5(name, COMMANDS);
  return {
    ...ACTOR,
    workspaceId,
    commandId,
    operation: 'disableWebhook',
    requestHash: canonicalHash(name),
    correlationId: commandId,
  };
}

/** Disables a webhook whose receiver said that it is gone, or that has failed for too long. */
export async function giveUp(log: EventLog, hopeless: Hopeless): Promise<void> {
  const { webhookId, course, gone } = hopeless;
  const note = gone ? 'It answered with 410: gone.' : `No delivery came through for ${LONGEST_FAILING_DAYS} days.`;
  const given = { webhookId, reason: gone ? 'GONE' : 'FAILING', note, course } as const;
  await log.decideOne(commandOn(hopeless), { aggregate: webhook, id: webhookId, expect: 'latest' }, (state) =>
    giveUpOn(state, given),
  );
}
