/** Runs once before all specs: starts Postgres and makes the template that every spec's database is cut from. */
import './typescript.mjs';

export default async () => {
  const { startRun } = await import('./run.ts');
  globalThis.twolaneTestRun = await startRun();
};
