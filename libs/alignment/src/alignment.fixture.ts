import { calendarModel, CalendarModule } from '#libs/calendar';
import { formatError, TimeTravel, toGlobalId } from '#libs/api-kit';
import {
  type Aggregate,
  Consumers,
  EventCatalogue,
  EventLog,
  type Fact,
  Horizon,
  Past,
  PostgresLogStore,
  registerInlineViews,
  RowHistory,
} from '#libs/event-log';
import {
  authenticator,
  operatorCommand,
  peopleModel,
  PeopleModule,
  peopleSecurity,
  PeopleStore,
  person,
  type Role,
  team,
  Tokens,
  Workspaces,
} from '#libs/people';
import { policiesModel } from '#libs/policies';
import { request, requestsModel, RequestsModule } from '#libs/requests';
import { testDatabase } from '#test/kit/database';
import { type SchemaApp, schemaApp } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { AlignmentModule } from './alignment.module.js';
import { alignmentModel } from './events.js';

/** Somebody who can call. */
export interface Member {
  readonly personId: string;
  readonly token: string;
}

const CAST = {
  cmo: ['marketing', 'MARKETING_LEAD'],
  cto: ['engineering', 'ENGINEERING_LEAD'],
  deputyCto: ['engineering', 'ENGINEERING_LEAD'],
  /** Leads both teams. */
  both: ['marketing', 'MARKETING_LEAD', 'engineering', 'ENGINEERING_LEAD'],
  /** Leads another team that asks for work. */
  salesLead: ['sales', 'MARKETING_LEAD'],
  bridge: [null, 'BRIDGE'],
  manager: ['engineering', 'PRODUCT_MANAGER'],
  engineer: ['engineering', 'ENGINEER'],
  agency: ['engineering', 'AGENCY_MEMBER'],
} as const satisfies Record<string, readonly (Role | TeamName | null)[]>;

const TEAMS = { marketing: 'CONSUMER', sales: 'CONSUMER', engineering: 'PROVIDER', agencies: 'PROVIDER' } as const;
export type TeamName = keyof typeof TEAMS;
export type Name = keyof typeof CAST;

/** A workspace with its teams and people, by plain ids. */
export interface Cast extends Readonly<Record<Name, Member>> {
  readonly workspaceId: string;
  readonly teams: Readonly<Record<TeamName, string>>;
}

const MODULES = [peopleModel, policiesModel, calendarModel, requestsModel, alignmentModel];
const model = {
  catalogue: new EventCatalogue(MODULES.flatMap(({ events }) => events)),
  aggregates: MODULES.flatMap(({ aggregates }) => aggregates),
  views: MODULES.flatMap(({ views }) => views),
};

/** The schema of people, requests and this context over a database of its own, called as the transports call it. */
export class AlignmentApi {
  readonly log: EventLog;

  private constructor(
    readonly pool: pg.Pool,
    readonly owner: pg.Pool,
    readonly app: SchemaApp,
    private readonly drop: () => Promise<void>,
  ) {
    this.log = new EventLog(new PostgresLogStore(pool), model);
  }

  static async start(): Promise<AlignmentApi> {
    const database = await testDatabase();
    const owner = database.ownerPool(1);
    await registerInlineViews(owner, model);
    const pool = database.pool(8);
    const store = new PostgresLogStore(pool);
    const horizon = new Horizon({ pool });
    const app = await schemaApp({
      modules: [PeopleModule.register(pool), CalendarModule, RequestsModule, AlignmentModule],
      surroundings: [
        { provide: pg.Pool, useValue: pool },
        { provide: PostgresLogStore, useValue: store },
        { provide: EventLog, useValue: new EventLog(store, model) },
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
    return new AlignmentApi(pool, owner, app, () => database.drop());
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.drop();
  }

  /** A new workspace with everybody in it. */
  async cast(): Promise<Cast> {
    const workspaces = new Workspaces(this.pool, { createSandbox: () => Promise.resolve() });
    const { workspaceId } = await workspaces.create({ name: 'Bench', sandbox: false, timeZone: 'Europe/Berlin' });
    const teams = Object.fromEntries(Object.keys(TEAMS).map((name) => [name, randomUUID()])) as Cast['teams'];
    for (const [name, side] of Object.entries(TEAMS)) {
      const teamId = teams[name as TeamName];
      await this.happened(workspaceId, team, teamId, [
        { type: 'TeamCreated', data: { teamId, side, timeZone: 'Europe/Berlin' } },
      ]);
    }
    const members: [string, Member][] = [];
    for (const [name, held] of Object.entries(CAST)) members.push([name, await this.member(workspaceId, held, teams)]);
    return { ...(Object.fromEntries(members) as Record<Name, Member>), workspaceId, teams };
  }

  /** Drafts of marketing, numbered from `from` on; their plain ids. */
  async drafts(cast: Cast, count: number, from = 1): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    for (const [place, id] of ids.entries()) await this.draft(cast, id, from + place);
    return ids;
  }

  async draft({ workspaceId, teams, agency }: Cast, id: string, number: number): Promise<void> {
    const data = { number, title: `Request ${number}`, type: 'LANDING_PAGE', consumerTeamId: teams.marketing };
    const drafted = { ...data, requesterId: agency.personId, source: { kind: 'FORM', ref: null } };
    await this.happened(workspaceId, request, id, [{ type: 'RequestDrafted', data: drafted }]);
  }

  /** What happened to a request, whoever decided it. */
  async requestHad({ workspaceId }: Cast, id: string, ...facts: Fact[]): Promise<void> {
    await this.happened(workspaceId, request, id, facts);
  }

  /** Facts appended as they are, in a command of their own. */
  async happened<State, Event extends Fact>(
    workspaceId: string,
    aggregate: Aggregate<State, Event>,
    id: string,
    facts: readonly Fact[],
  ): Promise<void> {
    const command = operatorCommand({ workspaceId, operation: 'happened', input: {} });
    await this.log.decideOne(command, { aggregate, id, expect: 'latest' }, () => facts as readonly Event[]);
  }

  async run(source: string, who: Member, variables: Record<string, unknown> = {}) {
    const viewer = await authenticator(this.pool)(who.token, {});
    const { data, errors } = await graphql({
      schema: this.app.schema,
      source,
      variableValues: variables,
      contextValue: { viewer, requestId: 'r-1', logEpoch: 'e1', loaders: new Map() },
    });
    return { data, errors: errors?.map((error) => formatError(error, 'r-1')) };
  }

  /** The answer of the only root field. @throws for a top-level error */
  async answer<Shape>(source: string, who: Member, variables: Record<string, unknown> = {}): Promise<Shape> {
    const { data, errors } = await this.run(source, who, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as Shape;
  }

  /** What was asked of the database through the pool while this ran. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const asked: string[] = [];
    const query = this.pool.query.bind(this.pool) as (...args: unknown[]) => unknown;
    const listen = (...args: unknown[]): unknown => {
      asked.push(JSON.stringify(args[0]));
      return query(...args);
    };
    Object.assign(this.pool, { query: listen });
    try {
      await work();
    } finally {
      Reflect.deleteProperty(this.pool, 'query');
    }
    return asked;
  }

  /** Events stored so far, in all workspaces. */
  async events(): Promise<number> {
    const { rows } = await this.owner.query<{ count: string }>('select count(*) from log.event');
    return Number(rows[0]?.count);
  }

  private async member(workspaceId: string, held: (typeof CAST)[Name], teams: Cast['teams']): Promise<Member> {
    const personId = randomUUID();
    const roles = Array.from({ length: held.length / 2 }, (_, n) => {
      const name = held[2 * n] as TeamName | null;
      const data = { personId, role: held[2 * n + 1], teamId: name && teams[name] };
      return { type: 'RoleGranted', data };
    });
    await this.happened(workspaceId, person, personId, [{ type: 'PersonAdded', data: { personId } }, ...roles]);
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const tokens = new Tokens(this.log, new PeopleStore(this.pool));
    const asked = { personId, label: 'bench', roles: null, scopes: null, expiresAt: null };
    const { token } = await tokens.mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, token };
  }
}

export const requestGid = (id: string): string => toGlobalId('Request', id);
export const teamGid = (id: string): string => toGlobalId('Team', id);
export const personGid = (id: string): string => toGlobalId('Person', id);

/** What a mutation of this context answered. */
export interface Payload<Shape> {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly it: Shape | null;
  readonly problems: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly [field: string]: unknown;
  }[];
}

const PROBLEMS = `problems { __typename code category message path
  ... on BusinessProblem { details } ... on BoardExistsProblem { existingBoardId } ... on DuplicateRankProblem { requestIds }
  ... on RankNotActiveProblem { requestIds } ... on RankingDiffersProblem { proposedRequestIds } ... on RanksMissingProblem { side }
  ... on BothSidesBySamePersonProblem { side } ... on NoTieProblem { why } ... on ForbiddenProblem { right } ... on NotFoundProblem { what }
  ... on LimitReachedProblem { what max } ... on StaleVersionProblem { expected actual current { id } } }`;

/** A mutation with its input, `expect` (unless it begins something) and a key; its object is called `it`. */
export const mutation = (name: string, object: string): string => {
  const begins = name.startsWith('open');
  const input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!${begins ? '' : ', $expect: Expect!'}, $key: String) {
    ${name}(input: $input${begins ? '' : ', expect: $expect'}, idempotencyKey: $key) { position replayed it: ${object} ${PROBLEMS} } }`;
};
