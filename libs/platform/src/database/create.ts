import pg from 'pg';
import { codeOf } from './errors.js';
import { connect } from './pool.js';

/**
 * Creates the database unless it is there; two callers at once are fine.
 * @param adminUrl any database of the same server, as a user who may create databases
 * @param template the database it is a copy of; nobody may be connected to it
 * @returns whether this call created it
 * @throws DatabaseUnavailable
 */
export const createDatabaseIfMissing = async (
  adminUrl: string,
  name: string,
  template = 'template1',
): Promise<boolean> => {
  const client = await connect({ url: adminUrl, applicationName: 'twolane create database', statementSeconds: 0 });
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return false;
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`);
    return true;
  } catch (error) {
    if (['42P04', '23505'].includes(codeOf(error) ?? '')) return false;
    throw error;
  } finally {
    await client.end();
  }
};

/**
 * Removes the database with all it holds and ends whoever is connected to it; nothing happens when there is none.
 * @throws DatabaseUnavailable
 */
export const dropDatabase = async (adminUrl: string, name: string): Promise<void> => {
  const client = await connect({ url: adminUrl, applicationName: 'twolane drop database', statementSeconds: 0 });
  try {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
};

/** The same server and user, another database. */
export const withDatabase = (address: string, name: string): string => {
  const url = new URL(address);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.toString();
};
