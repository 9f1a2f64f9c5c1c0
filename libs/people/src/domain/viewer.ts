import type { Delegation, HeldRole } from './person.js';
import type { Holder, Right, Role } from './rights.js';
import type { Minter } from './token.rules.js';
import type { TokenBounds } from './token.js';

/** Who is calling, with what, for whom, and what day it is there. Made anew for each request; nothing of it is kept. */
export interface Viewer {
  readonly workspaceId: string;
  readonly sandbox: boolean;
  /** IANA zone of the workspace's days. */
  readonly timeZone: string;
  readonly personId: string;
  readonly tokenId: string;
  /** The roles in force: the person's own, or (acting as a deputy) the delegated ones alone. */
  readonly roles: readonly HeldRole[];
  /** Rights the token is cut to; absent: not cut. */
  readonly scopes?: readonly Right[];
  /** The person a deputy acts for. */
  readonly onBehalfOf?: string;
  /** The workspace's time: the test clock of a sandbox, the database's clock elsewhere. */
  readonly now: string;
  /** The local date of `now` in `timeZone`. */
  readonly today: string;
  readonly token: TokenBounds & { readonly ancestors: readonly string[] };
}

/** Making one takes longer than all else that is done to find a caller; there are only so many zones. */
const calendars = new Map<string, Intl.DateTimeFormat>();

const calendarOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = calendars.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, made);
  return made;
};

/** Local date `YYYY-MM-DD` of an instant in an IANA zone. */
export const localDate = (instant: string, timeZone: string): string => calendarOf(timeZone).format(new Date(instant));

const within = (held: readonly HeldRole[], cap: readonly Role[] | null): HeldRole[] =>
  held.filter(({ role }) => (cap === null ? role !== 'INTEGRATION' : cap.includes(role)));

/** Roles a person uses with a token: those held, cut to the token's. */
export const ownRoles = within;

/** Roles a deputy uses for somebody: delegated, running today, still held by that somebody, and within the token. */
export const deputyRoles = (
  principal: { readonly roles: readonly HeldRole[]; readonly delegations: readonly Delegation[] },
  { deputyId, today, cap }: { deputyId: string; today: string; cap: readonly Role[] | null },
): HeldRole[] => {
  const running = principal.delegations.filter(
    (delegation) => delegation.deputyId === deputyId && delegation.from <= today && today <= delegation.until,
  );
  const delegated = principal.roles.filter(({ role }) => running.some((delegation) => delegation.role === role));
  return within(delegated, cap);
};

/** A viewer as the rights see it. */
export const holderOf = ({ roles, scopes }: Pick<Viewer, 'roles' | 'scopes'>): Holder => ({
  roles: roles.map(({ role }) => role),
  scopes: scopes ?? null,
});

/** A viewer as the rules of minting see it. */
export const minterOf = (viewer: Viewer): Minter => ({
  ...viewer.token,
  tokenId: viewer.tokenId,
  personId: viewer.personId,
  effectiveRoles: holderOf(viewer).roles,
  onBehalfOf: viewer.onBehalfOf ?? null,
});
