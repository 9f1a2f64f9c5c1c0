import { formatError, TimeTravel, toGlobalId } from '#libs/api-kit';
import { calendarModel, CalendarModule } from '#libs/calendar';
import {
  type Aggregate,
  ConsumerRunner,
  Consumers,
  EventCatalogue,
  EventLog,
  type Fact,
  Horizon,
  Past,
  PostgresLogStore,
  registerInlineViews,
  RowHistory,
  SandboxClock,
} from '#libs/event-log';
import {
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
import { connect } from '#libs/platform';
import { policiesModel } from '#libs/policies';
import { requestsModel, RequestsModule } from '#libs/requests';
import { testDatabase } from '#test/kit/database';
import { type SchemaApp, schemaApp } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { providersConsumers } from './consumers.js';
import { providersModel } from './events.js';
import { documentOf, type Payload } from './providers-documents.fixture.js';
import { ProvidersModule } from './providers.module.js';

/** A Monday; each workspace is a sandbox that stands at 09:00 of it in Berlin. */
export const TODAY = '2026-02-02';
const ZONE = 'Europe/Berlin';

/** Somebody who can call. */
export interface Member {
  readonly personId: string;
  /** Global id of the person. */
  readonly id: string;
  readonly token: string;
}

const TEAMS = {
  marketing: 'CONSUMER',
  engineering: 'PROVIDER',
  studio: 'PROVIDER',
  workshop: 'PROVIDER',
} as const;
type TeamName = keyof typeof TEAMS;

/** Everybody, by the role they hold and the team they hold it in. */
export const CAST = {
  marketer: ['MARKETING_MEMBER', 'marketing'],
  cmo: ['MARKETING_LEAD', 'marketing'],
  cto: ['ENGINEERING_LEAD', 'engineering'],
  engineer: ['ENGINEER', 'engineering'],
  manager: ['PRODUCT_MANAGER', 'engineering'],
  reviewer: ['RISK_REVIEWER', 'engineering'],
  designer: ['AGENCY_MEMBER', 'studio'],
  crafter: ['AGENCY_MEMBER', 'workshop'],
  bridge: ['BRIDGE', null],
  facilitator: ['FACILITATOR', null],
  finance: ['FINANCE', null],
  auditor: ['AUDITOR', null],
  admin: ['ADMIN', null],
} as const satisfies Record<string, readonly [Role, TeamName | null]>;
export type Name = keyof typeof CAST;

interface HeldRole {
  readonly role: Role;
  readonly teamId: string | null;
}

/** A workspace with its teams and people. Ids of teams are global ones. */
export interface Cast extends Readonly<Record<Name, Member>>, Readonly<Record<TeamName, string>> {
  readonly workspaceId: string;
}

export interface Given {
  readonly expect?: object;
  readonly key?: string;
}

const CONTEXTS = [peopleModel, policiesModel, calendarModel, requestsModel, providersModel];
const model = {
  catalogue: new EventCatalogue(CONTEXTS.flatMap(({ events }) => events)),
  aggregates: CONTEXTS.flatMap(({ aggregates }) => aggregates),
  views: CONTEXTS.flatMap(({ views }) => views),
};

/** The schema of people, requests and agencies over a database of its own. */
export class ProvidersApi {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  readonly horizon: Horizon;

  private constructor(
    base: Pick<ProvidersApi, 'pool' | 'owner' | 'log' | 'horizon'>,
    private readonly app: SchemaApp,
    private readonly end: () => Promise<void>,
  ) {
    ({ pool: this.pool, owner: this.owner, log: this.log, horizon: this.horizon } = base);
  }

  /** `processes`: those of agencies follow the log; `advance` waits for them. */
  static async start({ processes = false } = {}): Promise<ProvidersApi> {
    const database = await testDatabase();
    const owner = database.ownerPool(2);
    await registerInlineViews(owner, model);
    const pool = database.pool(12);
    const listen = () => connect({ url: database.url, applicationName: 'spec' });
    const horizon = new Horizon({ pool, pollMs: 200, connect: listen });
    const store = new PostgresLogStore(pool, horizon.signal);
    const log = new EventLog(store, model);
    await horizon.start();
    const app = await schemaApp({
      modules: [PeopleModule.register(pool), CalendarModule, RequestsModule, ProvidersModule],
      surroundings: [
        { provide: pg.Pool, useValue: pool },
        { provide: PostgresLogStore, useValue: store },
        { provide: EventLog, useValue: log },
        { provide: Horizon, useValue: horizon },
        { provide: Consumers, useValue: new Consumers(pool, horizon) },
        {
          provide: RowHistory,
          useValue: new RowHistory({ pool, consumers: new Consumers(pool, horizon), definitions: [] }),
        },
        { provide: Past, useValue: new Past({ pool, model }) },
        { provide: TimeTravel, useValue: new TimeTravel({ pool, horizon }) },
      ],
      security: peopleSecurity,
    });
    const consumers = providersConsumers(pool);
    const observer = {
      parked: ({ what, error }: { what: string; error: string }) => process.stderr.write(`${what}: ${error}\n`),
    };
    const runner = new ConsumerRunner({ pool, log, horizon, consumers, observer, pollMs: 200 });
    if (processes) runner.start();
    return new ProvidersApi({ pool, owner, log, horizon }, app, async () => {
      await runner.stop();
      await app.close();
      await log.settle();
      await horizon.stop();
      await database.drop();
    });
  }

  get schema() {
    return this.app.schema;
  }

  close(): Promise<void> {
    return this.end();
  }

  private get clock(): SandboxClock {
    return new SandboxClock({ pool: this.pool, horizon: this.horizon, consumers: providersConsumers(this.pool) });
  }

  /** Puts the clock forward; nothing that is due happens. */
  async setClock(workspaceId: string, now: string): Promise<void> {
    await this.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [workspaceId, now]);
  }

  /** Moves a workspace's clock, stops wherever something is due, and waits for the processes. */
  advance(workspaceId: string, to: string) {
    return this.clock.advance(workspaceId, to);
  }

  /** A new workspace with everybody in it, on the morning of `TODAY`. */
  async cast(): Promise<Cast> {
    const workspaces = new Workspaces(this.pool, { createSandbox: (id, now) => this.clock.create(id, now) });
    const sandbox = { name: 'Bench', sandbox: true, startsAt: `${TODAY}T08:00:00.000Z`, timeZone: ZONE };
    const { workspaceId } = await workspaces.create(sandbox);
    const teams = Object.entries(TEAMS).map(([name, side]) => ({ name, side, teamId: randomUUID() }));
    for (const { side, teamId } of teams)
      await this.happened(workspaceId, { aggregate: team, id: teamId }, [
        { type: 'TeamCreated', data: { teamId, side, timeZone: ZONE } },
      ]);
    const members: [string, Member][] = [];
    for (const [name, [role, of]] of Object.entries(CAST)) {
      const teamId = teams.find((one) => one.name === of)?.teamId ?? null;
      members.push([name, await this.join(workspaceId, { role, teamId })]);
    }
    const shown = teams.map(({ name, teamId }) => [name, toGlobalId('Team', teamId)]);
    return { ...Object.fromEntries([...members, ...shown]), workspaceId } as Cast;
  }

  /** Somebody more; `scopes` cut their token. */
  async join(workspaceId: string, role: HeldRole | readonly HeldRole[], scopes: readonly Right[] | null = null) {
    const personId = randomUUID();
    const held = [role].flat();
    await this.happened(workspaceId, { aggregate: person, id: personId }, [
      { type: 'PersonAdded', data: { personId } },
      ...held.map((one) => ({ type: 'RoleGranted' as const, data: { personId, ...one } })),
    ]);
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const roles = scopes && held.map((one) => one.role);
    const asked = { personId, label: 'bench', expiresAt: null, roles, scopes };
    const { token } = await new Tokens(this.log, new PeopleStore(this.pool)).mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, id: toGlobalId('Person', personId), token };
  }

  async run(source: string, who: Member, variables: object = {}) {
    const viewer = await authenticator(this.pool)(who.token, {});
    const { data, errors } = await graphql({
      schema: this.schema,
      source,
      variableValues: { ...variables },
      contextValue: { viewer, requestId: 'r-1', logEpoch: this.horizon.current().epoch, loaders: new Map() },
    });
    return { data, errors: errors?.map((error) => formatError(error, 'r-1')) };
  }

  /** The answer of the only root field. @throws for a top-level error */
  async ask<T>(source: string, who: Member, variables: object = {}): Promise<T> {
    const { data, errors } = await this.run(source, who, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as T;
  }

  /** The payload of a mutation. @throws for a top-level error */
  async give(who: Member, name: string, input: object, { expect, key }: Given = {}): Promise<Payload> {
    const { document, expects } = documentOf(this.schema, name);
    const variables = { input, key, ...(expects && { expect: expect ?? { latest: true } }) };
    const { data, errors } = await this.run(document, who, variables);
    // Fields the caller may not see are null and told beside the data.
    const payload = (data as Record<string, Payload> | null | undefined)?.[name];
    if (!payload) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return payload;
  }

  /** The payload of a mutation that must not be refused. */
  async done(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** The problems of a mutation that must be refused and store nothing. */
  async refused(who: Member, name: string, input: object, given: Given = {}) {
    const before = await this.events();
    const { problems } = await this.give(who, name, input, given);
    if (problems.length === 0) throw new Error(`${name} was not refused.`);
    if ((await this.events()) !== before) throw new Error(`${name} was refused and stored something.`);
    return problems;
  }

  /** Stores facts that happened, whoever decided them. */
  async happened<State, Event extends Fact>(
    workspaceId: string,
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    facts: readonly Event[],
  ): Promise<void> {
    const command = operatorCommand({ workspaceId, operation: 'cast', input: { id } });
    await this.log.decideOne(command, { aggregate, id, expect: 'latest' }, () => facts);
  }

  /** Events stored, of one workspace or of all, of one type or of all. */
  async events(workspaceId: string | null = null, type: string | null = null): Promise<number> {
    const statement = `select count(*) from log.event where ($1::uuid is null or workspace_id = $1) and ($2::text is null or type = $2)`;
    const { rows } = await this.owner.query<{ count: string }>(statement, [workspaceId, type]);
    return Number(rows[0]?.count);
  }

  /** Waits until everything stored so far can be read as history. */
  async readable(): Promise<void> {
    const { rows } = await this.owner.query<{ last: number }>('select max(position) as last from log.event');
    await this.horizon.waitUntilSafe(Number(rows[0]?.last));
  }
}
