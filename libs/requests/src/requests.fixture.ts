import { formatError, TimeTravel, toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  type ConsumerDefinition,
  ConsumerRunner,
  Consumers,
  EventCatalogue,
  EventLog,
  type Fact,
  Horizon,
  Past,
  type Position,
  PostgresLogStore,
  registerInlineViews,
  RowHistory,
} from '#libs/event-log';
import {
  type AskedToken,
  authenticator,
  operatorCommand,
  peopleModel,
  PeopleModule,
  peopleSecurity,
  PeopleStore,
  person,
  type Right,
  type Role,
  team,
  Tokens,
  Workspaces,
} from '#libs/people';
import { policiesModel } from '#libs/policies';
import { testDatabase } from '#test/kit/database';
import { type SchemaApp, schemaApp, type SchemaAppOptions } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { requestsModel } from './events.js';
import { requestHistory } from './past/request-past.js';
import { RequestsModule } from './requests.module.js';

/** The day on which every test begins; each workspace is a sandbox that stands there. */
export const TODAY = '2026-01-05';

/** Somebody who can call. */
export interface Member {
  readonly personId: string;
  /** Global id of the person. */
  readonly id: string;
  readonly token: string;
}

const CAST = {
  requester: ['MARKETING_MEMBER'],
  stranger: ['MARKETING_MEMBER'],
  cmo: ['MARKETING_LEAD'],
  /** Leads another team that asks for work. */
  salesLead: ['MARKETING_LEAD'],
  cto: ['ENGINEERING_LEAD'],
  engineer: ['ENGINEER'],
  manager: ['PRODUCT_MANAGER'],
  reviewer: ['RISK_REVIEWER'],
  both: ['MARKETING_LEAD', 'ENGINEERING_LEAD'],
  auditor: ['AUDITOR'],
  /** Sees requests of their own alone. */
  agency: ['AGENCY_MEMBER'],
  admin: ['ADMIN'],
} as const satisfies Record<string, readonly Role[]>;

export type Name = keyof typeof CAST;

/** A workspace with two teams and its people. Ids of teams are global ones. */
export interface Cast extends Readonly<Record<Name, Member>> {
  readonly workspaceId: string;
  readonly marketing: string;
  readonly engineering: string;
}

export interface Call {
  readonly variables?: Record<string, unknown>;
  readonly onBehalfOf?: Member;
}

/** `ports`: what other contexts would answer. */
export const requestsApi = async (ports: SchemaAppOptions['surroundings'] = []): Promise<RequestsApi> => {
  const database = await testDatabase();
  const owner = database.ownerPool(1);
  const model = {
    catalogue: new EventCatalogue([...peopleModel.events, ...policiesModel.events, ...requestsModel.events]),
    aggregates: [...peopleModel.aggregates, ...policiesModel.aggregates, ...requestsModel.aggregates],
    views: [...peopleModel.views, ...policiesModel.views, ...requestsModel.views],
  };
  await registerInlineViews(owner, model);
  const pool = database.pool(8);
  const store = new PostgresLogStore(pool);
  // A pool of its own: what it asks is none of what a spec counts.
  const horizon = new Horizon({ pool: database.pool(1) });
  const log = new EventLog(store, model);
  const app = await schemaApp({
    modules: [PeopleModule.register(pool), RequestsModule],
    surroundings: [
      { provide: pg.Pool, useValue: pool },
      { provide: PostgresLogStore, useValue: store },
      { provide: EventLog, useValue: log },
      { provide: Horizon, useValue: horizon },
      { provide: Consumers, useValue: new Consumers(pool, horizon) },
      {
        provide: RowHistory,
        useValue: new RowHistory({ pool, consumers: new Consumers(pool, horizon), definitions: [requestHistory] }),
      },
      { provide: Past, useValue: new Past({ pool, model }) },
      { provide: TimeTravel, useValue: new TimeTravel({ pool, horizon }) },
      ...ports,
    ],
    security: peopleSecurity,
  });
  return new RequestsApi({ pool, owner, log, horizon, drop: () => database.drop() }, app);
};

interface Base {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  readonly horizon: Horizon;
  drop(): Promise<void>;
}

/** The schema of people and requests over a database of its own, called as the transports call it. */
export class RequestsApi {
  readonly log: EventLog;
  readonly owner: pg.Pool;
  private readonly tokens: Tokens;
  private readonly workspaces: Workspaces;
  private logEpoch = 'e1';

  constructor(
    private readonly base: Base,
    private readonly app: SchemaApp,
  ) {
    const { log, pool, owner } = base;
    this.log = log;
    this.owner = owner;
    this.tokens = new Tokens(log, new PeopleStore(pool));
    this.workspaces = new Workspaces(pool, {
      createSandbox: (workspaceId, now) => this.setClock(workspaceId, now),
    });
  }

  get schema() {
    return this.app.schema;
  }

  /** From now on positions that were given out can be read at. */
  async follow(): Promise<void> {
    const { horizon } = this.base;
    await horizon.start();
    this.logEpoch = horizon.current().epoch;
  }

  /** To be started, and stopped before the rest closes. */
  runner(consumers: readonly ConsumerDefinition[]): ConsumerRunner {
    const { pool, log, horizon } = this.base;
    return new ConsumerRunner({ pool, log, horizon, consumers, pollMs: 200 });
  }

  /** Until the consumer has read everything up to the position. */
  waitFor(consumer: ConsumerDefinition, position: Position): Promise<void> {
    return new Consumers(this.base.pool, this.base.horizon).waitFor(consumer, position);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.base.horizon.stop();
    await this.base.drop();
  }

  async setClock(workspaceId: string, now: string): Promise<void> {
    const sql = `insert into log.sandbox_clock (workspace_id, now) values ($1, $2)
      on conflict (workspace_id) do update set now = excluded.now`;
    await this.owner.query(sql, [workspaceId, now]);
  }

  /** A new workspace with everybody in it. */
  async cast(): Promise<Cast> {
    const sandbox = { name: 'Bench', sandbox: true, startsAt: `${TODAY}T08:00:00.000Z`, timeZone: 'Europe/Berlin' };
    const { workspaceId } = await this.workspaces.create(sandbox);
    const [marketing, engineering, sales] = [randomUUID(), randomUUID(), randomUUID()];
    const ids = Object.fromEntries(Object.keys(CAST).map((name) => [name, randomUUID()])) as Record<Name, string>;
    const teamOf = (name: Name, role: Role) => {
      if (role === 'AUDITOR' || role === 'ADMIN') return null;
      if (name === 'salesLead') return sales;
      return role.startsWith('MARKETING') ? marketing : engineering;
    };
    await this.happened(workspaceId, {
      team: [
        [
          marketing,
          [{ type: 'TeamCreated', data: { teamId: marketing, side: 'CONSUMER', timeZone: 'Europe/Berlin' } }],
        ],
        [
          engineering,
          [{ type: 'TeamCreated', data: { teamId: engineering, side: 'PROVIDER', timeZone: 'Europe/Berlin' } }],
        ],
        [sales, [{ type: 'TeamCreated', data: { teamId: sales, side: 'CONSUMER', timeZone: 'Europe/Berlin' } }]],
      ],
      person: (Object.entries(CAST) as [Name, readonly Role[]][]).map(([name, roles]) => {
        const personId = ids[name];
        const held = roles.map((role) => ({
          type: 'RoleGranted',
          data: { personId, role, teamId: teamOf(name, role) },
        }));
        return [personId, [{ type: 'PersonAdded', data: { personId } }, ...held]];
      }),
    });
    const members: [string, Member][] = [];
    for (const [name, personId] of Object.entries(ids)) members.push([name, await this.member(workspaceId, personId)]);
    return {
      ...(Object.fromEntries(members) as Record<Name, Member>),
      workspaceId,
      marketing: toGlobalId('Team', marketing),
      engineering: toGlobalId('Team', engineering),
    };
  }

  /** Somebody more, who holds one role; `scopes` cut their token. */
  async join(workspaceId: string, held: { role: Role; teamId: string | null }, scopes?: readonly Right[]) {
    const personId = randomUUID();
    const facts = [
      { type: 'PersonAdded', data: { personId } },
      { type: 'RoleGranted', data: { personId, ...held } },
    ];
    await this.happened(workspaceId, { team: [], person: [[personId, facts]] });
    return this.member(workspaceId, personId, scopes && { roles: [held.role], scopes });
  }

  /** Lets somebody act for somebody else, today. */
  async delegate(workspaceId: string, from: Member, to: Member, role: Role): Promise<void> {
    const { personId } = from;
    const period = { from: TODAY, until: TODAY, on: TODAY };
    const data = { personId, delegationId: randomUUID(), role, deputyId: to.personId, ...period };
    const command = operatorCommand({ workspaceId, operation: 'delegateRole', input: {} });
    const stream = { aggregate: person, id: personId, expect: 'latest' as const };
    await this.log.decideOne(command, stream, () => [{ type: 'RoleDelegated' as const, data }]);
  }

  async run(source: string, who: Member, { variables, onBehalfOf }: Call = {}) {
    const headers = onBehalfOf ? { 'on-behalf-of': onBehalfOf.id } : {};
    const viewer = await authenticator(this.base.pool)(who.token, headers);
    const { data, errors } = await graphql({
      schema: this.schema,
      source,
      ...(variables && { variableValues: variables }),
      contextValue: { viewer, requestId: 'r-1', logEpoch: this.logEpoch, loaders: new Map() },
    });
    return { data, errors: errors?.map((error) => formatError(error, 'r-1')) };
  }

  /** What was asked of the database through the service's pool while this ran. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { pool } = this.base;
    const asked: string[] = [];
    const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
    const listen = (...args: unknown[]): unknown => {
      asked.push(JSON.stringify(args[0]));
      return query(...args);
    };
    Object.assign(pool, { query: listen });
    try {
      await work();
    } finally {
      Reflect.deleteProperty(pool, 'query');
    }
    return asked;
  }

  /** Events stored so far, in all workspaces. */
  async events(): Promise<number> {
    const { rows } = await this.owner.query<{ count: string }>('select count(*) from log.event');
    return Number(rows[0]?.count);
  }

  private async happened(workspaceId: string, facts: Record<'team' | 'person', [string, Fact[]][]>): Promise<void> {
    const aggregates = { team, person } as unknown as Record<string, (typeof requestsModel.aggregates)[number]>;
    const all = Object.entries(facts).flatMap(([type, streams]) =>
      streams.map(([id, list]) => ({ id, list, aggregate: aggregates[type]! })),
    );
    const command = operatorCommand({ workspaceId, operation: 'cast', input: {} });
    const streams = all.map(({ id, aggregate }) => [id, { aggregate, id, expect: 'new' as const }] as const);
    await this.log.decide(command, Object.fromEntries(streams), () =>
      Object.fromEntries(all.map(({ id, list }) => [id, list])),
    );
  }

  private async member(
    workspaceId: string,
    personId: string,
    bounds: Pick<AskedToken, 'roles' | 'scopes'> = { roles: null, scopes: null },
  ): Promise<Member> {
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const asked = { personId, label: 'bench', expiresAt: null, ...bounds };
    const { token } = await this.tokens.mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, id: toGlobalId('Person', personId), token };
  }
}
