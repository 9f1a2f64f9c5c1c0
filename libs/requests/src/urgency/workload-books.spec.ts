import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inWorkStatuses } from '../domain/index.js';
import { type Name, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';

let api: RequestsApi;
beforeAll(async () => void (api = await requestsApi()));
afterAll(() => api.close());

type Step = readonly [who: Name, mutation: string, input?: object];

/** From the start of work to a close, and every way back into work. */
const steps = {
  start: ['engineer', 'startWork'],
  deliver: ['engineer', 'deliverRequest', { notes: 'On the staging site.' }],
  verify1: ['requester', 'verifyCriterion', { criterionId: 'C1' }],
  verify2: ['requester', 'verifyCriterion', { criterionId: 'C2' }],
  reject: ['requester', 'rejectCriterion', { criterionId: 'C1', cause: 'DEFECT', note: 'It is slow.' }],
  accept: ['cmo', 'acceptRequest'],
  returnToWork: ['cto', 'returnToWork', { reason: 'The launch needs a switch.' }],
  waiveTracking: ['cmo', 'waiveTracking', { reason: 'The tool is away.' }],
  launch: ['cto', 'launchRequest', {}],
  rollBack: ['cto', 'rollBackLaunch', { reason: 'DEFECT' }],
  waiveOutcome: ['cmo', 'waiveOutcome', { reason: 'The campaign was cut.' }],
  close: ['cmo', 'closeRequest'],
  reopen: ['cmo', 'reopenRequest', { cause: 'DEFECT', expectedMinutes: 0 }],
  withdraw: ['cmo', 'withdrawRequest', { reason: 'NO_LONGER_NEEDED' }],
  revive: ['cmo', 'reviveRequest'],
  hold: ['manager', 'holdRequest', { reason: 'The campaign waits.', reviewDate: '2026-02-02' }],
  resume: ['manager', 'resumeRequest'],
  approve: ['cto', 'approveRequest', { side: 'PROVIDER' }],
} as const satisfies Record<string, Step>;
type StepName = keyof typeof steps;

/** True when it was carried out and something happened. */
const take = async (client: RequestClient, requestId: string, name: StepName): Promise<boolean> => {
  const [who, mutation, input] = steps[name] as Step;
  const { position } = await client.give(client.cast[who], mutation, { requestId, ...input });
  return position !== null;
};

/** The first of these that is carried out. */
const takeOne = async (client: RequestClient, requestId: string, anyOf: readonly StepName[]): Promise<void> => {
  for (const name of anyOf) if (await take(client, requestId, name)) return;
};

/** What the team's stream says, and what the requests say. */
const books = async ({ cast }: RequestClient): Promise<{ stream: string[]; requests: string[] }> => {
  const source = `query ($team: ID!) { workload(teamId: $team) { inProgress requestIds } requests(first: 50) { nodes { id status } } }`;
  const { data, errors } = await api.run(source, cast.cto, { variables: { team: cast.engineering } });
  if (errors) throw new Error(JSON.stringify(errors));
  const { workload, requests } = data as {
    workload: { inProgress: number; requestIds: string[] };
    requests: { nodes: { id: string; status: string }[] };
  };
  expect(workload.inProgress).toBe(workload.requestIds.length);
  const inWork = requests.nodes.filter(({ status }) => (inWorkStatuses as readonly string[]).includes(status));
  return { stream: workload.requestIds.toSorted(), requests: inWork.map(({ id }) => id).toSorted() };
};

const alone = async () => new RequestClient(api, await api.cast());

/** Of these the next one on the way, whatever the status; the latest steps first, as earlier ones can be repeated. */
const forward: readonly StepName[] = [
  'resume',
  'launch',
  'accept',
  'start',
  'deliver',
  'approve',
  'waiveTracking',
  'verify2',
  'verify1',
];

describe('the work of a team', () => {
  it('is left and come back to on every way', async () => {
    const client = await alone();
    const requestId = await client.at('approved');
    const again = ['deliver', 'verify1', 'verify2', 'accept'] as const;
    const way: readonly (readonly [StepName, number])[] = [
      ['start', 1],
      ['deliver', 1],
      ['reject', 1],
      ...again.map((name) => [name, name === 'accept' ? 0 : 1] as const),
      ['returnToWork', 1],
      ...again.map((name) => [name, name === 'accept' ? 0 : 1] as const),
      ['waiveTracking', 0],
      ['launch', 0],
      ['rollBack', 1],
      ...again.map((name) => [name, name === 'accept' ? 0 : 1] as const),
      ['waiveTracking', 0],
      ['launch', 0],
      ['waiveOutcome', 0],
      ['close', 0],
      ['reopen', 1],
      ['withdraw', 0],
      ['revive', 0],
    ];
    for (const [name, inWork] of way) {
      expect([name, await take(client, requestId, name)]).toEqual([name, true]);
      const { stream, requests } = await books(client);
      expect([name, stream]).toEqual([name, inWork === 1 ? [requestId] : []]);
      expect(stream).toEqual(requests);
    }
  });

  it('is exactly the requests in work, whatever is tried, also at the same time', async () => {
    const names = Object.keys(steps) as StepName[];
    const anyStep = fc.tuple(
      fc.nat(2),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(forward) },
        { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => [name]) },
      ),
    );
    const walk = fc.array(fc.array(anyStep, { minLength: 1, maxLength: 3 }), { minLength: 20, maxLength: 20 });
    let moves = 0;
    await fc.assert(
      fc.asyncProperty(walk, async (batches) => {
        const client = await alone();
        const ids = [await client.at('approved'), await client.at('approved'), await client.at('halfApproved')];
        let before = 2;
        for (const batch of batches) {
          await Promise.all(batch.map(([which, anyOf]) => takeOne(client, ids[which]!, anyOf)));
          const { stream, requests } = await books(client);
          expect(stream).toEqual(requests);
          moves += Math.abs(stream.length - before);
          before = stream.length;
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
    expect(moves).toBeGreaterThan(4);
  });

  it('is kept in one place: nobody else decides on a request in a way that could move it', () => {
    const folder = fileURLToPath(new URL('../', import.meta.url));
    const deciding = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') &&
        !/spec|fixture/.test(file) &&
        /aggregate: request\b/.test(readFileSync(`${folder}${file}`, 'utf8')),
    );
    // The others draft, ask, talk, say that a time has come, let it rest, or triage and label many at once.
    const known = [
      'bulk/many-requests.ts',
      'conversation/conversation-decisions.ts',
      'decisions.ts',
      'dialogue/question-asking.ts',
      'intake/request-drafting.ts',
      'process-decisions.ts',
    ];
    expect(deciding).toContain('decisions.ts');
    expect(deciding.filter((file) => !known.includes(file))).toEqual([]);
  });
});
