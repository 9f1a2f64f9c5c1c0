import type { Aggregate } from '#libs/event-log';
import type { Right, Role } from './rights.js';

/** What bounds a token beside the roles of its person. Null: not bounded. */
export interface TokenBounds {
  /**
   * Roles it may use at most, now and later, its person's own and those as a deputy. Null: every role but INTEGRATION,
   * which works only where a token names both the role and the scopes.
   */
  readonly roles: readonly Role[] | null;
  readonly scopes: readonly Right[] | null;
  /** Instant on the real clock, also in a sandbox: a test clock must not open or shut doors. */
  readonly expiresAt: string | null;
}

/** Facts of one token. Neither the secret nor its hash is in the log. */
export type TokenEvent =
  | {
      readonly type: 'TokenMinted';
      readonly data: TokenBounds & {
        readonly tokenId: string;
        readonly personId: string;
        /** The tokens it descends from, oldest first; empty when an operator minted it. */
        readonly ancestors: readonly string[];
      };
    }
  | {
      readonly type: 'TokenRevoked';
      /** `withMinted`: everything minted with it, directly or not, ends too. */
      readonly data: { readonly tokenId: string; readonly withMinted: boolean };
    };

export interface KnownToken extends TokenBounds {
  readonly status: 'active' | 'revoked' | 'revoked-with-minted';
  readonly tokenId: string;
  readonly personId: string;
  readonly ancestors: readonly string[];
}

export type Token = { readonly status: 'unknown' } | KnownToken;

export const token: Aggregate<Token, TokenEvent> = {
  type: 'token',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    switch (event.type) {
      case 'TokenMinted':
        return { status: 'active', ...event.data };
      case 'TokenRevoked':
        if (state.status === 'unknown') return state;
        return { ...state, status: event.data.withMinted ? 'revoked-with-minted' : 'revoked' };
    }
  },
};
