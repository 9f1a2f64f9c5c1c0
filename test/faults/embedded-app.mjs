/**
 * A small application with an embedded Postgres, made to be killed: `node embedded-app.mjs <data folder>`.
 * Says what happens as JSON lines. On SIGINT it writes one more row, as a request in flight would, and only then stops.
 */
import '../kit/typescript.mjs';
import pg from 'pg';

const { startEmbeddedPostgres } = await import('#libs/platform');
const say = (event, details = {}) => console.log(JSON.stringify({ event, ...details }));

try {
  say('starting', { pid: process.pid });
  const onCrash = ({ restarting }) => say('crashed', { restarting });
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2], durable: false, onCrash });
  const pool = new pg.Pool({ connectionString: postgres.url('postgres'), max: 1 });
  pool.on('error', () => undefined);
  await pool.query('create table if not exists kept (word text)');
  // As a server would: the embedded Postgres alone keeps no process alive.
  const alive = setInterval(() => undefined, 1_000);
  process.on('SIGINT', async () => {
    clearInterval(alive);
    await pool.query(`insert into kept values ('drained')`);
    await pool.end();
    await postgres.stop();
    say('stopped');
  });
  say('ready', { pid: postgres.pid, url: postgres.url('postgres') });
} catch (error) {
  say('refused', { code: error.code, message: error.message });
  process.exitCode = 1;
}
