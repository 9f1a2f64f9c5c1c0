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
import { policiesModel } from '#libs/policies';
import { requestsModel, RequestsModule } from '#libs/requests';
import { testDatabase } from '#test/kit/database';
import { type SchemaApp, schemaApp } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { intakeConsumers } from './consumers.js';
import { intakeModel } from './events.js';
import { IntakeModule } from './intake.module.js';

/** A Monday; each workspace is a sandbox that stands there. */
export const TODAY = '2026-01-05';

/** Somebody who can call. */
export interface Member {
  readonly personId: string;
  /** Global id of the person. */
  readonly id: string;
  readonly token: string;
}

/** Everybody, by the role they hold and the team they hold it in: each role once at least. */
export const CAST = {
  marketer: ['MARKETING_MEMBER', 'marketing'],
  colleague: ['MARKETING_MEMBER', 'marketing'],
  cmo: ['MARKETING_LEAD', 'marketing'],
  engineer: ['ENGINEER', 'engineering'],
  cto: ['ENGINEERING_LEAD', 'engineering'],
  manager: ['PRODUCT_MANAGER', 'engineering'],
  reviewer: ['RISK_REVIEWER', 'engineering'],
  bridge: ['BRIDGE', null],
  facilitator: ['FACILITATOR', null],
  agency: ['AGENCY_MEMBER', 'engineering'],
  auditor: ['AUDITOR', null],
  finance: ['FINANCE', null],
  admin: ['ADMIN', null],
  bot: ['INTEGRATION', null],
} as const satisfies Record<string, readonly [Role, 'marketing' | 'engineering' | null]>;

export type Name = keyof typeof CAST;

/** A workspace with two teams and its people. Ids of teams are global ones. */
export interface Cast extends Readonly<Record<Name, Member>> {
  readonly workspaceId: string;
  readonly marketing: string;
  readonly engineering: string;
}

export interface Given {
  readonly expect?: object;
  readonly key?: string;
  readonly onBehalfOf?: Member;
}

type Shown = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

export interface Payload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly questionId?: string | null;
  readonly idea?: Shown | null;
  readonly roadblock?: Shown | null;
  readonly interruption?: Shown | null;
  readonly capture?: Shown | null;
  readonly request?: Shown | null;
  readonly problems: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

export const IDEA = `id version reference title status originSide quickWin roughMinutes touches reason sourceKind sourceRef
  votes { consumer provider total mine } request { id sourceKind sourceRef title status }`;
export const ROADBLOCK = `id version reference title status until overdue outcome owner { id } affectedRequests { id }`;
export const INTERRUPTION = `id version kind status minutes topic occurredOn conversionSuggested questionId writtenOffBecause
  fromTeam { id } request { id }`;
export const CAPTURE = `id version channel messageId kind link text questionId request { id title sourceKind sourceRef questions { text } } idea { id title }`;
const REQUEST = `request { id version title status sourceKind sourceRef questions { text } }`;

/** What the payload of a mutation shows; those that are not named here show an idea or a roadblock. */
const SHOWN: Readonly<Record<string, string>> = {
  convertIdea: `idea { ${IDEA} } ${REQUEST}`,
  logInterruption: `interruption { ${INTERRUPTION} }`,
  writeOffInterruption: `interruption { ${INTERRUPTION} }`,
  convertInterruptionToRequest: `interruption { ${INTERRUPTION} } ${REQUEST} questionId`,
  convertInterruptionToQuestion: `interruption { ${INTERRUPTION} } ${REQUEST} questionId`,
  captureFromChat: `capture { ${CAPTURE} }`,
  createRequest: REQUEST,
  withdrawRequest: REQUEST,
};
const NEW = ['captureIdea', 'raiseRoadblock', 'logInterruption', 'captureFromChat', 'createRequest'];

const PROBLEMS = `problems { __typename code category path message ... on InvalidStateProblem { state allowed }
  ... on ForbiddenProblem { right } ... on NotFoundProblem { what } ... on PiiNotAllowedProblem { kind }
  ... on LimitReachedProblem { what max } ... on CapturedAlreadyProblem { capturedAs objectId } }`;

const documentOf = (name: string): string => {
  const known = NEW.includes(name);
  const input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const shown = SHOWN[name] ?? (name.includes('Roadblock') ? `roadblock { ${ROADBLOCK} }` : `idea { ${IDEA} }`);
  return `mutation ($input: ${input}!, ${known ? '' : '$expect: Expect!, '}$key: String) {
    ${name}(input: $input, ${known ? '' : 'expect: $expect, '}idempotencyKey: $key) { position replayed ${shown} ${PROBLEMS} } }`;
};

const CONTEXTS = [peopleModel, policiesModel, calendarModel, requestsModel, intakeModel];
const model = {
  catalogue: new EventCatalogue(CONTEXTS.flatMap(({ events }) => events)),
  aggregates: CONTEXTS.flatMap(({ aggregates }) => aggregates),
  views: CONTEXTS.flatMap(({ views }) => views),
};

/** What the bot's token is cut to. */
export const BOT_SCOPES: readonly Right[] = [
  'capture.chat',
  'capture.read',
  'request.create',
  'request.read',
  'idea.read',
];

interface Base {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  readonly horizon: Horizon;
  drop(): Promise<void>;
}

/** The schema of people, requests and intake over a database of its own, called as the transports call it. */
export class IntakeApi {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;

  private constructor(
    private readonly base: Base,
    private readonly app: SchemaApp,
  ) {
    this.pool = base.pool;
    this.owner = base.owner;
    this.log = base.log;
  }

  static async start(): Promise<IntakeApi> {
    const database = await testDatabase();
    const owner = database.ownerPool(1);
    await registerInlineViews(owner, model);
    const pool = database.pool(8);
    const store = new PostgresLogStore(pool);
    const log = new EventLog(store, model);
    const horizon = new Horizon({ pool });
    await horizon.start();
    const app = await schemaApp({
      modules: [PeopleModule.register(pool), CalendarModule, RequestsModule, IntakeModule],
      surroundings: [
        { provide: pg.Pool, useValue: pool },
        { provide: PostgresLogStore, useValue: store },
        { provide: EventLog, useValue: log },
        { provide: Horizon, useValue: horizon },
        { provide: Consumers, useValue: new Consumers(pool, horizon) },
        {
          provide: RowHistory,
          useValue: new RowHistory({ pool, consumers: new Consumers(pool, horizon), definitions: intakeConsumers }),
        },
        { provide: Past, useValue: new Past({ pool, model }) },
        { provide: TimeTravel, useValue: new TimeTravel({ pool, horizon }) },
      ],
      security: peopleSecurity,
    });
    return new IntakeApi({ pool, owner, log, horizon, drop: () => database.drop() }, app);
  }

  get schema() {
    return this.app.schema;
  }

  /** To be started, and stopped before the rest closes. */
  runner(): ConsumerRunner {
    const { pool, log, horizon } = this.base;
    return new ConsumerRunner({ pool, log, horizon, consumers: intakeConsumers, pollMs: 200 });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.base.horizon.stop();
    await this.base.drop();
  }

  /** A new workspace with everybody in it, on the morning of `TODAY`. */
  async cast(): Promise<Cast> {
    const workspaces = new Workspaces(this.pool, { createSandbox: (id, now) => this.setClock(id, now) });
    const startsAt = `${TODAY}T08:00:00.000Z`;
    const { workspaceId } = await workspaces.create({
      name: 'Bench',
      sandbox: true,
      startsAt,
      timeZone: 'Europe/Berlin',
    });
    const teams = { marketing: randomUUID(), engineering: randomUUID() };
    const sides = { marketing: 'CONSUMER', engineering: 'PROVIDER' } as const;
    for (const name of ['marketing', 'engineering'] as const) {
      const data = { teamId: teams[name], side: sides[name], timeZone: 'Europe/Berlin' };
      await this.happened(workspaceId, { aggregate: team, id: teams[name] }, [{ type: 'TeamCreated', data }]);
    }
    const members: [string, Member][] = [];
    for (const [name, [role, of]] of Object.entries(CAST)) {
      const personId = randomUUID();
      const granted = { personId, role, teamId: of === null ? null : teams[of] };
      await this.happened(workspaceId, { aggregate: person, id: personId }, [
        { type: 'PersonAdded', data: { personId } },
        { type: 'RoleGranted', data: granted },
      ]);
      members.push([name, await this.member(workspaceId, personId, role)]);
    }
    return {
      ...(Object.fromEntries(members) as Record<Name, Member>),
      workspaceId,
      marketing: toGlobalId('Team', teams.marketing),
      engineering: toGlobalId('Team', teams.engineering),
    };
  }

  async setClock(workspaceId: string, now: string): Promise<void> {
    const statement = `insert into log.sandbox_clock (workspace_id, now) values ($1, $2)
      on conflict (workspace_id) do update set now = excluded.now`;
    await this.owner.query(statement, [workspaceId, now]);
  }

  /** Lets somebody act for somebody else, today. */
  async delegate(workspaceId: string, from: Member, to: Member, role: Role): Promise<void> {
    const period = { from: TODAY, until: TODAY, on: TODAY };
    const data = { personId: from.personId, delegationId: randomUUID(), role, deputyId: to.personId, ...period };
    await this.happened(workspaceId, { aggregate: person, id: from.personId }, [{ type: 'RoleDelegated', data }]);
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
    const variables = { input, key, ...(!NEW.includes(name) && { expect: expect ?? { latest: true } }) };
    const { data, errors } = await this.run(documentOf(name), who, variables, onBehalfOf);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Record<string, Payload>)[name]!;
  }

  /** The payload of a mutation that must not be refused. */
  async done(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(JSON.stringify(payload.problems));
    return payload;
  }

  /** Events stored in a workspace, of one type or of all. */
  async events(workspaceId: string, type?: string): Promise<number> {
    const statement = `select count(*) from log.event where workspace_id = $1 and ($2::text is null or type = $2)`;
    const { rows } = await this.owner.query<{ count: string }>(statement, [workspaceId, type ?? null]);
    return Number(rows[0]?.count);
  }

  /** Waits until everything stored so far can be read as history. */
  async readable(): Promise<void> {
    const { rows } = await this.owner.query<{ last: number }>('select max(position) as last from log.event');
    await this.base.horizon.waitUntilSafe(Number(rows[0]?.last));
  }

  private async happened<State, Event extends Fact>(
    workspaceId: string,
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    facts: readonly Event[],
  ): Promise<void> {
    const command = operatorCommand({ workspaceId, operation: 'cast', input: { id } });
    await this.log.decideOne(command, { aggregate, id, expect: 'latest' }, () => facts);
  }

  private async member(workspaceId: string, personId: string, role: Role): Promise<Member> {
    const bot = role === 'INTEGRATION';
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const cut = { roles: bot ? [role] : null, scopes: bot ? BOT_SCOPES : null };
    const asked = { personId, label: 'bench', expiresAt: null, ...cut };
    const { token } = await new Tokens(this.log, new PeopleStore(this.pool)).mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, id: toGlobalId('Person', personId), token };
  }
}
