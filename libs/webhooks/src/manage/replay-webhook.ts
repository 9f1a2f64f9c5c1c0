import {
  Caller,
  type EpochPosition,
  GlobalId,
  InputArg,
  LogPosition,
  MutationPayload,
  Needs,
  rowsOf,
  sql,
} from '#libs/api-kit';
import { EventLog, Horizon, InvalidState, NotFound, type Recorded, ValidationFailed } from '#libs/event-log';
import { createdId } from '#libs/people';
import { queryOf } from '#libs/readers';
import { requireRoom } from '#libs/vocabulary';
import { Field, InputType, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { IsObject } from 'class-validator';
import pg, { type PoolClient } from 'pg';
import { inTransaction } from '../in-transaction.js';
import type { ReadRow } from '../webhook.type.js';
import { WebhookStore } from '../webhook-store.js';
import { requireMayTell } from '../access.js';

/** Events of one replay at most. */
const MOST_REPLAYED = 10_000;
/** Deliveries of a webhook that may wait when more are asked for. */
const MOST_WAITING = 50_000;
const PAGE = 1000;

@InputType({ description: 'Which stretch of the log a webhook shall be told of again.' })
export class ReplayWebhookInput {
  @GlobalId('Webhook', { description: 'Which webhook.' })
  webhookId: string;

  @Field(() => LogPosition, { description: 'After here, e.g. the `position` of the last delivery that arrived.' })
  @IsObject()
  after: EpochPosition;

  @Field(() => LogPosition, { description: 'Up to here, and with the event that stands here.' })
  @IsObject()
  upTo: EpochPosition;
}

@ObjectType({ description: 'What a webhook is told of again.' })
export class ReplayWebhookPayload extends MutationPayload {
  @Field(() => Int, {
    nullable: true,
    description: 'How many deliveries that makes, e.g. 120; null when it was refused.',
  })
  deliveries?: number;
}

@Resolver()
export class ReplayWebhookMutation {
  constructor(
    private readonly pool: pg.Pool,
    private readonly log: EventLog,
    private readonly horizon: Horizon,
    private readonly store: WebhookStore,
  ) {}

  @Mutation(() => ReplayWebhookPayload, {
    description:
      `Tells a webhook again of a stretch of the log, by its choice of events as it is now: at most ${MOST_REPLAYED} events, and ${MOST_WAITING} that wait, each with the same ` +
      '`webhook-id` as the first time. What happened before it was registered can be told this way as well. Whoever is no administrator needs ' +
      'the right `log.read` (FORBIDDEN). NOT_FOUND; INVALID_STATE unless it is ACTIVE; INVALID_POSITION; POSITION_NOT_REACHED (retryable); ' +
      'LIMIT_REACHED; VALIDATION_FAILED.',
  })
  @Needs('webhook.manage')
  async replayWebhook(@InputArg() input: ReplayWebhookInput, @Caller() caller: Caller): Promise<ReplayWebhookPayload> {
    requireMayTell(caller);
    const { workspaceId } = caller.viewer;
    await this.requireSafe(input);
    const [row] = await this.store.webhooks(workspaceId, [input.webhookId]);
    if (!row) throw new NotFound('webhook', ['input', 'webhookId']);
    if (row.status !== 'ACTIVE') throw new InvalidState(row.status, ['ACTIVE']);
    const events = await this.eventsOf(row, input);
    const replay = createdId(caller.command, 'replay');
    const deliveries = await inTransaction(this.pool, (client) => enqueue(client, { row, events, replay }));
    return Object.assign(new ReplayWebhookPayload(), { deliveries });
  }

  /** Only what everybody reads the same is told again. @throws InvalidPosition, PositionNotReached, ValidationFailed */
  private async requireSafe({ after, upTo }: ReplayWebhookInput): Promise<void> {
    await this.horizon.check(after);
    await this.horizon.check(upTo);
    if (after.position > upTo.position) throw new ValidationFailed('It ends before it begins.', ['input', 'upTo']);
    await this.horizon.waitUntilSafe(upTo.position, { timeoutMs: 5_000 });
  }

  /** @throws LimitReached */
  private async eventsOf(row: ReadRow, { after, upTo }: ReplayWebhookInput): Promise<Recorded[]> {
    const query = queryOf(row.workspace_id, row.document.terms);
    const found: Recorded[] = [];
    for (let next = after.position; next < upTo.position;) {
      const page = await this.log.readAll({ ...query, after: next, limit: PAGE });
      found.push(...page.events.filter(({ position }) => position <= upTo.position));
      requireRoom(found.length, MOST_REPLAYED, { what: 'events at once: replay them stretch by stretch' });
      if (!page.full) break;
      next = page.next;
    }
    return found;
  }
}

interface Replay {
  readonly row: ReadRow;
  readonly events: readonly Recorded[];
  /** Uuid; the same for the same command. */
  readonly replay: string;
}

/**
 * Once for a command, however often it is repeated; one replay of a webhook after the other, so that together they keep to its limit.
 * @returns how many deliveries it made
 * @throws LimitReached
 */
async function enqueue(client: PoolClient, { row, events, replay }: Replay): Promise<number> {
  const place = sql`${row.workspace_id}::uuid, ${row.webhook_id}::uuid`;
  const its = sql`(workspace_id, webhook_id) = (${place})`;
  await rowsOf(
    client,
    sql`INSERT INTO webhooks.lane (workspace_id, webhook_id) SELECT ${place} ON CONFLICT DO NOTHING`,
  );
  await rowsOf(client, sql`SELECT 1 FROM webhooks.lane WHERE ${its} FOR UPDATE`);
  const [others] = await rowsOf<Counted>(
    client,
    sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM webhooks.delivery
      WHERE ${its} AND state = 'PENDING' AND replay IS DISTINCT FROM ${replay}::uuid LIMIT ${MOST_WAITING}) waiting`,
  );
  requireRoom((others?.count ?? 0) + events.length, MOST_WAITING, { what: 'deliveries that wait for one webhook' });
  await rowsOf(
    client,
    sql`INSERT INTO webhooks.delivery (workspace_id, webhook_id, event_id, replay, position, stream_id, type, created_at, next_at)
      SELECT ${place}, event_id, ${replay}::uuid, position, stream_id, type, clock_timestamp(), clock_timestamp()
      FROM unnest(${events.map(({ eventId }) => eventId)}::uuid[], ${events.map(({ position }) => position)}::bigint[],
        ${events.map(({ streamId }) => streamId)}::text[], ${events.map(({ type }) => type)}::text[])
        AS x(event_id, position, stream_id, type)
      ON CONFLICT DO NOTHING`,
  );
  const [made] = await rowsOf<Counted>(
    client,
    sql`SELECT count(*)::int AS count FROM webhooks.delivery WHERE ${its} AND replay = ${replay}::uuid`,
  );
  return made?.count ?? 0;
}

interface Counted {
  readonly count: number;
}
