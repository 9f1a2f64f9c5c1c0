import supertest from 'supertest';
import { Temporal } from 'temporal-polyfill';
import { tellDemoHours } from '../../apps/api/src/demo/demo-hours.js';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { bash, scriptOf } from './readme-script.js';
import { readWalk, type Turn, type Walk } from './readme-walk.js';

interface Look {
  readonly viewer: { readonly today: string };
  readonly teams: { readonly nodes: readonly { readonly id: string; readonly name: string }[] };
  readonly people: Look['teams'];
  readonly agreements: { readonly nodes: readonly { readonly id: string }[] };
}

interface Idea {
  readonly createRequest: { readonly request: { readonly id: string } };
}

interface Story {
  readonly request: {
    readonly reference: string;
    readonly history: { readonly changes: readonly { readonly summary: string }[] };
  };
}

const refused = expect.objectContaining({ problems: [expect.anything()] }) as object;

/** What somebody copies from an answer into the variables. */
const copied = (operation: string, data: unknown): Record<string, string> => {
  if (operation === 'Idea') return { requestId: (data as Idea).createRequest.request.id };
  if (operation !== 'Look') return {};
  const { viewer, teams, people, agreements } = data as Look;
  const called = ({ nodes }: Look['teams'], name: string): string =>
    nodes.find((one) => one.name.includes(name))?.id ?? '';
  return {
    marketing: called(teams, 'Marketing'),
    engineering: called(teams, 'Engineering'),
    owner: called(people, 'Web Team Lead'),
    agreement: agreements.nodes[0]?.id ?? '',
    today: viewer.today,
    month: viewer.today.slice(0, 7),
    soon: Temporal.PlainDate.from(viewer.today).add({ days: 20 }).toString(),
  };
};

describe('the README', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    await tellDemoHours(api.service.pool, new InnerVoice(api.service, api.schema, api.demo));
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('submits a request by curl, and shows it', async () => {
    const tokens = { TOKEN: api.who('Campaign Manager').token };
    const [revised, submitted, shown] = await bash(await scriptOf('curl', { url: api.url, tokens }));
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

  describe('from a vague idea to a measured outcome', () => {
    let walk: Walk;
    let variables: Record<string, string>;
    const answers: Record<string, Record<string, unknown>> = {};
    beforeAll(async () => {
      walk = await readWalk();
      variables = { ...walk.variables };
    });

    const run = async ({ as, operation, document }: Turn): Promise<Record<string, unknown>> => {
      const { body } = await supertest(api.url)
        .post('/graphql')
        .set('Authorization', `Bearer ${api.who(as).token}`)
        .send({ query: document, operationName: operation, variables });
      expect([operation, body]).toEqual([operation, { data: expect.anything() as object }]);
      const { data } = body as { data: Record<string, unknown> };
      for (const payload of Object.values(data)) expect([operation, payload]).not.toEqual([operation, refused]);
      return data;
    };
    /** The story is read from the log, some milliseconds behind: waits for a command that came after all others. */
    const settled = async (): Promise<void> => {
      const { position } = await api.done<{ position: string }>(
        'mutation ($input: CreateRequestInput!) { createRequest(input: $input) { position problems { code } } }',
        { as: 'CMO', variables: { input: { title: 'Later', type: 'OTHER', consumerTeamId: variables['marketing'] } } },
      );
      const read = 'query ($position: LogPosition) { requests(minPosition: $position) { totalCount } }';
      await api.answer(read, { as: 'CMO', variables: { position } });
    };

    it('leads the whole way, each step by the person named, as written', async () => {
      for (const turn of walk.turns) {
        if (turn.operation === 'Story') await settled();
        const data = await run(turn);
        answers[turn.operation] = data;
        variables = { ...variables, ...copied(turn.operation, data) };
      }
      expect(Object.values(variables).filter((value) => value.startsWith('<'))).toEqual([]);
      expect(answers).toMatchObject({
        Idea: { createRequest: { request: { missingSections: expect.arrayContaining(['CRITERIA']) as string[] } } },
        Vague: {
          reviseBrief: {
            request: {
              lint: [
                { index: 14, word: 'pretty' },
                { index: 34, word: 'easy' },
              ],
            },
          },
        },
        Clear: {
          reviseBrief: { request: { completenessPercent: 100, missingSections: [], lint: [] } },
          submitRequest: { request: { status: 'SUBMITTED', waitingOn: 'PROVIDER' } },
        },
        Ask: { askQuestion: { questionId: 'Q1', request: { waitingOn: 'REQUESTER' } } },
        Confused: { resolveQuestion: { request: { questions: [{ status: 'OPEN', loops: 1 }] } } },
        Estimate: { submitEstimate: { request: { status: 'ESTIMATED' } } },
        SignForEngineering: { approveRequest: { request: { status: 'ESTIMATED', waitingOn: 'REQUESTER' } } },
        SignForMarketing: { approveRequest: { request: { status: 'APPROVED' }, warnings: [] } },
        Build: { deliverRequest: { request: { status: 'DELIVERED' } } },
        Accept: { verifyTracking: { request: { launchReadiness: { ready: true } } } },
        Launch: { launchRequest: { request: { status: 'LAUNCHED' } } },
        Measure: {
          recordOutcome: { request: { outcomeTargets: [{ changePercent: 25, attainmentPercent: 125 }] } },
        },
        Close: { closeRequest: { request: { status: 'CLOSED' } } },
      });
    });

    it('is told afterwards in sentences', () => {
      const { request } = answers['Story'] as unknown as Story;
      const told = request.history.changes.map(({ summary }) => summary).join('\n');
      const { today = '', soon = '' } = variables;
      const days = told.replaceAll(soon, 'soon').replaceAll(today, 'today').replaceAll(today.slice(0, 7), 'month');
      expect(days.replace(request.reference, 'REQ-n')).toMatchSnapshot();
    });
  });
});
