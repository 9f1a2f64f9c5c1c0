import type { Pool } from 'pg';

const CLAIM = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine';
const GIVEN_UP = 'select pg_advisory_unlock_all()';

/** Runs what one of several processes shall do; null where another one is at it. The claim ends with its connection. */
export async function claimed<Done>(pool: Pool, what: string, run: () => Promise<Done>): Promise<Done | null> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(CLAIM, [what]);
    return rows[0]!.mine ? await run() : null;
  } finally {
    // Told to the server: it notices a closed connection only a moment later, and whoever comes in between would find it claimed.
    await client.query(GIVEN_UP).catch(() => undefined);
    // Given back with its lock, it would keep others from it: it is closed instead.
    client.release(true);
  }
}
