import { prepareViews, type RunningApi, startApi } from './api.js';
import { testDatabase, type TestDatabase } from './database.js';

describe('an api in a spec', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('is the whole application, asked as anybody of the demo', async () => {
    expect(await api.answer('{ viewer { person { name } } }', { as: 'CMO' })).toMatchObject({
      person: { name: 'Carla Moreno (CMO)' },
    });
    expect(() => api.who('Nobody')).toThrow('CMO');
  });

  it('fails a spec on an error or a refusal it did not expect', async () => {
    await expect(api.answer('{ nothing }', { as: 'CMO' })).rejects.toThrow('GRAPHQL_VALIDATION_FAILED');
    const mint = 'mutation { addPerson(input: { name: "Somebody" }) { problems { code } } }';
    await expect(api.done(mint, { as: 'CMO' })).rejects.toThrow('FORBIDDEN');
  });

  it('shares its database and its tokens with others', async () => {
    const other = await startApi({ databaseUrl: database.url });
    expect(other.demo).toEqual(api.demo);
    await other.stop();
  });
});
