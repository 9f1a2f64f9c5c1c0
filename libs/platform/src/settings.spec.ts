import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, SettingsError, settingsMarkdown, settingsTable } from './settings.js';

const problems = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.wrong;
    throw error;
  }
};

describe('settings', () => {
  it('need nothing at all', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: null,
      migrationDatabaseUrl: null,
      dataDir: '.data',
      demo: true,
      worker: 'inside',
      databasePool: 10,
      databaseWorkPool: 5,
      logLevel: 'info',
      bodyLimitBytes: 1024 ** 2,
      commandRetentionDays: 90,
    });
  });

  it('take an empty variable for a missing one, and blanks around a value for nothing', () => {
    expect(readSettings({ PORT: '', HOST: ' ', DB_POOL: ' 7 ' })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databasePool: 7,
    });
  });

  it('turn the demo on by themselves only outside production', () => {
    expect(readSettings({ NODE_ENV: 'production' }).demo).toBe(false);
    expect(readSettings({ NODE_ENV: 'production', DEMO: 'on' }).demo).toBe(true);
    expect(readSettings({ DEMO: 'off' }).demo).toBe(false);
  });

  it('migrate by the address of the service unless the owner has one of its own', () => {
    const service = 'postgres://app@db:5432/twolane';
    const owner = 'postgres://owner@db:5432/twolane';
    expect(readSettings({ DATABASE_URL: service }).migrationDatabaseUrl).toBe(service);
    expect(readSettings({ DATABASE_URL: service, MIGRATION_DATABASE_URL: owner })).toMatchObject({
      databaseUrl: service,
      migrationDatabaseUrl: owner,
    });
  });

  it.each(['3000x', '-1', '65536', '1e3', '0x10', '3.5', '99999999999999999999'])('refuse PORT=%s', (written) => {
    expect(problems({ PORT: written })).toEqual([`PORT is "${written}", allowed is a whole number from 0 to 65535`]);
  });

  it.each([
    ['65536', 65_536],
    ['64kb', 65_536],
    ['2 MB', 2 * 1024 ** 2],
  ])('read the size %s', (written, bytes) => {
    expect(readSettings({ BODY_LIMIT_BYTES: written }).bodyLimitBytes).toBe(bytes);
  });

  it.each([
    ['https://twolane.example', 'https://twolane.example'],
    ['HTTPS://Twolane.Example:8443/work/', 'https://twolane.example:8443/work'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('read the address %s', (written, address) => {
    expect(readSettings({ PUBLIC_URL: written }).publicUrl).toBe(address);
  });

  it.each([
    'twolane.example',
    'ftp://a.example',
    'javascript:alert(1)',
    'https://',
    'https://u:p@a.example',
    'https://a.example/?x',
  ])('refuse PUBLIC_URL=%s', (written) => {
    expect(problems({ PUBLIC_URL: written })).toHaveLength(1);
    expect(problems({ PUBLIC_URL: 'https://u:hunter2@a.example' }).join()).not.toContain('hunter2');
  });

  it('never show a secret, not even a refused one', () => {
    expect(readSettings({}).metricsToken).toBeNull();
    expect(readSettings({ METRICS_TOKEN: 'scrape-me-every-minute' }).metricsToken).toBe('scrape-me-every-minute');
    expect(problems({ METRICS_TOKEN: 'short-hunter2' })).toEqual([
      'METRICS_TOKEN is "(not shown)", allowed is 16 or more printable characters without blanks',
    ]);
  });

  it('take the key of seals out of its file, and show a wrong file by its name alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twolane-key-'));
    const written = async (name: string, { privateKey }: { privateKey: KeyObject }): Promise<string> => {
      await writeFile(join(folder, name), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      return join(folder, name);
    };
    const right = await written('right.pem', generateKeyPairSync('ed25519'));
    expect(readSettings({}).sealKey).toBeNull();
    expect(readSettings({ SEAL_KEY: right }).sealKey).toContain('PRIVATE KEY');
    const wrong = [await written('wrong.pem', generateKeyPairSync('x25519')), join(folder, 'nowhere.pem'), folder];
    for (const path of wrong)
      expect(problems({ SEAL_KEY: path })).toEqual([
        expect.stringMatching(/^SEAL_KEY is ".*", allowed is the path of a PEM file with an Ed25519 private key/),
      ]);
    await rm(folder, { recursive: true });
  });

  it('name every wrong one in a single line', () => {
    const read = () =>
      readSettings({ PORT: 'a\nb', DEMO: 'yes', WORKER: 'outside', LOG_LEVEL: 'loud', BODY_LIMIT_BYTES: '1gb' });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(
      /^Wrong settings: PORT is "a\\nb", .*DEMO is "yes", allowed is on or off; WORKER is .*BODY_LIMIT_BYTES is .*LOG_LEVEL is "loud".*\.$/,
    );
  });

  it.each(['mysql://me:hunter2@db/x', 'postgres://me:hunter2@db', 'me:hunter2@db'])(
    'refuse the address %s without showing its password',
    (url) => {
      const [problem] = problems({ DATABASE_URL: url });
      expect(problem).toMatch(/^DATABASE_URL is .*allowed is postgres:/);
      expect(problem).not.toContain('hunter2');
    },
  );

  it('are all explained in a table', () => {
    expect(settingsTable.length).toBeGreaterThan(15);
    for (const row of settingsTable) {
      expect(row.meaning).toMatch(/\.$/);
      expect(settingsMarkdown()).toContain(`| \`${row.name}\` | ${row.default} | ${row.meaning} |`);
    }
  });
});
