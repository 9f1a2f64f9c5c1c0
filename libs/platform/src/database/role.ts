import pg from 'pg';
import { codeOf } from './errors.js';
import { connect } from './pool.js';

/** The role the service works as: it owns nothing, so not even a bug can rewrite the log. */
export const appRole = 'twolane_app';

/** Unique name taken meanwhile, catalog row changed meanwhile: other databases of the cluster do the same at the same time. */
const raceCodes = new Set(['42710', '23505', 'XX000']);
const notAllowed = '42501';

/**
 * Makes the role (without login, for the whole cluster) when it is missing and lets the given users work as it.
 * Does nothing where the connected user may not: whether the role can be used is asked with `usableRole`.
 */
export const ensureRole = async (client: pg.ClientBase, role: string, users: readonly string[]): Promise<void> => {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) await tolerantly(client, `CREATE ROLE ${pg.escapeIdentifier(role)} NOLOGIN`);
  for (const user of users) {
    if (await isMember(client, user, role)) continue;
    await tolerantly(client, `GRANT ${pg.escapeIdentifier(role)} TO ${pg.escapeIdentifier(user)}`);
  }
};

/**
 * Superusers count as members of every role; unknown users and roles as such that need nothing. From Postgres 16 on, whoever makes
 * a role is a member of it who may not work as it yet.
 */
const isMember = async (client: pg.ClientBase, user: string, role: string): Promise<boolean> => {
  const { rows } = await client.query<{ member: boolean }>(
    `SELECT pg_has_role(u.oid, r.oid, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) AS member
     FROM pg_roles u, pg_roles r WHERE u.rolname = $1 AND r.rolname = $2`,
    [user, role],
  );
  return rows[0]?.member ?? true;
};

const tolerantly = async (client: pg.ClientBase, statement: string, triesLeft = 5): Promise<void> => {
  try {
    await client.query(statement);
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === notAllowed || code === '42710') return;
    if (!raceCodes.has(code) || triesLeft === 0) throw error;
    await tolerantly(client, statement, triesLeft - 1);
  }
};

/**
 * The role if the user of this address may work as it and has been granted what the owner made, else null.
 * @throws DatabaseUnavailable
 */
export const usableRole = async (url: string, role: string): Promise<string | null> => {
  const client = await connect({ url, applicationName: 'twolane role check' });
  try {
    await client.query(`SET ROLE ${pg.escapeIdentifier(role)}`);
    const { rows } = await client.query<{ closed: string }>(
      `SELECT nspname AS closed FROM pg_namespace
       WHERE nspowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('public.migration'))
         AND nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('public', 'information_schema')
         AND NOT has_schema_privilege(oid, 'USAGE')`,
    );
    return rows.length === 0 ? role : null;
  } catch (error) {
    if ([notAllowed, '22023', '42704'].includes(codeOf(error) ?? '')) return null;
    throw error;
  } finally {
    await client.end();
  }
};
