import { testDatabase, type TestDatabase } from '#test/kit/database';
import { isConnectionLoss, isRetryable } from './errors.js';
import { connect, openPool } from './pool.js';
import { appRole } from './role.js';

describe('the pool', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
  });
  afterAll(() => database.drop());

  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('reads counts as numbers, exactly or not at all', async () => {
    const pool = database.pool();
    const { rows } = await pool.query(
      `SELECT 9007199254740991::int8 AS most, '2026-03-29'::date AS day, '{"a":1}'::jsonb AS json`,
    );
    expect(rows).toEqual([{ most: Number.MAX_SAFE_INTEGER, day: '2026-03-29', json: { a: 1 } }]);
    await expect(pool.query('SELECT 9007199254740992::int8')).rejects.toThrow(RangeError);
    expect((await pool.query('SELECT 1::int8 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('sets role and limits on every connection, whatever the address brings along', async () => {
    const url = `${database.ownerUrl}?options=-c%20work_mem%3D5MB%20-c%20statement_timeout%3D1`;
    const client = await connect({
      url,
      applicationName: 'a "spec"',
      role: appRole,
      statementSeconds: 7,
      lockSeconds: 3,
    });
    const { rows } = await client.query(
      `SELECT current_user AS role, current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
        current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('work_mem') AS memory,
        current_setting('application_name') AS name`,
    );
    await client.end();
    expect(rows).toEqual([
      { role: appRole, statement: '7s', lock: '3s', idle: '10s', memory: '5MB', name: 'a "spec"' },
    ]);
  });

  it('gives up waiting for a lock', async () => {
    const owner = database.ownerPool();
    await owner.query('CREATE TABLE public.held ()');
    const holder = await owner.connect();
    await holder.query('BEGIN; LOCK TABLE public.held');
    const impatient = openPool({ url: database.ownerUrl, size: 1, applicationName: 'spec', lockSeconds: 0.01 });
    const locked = await failure(impatient.query('SELECT FROM public.held'));
    await holder.query('ROLLBACK');
    holder.release();
    await impatient.end();
    expect(locked).toMatchObject({ code: '55P03' });
    expect(isRetryable(locked)).toBe(true);
    expect(isConnectionLoss(locked)).toBe(false);
  });

  it('replaces connections that broke, busy or idle', async () => {
    const seen: Error[] = [];
    const pool = openPool({
      url: database.ownerUrl,
      size: 2,
      applicationName: 'spec',
      onIdleError: (error) => seen.push(error),
    });
    const kill = (pid: unknown) => database.ownerPool(1).query('SELECT pg_terminate_backend($1)', [pid]);
    const client = await pool.connect();
    const busy = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
    const sleeping = failure(client.query('SELECT pg_sleep(60)'));
    await kill(busy);
    const lost = await sleeping;
    expect(isConnectionLoss(lost)).toBe(true);
    expect(isConnectionLoss(await failure(client.query('SELECT 1')))).toBe(true);
    client.release(true);
    const idle = (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
    const noticed = new Promise((resolve) => pool.once('error', resolve));
    await kill(idle);
    await noticed;
    expect(seen).toHaveLength(1);
    expect((await pool.query('SELECT 1 AS alive')).rows).toEqual([{ alive: 1 }]);
    await pool.end();
  });

  it('knows a deadlock and a refused serialization as retryable, a broken rule as final', async () => {
    const raise = (code: string) =>
      failure(database.ownerPool(1).query(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`));
    for (const code of ['40P01', '40001', '55P03', '57P01', '53300', '08006'])
      expect([code, isRetryable(await raise(code))]).toEqual([code, true]);
    for (const code of ['23505', '42501', '57014', 'P0001'])
      expect([code, isRetryable(await raise(code))]).toEqual([code, false]);
    expect(isRetryable(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isRetryable(new Error('Cannot read properties of undefined'))).toBe(false);
    expect(isRetryable(undefined)).toBe(false);
  });
});
