import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';

/** What the bench tells a server of its own to be. */
export interface ServerPlan {
  readonly kind: 'ours' | 'crud';
  readonly databaseUrl: string;
  readonly pool: number;
}

/** `count`: answer with the queries sent to Postgres since the last time; `stop`: end. */
export type ServerOrder = 'count' | 'stop';
export type ServerReport = { readonly url: string } | { readonly queries: number };

const report = (what: ServerReport): void => void process.send?.(what);

/** pg sends a query when the one before on its connection was answered: each is one round trip. */
let queries = 0;
const client = pg.Client.prototype as { query: (...args: never[]) => unknown };
const send = client.query;
client.query = function (...args) {
  queries += 1;
  return send.apply(this, args);
};

/** An application that is not listening yet. */
export interface Running {
  readonly app: NestFastifyApplication;
  readonly close: () => Promise<void>;
}

/** Only one of them is loaded: a second schema in the process would know the types of the first. */
const applications = {
  ours: () => import('./ours-app.js'),
  crud: () => import('./crud/app.js'),
};

process.once('message', (plan: ServerPlan) => void serve(plan));

async function serve(plan: ServerPlan): Promise<void> {
  const { open } = await applications[plan.kind]();
  const { app, close } = await open(plan);
  await app.listen(0, '127.0.0.1');
  process.on('message', (order: ServerOrder) => {
    if (order === 'stop') return void close().then(() => process.disconnect());
    report({ queries });
    queries = 0;
  });
  report({ url: await app.getUrl() });
}
