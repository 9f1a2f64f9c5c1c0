import { formatError } from '#libs/api-kit';
import { ConsumerRunner } from '#libs/event-log';
import { authenticator } from '#libs/people';
import type { SchemaApp } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import type { Cast, Member } from './roadmap-cast.fixture.js';
import { documentOf, type Payload, type ShownItem, unaliased } from './roadmap-documents.fixture.js';
import { type Base, startProgram, type Surroundings } from './roadmap-program.fixture.js';
import { RoadmapWorkspaces } from './roadmap-workspaces.fixture.js';

export type { Cast, Member, Name } from './roadmap-cast.fixture.js';
export type { Payload, ShownItem } from './roadmap-documents.fixture.js';
export type { Surroundings } from './roadmap-program.fixture.js';
export { type StoredFact, TODAY } from './roadmap-workspaces.fixture.js';

export interface Given {
  readonly expect?: object;
  readonly key?: string;
  readonly onBehalfOf?: Member;
  /** More fields of an object of the payload, by its name: `{ item: 'dependants { itemId }' }`. */
  readonly show?: Readonly<Record<string, string>>;
}

/** The schema of people, calendars, policies, requests, risk and the roadmap over a database of its own, called as the transports call it. */
export class RoadmapApi extends RoadmapWorkspaces {
  readonly parked: string[] = [];
  private runner: ConsumerRunner | null = null;

  private constructor(
    base: Base,
    private readonly app: SchemaApp,
  ) {
    super(base);
  }

  static async start(surroundings: Surroundings = {}): Promise<RoadmapApi> {
    const { base, app } = await startProgram(surroundings);
    const api = new RoadmapApi(base, app);
    api.follow();
    return api;
  }

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
  async problems(cast: Pick<Cast, 'workspaceId'>, who: Member, name: string, input: object) {
    const before = await this.events(cast.workspaceId);
    const { problems } = await this.give(who, name, input);
    if (problems.length === 0) throw new Error(`${name} was not refused.`);
    if ((await this.events(cast.workspaceId)) !== before) throw new Error(`${name} was refused and stored something.`);
    return problems;
  }

  /** Their codes. */
  async refused(cast: Pick<Cast, 'workspaceId'>, who: Member, name: string, input: object): Promise<string[]> {
    return (await this.problems(cast, who, name, input)).map(({ code }) => code);
  }

  /** What was asked of the database through the service's pool while this ran. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { pool } = this;
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

  /** A new item, a FEATURE of both sides with an owner on each unless told otherwise. */
  async propose(cast: Cast, input: object = {}, who: Member = cast.cmo): Promise<ShownItem> {
    const owners = {
      marketing: { personId: cast.cmo.id, teamId: cast.marketing },
      engineering: { personId: cast.cto.id, teamId: cast.engineering },
    };
    const given = { title: 'Gift cards', lane: 'SHARED', kind: 'FEATURE', owners, ...input };
    return (await this.done(who, 'proposeRoadmapItem', given)).item!;
  }

  /** A new item with a window: the second quarter of 2026 unless told. */
  async plan(cast: Cast, input: object = {}, window: object = {}): Promise<ShownItem> {
    const { id: itemId } = await this.propose(cast, input);
    const second = { start: '2026-04-01', end: '2026-06-30', precision: 'QUARTER', ...window };
    return (await this.done(cast.manager, 'planItem', { itemId, window: second, horizon: 'NEXT' })).item!;
  }
}
