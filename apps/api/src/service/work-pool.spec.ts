import { setTimeout as sleep } from 'node:timers/promises';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import type pg from 'pg';

/** Connections of the work, unless told. */
const CONNECTIONS = 5;
const WAITING = `
select count(*)::int as count from pg_stat_activity
where wait_event_type = 'Lock' and application_name = 'twolane spec work' and datname = current_database()`;
const CREATE = `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { request { id } problems { code } } }`;

describe('the connections of the asynchronous work', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    owner = database.ownerPool(2);
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  it('are its own: while all of them wait, whoever asks waits for none', async () => {
    const { nodes } = await api.answer<{ nodes: { id: string; side: string }[] }>('{ teams { nodes { id side } } }', {
      as: 'CMO',
    });
    const consumerTeamId = nodes.find(({ side }) => side === 'CONSUMER')!.id;
    const lock = await owner.connect();
    // On another connection: a transaction sees what others do as it was when it first asked.
    const waiting = async (): Promise<number> => (await owner.query<{ count: number }>(WAITING)).rows[0]!.count;
    await lock.query('begin; lock table log.consumer in exclusive mode');
    try {
      // Whoever begins to work has to claim what it works on first.
      api.service.startWork();
      while ((await waiting()) < CONNECTIONS) await sleep(20);
      const input = { title: 'A banner', type: 'LANDING_PAGE', consumerTeamId };
      await expect(api.done(CREATE, { as: 'CMO', variables: { input } })).resolves.toMatchObject({
        request: { id: expect.any(String) as string },
      });
      expect(await waiting()).toBe(CONNECTIONS);
    } finally {
      await lock.query('rollback');
      lock.release();
    }
  });
});
