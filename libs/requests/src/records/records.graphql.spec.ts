import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { checklistAnswers, type Payload, RequestClient } from '../stages.fixture.js';
import {
  bug,
  cases,
  evidence,
  idea,
  measured,
  milestone,
  nobody,
  type RecordCase,
  target,
} from './record-refusals.fixture.js';
import { happened, wentLive } from './records.fixture.js';

let api: RequestsApi;
let client: RequestClient;
beforeAll(async () => {
  api = await requestsApi();
  client = new RequestClient(api, await api.cast());
});
afterAll(() => api.close());

/** What a command needs besides what the case says of it. */
function inputOf(name: string, requestId: string, input: object): object {
  const { engineer } = client.cast;
  if (name === 'triageRequest') return client.triage(requestId);
  if (name === 'submitEstimate') return { requestId, ...estimateOfPage };
  if (name === 'incurDebt') return { requestId, ownerId: engineer.id, ...input };
  if (name !== 'planPath') return { requestId, ...input };
  const { milestones } = input as { milestones: object[] };
  return { requestId, milestones: milestones.map((one) => ({ ...one, ownerId: engineer.id })) };
}
const estimateOfPage = {
  optimisticMinutes: 480,
  likelyMinutes: 600,
  pessimisticMinutes: 780,
  lines: [{ kind: 'FRONTEND', minutes: 600 }],
  confidence: 'MEDIUM',
  durationForecastDays: 10,
  validUntil: '2026-02-05',
};

const live = async (): Promise<string> => {
  const requestId = await client.at('approved');
  await happened(api, { workspaceId: client.cast.workspaceId, requestId }, wentLive);
  return requestId;
};

async function refusalOf({ live: isLive, at, after = [], refused }: RecordCase): Promise<Payload> {
  const requestId = isLive ? await live() : await client.at(at ?? 'submitted');
  for (const [who, name, input] of after) {
    await client.done(client.cast[who], name, inputOf(name, requestId, input));
  }
  const [who, name, input] = refused;
  const before = await api.events();
  const payload = await client.give(client.cast[who], name, inputOf(name, requestId, input));
  expect(await api.events()).toBe(before);
  return payload;
}

describe('a refusal of a record', () => {
  it('is tried here for every code of the theme', () => {
    const source = readFileSync(new URL('../domain/refusals-records.ts', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/super\(\s*'([A-Z_]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(9);
    expect(codes.filter((code) => !cases[code ?? ''])).toEqual([]);
  });

  it.each(Object.entries(cases))('%s is data, and stores nothing', async (code, given) => {
    const { request, problems } = await refusalOf(given);
    expect(request).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, message: expect.stringMatching(/^\S.*\.$/) as string, ...given.problem });
  });

  it('NOT_FOUND names an owner nobody knows', async () => {
    const { engineer, manager } = client.cast;
    const requestId = await client.at('triaged');
    const debt = { requestId, what: 'No tests', paybackDate: '2026-03-01', ownerId: nobody };
    const owed = await client.give(engineer, 'incurDebt', debt);
    expect(owed.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'ownerId'] }]);
    const path = { requestId, milestones: [{ ...milestone, ownerId: engineer.id }, milestone] };
    const planned = await client.give(manager, 'planPath', path);
    expect(planned.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'milestones', '1', 'ownerId'] }]);
  });
});

const RECORDS = `query ($id: ID!) { request(id: $id) {
  outcomeTargets { targetId metric baseline targetKind targetValue windowDays windowEndsOn window lastValue changePercent attainmentPercent
    measurements { value measuredAt source } }
  bugs { bugId severity foundAt text cause reportedById open resolution }
  debts { debtId what paybackDate ownerId open overdue paidAt note }
  experiment { hypothesis timeBoxDays killCriterion endsOn state daysLeft note } experimentProposal { side proposedById timeBoxDays }
  evidence { evidenceId quote count } evidenceCount
  success { side text verdict note } checklist { itemId question required answer note byId } path { milestoneId title date ownerId }
} }`;

describe('a request with everything written down', () => {
  it('shows it, told for the day it is', async () => {
    const alone = new RequestClient(api, await api.cast());
    const { requester, cmo, cto, engineer, manager, workspaceId } = alone.cast;
    const requestId = await alone.at('approved');
    const give = (who: typeof cmo, name: string, input: object) => alone.done(who, name, { requestId, ...input });
    await give(requester, 'setOutcomeTarget', target);
    await give(requester, 'proposeExperiment', idea);
    await give(cto, 'declareExperiment', {});
    await give(cmo, 'attachEvidence', { ...evidence, count: 3 });
    await give(engineer, 'attachEvidence', evidence);
    await give(requester, 'setSuccessView', { side: 'CONSUMER', text: 'We sell 300 bundles' });
    await give(engineer, 'incurDebt', { what: 'No tests', paybackDate: '2026-01-10', ownerId: engineer.id });
    const path = [{ ...milestone, date: '2026-01-30', ownerId: engineer.id }];
    const { warnings } = (
      await api.run(
        `mutation ($input: PlanPathInput!) { planPath(input: $input, expect: { latest: true }) { warnings { code } problems { code } } }`,
        manager,
        { variables: { input: { requestId, milestones: path } } },
      )
    ).data!['planPath'] as { warnings: object[] };
    expect(warnings).toEqual([{ code: 'PATH_AFTER_DATE' }]);
    await happened(api, { workspaceId, requestId }, wentLive);
    await give(cmo, 'reportBug', bug);
    await api.setClock(workspaceId, '2026-01-20T08:00:00.000Z');
    await give(requester, 'recordOutcome', { ...measured, measuredAt: '2026-01-20' });
    await give(requester, 'judgeSuccess', { side: 'CONSUMER', verdict: 'MET', note: '312 bundles' });
    const { data, errors } = await api.run(RECORDS, requester, { variables: { id: requestId } });
    expect(errors).toBeUndefined();
    expect(data!['request']).toEqual({
      outcomeTargets: [
        {
          targetId: 'O1',
          metric: 'orders a day',
          baseline: 40,
          targetKind: 'RELATIVE',
          targetValue: 15,
          windowDays: 30,
          windowEndsOn: '2026-02-04',
          window: 'OPEN',
          lastValue: 48.8,
          changePercent: 22,
          attainmentPercent: 146.7,
          measurements: [{ value: 48.8, measuredAt: '2026-01-20', source: 'Shop report' }],
        },
      ],
      bugs: [{ bugId: 'B1', ...bug, cause: null, reportedById: cmo.id, open: true, resolution: null }],
      debts: [
        {
          debtId: 'D1',
          what: 'No tests',
          paybackDate: '2026-01-10',
          ownerId: engineer.id,
          open: true,
          overdue: true,
          paidAt: null,
          note: null,
        },
      ],
      experiment: { ...idea, endsOn: '2026-01-19', state: 'RUNNING', daysLeft: -1, note: null },
      experimentProposal: null,
      evidence: [
        { evidenceId: 'V2', quote: evidence.quote, count: 41 },
        { evidenceId: 'V1', quote: evidence.quote, count: 3 },
      ],
      evidenceCount: 44,
      success: [{ side: 'CONSUMER', text: 'We sell 300 bundles', verdict: 'MET', note: '312 bundles' }],
      checklist: checklistAnswers.answers.map(({ itemId, answer }) => ({
        itemId,
        question: expect.stringMatching(/\?$/) as string,
        required: itemId === 'ANALYTICS',
        answer,
        note: null,
        byId: engineer.id,
      })),
      path: [{ milestoneId: 'M1', title: 'Live', date: '2026-01-30', ownerId: engineer.id }],
    });
  });

  it.each([
    ['reportBug', { bugId: 'B1' }, bug],
    ['setOutcomeTarget', { targetId: 'O1' }, target],
    ['attachEvidence', { evidenceId: 'V1' }, evidence],
  ] as const)('%s tells the id it gave, also when it is repeated', async (name, made, input) => {
    const requestId = await live();
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const source = `mutation ($input: ${type}!) { ${name}(input: $input, expect: { latest: true }, idempotencyKey: "${randomUUID()}") {
      ${Object.keys(made)[0]} replayed problems { code } } }`;
    const run = async () =>
      (await api.run(source, client.cast.requester, { variables: { input: { requestId, ...input } } })).data;
    expect(await run()).toEqual({ [name]: { ...made, replayed: false, problems: [] } });
    expect(await run()).toEqual({ [name]: { ...made, replayed: true, problems: [] } });
  });
});

describe('somebody without the right', () => {
  it.each([
    ['auditor', 'reportBug', 'request.bug', bug],
    ['auditor', 'resolveBug', 'request.resolveBug', { bugId: 'B1', resolution: 'x' }],
    ['manager', 'incurDebt', 'request.debt', { what: 'x', paybackDate: '2026-03-01' }],
    ['cmo', 'payDebt', 'request.debt', { debtId: 'D1' }],
    ['reviewer', 'proposeExperiment', 'request.experiment', idea],
    ['reviewer', 'planPath', 'request.planPath', { milestones: [] }],
    ['cmo', 'answerChecklist', 'request.answerChecklist', { answers: [{ itemId: 'REUSE', answer: 'YES' }] }],
    ['reviewer', 'setOutcomeTarget', 'request.outcome', target],
    ['reviewer', 'setSuccessView', 'request.success', { side: 'CONSUMER', text: 'x' }],
    ['auditor', 'attachEvidence', 'request.evidence', evidence],
  ] as const)('%s: %s needs %s', async (who, name, right, input) => {
    const requestId = await client.at('triaged');
    const { problems } = await client.give(client.cast[who], name, inputOf(name, requestId, input));
    expect(problems).toMatchObject([{ __typename: 'ForbiddenProblem', code: 'FORBIDDEN', right }]);
  });
});
