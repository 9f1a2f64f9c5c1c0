import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { hall, takeSeat } from '../contract/hall.js';
import { hallVersionLog, hallVersionModel } from '../contract/hall-versions.js';
import { commandOf, hallTable, happened, type LogStoreHarness, requestOf } from '../contract/harness.js';
import { describeLogStore } from '../contract/log-store.contract.js';
import { postgresHarness, prepareHall } from '../contract/postgres-harness.js';
import { verify } from '../verify.js';

describe('the log in Postgres', () => {
  let database: TestDatabase;
  let harness: LogStoreHarness;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareHall(database.ownerPool(1), hallVersionModel);
    harness = postgresHarness(database.pool(8), database.ownerPool(2));
  });
  afterAll(() => database?.drop());

  describeLogStore(() => harness);

  it('reads a stream that does not guard without waiting for whoever holds it', async () => {
    const [log, workspaceId] = [hallVersionLog(harness.store), randomUUID()];
    const latest = (id: string) => ({ aggregate: hall, id, expect: 'latest' }) as const;
    await log.decideOne(commandOf(workspaceId), latest('read'), (state) => takeSeat(state, 'first'));
    const streams = { mine: latest('mine'), read: { ...latest('read'), guards: false } } as const;
    // A guard would wait for the lock until it gives up.
    const decided = await harness.store.locked(workspaceId, ['hall-read'], () =>
      log.decide(commandOf(workspaceId), streams, ({ mine, read }) => ({
        mine: takeSeat(mine, `after ${read.taken}`),
      })),
    );
    expect(decided.versions).toEqual({ mine: 1, read: 1 });
    expect(decided.rowOf('read', hallTable)).toBeNull();
    await expect(log.readStream({ workspaceId, streamId: 'hall-mine' })).resolves.toMatchObject([{ version: 1 }]);
  });

  it('lets only the member of a group fail whose statement threw', async () => {
    const workspaceId = randomUUID();
    const send = (id: string, text: string) =>
      harness.store.append(requestOf(commandOf(workspaceId), { id, expected: 0, facts: happened(text) }));
    const texts = Array.from({ length: 30 }, (_, n) => (n % 10 === 3 ? 'null byte \u0000' : `text ${n}`));
    const results = await Promise.allSettled(texts.map((text, n) => send(`thing-${n}`, text)));
    expect(results.map(({ status }) => status)).toEqual(
      texts.map((text) => (text.startsWith('null') ? 'rejected' : 'fulfilled')),
    );
    const { streams, commands } = await harness.traces(workspaceId);
    expect(Object.keys(streams)).toHaveLength(27);
    expect(commands).toHaveLength(27);
  });

  it('takes a group back that met what nobody expected, and carries out what of it stands', async () => {
    const { store } = harness;
    const workspaceId = randomUUID();
    const repeated = requestOf(commandOf(workspaceId), { id: 'done', expected: 0, facts: happened('once') });
    await store.append(repeated);
    for (const id of ['old', 'old-2']) {
      await store.append(requestOf(commandOf(workspaceId), { id, expected: 0, facts: happened('a', 'b') }));
    }
    const { commandId } = repeated.command;
    const group = [
      requestOf(commandOf(workspaceId), { id: 'new', expected: 0, facts: happened('1', '2') }),
      // One of its streams is as expected, and stays as it is.
      requestOf(
        commandOf(workspaceId),
        { id: 'old', expected: 2, facts: happened('c') },
        { id: 'new-2', expected: 3, facts: happened('never') },
      ),
      requestOf(commandOf(workspaceId), { id: 'old-2', expected: 2, facts: happened('c') }),
      requestOf(commandOf(workspaceId, { commandId }), { id: 'elsewhere', expected: 0, facts: happened('again') }),
      requestOf(commandOf(workspaceId), { id: 'done', expected: 0, facts: happened('begun before') }),
    ];
    const answers = await Promise.all(group.map((request) => store.append(request)));
    expect(answers.map(({ kind }) => kind)).toEqual(['appended', 'stale', 'appended', 'replayed', 'stale']);
    expect(answers[1]).toEqual({ kind: 'stale', mismatches: [{ streamId: 'new-2', expected: 3, actual: 0 }] });
    const { streams, commands } = await harness.traces(workspaceId);
    expect(streams).toEqual({ done: 1, old: 2, 'old-2': 3, new: 2 });
    expect(commands).toHaveLength(5);
    await expect(verify(database.pool(), { workspaceId })).resolves.toMatchObject({ events: 8, broken: 0 });
  });

  it('leaves nothing of a locked decision that threw after its append', async () => {
    const workspaceId = randomUUID();
    const request = requestOf(commandOf(workspaceId), { id: 'thing-1', expected: 0, facts: happened('x') });
    const work = harness.store.locked(workspaceId, ['thing-1'], async (store) => {
      await store.append(request);
      throw new Error('afterwards');
    });
    await expect(work).rejects.toThrow('afterwards');
    await expect(harness.traces(workspaceId)).resolves.toEqual({ commands: [], streams: {} });
  });
});
