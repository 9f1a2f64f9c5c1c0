import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';

/** What the bench tells a server of its own to be. */
export interface ServerPlan {
  readonly kind: 'ours' | 'crud';
  readonly databaseUrl: string;
  readonly pool: number;
}

/** `count`: answer with the queries sent to Postgres since the last time; `memory`: with its peak so far; `stop`: end. */
export type ServerOrder = 'count' | 'memory' | 'stop';
export type ServerReport = { readonly url: string } | { readonly queries: number } | { readonly peakBytes: number };

const report = (what: ServerReport): void => void process.send?.(what);

/** pg sends a query when the one before on its connection was answered: each is one round trip. */
let queries = 0;
const client = pg.Client.prototype as { query: (...args: never[]) => unknown };
const send = client.query;
client.query = function (...args) {
  queries += 1;
  return send.apply(this, args);
};

/** Of this program: what `getrusage` tells begins with the process that started it. */
function peakBytes(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

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
    if (order === 'memory') return report({ peakBytes: peakBytes() });
    report({ queries });
    queries = 0;
  });
  report({ url: await app.getUrl() });
}
