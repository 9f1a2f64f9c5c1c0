import { randomUUID } from 'node:crypto';
import { endDelegation, revokeRole } from './domain/person.rules.js';
import { person } from './domain/person.js';
import { minterOf } from './domain/viewer.js';
import { peopleBench, type PeopleBench } from './people.fixture.js';
import { findViewer } from './viewer-lookup.js';

let bench: PeopleBench;
beforeAll(async () => {
  bench = await peopleBench();
});
afterAll(() => bench.drop());

const rolesOf = async (token: string, onBehalfOf?: string) =>
  (await bench.viewer(token, onBehalfOf)).roles.map(({ role }) => role);

describe('a caller', () => {
  it('is found by the token, with workspace, roles and day', async () => {
    const workspaceId = await bench.workspace({ timeZone: 'Europe/Berlin' });
    const personId = await bench.person(workspaceId, 'MARKETING_LEAD', 'ADMIN');
    const { token, tokenId } = await bench.token(workspaceId, personId);

    const viewer = await bench.viewer(token);

    expect(viewer).toMatchObject({ workspaceId, personId, tokenId, sandbox: false, timeZone: 'Europe/Berlin' });
    expect(viewer.roles.map(({ role }) => role)).toEqual(['MARKETING_LEAD', 'ADMIN']);
    expect(viewer).not.toHaveProperty('scopes');
    expect(viewer).not.toHaveProperty('onBehalfOf');
  });

  it('costs one statement, and none for text that is no token', async () => {
    const workspaceId = await bench.workspace();
    const { token } = await bench.token(workspaceId, await bench.person(workspaceId, 'ENGINEER'));
    let statements = 0;
    const query = bench.pool.query.bind(bench.pool) as (...given: unknown[]) => never;
    const pool = {
      query: (...given: unknown[]) => {
        statements += 1;
        return query(...given);
      },
    };

    await findViewer(pool, { token });
    expect(statements).toBe(1);
    for (const junk of ['', 'twl_', token.slice(1), `${token}A`, "twl_' or 1=1 --", `twl_${'é'.repeat(43)}`]) {
      expect(await findViewer(pool, { token: junk })).toBeNull();
    }
    expect(statements).toBe(1);
  });

  it('is nobody with an unknown, a revoked or an expired token', async () => {
    const workspaceId = await bench.workspace();
    const personId = await bench.person(workspaceId, 'ENGINEER');
    const { token, tokenId } = await bench.token(workspaceId, personId);
    const expired = await bench.token(workspaceId, personId, { expiresAt: '2020-01-01T00:00:00.000Z' });
    await bench.tokens.revoke(bench.command(workspaceId, 'revokeToken'), {
      tokenId,
      expect: 'latest',
      withMinted: true,
      owner: null,
    });

    for (const dead of [`twl_${'A'.repeat(43)}`, token, expired.token]) {
      expect(await findViewer(bench.pool, { token: dead })).toBeNull();
    }
  });

  it('loses with the parent token what was minted with it, unless it is kept', async () => {
    const workspaceId = await bench.workspace();
    const personId = await bench.person(workspaceId, 'ENGINEER');
    const parent = await bench.token(workspaceId, personId);
    const asked = { personId, label: 'child', roles: null, scopes: null, expiresAt: null };
    const minter = minterOf(await bench.viewer(parent.token));
    const child = await bench.tokens.mint(bench.command(workspaceId, 'mintToken'), asked, minter);
    const childMinter = minterOf(await bench.viewer(child.token ?? ''));
    const grandchild = await bench.tokens.mint(bench.command(workspaceId, 'mintToken'), asked, childMinter);
    const revoke = (withMinted: boolean) =>
      bench.tokens.revoke(bench.command(workspaceId, 'revokeToken'), {
        tokenId: parent.tokenId,
        expect: 'latest',
        withMinted,
        owner: personId,
      });

    await revoke(false);
    expect(await findViewer(bench.pool, { token: parent.token })).toBeNull();
    expect(await findViewer(bench.pool, { token: grandchild.token ?? '' })).toMatchObject({ personId });
    await revoke(true);
    expect(await findViewer(bench.pool, { token: child.token ?? '' })).toBeNull();
    expect(await findViewer(bench.pool, { token: grandchild.token ?? '' })).toBeNull();
  });

  it('has no more than the token carries, and loses a role with the next request', async () => {
    const workspaceId = await bench.workspace();
    const personId = await bench.person(workspaceId, 'MARKETING_LEAD', 'ENGINEER');
    const bounds = { roles: ['ENGINEER' as const], scopes: ['request.read' as const] };
    const { token } = await bench.token(workspaceId, personId, bounds);
    expect(await bench.viewer(token)).toMatchObject({ roles: [{ role: 'ENGINEER' }], scopes: ['request.read'] });

    const held = (await bench.viewer(token)).roles[0];
    if (!held) throw new Error('no role');
    const stream = { aggregate: person, id: personId, expect: 'latest' as const };
    await bench.log.decideOne(bench.command(workspaceId, 'revokeRole'), stream, revokeRole(held));
    expect(await rolesOf(token)).toEqual([]);
  });
});

describe('a deputy', () => {
  const today = '2026-01-12';
  const given = { role: 'MARKETING_LEAD' as const, from: '2026-01-12', until: '2026-01-16', today };

  it('has the delegated role alone, on the days of the sandbox’s own clock', async () => {
    const workspaceId = await bench.workspace({
      sandbox: true,
      startsAt: '2026-01-11T22:59:59.000Z',
      timeZone: 'Europe/Berlin',
    });
    const lead = await bench.person(workspaceId, 'MARKETING_LEAD', 'ADMIN');
    const deputy = await bench.person(workspaceId, 'MARKETING_MEMBER');
    const { token } = await bench.token(workspaceId, deputy);
    await bench.delegate(workspaceId, lead, { ...given, deputyId: deputy });
    const at = (now: string) =>
      bench.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [workspaceId, now]);

    await expect(bench.viewer(token, lead)).rejects.toMatchObject({ code: 'NOT_A_DEPUTY' });
    await at('2026-01-11T23:00:00.000Z');
    expect(await bench.viewer(token, lead)).toMatchObject({
      today,
      personId: deputy,
      onBehalfOf: lead,
      roles: [{ role: 'MARKETING_LEAD' }],
    });
    expect(await rolesOf(token)).toEqual(['MARKETING_MEMBER']);
    await at('2026-01-16T22:59:59.999Z');
    expect(await rolesOf(token, lead)).toEqual(['MARKETING_LEAD']);
    await at('2026-01-16T23:00:00.000Z');
    await expect(bench.viewer(token, lead)).rejects.toMatchObject({ code: 'NOT_A_DEPUTY' });
  });

  it('has nothing once the delegation ended, nor for strangers, nor in another workspace', async () => {
    const workspaceId = await bench.workspace({ sandbox: true, startsAt: '2026-01-12T09:00:00.000Z' });
    const elsewhere = await bench.workspace({ sandbox: true, startsAt: '2026-01-12T09:00:00.000Z' });
    const lead = await bench.person(workspaceId, 'MARKETING_LEAD');
    const deputy = await bench.person(workspaceId, 'MARKETING_MEMBER');
    const stranger = await bench.token(elsewhere, await bench.person(elsewhere, 'MARKETING_LEAD'));
    const { token } = await bench.token(workspaceId, deputy);
    const delegationId = await bench.delegate(workspaceId, lead, { ...given, deputyId: deputy });
    expect(await rolesOf(token, lead)).toEqual(['MARKETING_LEAD']);

    for (const [of, whom] of [
      [stranger.token, lead],
      [token, randomUUID()],
      [token, deputy],
    ] as const) {
      await expect(bench.viewer(of, whom)).rejects.toMatchObject({ code: 'NOT_A_DEPUTY' });
    }
    const stream = { aggregate: person, id: lead, expect: 'latest' as const };
    await bench.log.decideOne(bench.command(workspaceId, 'endDelegation'), stream, endDelegation(delegationId));
    await expect(bench.viewer(token, lead)).rejects.toMatchObject({ code: 'NOT_A_DEPUTY' });
  });
});
