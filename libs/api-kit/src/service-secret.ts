import { rowsOf, sql } from './sql.js';
import type { Queryable } from './sql.js';

/** 32 bytes that all processes on one database share: `cursors` and `links` prove that a cursor or a link is ours, `demo` derives the demo's tokens, `webhooks` encrypts what webhooks sign with. */
export async function serviceSecret(db: Queryable, name: 'cursors' | 'demo' | 'links' | 'webhooks'): Promise<Buffer> {
  const [row] = await rowsOf<{ value: Buffer }>(db, sql`SELECT value FROM api.secret WHERE name = ${name}`);
  if (!row) throw new Error(`The secret ${name} is missing: run the migrations.`);
  return row.value;
}
