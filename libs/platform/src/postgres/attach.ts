import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';

/**
 * The address of an embedded Postgres that another process of ours runs on this folder, e.g. `npm start` while a command is given;
 * null when none answers there.
 */
export async function attachEmbeddedPostgres(dataDir: string, database = 'postgres'): Promise<string | null> {
  try {
    const [password, pidFile] = await Promise.all([
      readFile(join(resolve(dataDir), 'password'), 'utf8'),
      readFile(join(resolve(dataDir), 'cluster', 'postmaster.pid'), 'utf8'),
    ]);
    // The fourth line of postmaster.pid is the port.
    const port = Number(pidFile.split('\n')[3]);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    return (await answers(url)) ? url : null;
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
