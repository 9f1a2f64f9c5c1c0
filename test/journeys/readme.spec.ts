import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import supertest from 'supertest';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';

/** The commands between the README's curl marks, for this address and token. */
const commands = async (url: string, token: string): Promise<string> => {
  const readme = await readFile('README.md', 'utf8');
  const [, script = ''] = /<!-- curl -->\s+```sh\n([^]*?)```\s+<!-- \/curl -->/.exec(readme) ?? [];
  const filled = script.replace('http://127.0.0.1:3000', url).replace('TOKEN=twl_...', `TOKEN=${token}`);
  // A README that names neither would otherwise be asked of whoever listens on the port of a start.
  if (!filled.includes(url) || !filled.includes(token)) throw new Error('The README names no address or no token.');
  return filled;
};

interface Answer {
  readonly data: Record<string, Record<string, unknown>>;
}

const bash = (script: string): Promise<Answer[]> =>
  new Promise((resolve, reject) => {
    execFile('bash', ['-euo', 'pipefail', '-c', script], (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Answer])));
    });
  });

describe('the README', () => {
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

  it('submits a request by curl, and shows it', async () => {
    const { token } = api.who('Campaign Manager');
    const [revised, submitted, shown] = await bash(await commands(api.url, token));
    expect(revised?.data).toEqual({ reviseBrief: { request: { missingSections: [] }, problems: [] } });
    expect(submitted?.data).toEqual({
      submitRequest: { request: { status: 'SUBMITTED' }, replayed: false, problems: [] },
    });
    expect(shown?.data).toEqual({
      request: {
        reference: expect.any(String) as string,
        title: 'Sign-up form forgets what was typed',
        type: 'BUG',
        status: 'SUBMITTED',
        waitingOn: 'PROVIDER',
        requester: { name: expect.stringContaining('Campaign Manager') as string },
      },
    });
    const { body } = await supertest(api.url)
      .post('/graphql')
      .set('Authorization', `Bearer ${api.who('CTO').token}`)
      .send({ query: '{ triageQueue(first: 5) { nodes { title } } }' })
      .expect(200);
    expect(body).toEqual({ data: { triageQueue: { nodes: [{ title: 'Sign-up form forgets what was typed' }] } } });
  });
});
