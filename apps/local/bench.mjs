/**
 * `npm run bench`: what the service costs beside plainer ways of doing the same, on a durable Postgres of its own; about eight minutes.
 * `npm run bench -- kernel` measures one part: kernel, submit, list, scale, bulk, requests, hours, risk, roadmap, readers or rebuild (the last two fill a million events each time and take longer than all others; `BENCH_EVENTS=100000` is a trial). Nothing here passes or fails: a row says where it stands.
 */
import { join } from 'node:path';
import { install } from './install.mjs';
import { runStep } from './steps.mjs';

install();
const { build } = await import('./build.mjs');
await build();
const env = { ...process.env, NODE_ENV: 'production' };
process.exitCode = await runStep(
  process.execPath,
  [join('dist', 'test', 'bench', 'main.js'), ...process.argv.slice(2)],
  { env },
);
