import { formatPosition } from '#libs/api-kit';
import { EventCatalogue, EventLog, PostgresLogStore } from '#libs/event-log';
import { operatorCommand, team } from '#libs/people';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { EVENT_PLACES } from '../events/event-places.projection.js';
import { EventPages } from '../events/event-pages.js';
import { NamedConsumers } from './named-consumers.js';
import { ConsumerStore } from './store.js';

const as = 'Reporting Job';
const PROBLEMS = 'problems { __typename code path ... on StaleVersionProblem { expected actual current { id } } }';
const CONSUMER =
  'id name types subject pins { type version } position isAheadOfLog version acknowledgedAt lag lagSeconds';
const REGISTER = `mutation ($input: RegisterConsumerInput!) { registerConsumer(input: $input) { consumer { ${CONSUMER} } ${PROBLEMS} } }`;
const CHANGE = `mutation ($input: ChangeConsumerInput!, $expect: Expect!) {
  changeConsumer(input: $input, expect: $expect) { consumer { ${CONSUMER} } ${PROBLEMS} } }`;
const ACKNOWLEDGE = `mutation ($name: String!, $position: LogPosition!, $rewind: Boolean) {
  acknowledge(name: $name, position: $position, rewind: $rewind) { consumer { ${CONSUMER} } ${PROBLEMS} } }`;
const REMOVE = `mutation ($name: String!) { removeConsumer(name: $name) { removed ${PROBLEMS} } }`;
const ONE = `query ($name: String!) { consumer(name: $name) { ${CONSUMER} } }`;
const EVENTS = `query ($name: String!, $first: Int!, $after: LogPosition) { consumerEvents(name: $name, first: $first, after: $after) {
  cursor pageInfo { hasNextPage } nodes { position type schemaVersion data } } }`;

interface Consumer {
  readonly id: string;
  readonly name: string;
  readonly pins: readonly { readonly type: string; readonly version: number }[];
  readonly position: string;
  readonly version: number;
  readonly lag: number;
  readonly lagSeconds: number | null;
  readonly isAheadOfLog: boolean;
  readonly acknowledgedAt: string | null;
}
interface Answer {
  readonly consumer: Consumer | null;
  readonly removed?: boolean;
  readonly problems: readonly { readonly code: string; readonly path: readonly string[]; readonly current?: object }[];
}
interface Page {
  readonly cursor: string;
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly { readonly position: string; readonly type: string; readonly schemaVersion: number }[];
}

describe('consumers whose place is kept', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let api: RunningApi;
  /** The demo's. */
  let workspaceId: string;
  beforeAll(async () => {
    database = await testDatabase();
    owner = database.ownerPool(1);
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    await placed();
    const { rows } = await owner.query<{ id: string }>(
      'select workspace_id as id from log.event order by position limit 1',
    );
    workspaceId = rows[0]!.id;
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  /** Everything that is stored by now has its place. */
  const placed = async (): Promise<number> => {
    const { rows } = await owner.query<{ last: number }>('select max(position)::float8 as last from log.event');
    await api.service.consumers.waitFor({ name: EVENT_PLACES }, rows[0]!.last);
    return rows[0]!.last;
  };
  const answer = (mutation: string, variables: object) =>
    api.answer<Answer>(mutation, { as, variables: { ...variables } });
  const register = (input: object) => answer(REGISTER, { input: { startAt: { from: 'BEGINNING' }, ...input } });
  const acknowledge = (name: string, position: string, rewind?: boolean) =>
    answer(ACKNOWLEDGE, { name, position, rewind });
  const codes = ({ problems }: Answer) => problems.map(({ code }) => code);
  const one = (name: string) => api.answer<Consumer | null>(ONE, { as, variables: { name } });
  const read = (name: string, first = 50, after?: string) =>
    api.answer<Page>(EVENTS, { as, variables: { name, first, after } });
  const errorOf = async (query: string, variables: object, who = as) =>
    (await api.run(query, { as: who, variables: { ...variables } })).errors?.[0]?.extensions?.['code'];
  const here = (position: number) => formatPosition({ epoch: api.service.horizon.current().epoch, position });

  /** Another team, in the demo's workspace. */
  const teamCreated = async (): Promise<number> => {
    const teamId = randomUUID();
    const command = operatorCommand({ workspaceId, operation: 'createTeam', input: {} });
    const data = { teamId, side: 'CONSUMER' as const, timeZone: 'Europe/Berlin' };
    const { position } = await api.service.events.decideOne(
      command,
      { aggregate: team, id: teamId, expect: 'latest' },
      () => [{ type: 'TeamCreated' as const, data }],
    );
    await api.service.horizon.waitUntilSafe(position!);
    return position!;
  };

  /** What a program of tomorrow stores while the one of today still runs: in version 2. */
  const storedByNewer = async (event: { type: string; streamId: string; data: object }): Promise<void> => {
    const meta = { commandId: randomUUID(), correlationId: 'spec', actorId: 'process:spec', actorRole: 'process' };
    const { rows } = await owner.query<{ position: string }>(
      `insert into log.event (workspace_id, stream_id, version, event_id, type, schema_version, data, meta, recorded_at, content_hash, hash)
      values ($1, $2, 1, $3, $4, 2, $5, $6, clock_timestamp(), '', '') returning position`,
      [workspaceId, event.streamId, randomUUID(), event.type, event.data, meta],
    );
    api.service.horizon.signal();
    await api.service.horizon.waitUntilSafe(Number(rows[0]!.position));
  };

  it('read from where they begin, and again until they say that they are done', async () => {
    const types = ['TeamCreated'];
    const { consumer } = await register({ name: 'nightly', types });
    expect(consumer).toMatchObject({ pins: [{ type: 'TeamCreated', version: 1 }], version: 1, acknowledgedAt: null });
    const { nodes: all } = await read('nightly');
    expect(consumer!.lag).toBe(all.length);
    expect(consumer!.lagSeconds).toBeGreaterThanOrEqual(0);
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set(types));
    const first = await read('nightly', 1);
    expect(first).toMatchObject({ nodes: all.slice(0, 1), pageInfo: { hasNextPage: true } });
    expect(await read('nightly', 1)).toEqual(first);
    expect((await read('nightly', 50, first.cursor)).nodes).toEqual(all.slice(1));
    const done = await acknowledge('nightly', first.cursor);
    expect(done.consumer).toMatchObject({ position: first.cursor, lag: all.length - 1 });
    expect(done.consumer!.acknowledgedAt).not.toBeNull();
    const rest = await read('nightly');
    expect(rest.nodes).toEqual(all.slice(1));
    await acknowledge('nightly', rest.cursor);
    expect(await one('nightly')).toMatchObject({ lag: 0, lagSeconds: 0 });
    // What is stored later comes, whether or not its place is written down.
    const position = await teamCreated();
    expect((await read('nightly')).nodes.map((node) => node.position)).toEqual([here(position)]);
    expect(await one('nightly')).toMatchObject({ lag: 1 });
  });

  it('begin now, or after a position, and are the same when they are registered again', async () => {
    const now = await register({ name: 'from-now', startAt: { from: 'NOW' } });
    expect(now.consumer!.lag).toBe(0);
    const position = here(await teamCreated());
    expect((await read('from-now')).nodes.map((node) => node.position)).toEqual([position]);
    expect((await register({ name: 'from-now', startAt: { from: 'NOW' } })).consumer).toMatchObject({
      lag: 1,
      version: 1,
    });
    expect((await read('from-now')).nodes).toHaveLength(1);
    const after = await register({ name: 'after', startAt: { position } });
    expect(after.consumer).toMatchObject({ position, lag: 0 });
    const both = await Promise.all([1, 2, 3].map(() => register({ name: 'race', types: ['TeamCreated'] })));
    expect(both.map(codes)).toEqual([[], [], []]);
    const other = await register({ name: 'race', types: ['RoleGranted'] });
    expect(other).toMatchObject({ consumer: null, problems: [{ code: 'CONSUMER_EXISTS', path: ['input', 'name'] }] });
  });

  it('are changed by whoever has seen what they read', async () => {
    await register({ name: 'changing', types: ['TeamCreated'] });
    const input = { name: 'changing', types: ['RoleGranted'] };
    const changed = await answer(CHANGE, { input, expect: { version: 1 } });
    expect(changed.consumer).toMatchObject({ types: ['RoleGranted'], version: 2, pins: [{ type: 'RoleGranted' }] });
    const stale = await answer(CHANGE, { input, expect: { version: 1 } });
    expect(stale.problems).toMatchObject([
      { code: 'CONCURRENCY_CONFLICT', expected: 1, actual: 2, current: { id: changed.consumer!.id } },
    ]);
    expect(codes(await answer(CHANGE, { input, expect: { latest: true } }))).toEqual([]);
    const nobody = { input: { name: 'nobody' }, expect: { latest: true } };
    expect(codes(await answer(CHANGE, nobody))).toEqual(['NOT_FOUND']);
  });

  it('never go back, however many of one job acknowledge in one moment, unless somebody says so aloud', async () => {
    await register({ name: 'monotonic' });
    const { nodes } = await read('monotonic', 20);
    const positions = nodes.map(({ position }) => position);
    const answers = await Promise.all(positions.toReversed().map((position) => acknowledge('monotonic', position)));
    expect(await one('monotonic')).toMatchObject({ position: positions.at(-1) });
    const said = new Set(answers.flatMap(codes));
    expect([...said].filter((code) => code !== 'CONSUMER_BEHIND_CHECKPOINT')).toEqual([]);
    expect(codes(await acknowledge('monotonic', positions[0]!))).toEqual(['CONSUMER_BEHIND_CHECKPOINT']);
    expect(codes(await acknowledge('monotonic', positions.at(-1)!))).toEqual([]);
    expect((await acknowledge('monotonic', positions[0]!, true)).consumer).toMatchObject({ position: positions[0] });
    expect((await read('monotonic', 19)).nodes).toEqual(nodes.slice(1));
  });

  it('take no position that this log never gave out', async () => {
    await register({ name: 'strict' });
    const other = formatPosition({ epoch: randomUUID(), position: 1 });
    const ahead = here(api.service.horizon.current().safe + 10_000);
    expect(codes(await acknowledge('strict', other))).toEqual(['INVALID_POSITION']);
    expect(codes(await acknowledge('strict', ahead, true))).toEqual(['INVALID_POSITION']);
    expect(codes(await register({ name: 'ahead', startAt: { position: ahead } }))).toEqual(['INVALID_POSITION']);
    expect(await errorOf(EVENTS, { name: 'strict', first: 1, after: ahead })).toBe('INVALID_POSITION');
    expect(await errorOf(ACKNOWLEDGE, { name: 'strict', position: 'forged' })).toBe('INVALID_POSITION');
  });

  it('are refused what makes no sense, and go when they are told to', async () => {
    expect(codes(await register({ name: 'Not A Name' }))).toEqual(['VALIDATION_FAILED']);
    expect(codes(await register({ name: 'strange', types: ['Strange'] }))).toEqual(['VALIDATION_FAILED']);
    const versions = [{ type: 'TeamCreated', version: 2 }];
    expect(codes(await register({ name: 'strange', versions }))).toEqual(['VALIDATION_FAILED']);
    expect(await errorOf(EVENTS, { name: 'nobody', first: 1 })).toBe('NOT_FOUND');
    expect(await errorOf('{ consumers { name } }', {}, 'Campaign Manager')).toBe('FORBIDDEN');
    expect(codes(await acknowledge('nobody', here(1)))).toEqual(['NOT_FOUND']);
    await register({ name: 'going' });
    expect(await answer(REMOVE, { name: 'going' })).toEqual({ removed: true, problems: [] });
    expect(await one('going')).toBeNull();
    expect(codes(await answer(REMOVE, { name: 'going' }))).toEqual(['NOT_FOUND']);
  });

  it('are so many and no more, also when the last ones come together', async () => {
    const { rows } = await owner.query<{ there: number }>('select count(*)::int as there from readers.named_consumer');
    await owner.query(
      `insert into readers.named_consumer (workspace_id, name, pins, position, epoch, registered_by)
      select $1, 'filler-' || n, '{}', 0, (select epoch from log.horizon), 'spec' from generate_series(1, $2) n`,
      [workspaceId, 98 - rows[0]!.there],
    );
    const last = await Promise.all([1, 2, 3, 4].map((n) => register({ name: `last-${n}` })));
    expect(last.flatMap(codes)).toEqual(['TOO_MANY_CONSUMERS', 'TOO_MANY_CONSUMERS']);
    const all = await api.answer<readonly object[]>('{ consumers { name position } }', { as });
    expect(all).toHaveLength(100);
    await owner.query(`delete from readers.named_consumer where name like 'filler-%' or name like 'last-%'`);
  });

  it('give a nightly job what it was written for, also when a newer program is released', async () => {
    const types = ['TeamCreated'];
    await register({ name: 'job', types });
    const before = (await read('job')).nodes;
    const { pool, events: log, horizon } = api.service;
    const released = new EventCatalogue(
      log.model.catalogue.types.map((definition) =>
        definition.type === 'TeamCreated'
          ? {
              ...definition,
              version: 2,
              upcasts: { 1: ({ side, ...data }: { side: string }) => ({ ...data, sides: [side] }) },
              downcasts: { 2: ({ sides, ...data }: { sides: string[] }) => ({ ...data, side: sides[0] }) },
            }
          : definition,
      ),
    );
    const newer = new EventLog(new PostgresLogStore(pool, horizon.signal), { ...log.model, catalogue: released });
    const teamId = randomUUID();
    const data = { teamId, sides: ['CONSUMER'], timeZone: 'Europe/Berlin' };
    await storedByNewer({ type: 'TeamCreated', streamId: `team-${teamId}`, data });
    const store = new ConsumerStore(pool);
    const program = new NamedConsumers(store, newer, horizon, new EventPages(pool, newer, horizon));
    const who = { workspaceId, name: 'job' };
    const { page } = await program.read(who, null, 250);
    expect(page.events.map(({ schemaVersion }) => schemaVersion)).toEqual(page.events.map(() => 1));
    expect(page.events.slice(0, before.length).map((event) => event.data)).toEqual(
      before.map((node) => (node as unknown as { data: object }).data),
    );
    expect(page.events.at(-1)!.data).toEqual({ teamId, side: 'CONSUMER', timeZone: 'Europe/Berlin' });
    // The same registration, made again by the newer program, is the same; a new one gets what is newest now.
    await expect(program.register({ ...who, personId: 'p' }, { types }, 'NOW')).resolves.toMatchObject({
      pins: { TeamCreated: 1 },
    });
    const fresh = { ...who, name: 'fresh' };
    await program.register({ ...fresh, personId: 'p' }, { types }, 'BEGINNING');
    const { page: newest } = await program.read(fresh, null, 250);
    expect(newest.events.at(-1)).toMatchObject({ schemaVersion: 2, data });
    expect(newest.events[0]!.data).toMatchObject({ sides: [expect.any(String)] });
    await program.remove(fresh);
    await program.remove(who);
  });

  it('keep their place over a restore of the log, as far as it was restored', async () => {
    await register({ name: 'kept', types: ['TeamCreated'] });
    await register({ name: 'lost', types: ['TeamCreated'] });
    const { cursor } = await read('kept', 1);
    await acknowledge('kept', cursor);
    // It was further than what the backup held.
    await owner.query(
      `update readers.named_consumer set position = (select max(position) + 5 from log.event) where name = 'lost'`,
    );
    await owner.query('select log.new_epoch()');
    await api.service.horizon.refresh();
    expect(codes(await acknowledge('kept', cursor))).toEqual(['INVALID_POSITION']);
    const kept = (await one('kept'))!;
    expect(kept.isAheadOfLog).toBe(false);
    const { nodes, cursor: next } = await read('kept', 2);
    expect(nodes).toHaveLength(2);
    expect(codes(await acknowledge('kept', next))).toEqual([]);
    expect(await one('lost')).toMatchObject({ isAheadOfLog: true, lag: 0, lagSeconds: null });
    expect(await errorOf(EVENTS, { name: 'lost', first: 1 })).toBe('CONSUMER_AHEAD_OF_LOG');
    // Also when the restored log has gone past it by then.
    for (let n = 0; n < 6; n += 1) await teamCreated();
    expect(await errorOf(EVENTS, { name: 'lost', first: 1 })).toBe('CONSUMER_AHEAD_OF_LOG');
    const last = here(api.service.horizon.current().safe);
    expect(codes(await acknowledge('lost', last))).toEqual(['CONSUMER_AHEAD_OF_LOG']);
    expect((await acknowledge('lost', next, true)).consumer).toMatchObject({ isAheadOfLog: false, position: next });
    expect((await read('lost', 50)).nodes.length).toBeGreaterThanOrEqual(6);
  });
});
