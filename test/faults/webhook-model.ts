import { randomUUID } from 'node:crypto';
import { EventCatalogue, EventLog, type LogModel, PostgresLogStore } from '#libs/event-log';
import { operatorCommand, peopleModel, team } from '#libs/people';
import { webhook, type WebhookEvent, WebhookSecrets, webhooksModel, type WebhookTerms } from '#libs/webhooks';
import type { Pool } from 'pg';

/** Teams that come into being, and webhooks that are told of it: shared by the spec and by the processes it kills. */
export const hookModel = (): LogModel => ({
  catalogue: new EventCatalogue([...peopleModel.events, ...webhooksModel.events]),
  aggregates: [...peopleModel.aggregates, ...webhooksModel.aggregates],
  views: [...peopleModel.views, ...webhooksModel.views],
});

export const openHookLog = (pool: Pool, appended?: () => void): EventLog =>
  new EventLog(new PostgresLogStore(pool, appended), hookModel());

const commandIn = (workspaceId: string) => operatorCommand({ workspaceId, operation: 'happen', input: {} });

/** A team is created. @returns where that stands in the log */
export const happen = async (log: EventLog, workspaceId: string, teamId: string = randomUUID()): Promise<number> => {
  const data = { teamId, side: 'CONSUMER', timeZone: 'Europe/Berlin' } as const;
  const stream = { aggregate: team, id: teamId, expect: 'new' as const };
  const { position } = await log.decideOne(commandIn(workspaceId), stream, () => [
    { type: 'TeamCreated' as const, data },
  ]);
  return position!;
};

/** What happens to a webhook, past its rules. */
export const tell = async (
  log: EventLog,
  { workspaceId, webhookId }: { workspaceId: string; webhookId: string },
  fact: WebhookEvent,
): Promise<number> => {
  const stream = { aggregate: webhook, id: webhookId, expect: 'latest' as const };
  return (await log.decideOne(commandIn(workspaceId), stream, () => [fact])).position!;
};

export const termsAt = (url: string, more: Partial<WebhookTerms> = {}): WebhookTerms => ({
  url,
  description: null,
  types: ['TeamCreated'],
  subject: null,
  versions: {},
  ...more,
});

/** A registered webhook with its secret. */
export const register = async (
  { log, pool }: { log: EventLog; pool: Pool },
  workspaceId: string,
  terms: WebhookTerms,
): Promise<{ webhookId: string; secret: string }> => {
  const [webhookId, secretId] = [randomUUID(), randomUUID()];
  await tell(log, { workspaceId, webhookId }, { type: 'WebhookRegistered', data: { webhookId, secretId, ...terms } });
  const place = { workspaceId, webhookId, secretId, version: 1, overlapHours: 0 };
  return { webhookId, secret: (await new WebhookSecrets(pool).make(place))! };
};
