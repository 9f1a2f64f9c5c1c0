import {
  type Environment,
  onOff,
  oneOf,
  postgresUrl,
  privateKeyFile,
  secret,
  type Setting,
  size,
  text,
  webAddress,
  wholeNumber,
} from './setting.js';

const definitions = {
  port: wholeNumber(
    'PORT',
    { min: 0, max: 65_535 },
    { fallback: '3000', meaning: 'Port of the service; 0 takes any free one.' },
  ),
  host: text('HOST', {
    fallback: '127.0.0.1',
    meaning: 'Address to listen on; `0.0.0.0` opens the service to the network.',
  }),
  publicUrl: webAddress('PUBLIC_URL', {
    fallback: '',
    shownFallback: 'as requests name it',
    meaning: 'Address of the service as others see it, e.g. `https://twolane.example`: pages that are shared name it.',
  }),
  databaseUrl: postgresUrl('DATABASE_URL', {
    fallback: '',
    shownFallback: 'an embedded Postgres',
    meaning: 'The Postgres (15 or newer) to work on.',
  }),
  migrationDatabaseUrl: postgresUrl('MIGRATION_DATABASE_URL', {
    fallback: (env) => env.DATABASE_URL ?? '',
    shownFallback: '`DATABASE_URL`',
    meaning: 'The same database as its owner: migrations run as this user, the service never does.',
  }),
  migrate: oneOf('MIGRATE', ['start', 'off'], {
    fallback: 'start',
    meaning:
      'Whether the service brings the database up to date when it starts; `off` where a deployment step does it.',
  }),
  dataDir: text('DATA_DIR', { fallback: '.data', meaning: 'Folder of the embedded Postgres.' }),
  databasePool: wholeNumber(
    'DB_POOL',
    { min: 2, max: 200 },
    { fallback: '10', meaning: 'Database connections of one process for whoever asks and decides, at most.' },
  ),
  databaseWorkPool: wholeNumber(
    'DB_WORK_POOL',
    { min: 2, max: 200 },
    { fallback: '5', meaning: 'Database connections of one process for the asynchronous work, beside those, at most.' },
  ),
  demo: onOff('DEMO', {
    fallback: (env) => (env.NODE_ENV === 'production' ? 'off' : 'on'),
    shownFallback: '`on`, with NODE_ENV=production `off`',
    meaning: 'Fill an empty database with a demo workspace and show its tokens.',
  }),
  demoQuarter: onOff('DEMO_QUARTER', {
    fallback: 'on',
    meaning: 'With the demo, tell the demo quarter in a second workspace, on a test clock.',
  }),
  worker: oneOf('WORKER', ['inside', 'off'], {
    fallback: 'inside',
    meaning: 'Whether the api does the asynchronous work itself; `off` where workers run beside it.',
  }),
  bodyLimitBytes: size(
    'BODY_LIMIT_BYTES',
    { min: 1024, max: 64 * 1024 ** 2 },
    { fallback: '1mb', meaning: 'Largest request body; a socket message may have 64 kB.' },
  ),
  maxDepth: wholeNumber(
    'MAX_DEPTH',
    { min: 3, max: 100 },
    { fallback: '15', meaning: 'Deepest nesting of a GraphQL document.' },
  ),
  maxAliases: wholeNumber(
    'MAX_ALIASES',
    { min: 1, max: 10_000 },
    { fallback: '50', meaning: 'Most aliases in a GraphQL document.' },
  ),
  maxCost: wholeNumber(
    'MAX_COST',
    { min: 10, max: 1_000_000_000 },
    { fallback: '20000', meaning: 'Highest cost of a GraphQL operation: about one per object it may return.' },
  ),
  commandRetentionDays: wholeNumber(
    'COMMAND_RETENTION_DAYS',
    { min: 1, max: 3650 },
    { fallback: '90', meaning: 'Days during which a repeated idempotency key returns the first result.' },
  ),
  statementSeconds: wholeNumber(
    'STATEMENT_SECONDS',
    { min: 1, max: 3600 },
    { fallback: '15', meaning: 'Seconds after which Postgres gives up a statement of the service.' },
  ),
  shutdownSeconds: wholeNumber(
    'SHUTDOWN_SECONDS',
    { min: 0, max: 600 },
    { fallback: '10', meaning: 'Seconds that requests in flight get when the service is told to stop.' },
  ),
  metricsToken: secret('METRICS_TOKEN', {
    fallback: '',
    shownFallback: 'none',
    meaning: 'Bearer token `/metrics` asks for; without one it answers callers of the same machine alone.',
  }),
  sealKey: privateKeyFile('SEAL_KEY', {
    fallback: '',
    shownFallback: 'a key kept in the database',
    meaning: 'PEM file with the Ed25519 private key that seals of the log are signed with.',
  }),
  webhookAllowPrivate: onOff('WEBHOOK_ALLOW_PRIVATE', {
    fallback: 'off',
    meaning: 'Whether webhooks may be told by http and at private addresses: for development alone.',
  }),
  logLevel: oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    fallback: (env) => (env.NODE_ENV === 'test' ? 'silent' : 'info'),
    shownFallback: '`info`',
    meaning: 'Least important log line that is written; lines are JSON on standard output.',
  }),
} satisfies Record<string, Setting<unknown>>;

type Definitions = typeof definitions;

/** Everything that can be set from outside, read once at start. See the definitions above for units and defaults. */
export type Settings = {
  readonly [Key in keyof Definitions]: Definitions[Key] extends Setting<infer Value> ? Value : never;
};

/** One or more settings are wrong; the message is one line naming each variable, its value and what is allowed. */
export class SettingsError extends Error {
  constructor(readonly wrong: readonly string[]) {
    super(`Wrong ${wrong.length === 1 ? 'setting' : 'settings'}: ${wrong.join('; ')}.`);
    this.name = 'SettingsError';
  }
}

/**
 * Reads all settings; a missing or empty variable means its default.
 * @throws SettingsError naming every wrong variable
 */
export const readSettings = (env: Environment): Settings => {
  const wrong: string[] = [];
  const entries = Object.entries<Setting<unknown>>(definitions).map(([key, setting]) => {
    const written = env[setting.name]?.trim() || fallbackOf(setting, env);
    const value = setting.read(written);
    if (value === undefined) wrong.push(`${setting.name} is ${shown(setting, written)}, allowed is ${setting.allowed}`);
    return [key, value];
  });
  if (wrong.length > 0) throw new SettingsError(wrong);
  return Object.fromEntries(entries) as Settings;
};

const fallbackOf = ({ fallback }: Setting<unknown>, env: Environment): string =>
  typeof fallback === 'string' ? fallback : fallback(env);

const shown = (setting: Setting<unknown>, written: string): string => {
  const safe = setting.show?.(written) ?? written;
  return JSON.stringify(safe.length > 60 ? `${safe.slice(0, 60)}…` : safe);
};

/** One row of the settings table. */
export interface SettingRow {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
  readonly allowed: string;
}

/** All settings in the order of their definition. */
export const settingsTable: readonly SettingRow[] = Object.values<Setting<unknown>>(definitions).map((setting) => ({
  name: setting.name,
  default: setting.shownFallback ?? `\`${fallbackOf(setting, {})}\``,
  meaning: setting.meaning,
  allowed: setting.allowed,
}));

/** The table as Markdown: the README carries exactly this text between its settings marks. */
export const settingsMarkdown = (): string =>
  [
    '| setting | default | meaning |',
    '| --- | --- | --- |',
    ...settingsTable.map((row) => `| \`${row.name}\` | ${row.default} | ${row.meaning} |`),
  ].join('\n');
