import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import {
  operatorCommand,
  PeopleStore,
  person,
  type Right,
  RIGHTS,
  type Role,
  ROLES,
  Tokens,
  Workspaces,
} from '#libs/people';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Pool } from 'pg';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';
import { Receiver } from '../kit/receiver.js';
import { type Answer, type Bench, commandDocument, type Holder } from '../kit/rights-matrix.js';

/** Somebody with a token. */
export interface Member {
  readonly token: string;
}

/** What an operation came to, as a client reads it. */
export type Told = Pick<ExecutionResult, 'data'> & { readonly errors?: readonly GraphQLFormattedError[] };

export const codesOf = ({ errors = [] }: Pick<Told, 'errors'>): unknown[] => [
  ...new Set(errors.map(({ extensions }) => extensions?.['code'])),
];

/** Commands of which no fact is kept: what they do is kept beside the log. */
const FACTLESS = [
  'registerConsumer',
  'changeConsumer',
  'acknowledge',
  'removeConsumer',
  'replayWebhook',
  'redeliver',
  'testWebhook',
];

/** How often each of them was done, as far as it shows. */
const DONE = `select (select count(*) from log.event) + (select count(*) from webhooks.delivery)
  + (select coalesce(sum(version + position), 0) from readers.named_consumer) as done`;

/** The whole service over a database of its own: everybody in one workspace, and in others whoever is asked for. */
export class OpenSurface {
  private constructor(
    readonly api: RunningApi,
    readonly database: TestDatabase,
    readonly owner: Pool,
    readonly receiver: Receiver,
  ) {}

  static async start(): Promise<OpenSurface> {
    const database = await testDatabase();
    await prepareViews(database.ownerUrl);
    const receiver = await Receiver.start();
    const settings = { WEBHOOK_ALLOW_PRIVATE: 'on', DB_POOL: '6' };
    const limits = { operationsPerMinute: 1_000_000 };
    const api = await startApi({ databaseUrl: database.url, work: true, settings, limits });
    return new OpenSurface(api, database, database.ownerPool(2), receiver);
  }

  async stop(): Promise<void> {
    await this.receiver.stop();
    await this.api.stop();
    await this.database.drop();
  }

  /** A new workspace with a holder of every role, and with somebody who has none. */
  async workspace(): Promise<World> {
    const { pool, clock } = this.api.service;
    const workspaces = new Workspaces(pool, { createSandbox: (id, now) => clock.create(id, now) });
    const { workspaceId } = await workspaces.create({ name: 'Bench', timeZone: 'Europe/Berlin' });
    const joining = ROLES.map(async (role) => {
      const scoped = role === 'INTEGRATION';
      const member = await this.join(workspaceId, [role], scoped ? RIGHTS : null);
      return { name: role, role, scoped, member };
    });
    const without = async (name: string, roles: readonly Role[]): Promise<Holder<Member>> => {
      const member = await this.join(workspaceId, roles, roles.length > 0 ? [] : null);
      return { name, role: 'INTEGRATION', scoped: false, member };
    };
    const others = [without('INTEGRATION without scopes', ['INTEGRATION']), without('nobody', [])];
    return new World(this, workspaceId, await Promise.all([...joining, ...others]));
  }

  /** Somebody with these roles and nothing else; `scopes` cut their token. */
  async join(workspaceId: string, roles: readonly Role[], scopes: readonly Right[] | null): Promise<Member> {
    const { events, pool } = this.api.service;
    const personId = randomUUID();
    const joining = operatorCommand({ workspaceId, operation: 'join', input: { personId } });
    await events.decideOne(joining, { aggregate: person, id: personId, expect: 'new' }, () => [
      { type: 'PersonAdded' as const, data: { personId } },
      ...roles.map((role) => ({ type: 'RoleGranted' as const, data: { personId, role, teamId: null } })),
    ]);
    const minting = operatorCommand({ workspaceId, operation: 'mintToken', input: { personId } });
    const asked = { personId, label: 'bench', expiresAt: null, roles: null, scopes };
    const { token } = await new Tokens(events, new PeopleStore(pool)).mint(minting, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { token };
  }

  async run(query: string, who: Member, variables: object = {}): Promise<Told> {
    const response = await fetch(`${this.api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${who.token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Told;
  }

  /** The answer of the only root field. @throws for a top-level error */
  async ask<Shape>(query: string, who: Member, variables: object = {}): Promise<Shape> {
    const { data, errors } = await this.run(query, who, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as Shape;
  }
}

/** A workspace with its people. */
export class World implements Bench<Member> {
  constructor(
    readonly surface: OpenSurface,
    readonly workspaceId: string,
    readonly holders: readonly Holder<Member>[],
  ) {}

  holder(role: Role): Member {
    return this.holders.find((one) => one.role === role)!.member;
  }

  /** An integration whose token has these scopes alone. */
  cut(...scopes: readonly Right[]): Promise<Member> {
    return this.surface.join(this.workspaceId, ['INTEGRATION'], scopes);
  }

  async events(): Promise<number> {
    const { rows } = await this.surface.owner.query<{ done: string }>(DONE);
    return Number(rows[0]!.done) + this.surface.receiver.received.filter(({ body }) => body.includes('.ping')).length;
  }

  async answer(mutation: string, who: Member, input: object, expect: object = { latest: true }): Promise<Answer> {
    const { document, expects, flat } = commandDocument(this.surface.api.schema, mutation);
    const variables = { ...(flat ? input : { input }), ...(expects && { expect }) };
    const { data, errors } = await this.surface.run(document, who, variables);
    if (errors) throw new Error(`${mutation}: ${JSON.stringify(errors)}`);
    const answer = (data as Record<string, Answer>)[mutation]!;
    const isDone = FACTLESS.includes(mutation) && answer.problems.length === 0;
    return isDone ? { ...answer, position: 'beside the log' } : answer;
  }

  /** A command that must be carried out. */
  async done(mutation: string, who: Member, input: object): Promise<void> {
    const { problems } = await this.answer(mutation, who, input);
    if (problems.length > 0) throw new Error(`${mutation}: ${JSON.stringify(problems)}`);
  }

  /** Told of nothing that happens here, unless its terms say so; its global id. */
  async webhook(terms: object = {}): Promise<string> {
    const input = { url: this.surface.receiver.url, types: ['RequestLaunched'], description: randomUUID(), ...terms };
    const register = `mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) { webhook { id } problems { code } } }`;
    const { webhook } = await this.surface.ask<{ webhook: { id: string } | null }>(register, this.holder('ADMIN'), {
      input,
    });
    if (!webhook) throw new Error('A webhook was refused.');
    return webhook.id;
  }

  /** A metric of this workspace; its key. */
  async metric(key = `m${randomUUID()}`.slice(0, 30)): Promise<string> {
    const words = { name: 'Spirit', text: 'Mean of five items', unit: 'points', direction: 'UP', minSample: 5 };
    await this.done('defineMetric', this.holder('MARKETING_LEAD'), { key, ...words });
    return key;
  }

  async consumer(name = `c-${randomUUID()}`): Promise<string> {
    await this.done('registerConsumer', this.holder('INTEGRATION'), { name, startAt: { from: 'BEGINNING' } });
    return name;
  }

  /** Removes the webhooks that are not to be kept: there is room for twenty. */
  async clear(keep: readonly string[]): Promise<void> {
    const admin = this.holder('ADMIN');
    const all = await this.surface.ask<{ id: string }[]>('{ webhooks { id } }', admin);
    for (const { id: webhookId } of all.filter(({ id }) => !keep.includes(id)))
      await this.done('removeWebhook', admin, { webhookId });
  }

  /** A delivery that came through, of the first event there is; its global id. */
  async delivery(webhookId: string): Promise<string> {
    const { rows } = await this.surface.owner.query<{ id: string }>(
      `insert into webhooks.delivery (workspace_id, webhook_id, event_id, position, stream_id, type, state, created_at, next_at, settled_at)
      select workspace_id, $2, event_id, position, stream_id, type, 'DELIVERED', now(), now(), now() from log.event
      where workspace_id = $1 order by position limit 1 returning delivery_id as id`,
      [this.workspaceId, Buffer.from(webhookId, 'base64url').toString().replace('Webhook:', '')],
    );
    return toGlobalId('WebhookDelivery', rows[0]!.id);
  }
}
