import type { Recorded } from '#libs/event-log';
import {
  type Bearer,
  MAX_TOKEN_DEPTH,
  MAX_TOKENS_PER_PERSON,
  mintToken,
  revokeToken,
  type Minter,
} from './token.rules.js';
import { token, type Token, type TokenBounds, type TokenEvent } from './token.js';

const given = (...events: TokenEvent[]): Token =>
  events.reduce((state, event) => token.evolve(state, event as Recorded<TokenEvent>), token.initial);
const code = (value: string) => expect.objectContaining({ code: value });

const unbounded: TokenBounds = { roles: null, scopes: null, expiresAt: null };
const lead: Minter = {
  ...unbounded,
  tokenId: 't',
  personId: 'p',
  effectiveRoles: ['MARKETING_LEAD'],
  onBehalfOf: null,
  ancestors: [],
};
const admin: Minter = { ...lead, personId: 'admin', effectiveRoles: ['ADMIN'] };
const self: Bearer = { personId: 'p', heldRoles: ['MARKETING_LEAD'], activeTokens: 0 };
const minted: TokenEvent = {
  type: 'TokenMinted',
  data: { tokenId: 'n', personId: 'p', ...unbounded, ancestors: ['t'] },
};
const mint = (wanted: TokenBounds, minter: Minter | null = lead, bearer = self) =>
  mintToken({ tokenId: 'n', wanted, bearer, minter })(given());

describe('a token for oneself', () => {
  it('is as strong as the minting one unless less is asked', () => {
    expect(mint(unbounded)).toEqual([minted]);
    const narrow: Minter = { ...lead, roles: ['MARKETING_LEAD'], scopes: ['request.read'] };
    expect(mint(unbounded, narrow)).toMatchObject([{ data: { roles: ['MARKETING_LEAD'], scopes: ['request.read'] } }]);
  });

  it('leaves INTEGRATION asleep where it was', () => {
    const both: Minter = { ...lead, roles: ['INTEGRATION', 'ADMIN'] };
    expect(mint({ ...unbounded, scopes: ['request.create'] }, both)).toMatchObject([{ data: { roles: ['ADMIN'] } }]);
    const machine: Minter = { ...both, scopes: ['request.create'] };
    expect(mint(unbounded, machine)).toMatchObject([{ data: { roles: ['INTEGRATION', 'ADMIN'] } }]);
  });

  it.each<[string, Partial<TokenBounds>, Partial<TokenBounds>]>([
    ['INTEGRATION', { roles: ['INTEGRATION'], scopes: ['request.create'] }, {}],
    ['INTEGRATION by inherited scopes', { roles: ['INTEGRATION'] }, { scopes: ['request.create'] }],
    ['a role', { roles: ['MARKETING_LEAD', 'ADMIN'] }, { roles: ['MARKETING_LEAD'] }],
    ['a scope', { scopes: ['request.read', 'token.mint'] }, { scopes: ['token.mint'] }],
    ['a later end', { expiresAt: '2026-02-01T00:00:00.001Z' }, { expiresAt: '2026-02-01T00:00:00.000Z' }],
    ['no end', { expiresAt: null }, { expiresAt: '2026-02-01T00:00:00.000Z' }],
  ])('does not get %s more than the minting one', (_, wanted, minter) => {
    expect(() => mint({ ...unbounded, ...wanted }, { ...lead, ...minter })).toThrow(code('TOKEN_TOO_STRONG'));
  });

  it('is not minted by a deputy, without end in depth or in number', () => {
    expect(() => mint(unbounded, { ...lead, onBehalfOf: 'q' })).toThrow(code('DEPUTY_CANNOT_MINT'));
    const ancestors = Array.from({ length: MAX_TOKEN_DEPTH }, (_, n) => `t${n}`);
    expect(() => mint(unbounded, { ...lead, ancestors })).toThrow(code('TOKEN_DEPTH_REACHED'));
    const rich = { ...self, activeTokens: MAX_TOKENS_PER_PERSON };
    expect(() => mint(unbounded, lead, rich)).toThrow(code('TOKEN_LIMIT_REACHED'));
  });
});

describe('a token for another', () => {
  it('gives an administrator no business power', () => {
    const refused = expect.objectContaining({
      code: 'TOKEN_TOO_STRONG',
      details: expect.objectContaining({ roles: ['MARKETING_LEAD'] }) as object,
    }) as object;
    expect(() => mint(unbounded, admin)).toThrow(refused as Error);
    expect(() => mint({ ...unbounded, roles: ['MARKETING_LEAD'] }, admin)).toThrow(refused as Error);
  });

  it('is always bounded by roles, so that a later grant does not make it stronger', () => {
    const other: Bearer = { personId: 'other', heldRoles: ['ADMIN'], activeTokens: 0 };
    expect(mint(unbounded, admin, other)).toMatchObject([{ data: { roles: ['ADMIN'] } }]);
    const nobody = { ...other, heldRoles: [] };
    expect(mint(unbounded, admin, nobody)).toMatchObject([{ data: { roles: [] } }]);
  });

  it('may be an integration’s, for what the minting token may do itself', () => {
    const machine: Bearer = { personId: 'machine', heldRoles: ['INTEGRATION'], activeTokens: 0 };
    const scoped = (scope: 'people.read' | 'request.create'): TokenBounds => ({ ...unbounded, scopes: [scope] });
    expect(mint(scoped('people.read'), admin, machine)).toHaveLength(1);
    expect(() => mint(scoped('request.create'), admin, machine)).toThrow(code('TOKEN_TOO_STRONG'));
  });

  it('names its roles when it is an integration’s', () => {
    const machine: Bearer = { personId: 'machine', heldRoles: ['INTEGRATION'], activeTokens: 0 };
    const wanted: TokenBounds = { ...unbounded, scopes: ['request.create'] };
    expect(mint(wanted, null, machine)).toMatchObject([{ data: { roles: ['INTEGRATION'] } }]);
  });

  it('is whatever the operator says', () => {
    expect(mint(unbounded, null)).toMatchObject([{ data: { ...unbounded, ancestors: [] } }]);
  });
});

describe('the end of a token', () => {
  const revoke = (withMinted: boolean, owner: string | null = 'p') => revokeToken({ withMinted, owner });

  it('comes once, and may still be spread to what was minted with it', () => {
    const once = given(minted, ...revoke(false)(given(minted)));
    expect(once).toMatchObject({ status: 'revoked' });
    expect(() => revoke(false)(once)).toThrow(code('INVALID_STATE'));
    const spread = given(minted, ...revoke(true)(once));
    expect(spread).toMatchObject({ status: 'revoked-with-minted' });
    expect(() => revoke(true)(spread)).toThrow(code('INVALID_STATE'));
  });

  it('is not for strangers, who learn nothing of it', () => {
    expect(() => revoke(true, 'stranger')(given(minted))).toThrow(code('NOT_FOUND'));
    expect(() => revoke(true)(given())).toThrow(code('NOT_FOUND'));
    expect(revoke(true, null)(given(minted))).toHaveLength(1);
  });
});
