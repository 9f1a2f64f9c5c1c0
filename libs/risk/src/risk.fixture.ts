import { formatError, toGlobalId } from '#libs/api-kit';
import { type Aggregate, ConsumerRunner, type EventLog, type Fact, SandboxClock } from '#libs/event-log';
import {
  authenticator,
  operatorCommand,
  PeopleStore,
  person,
  type Right,
  type Role,
  team,
  Tokens,
  Workspaces,
} from '#libs/people';
import type { SchemaApp } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Cast, CAST, type Held, type Member, type Name, type TeamName, TEAMS } from './risk-cast.fixture.js';
import { documentOf, type Payload, unaliased } from './risk-documents.fixture.js';
import { type Base, startProgram, type Surroundings } from './risk-program.fixture.js';

export type { Payload } from './risk-documents.fixture.js';

/** A Monday; each workspace is a sandbox that stands at 09:00 of it in Berlin. */
export const TODAY = '2026-01-05';

export type { Cast, Member, Name } from './risk-cast.fixture.js';
export type { Surroundings } from './risk-program.fixture.js';

/** The log's horizon is looked at in the background. */
const HORIZON_POLL = 'select epoch, safe, ';

export interface Given {
  readonly expect?: object;
  readonly key?: string;
  readonly onBehalfOf?: Member;
  /** More fields of an object of the payload, by its name: `{ riskReview: 'openPoints { kind }' }`. */
  readonly show?: Readonly<Record<string, string>>;
}

/** A fact as it is stored. */
export interface StoredFact {
  readonly type: string;
  readonly version: number;
  readonly position: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** The schema of people, calendars, requests and risk over a database of its own, called as the transports call it. */
export class RiskApi {
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

  static async start(surroundings: Surroundings = {}): Promise<RiskApi> {
    const { base, app } = await startProgram(surroundings);
    const api = new RiskApi(base, app);
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
  async give(
    who: Member,
    name: string,
    input: object,
    { expect, key, onBehalfOf, show }: Given = {},
  ): Promise<Payload> {
    const { document, expects } = documentOf(this.schema, name, show);
    const variables = { input, key, ...(expects && { expect: expect ?? { latest: true } }) };
    const { data, errors } = await this.run(document, who, variables, onBehalfOf);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return unaliased((data as Record<string, Payload>)[name]!);
  }

  /** The payload of a mutation that must not be refused. */
  async done(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** The problems of a mutation that must be refused, and that it stored nothing. */
  // oxlint-disable-next-line max-params -- as `give`, beside the workspace that must stay as it is
  async problems(cast: Pick<Cast, 'workspaceId'>, who: Member, name: string, input: object, given: Given = {}) {
    const before = await this.events(cast.workspaceId);
    const { problems } = await this.give(who, name, input, given);
    if (problems.length === 0) throw new Error(`${name} was not refused.`);
    if ((await this.events(cast.workspaceId)) !== before) throw new Error(`${name} was refused and stored something.`);
    return problems;
  }

  /** Their codes. */
  async refused(cast: Pick<Cast, 'workspaceId'>, who: Member, name: string, input: object): Promise<string[]> {
    return (await this.problems(cast, who, name, input)).map(({ code }) => code);
  }

  /** What was asked of the database through the service's pool while this ran, but for what the program asks by itself. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { pool } = this;
    await this.log.settle();
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
    return asked.filter((text) => !text.includes(HORIZON_POLL));
  }

  /** Facts of a stream in their order. */
  async stream(workspaceId: string, streamId: string): Promise<StoredFact[]> {
    const statement = `select type, version, position::int as position, data, meta from log.event
      where workspace_id = $1 and stream_id = $2 order by version`;
    return (await this.owner.query<StoredFact>(statement, [workspaceId, streamId])).rows;
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
