import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { serviceSecret } from '#libs/api-kit';
import { registerInlineViews } from '#libs/event-log';
import { type DemoAccess, ensureDemo, PeopleStore } from '#libs/people';
import { type Log, openLog, openPool, readSettings, type Settings } from '#libs/platform';
import { createApi } from '../../apps/api/src/api.js';
import { logModel } from '../../apps/api/src/contexts.js';
import { closeGracefully } from '../../apps/api/src/http/shutdown.js';
import type { ApiOptions as Limits } from '../../apps/api/src/parts.js';
import { Service } from '../../apps/api/src/service/service.js';

export interface ApiOptions {
  /** As the service connects; a `testDatabase().url`. */
  readonly databaseUrl: string;
  /** True: this api does the asynchronous work itself. */
  readonly work?: boolean;
  /** Settings by the names of their variables, e.g. `{ DB_POOL: '4' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Other limits than the product's own, e.g. `{ recheckMs: 0 }`. */
  readonly limits?: Partial<Limits>;
  /** Lines of the service's own log; none are kept unless given. */
  readonly onLine?: (line: string) => void;
}

/** Who asks, by what they are called at work in the demo, e.g. `CMO`. */
export interface Asking {
  readonly as: string;
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

/** Somebody who can ask. */
export type Access = Pick<DemoAccess, 'title' | 'token'>;

/** A client of one api, in this process or another: everybody of the demo workspace. */
export class ApiClient<Who extends Access = DemoAccess> {
  constructor(
    readonly url: string,
    readonly demo: readonly Who[],
  ) {}

  /** The person with this title. */
  who(title: string): Who {
    const found = this.demo.find((access) => access.title === title);
    if (!found)
      throw new Error(`Nobody in the demo is called ${title}: ${this.demo.map((one) => one.title).join(', ')}.`);
    return found;
  }

  /** One operation by POST. */
  async run(query: string, { as, variables, headers }: Asking): Promise<ExecutionResult> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.who(as).token}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as ExecutionResult;
  }

  /** The answer of the operation's only root field. @throws for a top-level error, with all of it in the message */
  async answer<Shape>(query: string, asking: Asking): Promise<Shape> {
    const { data, errors } = await this.run(query, asking);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as Shape;
  }

  /** `answer` of a mutation that must not be refused. @throws with the problems in the message */
  async done<Shape extends object>(mutation: string, asking: Asking): Promise<Shape> {
    const payload = await this.answer<Shape & { problems?: readonly unknown[] }>(mutation, asking);
    if (payload.problems === undefined) throw new Error('Ask for `problems { code message }`.');
    if (payload.problems.length > 0) throw new Error(JSON.stringify(payload.problems));
    return payload;
  }

  /** A subscription on a socket of its own; `return()` of the iterator closes it. */
  subscribe(query: string, { as, variables }: Asking): AsyncIterableIterator<ExecutionResult> {
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.who(as).token}` },
      retryAttempts: 0,
    });
    return client.iterate({ query, ...(variables && { variables }) }) as AsyncIterableIterator<ExecutionResult>;
  }
}

/** A real api in this process: the whole application over a service, on a free port of the loopback. */
export class RunningApi extends ApiClient {
  constructor(
    url: string,
    demo: readonly DemoAccess[],
    readonly service: Service,
    private readonly app: Awaited<ReturnType<typeof createApi>>,
  ) {
    super(url, demo);
  }

  /** The schema it serves. */
  get schema(): GraphQLSchema {
    return this.app.get(GraphQLSchemaHost).schema;
  }

  /** Lets requests in flight end, then closes everything. */
  async stop(): Promise<void> {
    await closeGracefully(this.app);
    await this.service.close();
  }
}

export const settingsOf = ({ databaseUrl, settings = {} }: ApiOptions): Settings =>
  readSettings({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, SHUTDOWN_SECONDS: '1', ...settings });

/** To be done once on a database cut from the template, as its owner: what a start of the service does after its migrations. */
export const prepareViews = async (ownerUrl: string): Promise<void> => {
  const owner = openPool({ url: ownerUrl, size: 1, applicationName: 'twolane spec' });
  try {
    await registerInlineViews(owner, logModel());
  } finally {
    await owner.end();
  }
};

const logOf = ({ onLine }: ApiOptions): Log =>
  openLog({ name: 'spec', level: onLine ? 'debug' : 'silent', destination: { write: onLine ?? (() => undefined) } });

/** A service without an api: for workers, and for specs that look behind it. Close it with `close`. */
export const openService = async (options: ApiOptions): Promise<Service> => {
  const settings = settingsOf(options);
  const log = logOf(options);
  const service = await Service.open({ url: options.databaseUrl, role: null, settings, log, name: 'twolane spec' });
  if (options.work) service.startWork();
  return service;
};

/**
 * Starts an api over a prepared database (`prepareViews`); any number of them may share one. An empty database gets the demo
 * workspace, with the same people and tokens in every process.
 */
export const startApi = async (options: ApiOptions): Promise<RunningApi> => {
  const service = await openService(options);
  const key = (await serviceSecret(service.pool, 'demo')).toString('hex');
  const demo = await ensureDemo(service.events, new PeopleStore(service.pool), { key });
  const log = logOf(options);
  const { limits = {} } = options;
  const app = await createApi({ service, settings: settingsOf(options), log, demo, limits });
  await app.listen(0, '127.0.0.1');
  return new RunningApi(await app.getUrl(), demo, service, app);
};
