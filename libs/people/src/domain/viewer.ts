import type { Delegation, HeldRole } from './person.js';
import type { Holder, Role } from './rights.js';
import type { Minter } from './token.rules.js';
import type { TokenBounds } from './token.js';

/** Who is calling, with what, for whom, and what day it is there. Made anew for each request; nothing of it is kept. */
export interface Viewer extends Holder {
  readonly workspaceId: string;
  readonly sandbox: boolean;
  /** IANA zone of the workspace's days. */
  readonly timeZone: string;
  readonly personId: string;
  /** The roles in force: the person's own, or (acting as a deputy) the delegated ones alone. */
  readonly roles: readonly Role[];
  /** The person a deputy acts for. */
  readonly onBehalfOf: string | null;
  /** The workspace's time: the test clock of a sandbox, the database's clock elsewhere. */
  readonly now: string;
  /** The local date of `now` in `timeZone`. */
  readonly today: string;
  readonly token: TokenBounds & { readonly tokenId: string; readonly ancestors: readonly string[] };
}

/** Local date `YYYY-MM-DD` of an instant in an IANA zone. */
export const localDate = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );

const within = (roles: readonly Role[], cap: TokenBounds['roles']): Role[] => [
  ...new Set(roles.filter((role) => cap === null || cap.includes(role))),
];

/** Roles a person uses with a token: those held, cut to the token's. */
export const ownRoles = (held: readonly HeldRole[], cap: TokenBounds['roles']): Role[] =>
  within(
    held.map(({ role }) => role),
    cap,
  );

/** Roles a deputy uses for somebody: delegated, running today, still held by that somebody, and within the token. */
export const deputyRoles = (
  principal: { readonly roles: readonly HeldRole[]; readonly delegations: readonly Delegation[] },
  { deputyId, today, cap }: { deputyId: string; today: string; cap: TokenBounds['roles'] },
): Role[] => {
  const delegated = principal.delegations
    .filter((delegation) => delegation.deputyId === deputyId && delegation.from <= today && today <= delegation.until)
    .map(({ role }) => role)
    .filter((role) => principal.roles.some((held) => held.role === role));
  return within(delegated, cap);
};

export const asMinter = ({ personId, roles, onBehalfOf, token }: Viewer): Minter => ({
  ...token,
  personId,
  effectiveRoles: roles,
  onBehalfOf,
});
