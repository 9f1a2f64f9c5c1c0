import pg from 'pg';
import { ownCluster, type OwnCluster } from './cluster.js';
import { testDatabase } from './database.js';

const ask = async (url: string, statement: string): Promise<object[]> => {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
};

describe('a cluster of its own', () => {
  let cluster: OwnCluster;
  beforeAll(async () => {
    cluster = await ownCluster({ durable: true });
  });
  afterAll(() => cluster.remove());

  it('keeps what was committed when it is stopped and when it is killed', async () => {
    const url = cluster.url('postgres');
    await ask(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await cluster.stop();
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await cluster.start();
    await ask(url, 'INSERT INTO kept VALUES (2)');
    await cluster.kill();
    expect(await ask(url, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

describe('a test database', () => {
  it('belongs to one spec and is gone afterwards', async () => {
    const [one, other] = await Promise.all([testDatabase({ migrated: false }), testDatabase({ migrated: false })]);
    await one.ownerPool().query('CREATE TABLE public.mine ()');
    expect((await other.ownerPool().query(`SELECT to_regclass('public.mine') AS found`)).rows).toEqual([
      { found: null },
    ]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(ask(one.ownerUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('works as the role that owns nothing', async () => {
    const database = await testDatabase();
    const pool = database.pool();
    expect((await pool.query('SELECT current_user AS me')).rows).toEqual([{ me: 'twolane_app' }]);
    await expect(pool.query('CREATE TABLE public.mine ()')).rejects.toThrow('permission denied');
    await database.drop();
  });
});
