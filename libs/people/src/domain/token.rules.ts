import { InvalidState, NotFound, Refusal } from '#libs/event-log';
import { grantOf, RIGHTS, type Holder, type Right, type Role } from './rights.js';
import type { Token, TokenBounds, TokenEvent } from './token.js';

/** Active tokens of one person at a time. */
export const MAX_TOKENS_PER_PERSON = 100;

/** How often a token may be minted with a token that was minted with a token … */
export const MAX_TOKEN_DEPTH = 8;

/** The token somebody mints with: its bounds, and the roles its person may use with it at this moment. */
export interface Minter extends TokenBounds {
  readonly tokenId: string;
  readonly personId: string;
  readonly effectiveRoles: readonly Role[];
  readonly onBehalfOf: string | null;
  readonly ancestors: readonly string[];
}

/** Whom the new token is for, the roles that person holds, and how many tokens it has that still work. */
export interface Bearer {
  readonly personId: string;
  readonly heldRoles: readonly Role[];
  readonly activeTokens: number;
}

/** The asked token would carry more than the one it is minted with; the details name what is too much. */
export class TokenTooStrong extends Refusal<{
  roles: readonly Role[];
  rights: readonly Right[];
  latestExpiresAt: string | null;
}> {
  constructor(excess: { roles?: readonly Role[]; rights?: readonly Right[]; latestExpiresAt?: string | null }) {
    const { roles = [], rights = [], latestExpiresAt = null } = excess;
    const message = 'A token mints no stronger one: ask for fewer roles, fewer scopes or an earlier end.';
    super('TOKEN_TOO_STRONG', 'FORBIDDEN', message, { roles, rights, latestExpiresAt }, { path: ['input'] });
  }
}

const checkExpiry = (wanted: TokenBounds, minter: Minter): void => {
  const latest = minter.expiresAt;
  if (latest === null) return;
  if (wanted.expiresAt === null || Date.parse(wanted.expiresAt) > Date.parse(latest)) {
    throw new TokenTooStrong({ latestExpiresAt: latest });
  }
};

/** Asking for no scopes asks for those of the minting token. */
const scopesFor = (wanted: TokenBounds, minter: Minter): readonly Right[] | null => {
  if (minter.scopes === null || wanted.scopes === null) return wanted.scopes ?? minter.scopes;
  const excess = wanted.scopes.filter((scope) => !minter.scopes?.includes(scope));
  if (excess.length > 0) throw new TokenTooStrong({ rights: excess });
  return wanted.scopes;
};

/** Naming scopes wakes INTEGRATION up: only a token in which it is awake hands it on. */
const handsOn = (minter: Minter, role: Role): boolean => {
  if (role === 'INTEGRATION') return minter.scopes !== null && minter.roles?.includes(role) === true;
  return minter.roles === null || minter.roles.includes(role);
};

/** Asking for no roles asks for those of the minting token. */
const rolesForOneself = (wanted: TokenBounds, minter: Minter): readonly Role[] | null => {
  if (wanted.roles === null) return minter.roles && minter.roles.filter((role) => handsOn(minter, role));
  const excess = wanted.roles.filter((role) => !handsOn(minter, role));
  if (excess.length > 0) throw new TokenTooStrong({ roles: excess });
  return wanted.roles;
};

/**
 * A token for somebody else is always bounded by roles, so that no later grant or delegation makes it stronger; and
 * whatever it may do, if only on that person's own objects, the minting one must be able to do on all of them.
 */
const rolesForAnother = (roles: readonly Role[], scopes: Holder['scopes'], minter: Minter): readonly Role[] => {
  const mine = { roles: minter.effectiveRoles, scopes: minter.scopes };
  const rights = RIGHTS.filter((right) => grantOf({ roles, scopes }, right) !== null && grantOf(mine, right) !== 'all');
  if (rights.length > 0)
    throw new TokenTooStrong({ roles: roles.filter((role) => !mine.roles.includes(role)), rights });
  return roles;
};

/** The bounds a new token gets, or a refusal: never more than the minting token carries. */
export const boundsFor = (wanted: TokenBounds, bearer: Bearer, minter: Minter): TokenBounds => {
  if (minter.onBehalfOf !== null) {
    throw new Refusal('DEPUTY_CANNOT_MINT', 'FORBIDDEN', 'A deputy mints no tokens; leave out On-Behalf-Of.');
  }
  if (minter.ancestors.length + 1 > MAX_TOKEN_DEPTH) {
    const message = 'This token descends from too many others; mint with an older one.';
    throw new Refusal('TOKEN_DEPTH_REACHED', 'LIMIT', message, { limit: MAX_TOKEN_DEPTH });
  }
  checkExpiry(wanted, minter);
  const scopes = scopesFor(wanted, minter);
  const roles =
    bearer.personId === minter.personId
      ? rolesForOneself(wanted, minter)
      : rolesForAnother(wanted.roles ?? bearer.heldRoles, scopes, minter);
  return { roles, scopes, expiresAt: wanted.expiresAt };
};

/** An integration's token has to name its roles; the operator need not type them. */
const boundsByOperator = (wanted: TokenBounds, { heldRoles }: Bearer): TokenBounds =>
  heldRoles.includes('INTEGRATION') ? { ...wanted, roles: wanted.roles ?? heldRoles } : wanted;

export interface Minting {
  readonly tokenId: string;
  readonly wanted: TokenBounds;
  readonly bearer: Bearer;
  /** Null: the operator at the command line, who holds the database anyway. */
  readonly minter: Minter | null;
}

export const mintToken =
  ({ tokenId, wanted, bearer, minter }: Minting) =>
  (token: Token): TokenEvent[] => {
    if (token.status !== 'unknown') throw new InvalidState(token.status, ['unknown']);
    if (bearer.activeTokens >= MAX_TOKENS_PER_PERSON) {
      const message = `A person has at most ${MAX_TOKENS_PER_PERSON} tokens; revoke one that is not needed.`;
      throw new Refusal('TOKEN_LIMIT_REACHED', 'LIMIT', message, { limit: MAX_TOKENS_PER_PERSON });
    }
    const bounds = minter === null ? boundsByOperator(wanted, bearer) : boundsFor(wanted, bearer, minter);
    const ancestors = minter === null ? [] : [...minter.ancestors, minter.tokenId];
    const { roles, scopes, expiresAt } = bounds;
    return [{ type: 'TokenMinted', data: { tokenId, personId: bearer.personId, roles, scopes, expiresAt, ancestors } }];
  };

/**
 * Ends a token, with or without those minted with it. A thief may mint and then end the stolen token alone to keep the
 * new one, so an ended token can still be ended with everything it minted.
 * `owner`: whose tokens the caller may end; null: everybody's.
 */
export const revokeToken =
  ({ withMinted, owner }: { withMinted: boolean; owner: string | null }) =>
  (token: Token): TokenEvent[] => {
    if (token.status === 'unknown') throw new NotFound('token');
    if (owner !== null && token.personId !== owner) throw new NotFound('token');
    const done = token.status === 'revoked-with-minted' || (token.status === 'revoked' && !withMinted);
    if (done) throw new InvalidState('revoked', ['active']);
    return [{ type: 'TokenRevoked', data: { tokenId: token.tokenId, withMinted } }];
  };
