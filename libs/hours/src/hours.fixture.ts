import { formatError, TimeTravel, toGlobalId } from '#libs/api-kit';
import { calendarModel, CalendarModule } from '#libs/calendar';
import {
  type Aggregate,
  type ConsumerDefinition,
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
import { type SchemaApp, schemaApp, type SchemaAppOptions } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { hoursModel } from './events.js';
import { documentOf, type Payload } from './hours-documents.fixture.js';
import { HoursModule } from './hours.module.js';

/** A Monday; each workspace is a sandbox that stands at 09:00 of it in Berlin. */
export const TODAY = '2026-01-05';

/** Somebody who can call. */
export interface Member {
  readonly personId: string;
  /** Global id of the person. */
  readonly id: string;
  readonly token: string;
}

type TeamName = 'marketing' | 'engineering' | 'sales' | 'agencyTeam';
type Held = readonly [Role, TeamName | null];

/** Everybody, by the roles they hold and the teams they hold them in. */
export const CAST = {
  marketer: [['MARKETING_MEMBER', 'marketing']],
  cmo: [['MARKETING_LEAD', 'marketing']],
  /** Leads another team that asks for work. */
  salesLead: [['MARKETING_LEAD', 'sales']],
  cto: [['ENGINEERING_LEAD', 'engineering']],
  backend: [['ENGINEER', 'engineering']],
  frontend: [['ENGINEER', 'engineering']],
  manager: [['PRODUCT_MANAGER', 'engineering']],
  reviewer: [['RISK_REVIEWER', 'engineering']],
  /** Leads both sides. */
  both: [
    ['MARKETING_LEAD', 'marketing'],
    ['ENGINEERING_LEAD', 'engineering'],
  ],
  bridge: [['BRIDGE', null]],
  finance: [['FINANCE', null]],
  facilitator: [['FACILITATOR', null]],
  agencyDesigner: [['AGENCY_MEMBER', 'agencyTeam']],
  auditor: [['AUDITOR', null]],
  admin: [['ADMIN', null]],
} as const satisfies Record<string, readonly Held[]>;

export type Name = keyof typeof CAST;

const TEAMS = { marketing: 'CONSUMER', engineering: 'PROVIDER', sales: 'CONSUMER', agencyTeam: 'PROVIDER' } as const;

/** A workspace with its teams and people. Ids of teams are global ones. */
export interface Cast extends Readonly<Record<Name, Member>>, Readonly<Record<TeamName, string>> {
  readonly workspaceId: string;
}

export interface Given {
  readonly expect?: object;
  readonly key?: string;
  readonly onBehalfOf?: Member;
}

type ContextModel = Pick<typeof hoursModel, 'events' | 'aggregates' | 'views'>;

/** What a spec adds to people, calendars, requests and hours. */
export interface Surroundings {
  readonly models?: readonly ContextModel[];
  readonly modules?: SchemaAppOptions['modules'];
  /** Consumers that follow the log from the start; `advance` waits for them. */
  readonly consumers?: (pool: pg.Pool) => readonly ConsumerDefinition[];
}

interface Base {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  readonly horizon: Horizon;
  readonly consumers: readonly ConsumerDefinition[];
  end(): Promise<void>;
}

const modelOf = (more: readonly ContextModel[]) => {
  const contexts: readonly ContextModel[] = [
    peopleModel,
    policiesModel,
    calendarModel,
    requestsModel,
    hoursModel,
    ...more,
  ];
  return {
    catalogue: new EventCatalogue(contexts.flatMap(({ events }) => events)),
    aggregates: contexts.flatMap(({ aggregates }) => aggregates),
    views: contexts.flatMap(({ views }) => views),
  };
};

/** The schema of people, calendars, requests and hours over a database of its own, called as the transports call it. */
export class HoursApi {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  readonly parked: string[] = [];

  private constructor(
    private readonly base: Base,
    private readonly app: SchemaApp,
  ) {
    this.pool = base.pool;
    this.owner = base.owner;
    this.log = base.log;
  }

  static async start({ models = [], modules = [], consumers = () => [] }: Surroundings = {}): Promise<HoursApi> {
    const database = await testDatabase();
    const owner = database.ownerPool(2);
    const model = modelOf(models);
    await registerInlineViews(owner, model);
    const pool = database.pool(12);
    const listen = () => connect({ url: database.url, applicationName: 'spec' });
    const horizon = new Horizon({ pool, pollMs: 200, connect: listen });
    const store = new PostgresLogStore(pool, horizon.signal);
    const log = new EventLog(store, model);
    const past = new Past({ pool, model });
    await horizon.start();
    const app = await schemaApp({
      modules: [PeopleModule.register(pool), CalendarModule, RequestsModule, HoursModule, ...modules],
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
        { provide: Past, useValue: past },
        { provide: TimeTravel, useValue: new TimeTravel({ pool, horizon }) },
      ],
      security: peopleSecurity,
    });
    const end = async (): Promise<void> => {
      await Promise.all([log.settle(), past.settle()]);
      await horizon.stop();
      await database.drop();
    };
    const api = new HoursApi({ pool, owner, log, horizon, consumers: consumers(pool), end }, app);
    api.follow();
    return api;
  }

  private runner: ConsumerRunner | null = null;

  private follow(): void {
    const { pool, log, horizon, consumers } = this.base;
    if (consumers.length === 0) return;
    const parked = ({ what, error }: { what: string; error: string }) => void this.parked.push(`${what}: ${error}`);
    this.runner = new ConsumerRunner({ pool, log, horizon, consumers, observer: { parked }, pollMs: 200 });
    this.runner.start();
  }

  get schema() {
    return this.app.schema;
  }

  async close(): Promise<void> {
    await this.runner?.stop();
    await this.app.close();
    await this.base.end();
  }

  /** A new workspace with everybody in it, on the morning of `startsOn`. */
  async cast(startsOn: string = TODAY): Promise<Cast> {
    const clock = new SandboxClock({ ...this.base, consumers: [] });
    const workspaces = new Workspaces(this.pool, { createSandbox: (id, now) => clock.create(id, now) });
    const startsAt = `${startsOn}T08:00:00.000Z`;
    const zone = 'Europe/Berlin';
    const { workspaceId } = await workspaces.create({ name: 'Bench', sandbox: true, startsAt, timeZone: zone });
    const teamIds = Object.fromEntries(Object.keys(TEAMS).map((name) => [name, randomUUID()])) as Record<
      TeamName,
      string
    >;
    const founded = Object.entries(TEAMS).map(([name, side]) => {
      const teamId = teamIds[name as TeamName];
      const fact = { type: 'TeamCreated' as const, data: { teamId, side, timeZone: zone } };
      return this.happened(workspaceId, { aggregate: team, id: teamId }, [fact]);
    });
    await Promise.all(founded);
    const joining = (Object.entries(CAST) as [Name, readonly Held[]][]).map(async ([name, roles]) => {
      const held = roles.map(([role, of]) => ({ role, teamId: of && teamIds[of] }));
      return [name, await this.join(workspaceId, held)] as const;
    });
    const members = await Promise.all(joining);
    const shown = Object.entries(teamIds).map(([name, id]) => [name, toGlobalId('Team', id)]);
    return { ...Object.fromEntries([...members, ...shown]), workspaceId } as Cast;
  }

  /** Somebody more; `scopes` cut their token. */
  async join(
    workspaceId: string,
    held: readonly { readonly role: Role; readonly teamId: string | null }[],
    scopes: readonly Right[] | null = null,
  ): Promise<Member> {
    const personId = randomUUID();
    await this.happened(workspaceId, { aggregate: person, id: personId }, [
      { type: 'PersonAdded', data: { personId } },
      ...held.map((one) => ({ type: 'RoleGranted' as const, data: { personId, ...one } })),
    ]);
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const roles = scopes && held.map(({ role }) => role);
    const asked = { personId, label: 'bench', expiresAt: null, roles, scopes };
    const { token } = await new Tokens(this.log, new PeopleStore(this.pool)).mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, id: toGlobalId('Person', personId), token };
  }

  /** Lets somebody act for somebody else, from `TODAY` to the end of 2026. */
  async delegate(workspaceId: string, from: Member, to: Member, role: Role): Promise<void> {
    const period = { from: TODAY, until: '2026-12-31', on: TODAY };
    const data = { personId: from.personId, delegationId: randomUUID(), role, deputyId: to.personId, ...period };
    await this.happened(workspaceId, { aggregate: person, id: from.personId }, [{ type: 'RoleDelegated', data }]);
  }

  /** Puts the clock forward without stopping where something is due. */
  async setClock(workspaceId: string, now: string): Promise<void> {
    await this.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [workspaceId, now]);
  }

  /** Moves the clock as `advanceClock` does: stops wherever something is due, and waits for all consumers. */
  advance(workspaceId: string, to: string) {
    return new SandboxClock(this.base).advance(workspaceId, to);
  }

  async run(source: string, who: Member, variables: object = {}, onBehalfOf?: Member) {
    const viewer = await authenticator(this.pool)(who.token, onBehalfOf ? { 'on-behalf-of': onBehalfOf.id } : {});
    const { data, errors } = await graphql({
      schema: this.schema,
      source,
      variableValues: { ...variables },
      contextValue: { viewer, requestId: 'r-1', logEpoch: this.base.horizon.current().epoch, loaders: new Map() },
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
  async give(who: Member, name: string, input: object, { expect, key, onBehalfOf }: Given = {}): Promise<Payload> {
    const { document, expects } = documentOf(this.schema, name);
    const variables = { input, key, ...(expects && { expect: expect ?? { latest: true } }) };
    const { data, errors } = await this.run(document, who, variables, onBehalfOf);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return (data as Record<string, Payload>)[name]!;
  }

  /** The payload of a mutation that must not be refused. */
  async done(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** Codes of the problems of a mutation that must be refused, and that it stored nothing. */
  async refused(cast: Cast, who: Member, name: string, input: object): Promise<string[]> {
    const before = await this.events(cast.workspaceId);
    const { problems } = await this.give(who, name, input);
    if (problems.length === 0) throw new Error(`${name} was not refused.`);
    if ((await this.events(cast.workspaceId)) !== before) throw new Error(`${name} was refused and stored something.`);
    return problems.map(({ code }) => code);
  }

  /** Stores facts that happened, whoever decided them; `facts` see the state before. */
  async happened<State, Event extends Fact>(
    workspaceId: string,
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    facts: readonly Event[] | ((state: State, now: string) => readonly Event[]),
  ): Promise<void> {
    const command = operatorCommand({ workspaceId, operation: 'cast', input: { id } });
    await this.log.decideOne(command, { aggregate, id, expect: 'latest' }, (state, { now }) =>
      typeof facts === 'function' ? facts(state, now) : facts,
    );
  }

  /** Events stored in a workspace, of one type or of all. */
  async events(workspaceId: string, type: string | null = null): Promise<number> {
    const statement = `select count(*) from log.event where workspace_id = $1 and ($2::text is null or type = $2)`;
    const { rows } = await this.owner.query<{ count: string }>(statement, [workspaceId, type]);
    return Number(rows[0]?.count);
  }

  /** Waits until everything stored so far can be read as history. */
  async readable(): Promise<void> {
    const { rows } = await this.owner.query<{ last: number }>('select max(position) as last from log.event');
    await this.base.horizon.waitUntilSafe(Number(rows[0]?.last));
  }
}
