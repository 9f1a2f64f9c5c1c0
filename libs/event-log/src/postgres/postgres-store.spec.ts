import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { commandOf, happened, type LogStoreHarness, requestOf } from '../contract/harness.js';
import { describeLogStore } from '../contract/log-store.contract.js';
import { postgresHarness, prepareHall } from '../contract/postgres-harness.js';

describe('the log in Postgres', () => {
  let database: TestDatabase;
  let harness: LogStoreHarness;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareHall(database.ownerPool(1));
    harness = postgresHarness(database.pool(8), database.ownerPool(2));
  });
  afterAll(() => database?.drop());

  describeLogStore(() => harness);

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
