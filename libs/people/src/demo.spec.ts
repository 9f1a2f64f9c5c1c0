import { randomBytes, randomUUID } from 'node:crypto';
import { DEMO_PEOPLE } from './demo.data.js';
import { DEMO_WORKSPACE_ID, ensureDemo, ensureQuarter, QUARTER_WORKSPACE_ID } from './demo.js';
import { peopleBench, type PeopleBench } from './people.fixture.js';
import { findViewer } from './viewer-lookup.js';

let bench: PeopleBench;
beforeEach(async () => {
  bench = await peopleBench();
});
afterEach(() => bench.drop());

const demo = (key = 'a key') => ensureDemo(bench.log, bench.store, { key });
const count = async (table: 'log.event' | 'people.person' | 'people.token_secret') =>
  Number((await bench.pool.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);

describe('the demo workspace', () => {
  it('is made once, by whichever of several processes, and its tokens work', async () => {
    const [first, ...others] = await Promise.all([demo(), demo(), demo()]);
    expect(others).toEqual([first, first]);
    expect(first).toHaveLength(DEMO_PEOPLE.length);
    const events = await count('log.event');

    expect(await demo()).toEqual(first);
    expect(await count('log.event')).toBe(events);
    expect(events).toBe(DEMO_PEOPLE.length * 3 + 3);
    for (const { token, role, person } of first ?? []) {
      expect(await bench.viewer(token)).toMatchObject({
        workspaceId: DEMO_WORKSPACE_ID,
        personId: person.personId,
        roles: [{ role }],
        sandbox: false,
      });
    }
  });

  it('takes the same secret from many at once', async () => {
    const workspaceId = await bench.workspace();
    for (let round = 0; round < 100; round += 1) {
      const secret = { workspaceId, tokenId: randomUUID(), hash: randomBytes(32), label: 'race' };
      await Promise.all(Array.from({ length: 8 }, () => bench.store.replaceSecret(secret)));
    }
    expect(await count('people.token_secret')).toBe(100);
  });

  it('is completed after a start that was cut short', async () => {
    await demo();
    await bench.owner.query('delete from people.person; delete from people.token_secret');
    await demo();
    expect(await count('people.person')).toBe(DEMO_PEOPLE.length);
    expect(await count('people.token_secret')).toBe(DEMO_PEOPLE.length);
  });

  it('is found done when the log has forgotten the command', async () => {
    const first = await demo();
    await bench.owner.query('delete from log.command');
    expect(await demo()).toEqual(first);
  });

  it('gives other tokens under another key, and the old ones end', async () => {
    const [old] = await demo('one key');
    const [fresh] = await demo('another key');
    expect(await findViewer(bench.pool, { token: old?.token ?? '' })).toBeNull();
    expect(await findViewer(bench.pool, { token: fresh?.token ?? '' })).not.toBeNull();
  });

  it('has a quarter beside it, on a test clock, with tokens of its own', async () => {
    const access = await demo();
    const clocks = { createSandbox: () => Promise.resolve() };
    const quarter = () => ensureQuarter(bench.log, bench.store, { key: 'a key', clocks });
    const [first, second] = await Promise.all([quarter(), quarter()]);
    expect(second).toEqual(first);
    expect(first.map(({ title }) => title)).toEqual(access.map(({ title }) => title));
    expect(await bench.viewer(first[0]!.token)).toMatchObject({ workspaceId: QUARTER_WORKSPACE_ID, sandbox: true });
    expect(new Set([...access, ...first].map(({ token }) => token)).size).toBe(2 * DEMO_PEOPLE.length);
  });

  it('keeps away from a database that is in use', async () => {
    await bench.workspace();
    expect(await demo()).toEqual([]);
    expect(await count('log.event')).toBe(0);
  });

  it('leaves no name, address or secret in the log', async () => {
    const access = await demo();
    const { rows } = await bench.pool.query<{ all: string }>(
      `select string_agg(data::text || meta::text, ' ') as all from log.event`,
    );
    const told = rows[0]?.all ?? '';
    expect(told.length).toBeGreaterThan(1000);
    for (const { token, person } of access) {
      expect(told).not.toContain(token);
      expect(told).not.toContain(person.name);
    }
  });
});
