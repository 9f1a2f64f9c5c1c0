/** Runs once before all specs: starts Postgres and makes the template that every spec's database is cut from. */
import './typescript.mjs';

export default async () => {
  const { startRun } = await import('./run.ts');
  try {
    globalThis.twolaneTestRun = await startRun();
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error).includes('postgres/index')) throw error;
    console.warn('No embedded Postgres yet: set TEST_DATABASE_URL for specs that need a database.');
  }
};
