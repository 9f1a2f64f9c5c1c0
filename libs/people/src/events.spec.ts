import { readFileSync } from 'node:fs';
import { EventCatalogue, type Fact, type Recorded, streamId } from '#libs/event-log';
import { endDelegation, revokeRole } from './domain/person.rules.js';
import { person } from './domain/person.js';
import { ensureDemo } from './demo.js';
import { peopleEvents, peopleModel } from './events.js';
import { peopleBench, type PeopleBench } from './people.fixture.js';

interface Golden extends Fact {
  readonly schemaVersion: number;
}

/** Facts as they were stored, one of every type and version there ever was: never changed, only added to. */
const golden = JSON.parse(readFileSync(new URL('./events.golden.json', import.meta.url), 'utf8')) as Golden[];
const catalogue = new EventCatalogue(peopleEvents);
const streamTypeOf = ({ type }: Fact): string => peopleEvents.find((event) => event.type === type)?.streamType ?? '';
const recorded = (fact: Golden, version: number): Recorded => ({
  ...fact,
  eventId: 'e',
  workspaceId: 'w',
  streamId: streamId({ type: streamTypeOf(fact), id: 'x' }),
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  meta: { commandId: 'c', correlationId: 'r', actorId: 'a', actorRole: 'ADMIN' },
});

describe('stored facts', () => {
  it('have an example of every type in every version, and all of them can be lifted', () => {
    const expected = peopleEvents.flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, index) => `${type} ${index + 1}`),
    );
    expect(golden.map(({ type, schemaVersion }) => `${type} ${schemaVersion}`).sort()).toEqual(expected.sort());
    for (const [index, fact] of golden.entries()) {
      const newest = peopleEvents.find(({ type }) => type === fact.type)?.version;
      expect(catalogue.lift(recorded(fact, index + 1))?.schemaVersion).toBe(newest);
    }
  });

  it.each(peopleModel.views)('give the same rows of $table as ever', (view) => {
    const facts = golden.filter((fact) => streamTypeOf(fact) === view.streamType);
    const rows = facts.reduce<object[]>(
      (all, fact, index) => [...all, view.evolve(all.at(-1) ?? null, recorded(fact, index + 1))],
      [],
    );
    expect(rows).toMatchSnapshot();
  });
});

describe('rows', () => {
  let bench: PeopleBench;
  beforeAll(async () => {
    bench = await peopleBench();
  });
  afterAll(() => bench.drop());

  const live = async (table: string) =>
    (
      await bench.pool.query<{ row: object }>(
        `select to_jsonb(r) as row from ${table} r order by workspace_id, stream_id`,
      )
    ).rows;

  /** Some of everything that can happen. */
  const happen = async () => {
    await ensureDemo(bench.log, bench.store, { key: 'key' });
    const workspaceId = await bench.workspace({ sandbox: true, startsAt: '2026-01-05T08:00:00.000Z' });
    await bench.team(workspaceId);
    const lead = await bench.person(workspaceId, 'MARKETING_LEAD', 'ADMIN', 'FINANCE');
    const deputy = await bench.person(workspaceId);
    const given = { deputyId: deputy, from: '2026-01-05', until: '2026-01-09', today: '2026-01-05' };
    const ended = await bench.delegate(workspaceId, lead, { ...given, role: 'MARKETING_LEAD' });
    await bench.delegate(workspaceId, lead, { ...given, role: 'ADMIN' });
    const stream = { aggregate: person, id: lead, expect: 'latest' as const };
    await bench.log.decideOne(bench.command(workspaceId, 'endDelegation'), stream, endDelegation(ended));
    const held = (await bench.viewer((await bench.token(workspaceId, lead)).token)).roles[1];
    if (held) await bench.log.decideOne(bench.command(workspaceId, 'revokeRole'), stream, revokeRole(held));
    const { tokenId } = await bench.token(workspaceId, lead, { roles: ['ADMIN'], scopes: ['people.read'] });
    const revoked = { tokenId, expect: 'latest' as const, withMinted: false, owner: null };
    await bench.tokens.revoke(bench.command(workspaceId, 'revokeToken'), revoked);
  };

  it('are the same when they are built anew from the log', async () => {
    await happen();
    for (const view of peopleModel.views) {
      const { table, streamType } = view;
      const before = await live(table);
      expect(before.length).toBeGreaterThan(3);
      const streams = await bench.pool.query<{ workspaceId: string; streamId: string }>(
        `select workspace_id as "workspaceId", stream_id as "streamId" from log.stream where stream_type = $1`,
        [streamType],
      );
      await bench.owner.query(`truncate ${table}`);
      for (const of of streams.rows) {
        const events = await bench.log.readStream(of);
        const row = events.reduce<object | null>((state, event) => view.evolve(state, event), null);
        const { version, position } = events.at(-1) ?? { version: 0, position: 0 };
        const whole = { ...row, workspace_id: of.workspaceId, stream_id: of.streamId, version, position };
        await bench.owner.query(`select log.write_${table.replace('.', '_')}($1)`, [JSON.stringify([whole])]);
      }
      expect(await live(table)).toEqual(before);
    }
  });
});

describe('ten callers with one key', () => {
  let bench: PeopleBench;
  beforeAll(async () => {
    bench = await peopleBench();
  });
  afterAll(() => bench.drop());

  it('get one token, and one of them its secret', async () => {
    const workspaceId = await bench.workspace();
    const personId = await bench.person(workspaceId, 'ENGINEER');
    const command = bench.command(workspaceId, 'mintToken');
    const asked = { personId, label: 'race', roles: null, scopes: null, expiresAt: null };
    const all = await Promise.all(Array.from({ length: 10 }, () => bench.tokens.mint(command, asked, null)));
    expect(new Set(all.map(({ tokenId }) => tokenId)).size).toBe(1);
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const secrets = all.flatMap(({ token }) => token ?? []);
    expect(secrets).toHaveLength(1);
    expect(await bench.viewer(secrets[0] ?? '')).toMatchObject({ personId });
  });
});
