import { firstAdministrator } from './first-administrator.js';
import { peopleBench, type PeopleBench } from './people.fixture.js';
import { authenticator, peopleSecurity } from './security.js';

let bench: PeopleBench;
beforeAll(async () => {
  bench = await peopleBench();
});
afterAll(() => bench.drop());

describe('a workspace', () => {
  it('lives in real time unless it is a sandbox, whose clock is there before it', async () => {
    const plain = await bench.workspaces.create({ name: '  Plain ', timeZone: 'Asia/Tokyo' });
    const sandbox = await bench.workspaces.create({ name: 'Box', sandbox: true, startsAt: '2026-01-05T08:00:00.000Z' });
    expect(await bench.workspaces.find(plain.workspaceId)).toEqual({ ...plain, name: 'Plain', sandbox: false });
    const clocks = await bench.pool.query('select workspace_id as id, now from log.sandbox_clock');
    expect(clocks.rows).toEqual([{ id: sandbox.workspaceId, now: new Date('2026-01-05T08:00:00.000Z') }]);
    expect((await bench.workspaces.list()).map(({ name }) => name)).toEqual(['Plain', 'Box']);
  });

  it.each([
    ['a blank name', { name: '   ' }, 'VALIDATION_FAILED'],
    ['a long name', { name: 'x'.repeat(201) }, 'VALIDATION_FAILED'],
    ['an unknown zone', { name: 'x', timeZone: 'Mars/Base' }, 'TIME_ZONE_UNKNOWN'],
  ])('is not made with %s', async (_, wanted, code) => {
    await expect(bench.workspaces.create({ ...wanted, sandbox: true })).rejects.toMatchObject({ code });
    expect((await bench.pool.query('select from log.sandbox_clock')).rowCount).toBe(1);
  });
});

describe('the operator', () => {
  it('lets the first administrator in, once, with a new token each time', async () => {
    const workspaceId = await bench.workspace();
    const tokens = [
      await firstAdministrator(bench.log, bench.store, workspaceId),
      await firstAdministrator(bench.log, bench.store, workspaceId),
    ];
    const [admin, again] = await Promise.all(tokens.map((token) => bench.viewer(token)));
    if (!admin || !again) throw new Error('no viewer');
    expect(peopleSecurity.grantOf(admin, 'people.manage')).toBe('all');
    expect(peopleSecurity.roleOf(admin, 'people.manage')).toBe('ADMIN');
    expect(again).toMatchObject({ personId: admin.personId });
    expect(again.tokenId).not.toBe(admin.tokenId);
    expect(() => peopleSecurity.grantOf(admin, 'request.fly')).toThrow('request.fly');
    const { rows } = await bench.pool.query(
      `select distinct meta->>'actorId' as actor, meta->>'actorRole' as role from log.event where workspace_id = $1`,
      [workspaceId],
    );
    expect(rows).toEqual([{ actor: 'operator', role: 'OPERATOR' }]);
  });

  it('lets an integration in for the scopes its token names, and for nothing without', async () => {
    const workspaceId = await bench.workspace();
    const personId = await bench.person(workspaceId, 'INTEGRATION');
    const scoped = await bench.viewer((await bench.token(workspaceId, personId, { scopes: ['request.create'] })).token);
    expect(peopleSecurity.grantOf(scoped, 'request.create')).toBe('all');
    expect(peopleSecurity.grantOf(scoped, 'request.read')).toBeNull();
    const open = await bench.viewer((await bench.token(workspaceId, personId)).token);
    expect(peopleSecurity.grantOf(open, 'request.create')).toBeNull();
  });
});

describe('the On-Behalf-Of header', () => {
  it.each([
    '',
    'junk',
    Buffer.from('Person:\u0000').toString('base64url'),
    Buffer.from('Team:x').toString('base64url'),
  ])('of %j is a refusal, never an error', async (header) => {
    const workspaceId = await bench.workspace();
    const { token } = await bench.token(workspaceId, await bench.person(workspaceId, 'ENGINEER'));
    const enter = authenticator(bench.pool)(token, { 'on-behalf-of': header });
    await expect(enter).rejects.toMatchObject({ code: 'NOT_A_DEPUTY' });
  });
});
