import { Refusal } from '#libs/event-log';
import type { Pool } from 'pg';
import type { Delegation, HeldRole } from './domain/person.js';
import { isRight, isRole, type Right, type Role } from './domain/rights.js';
import { deputyRoles, localDate, ownRoles, type Viewer } from './domain/viewer.js';
import { hashOfToken } from './secret.js';

/** The caller names somebody to act for who has not named the caller a deputy today. */
export class NotADeputy extends Refusal {
  constructor() {
    const message = 'You are not a deputy of this person today; leave out On-Behalf-Of to act for yourself.';
    super('NOT_A_DEPUTY', 'FORBIDDEN', message);
  }
}

export interface Credentials {
  /** `twl_…` as the client sent it. */
  readonly token: string;
  /** Uuid of the person to act for. */
  readonly onBehalfOf?: string | undefined;
}

interface ViewerRow {
  readonly workspace_id: string;
  readonly sandbox: boolean;
  readonly time_zone: string;
  readonly person_id: string;
  readonly token_id: string;
  readonly token_roles: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly expires_at: Date | null;
  readonly ancestors: readonly string[];
  readonly held: readonly HeldRole[];
  readonly principal_roles: readonly HeldRole[] | null;
  readonly principal_delegations: readonly Delegation[] | null;
  readonly now: Date;
}

/**
 * Everything about a caller in one statement, nothing kept between requests: a revoked token or role ends with the next one.
 * A token's end is on the real clock, a deputy's period on the workspace's own. $1 hash, $2 stream of the person to act for.
 */
const VIEWER = `
select t.workspace_id, w.sandbox, w.time_zone, t.person_id, t.token_id, t.roles as token_roles, t.scopes, t.expires_at, t.ancestors,
  p.roles as held, d.roles as principal_roles, d.delegations as principal_delegations, coalesce(c.now, clock_timestamp()) as now
from people.token_secret s
join people.token_row t on t.workspace_id = s.workspace_id and t.stream_id = 'token-' || s.token_id
join people.workspace w on w.workspace_id = s.workspace_id
join people.person_row p on p.workspace_id = s.workspace_id and p.stream_id = 'person-' || t.person_id
left join people.person_row d on d.workspace_id = s.workspace_id and d.stream_id = $2
left join log.sandbox_clock c on c.workspace_id = s.workspace_id
where s.hash = $1 and t.status = 'active' and (t.expires_at is null or t.expires_at > clock_timestamp())
  and not exists (
    select from unnest(t.ancestors) as ancestor (id)
    join people.token_row a on a.workspace_id = t.workspace_id and a.stream_id = 'token-' || ancestor.id
    where a.status = 'revoked-with-minted')`;

/** Names this program does not know (yet, or any more) give nothing. */
const rolesOf = (names: readonly string[] | null): Role[] | null => names && names.filter(isRole);
const scopesOf = (names: readonly string[] | null): Right[] | null => names && names.filter(isRight);

const rolesInForce = (row: ViewerRow, onBehalfOf: string | undefined, now: string): HeldRole[] => {
  const cap = rolesOf(row.token_roles);
  if (onBehalfOf === undefined) return ownRoles(row.held, cap);
  const principal = { roles: row.principal_roles ?? [], delegations: row.principal_delegations ?? [] };
  const today = localDate(now, row.time_zone);
  const roles = deputyRoles(principal, { deputyId: row.person_id, today, cap });
  if (roles.length === 0) throw new NotADeputy();
  return roles;
};

const viewerOf = (row: ViewerRow, onBehalfOf: string | undefined): Viewer => {
  const now = row.now.toISOString();
  const scopes = scopesOf(row.scopes);
  return {
    workspaceId: row.workspace_id,
    sandbox: row.sandbox,
    timeZone: row.time_zone,
    personId: row.person_id,
    tokenId: row.token_id,
    roles: rolesInForce(row, onBehalfOf, now),
    ...(scopes !== null && { scopes }),
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    now,
    // Few who call ask what day it is, and a calendar takes its time.
    get today() {
      return localDate(now, row.time_zone);
    },
    token: {
      roles: rolesOf(row.token_roles),
      scopes,
      expiresAt: row.expires_at?.toISOString() ?? null,
      ancestors: row.ancestors,
    },
  };
};

/**
 * Who calls with this token, or null: unknown, ended, expired and malformed ones are told apart by nobody.
 * @throws NotADeputy
 */
export const findViewer = async (
  pool: Pick<Pool, 'query'>,
  { token, onBehalfOf }: Credentials,
): Promise<Viewer | null> => {
  const hash = hashOfToken(token);
  if (hash === null) return null;
  const values = [hash, onBehalfOf === undefined ? null : `person-${onBehalfOf}`];
  const { rows } = await pool.query<ViewerRow>({ name: 'people_viewer', text: VIEWER, values });
  return rows[0] ? viewerOf(rows[0], onBehalfOf) : null;
};

/** The caller with all that `findViewer` found; the transports hand on only what every context may know. */
export const fullViewer = (viewer: object): Viewer => {
  if (!('token' in viewer && 'today' in viewer)) throw new Error('This viewer was not found by findViewer.');
  return viewer as Viewer;
};
