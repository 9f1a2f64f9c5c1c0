import pg from 'pg';
import { withoutPassword } from '../setting.js';
import { DatabaseUnavailable } from './errors.js';

export interface PoolOptions {
  readonly url: string;
  /** Connections at most. */
  readonly size: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** The role every connection works as from its first statement on (`SET ROLE` by startup option). */
  readonly role?: string | null | undefined;
  /** Seconds after which the server gives up a statement; default 15. */
  readonly statementSeconds?: number;
  /** Seconds after which the server gives up waiting for a lock; default 5. */
  readonly lockSeconds?: number;
  /** Seconds after which the server ends a session that sits idle in a transaction: one such stalls every reader of the log; default 10. */
  readonly idleInTransactionSeconds?: number;
  /** Seconds to wait for a free or a new connection; default 10. */
  readonly connectSeconds?: number;
  /** Told of connections that broke while idle; the pool replaces them by itself. */
  readonly onIdleError?: (error: Error) => void;
}

const { types } = pg;

const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${text} is beyond what can be counted exactly.`);
  return value;
};

/**
 * int8 (positions, counts) as a number, refused beyond 2^53 - 1; date as the text `YYYY-MM-DD`, for a local date is no instant.
 * timestamptz stays a Date, numeric a string, json is parsed as pg does.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return types.getTypeParser(oid, format);
    return ownParsers.get(oid) ?? types.getTypeParser(oid, 'text');
  },
};

const ownParsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, safeInteger],
  [types.builtins.DATE, (text) => text],
]);

/** The options of one connection; also for connections of one's own (LISTEN) and for TypeORM's `extra`. */
export const connectionOptions = (options: Omit<PoolOptions, 'size' | 'onIdleError'>): pg.ClientConfig => {
  const { url, startup } = splitStartupOptions(options.url);
  const seconds = (value: number | undefined, fallback: number) => `${Math.round((value ?? fallback) * 1000)}ms`;
  return {
    connectionString: url,
    application_name: options.applicationName,
    connectionTimeoutMillis: (options.connectSeconds ?? 10) * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: columnTypes,
    options: [
      startup,
      `-c statement_timeout=${seconds(options.statementSeconds, 15)}`,
      `-c lock_timeout=${seconds(options.lockSeconds, 5)}`,
      `-c idle_in_transaction_session_timeout=${seconds(options.idleInTransactionSeconds, 10)}`,
      options.role ? `-c role=${startupValue(options.role)}` : '',
    ]
      .filter(Boolean)
      .join(' '),
  };
};

/** A pool whose connections carry all limits from their first statement on. */
export const openPool = (options: PoolOptions): pg.Pool => {
  const pool = new pg.Pool({ ...connectionOptions(options), max: options.size });
  pool.on('connect', (client) => client.on('error', () => undefined)); // lost while in use: its statement reports it
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
};

/**
 * One connection of its own, already made; the caller ends it.
 * @throws DatabaseUnavailable
 */
export const connect = async (options: Omit<PoolOptions, 'size' | 'onIdleError'>): Promise<pg.Client> => {
  const client = new pg.Client(connectionOptions(options));
  client.on('error', () => undefined); // the next query reports the loss
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new DatabaseUnavailable(withoutPassword(options.url), error);
  }
};

/** pg lets `options` of the address replace ours, so they are taken out of it and put in front. */
const splitStartupOptions = (address: string): { url: string; startup: string } => {
  const url = new URL(address);
  const startup = url.searchParams.get('options') ?? '';
  url.searchParams.delete('options');
  return { url: url.toString(), startup };
};

/** In startup options, blanks and backslashes are written with a backslash. */
const startupValue = (value: string): string => value.replace(/[\\\s]/g, '\\$&');
