import type { MigrationInterface, QueryRunner } from 'typeorm';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { testServer } from '#test/kit/server';
import { createDatabaseIfMissing, dropDatabase, withDatabase } from './create.js';
import { DatabaseUnavailable } from './errors.js';
import { migrate, type MigrateResult, type MigrationClass, pendingMigrations } from './migrate.js';
import { openPool } from './pool.js';
import { appRole, usableRole } from './role.js';

const migration = (name: string, work: string[] | (() => Promise<void>)): MigrationClass => {
  const named = class implements MigrationInterface {
    async up(runner: QueryRunner) {
      if (typeof work === 'function') return work();
      for (const statement of work) await runner.query(statement);
    }
    async down() {}
  };
  return Object.defineProperty(named, 'name', { value: name });
};

const first = migration('First1700000000001', [
  'CREATE SCHEMA fruit',
  'CREATE TABLE fruit.apple (id bigint PRIMARY KEY, picked date, sold timestamptz)',
  `GRANT USAGE ON SCHEMA fruit TO ${appRole}`,
  `GRANT SELECT ON fruit.apple TO ${appRole}`,
]);
const second = migration('Second1700000000002', ['INSERT INTO fruit.apple VALUES (1)']);

describe('migrate', () => {
  let database: TestDatabase;
  let said: string[];
  const log = { info: (line: string) => said.push(line), warn: (line: string) => said.push(`warning: ${line}`) };

  beforeEach(async () => {
    database = await testDatabase({ migrated: false });
    said = [];
  });
  afterEach(() => database.drop());

  it('runs what is missing, in the order of the timestamps, once', async () => {
    const url = database.ownerUrl;
    expect(await pendingMigrations(database.ownerPool(), [first, second])).toEqual([first.name, second.name]);
    expect(await migrate({ url, migrations: [first] })).toEqual({ executed: [first.name], role: appRole });
    expect(await pendingMigrations(database.ownerPool(), [first, second])).toEqual([second.name]);
    expect(await migrate({ url, migrations: [second, first] })).toMatchObject({ executed: [second.name] });
    expect(await migrate({ url, migrations: [first, second] })).toMatchObject({ executed: [] });
  });

  it('lets one of several processes work while the others wait', async () => {
    const url = database.ownerUrl;
    const later: Promise<MigrateResult>[] = [];
    const lateComer = () =>
      new Promise<string>((said) => later.push(migrate({ url, migrations: [first], log: { info: said, warn: said } })));
    const busy = migration(first.name, async () => {
      const words = await Promise.all([lateComer(), lateComer()]);
      expect(words).toEqual(Array(2).fill('Another process migrates this database; waiting for it.'));
    });
    const { executed } = await migrate({ url, migrations: [busy] });
    expect(executed).toEqual([first.name]);
    expect((await Promise.all(later)).map((result) => result.executed)).toEqual([[], []]);
  });

  it('keeps what is complete when a later one fails, and nothing of the failed one', async () => {
    const broken = migration('Broken1700000000002', ['CREATE TABLE public.half ()', 'SELECT 1 / 0']);
    const url = database.ownerUrl;
    await expect(migrate({ url, migrations: [first, broken], log })).rejects.toThrow('division by zero');
    expect(said).toContain('warning: Migration "Broken1700000000002" failed, error: division by zero');
    const { rows } = await database
      .ownerPool()
      .query(`SELECT to_regclass('public.half') AS half, to_regclass('fruit.apple') AS apple`);
    expect(rows).toEqual([{ half: null, apple: 'fruit.apple' }]);
    expect(await migrate({ url, migrations: [first, second] })).toMatchObject({ executed: [second.name] });
  });

  it('lets the service read and no more, and know what has run', async () => {
    await migrate({ url: database.ownerUrl, migrations: [first] });
    const pool = openPool({ url: database.ownerUrl, size: 1, applicationName: 'spec', role: appRole });
    try {
      expect((await pool.query('SELECT current_user AS me, count(*) AS apples FROM fruit.apple')).rows).toEqual([
        { me: appRole, apples: 0 },
      ]);
      await expect(pool.query('INSERT INTO fruit.apple VALUES (2)')).rejects.toThrow('permission denied');
      expect(await pendingMigrations(pool, [first, second])).toEqual([second.name]);
    } finally {
      await pool.end();
    }
  });

  it('says that a role is of no use when the schemas were made without it', async () => {
    const closed = migration('Closed1700000000001', ['CREATE SCHEMA vault']);
    expect(await migrate({ url: database.ownerUrl, migrations: [closed], log })).toMatchObject({ role: null });
    expect(said.at(-1)).toMatch(/^warning: The role twolane_app cannot be used/);
  });

  it('refuses a name without a timestamp', async () => {
    await expect(migrate({ url: database.ownerUrl, migrations: [migration('Nameless', [])] })).rejects.toThrow(
      'timestamp',
    );
  });
});

describe('a user who may not create roles', () => {
  const user = `plain_${process.pid}`;
  const role = `unmade_${process.pid}`;
  let database: TestDatabase;
  let url: string;

  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
    const owner = database.ownerPool(1);
    await owner.query(`CREATE ROLE ${user} LOGIN PASSWORD 'plain'`);
    await owner.query(`ALTER SCHEMA public OWNER TO ${user}`);
    await owner.query(
      `GRANT CREATE ON DATABASE ${pg.escapeIdentifier(new URL(database.ownerUrl).pathname.slice(1))} TO ${user}`,
    );
    const address = new URL(database.ownerUrl);
    Object.assign(address, { username: user, password: 'plain' });
    url = address.toString();
  });
  afterAll(async () => {
    await database.drop();
    const client = new pg.Client(testServer().adminUrl);
    await client.connect();
    await client.query(`DROP ROLE ${user}`);
    await client.end();
  });

  it('migrates all the same, with a warning', async () => {
    const said: string[] = [];
    const plain = migration('Plain1700000000001', ['CREATE SCHEMA fruit']);
    const result = await migrate({
      url,
      migrations: [plain],
      appRole: role,
      log: { info: () => undefined, warn: (line) => said.push(line) },
    });
    expect(result).toEqual({ executed: [plain.name], role: null });
    expect(said).toEqual([expect.stringContaining(`CREATE ROLE ${role} NOLOGIN`)]);
  });

  it('works as the role once the owner let it in', async () => {
    await database.ownerPool(1).query(`GRANT USAGE ON SCHEMA fruit TO ${appRole}`);
    expect(await usableRole(url, appRole)).toBeNull();
    await migrate({ url: database.ownerUrl, serviceUrl: url, migrations: [] });
    expect(await usableRole(url, appRole)).toBe(appRole);
  });
});

describe('the role of the service', () => {
  const user = `maker_${process.pid}`;
  const roles = [`made_${process.pid}`, `raced_${process.pid}`];
  const databases: TestDatabase[] = [];
  beforeAll(async () => {
    for (const _ of [1, 2, 3, 4]) databases.push(await testDatabase({ migrated: false }));
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.drop()));
    const client = new pg.Client(testServer().adminUrl);
    await client.connect();
    for (const role of [...roles, user]) await client.query(`DROP ROLE IF EXISTS ${role}`);
    await client.end();
  });

  it('is made once by databases of one cluster that start together', async () => {
    const runs = databases.map(({ ownerUrl }) => migrate({ url: ownerUrl, migrations: [], appRole: roles[1] ?? '' }));
    expect((await Promise.all(runs)).map(({ role }) => role)).toEqual(Array(4).fill(roles[1]));
  });

  it('is made by an owner who is no superuser and may create roles', async () => {
    const database = await testDatabase({ migrated: false });
    databases.push(database);
    await database.ownerPool(1).query(`CREATE ROLE ${user} LOGIN CREATEROLE PASSWORD 'plain'`);
    await database.ownerPool(1).query(`GRANT CREATE ON SCHEMA public TO ${user}`);
    const url = new URL(database.ownerUrl);
    Object.assign(url, { username: user, password: 'plain' });
    expect(await migrate({ url: url.toString(), migrations: [], appRole: roles[0] ?? '' })).toMatchObject({
      role: roles[0],
    });
  });
});

describe('reaching the database', () => {
  const unreachable = 'postgres://somebody:hunter2@127.0.0.1:1/nothing';

  it('says in one line where nothing answers, without the password', async () => {
    const failure = migrate({ url: unreachable, migrations: [] });
    await expect(failure).rejects.toThrow(DatabaseUnavailable);
    await expect(failure).rejects.toThrow(
      'The database postgres://somebody@127.0.0.1:1/nothing cannot be used: nothing listens there.',
    );
  });

  it('says that a database is missing', async () => {
    const url = withDatabase(testServer().adminUrl, 'no such "one"');
    await expect(migrate({ url, migrations: [] })).rejects.toThrow('there is no such database');
  });

  it('creates a database once, however many ask at once', async () => {
    const { adminUrl, prefix } = testServer();
    const name = `${prefix}_"odd" name`;
    try {
      const created = await Promise.all([1, 2, 3].map(() => createDatabaseIfMissing(adminUrl, name)));
      expect(created.filter(Boolean)).toHaveLength(1);
    } finally {
      await dropDatabase(adminUrl, name);
    }
  });
});
