import type { InlineView } from '#libs/event-log';
import type { Right, Role } from './domain/rights.js';
import { token, type KnownToken, type TokenEvent } from './domain/token.js';

/** `people.token_row`: what a token is good for; its secret is found in `people.token_secret` by hash. */
export interface TokenRow {
  readonly token_id: string;
  readonly person_id: string;
  readonly roles: readonly Role[] | null;
  readonly scopes: readonly Right[] | null;
  readonly expires_at: string | null;
  readonly ancestors: readonly string[];
  readonly status: KnownToken['status'];
  readonly minted_at: string;
}

export const tokenRow: InlineView<TokenRow, TokenEvent> = {
  table: 'people.token_row',
  streamType: token.type,
  source: import.meta.url,
  evolve(row, event) {
    switch (event.type) {
      case 'TokenMinted': {
        const { tokenId, personId, roles, scopes, expiresAt, ancestors } = event.data;
        const bounds = { roles, scopes, expires_at: expiresAt, ancestors };
        return { token_id: tokenId, person_id: personId, ...bounds, status: 'active', minted_at: event.recordedAt };
      }
      case 'TokenRevoked': {
        if (row === null) throw new Error('A token is revoked that was never minted.');
        return { ...row, status: event.data.withMinted ? 'revoked-with-minted' : 'revoked' };
      }
    }
  },
};
