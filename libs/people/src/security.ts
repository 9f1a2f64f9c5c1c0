import type { IncomingHttpHeaders } from 'node:http';
import { type Grant, splitGlobalId, type Viewer as ApiViewer } from '#libs/api-kit';
import type { Pool } from 'pg';
import { validate as isUuid } from 'uuid';
import { type Cell, grantOf, isRight, isRole, type Right, roleFor, type Holder } from './domain/rights.js';
import type { Viewer } from './domain/viewer.js';
import { findViewer, NotADeputy } from './viewer-lookup.js';

/** A right is asked for every guarded field of every row: each is worked out once for a viewer. */
const answers = new WeakMap<ApiViewer, Map<Right, Cell>>();

const holderOf = ({ roles, scopes }: ApiViewer): Holder => ({
  roles: roles.map(({ role }) => role).filter(isRole),
  scopes: scopes?.filter(isRight) ?? null,
});

const cellFor = (viewer: ApiViewer, right: Right): Cell => {
  const known = answers.get(viewer) ?? new Map<Right, Cell>();
  answers.set(viewer, known);
  if (!known.has(right)) known.set(right, grantOf(holderOf(viewer), right));
  return known.get(right) ?? null;
};

const rightNamed = (name: string): Right => {
  if (!isRight(name)) throw new Error(`The matrix of rights has no row ${name}.`);
  return name;
};

/** What the schema transform asks: a declared right that the matrix does not have is a mistake of the program. */
export const peopleSecurity = {
  grantOf: (viewer: ApiViewer, right: string): Grant | null => cellFor(viewer, rightNamed(right)),
  roleOf: (viewer: ApiViewer, right: string): string =>
    (isRight(right) ? roleFor(holderOf(viewer), right) : null) ?? viewer.roles[0]?.role ?? 'NONE',
};

/** The header in which a deputy names the person acted for, by global id. */
export const ON_BEHALF_OF = 'on-behalf-of';

const principalIn = (headers: IncomingHttpHeaders): string | undefined => {
  const header = headers[ON_BEHALF_OF];
  if (header === undefined) return undefined;
  const parts = typeof header === 'string' ? splitGlobalId(header) : null;
  if (parts?.type !== 'Person' || !isUuid(parts.id)) throw new NotADeputy();
  return parts.id;
};

/**
 * Whom a bearer token, and the `On-Behalf-Of` header beside it, stand for; null for a token that does not work.
 * @throws NotADeputy
 */
export const authenticator =
  (pool: Pick<Pool, 'query'>) =>
  async (token: string, headers: IncomingHttpHeaders): Promise<Viewer | null> =>
    findViewer(pool, { token, onBehalfOf: principalIn(headers) });
