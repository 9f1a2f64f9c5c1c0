import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { type Case, cases } from './refusals.fixture.js';
import { type Cast, type Name, requestsApi, type RequestsApi } from './requests.fixture.js';
import { checklistAnswers, estimate, type Payload, RequestClient, wholeBrief } from './stages.fixture.js';

let api: RequestsApi;
let client: RequestClient;
beforeAll(async () => {
  api = await requestsApi();
  client = new RequestClient(api, await api.cast());
});
afterAll(() => api.close());

const nobody = toGlobalId('Person', randomUUID());

const inputOf = (mutation: string, requestId: string, input: object = {}): object => {
  const given = Object.fromEntries(
    Object.entries(input).map(([field, value]) => [
      field,
      typeof value === 'function' ? (value as (cast: Cast) => string)(client.cast) : value,
    ]),
  );
  return mutation === 'triageRequest' ? client.triage(requestId, given) : { requestId, ...given };
};

const refusalOf = async ({ at, brief, after = [], refused }: Case): Promise<Payload> => {
  const requestId = await client.at(at, brief);
  for (const [who, name, input] of after) await client.done(client.cast[who], name, inputOf(name, requestId, input));
  const [who, name, input] = refused;
  const before = await api.events();
  const payload = await client.give(client.cast[who], name, inputOf(name, requestId, input));
  expect(await api.events()).toBe(before);
  return payload;
};

describe('a refusal', () => {
  it.each(Object.entries(cases))('%s is data with what a client acts on, and stores nothing', async (code, given) => {
    const { position, replayed, request, problems } = await refusalOf(given);
    expect({ position, replayed, request }).toEqual({ position: null, replayed: false, request: null });
    const [problem] = problems;
    const { approvedById } = given.problem as { approvedById?: Name };
    const expected = { ...given.problem, ...(approvedById && { approvedById: client.cast[approvedById].id }) };
    expect(problems).toHaveLength(1);
    expect(problem).toMatchObject({ code, message: expect.stringMatching(/^\S.*\.$/) as string, ...expected });
  });

  it('SELF_APPROVAL_FORBIDDEN meets the lead of the other side who asked for it', async () => {
    const { cto, manager, engineer } = client.cast;
    const { request } = await client.done(cto, 'createRequest', client.creation());
    const requestId = request?.id ?? '';
    await client.done(cto, 'reviseBrief', { requestId, brief: wholeBrief });
    await client.done(cto, 'submitRequest', { requestId });
    await client.done(manager, 'triageRequest', client.triage(requestId));
    await client.done(engineer, 'answerChecklist', { requestId, ...checklistAnswers });
    await client.done(engineer, 'submitEstimate', { requestId, ...estimate });
    const { problems } = await client.give(cto, 'approveRequest', { requestId, side: 'CONSUMER' });
    expect(problems).toMatchObject([{ __typename: 'BusinessProblem', code: 'SELF_APPROVAL_FORBIDDEN' }]);
  });

  it('ESTIMATE_EXPIRED comes with the day after', async () => {
    const alone = new RequestClient(api, await api.cast());
    const requestId = await alone.at('dated');
    await api.setClock(alone.cast.workspaceId, '2026-02-05T22:59:00.000Z');
    await alone.done(alone.cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER' });
    await api.setClock(alone.cast.workspaceId, '2026-02-05T23:00:00.000Z');
    const { problems } = await alone.give(alone.cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' });
    expect(problems).toMatchObject([
      { __typename: 'EstimateExpiredProblem', code: 'ESTIMATE_EXPIRED', validUntil: '2026-02-05' },
    ]);
  });

  it('BOTH_SIDES_BY_SAME_PERSON counts whom a deputy stands for', async () => {
    const { cmo, cto, both, workspaceId } = client.cast;
    await api.delegate(workspaceId, cmo, cto, 'MARKETING_LEAD');
    const requestId = await client.at('dated');
    const asDeputy = { onBehalfOf: cmo };
    await client.done(cto, 'approveRequest', { requestId, side: 'CONSUMER' }, asDeputy);
    const { problems } = await client.give(cto, 'approveRequest', { requestId, side: 'PROVIDER' });
    expect(problems).toMatchObject([{ code: 'BOTH_SIDES_BY_SAME_PERSON', side: 'PROVIDER' }]);
    const { request } = await client.done(both, 'approveRequest', { requestId, side: 'PROVIDER' });
    expect(request).toMatchObject({ status: 'APPROVED' });
  });
});

describe('somebody without the right', () => {
  it.each([
    ['auditor', 'createRequest', 'request.create'],
    ['engineer', 'triageRequest', 'request.triage'],
    ['manager', 'submitEstimate', 'request.estimate'],
    ['manager', 'approveRequest', 'request.approve'],
    ['cmo', 'raiseConcern', 'request.raiseConcern'],
    ['engineer', 'declineRequest', 'request.decline'],
    ['reviewer', 'reviveRequest', 'request.revive'],
  ] as const)('%s: %s is FORBIDDEN', async (who, name, right) => {
    const requestId = toGlobalId('Request', randomUUID());
    const inputs: Record<string, object> = {
      createRequest: client.creation(),
      triageRequest: client.triage(requestId),
      submitEstimate: { requestId, ...estimate },
      approveRequest: { requestId, side: 'PROVIDER' },
      raiseConcern: { requestId, severity: 'INFO', text: 'x' },
      declineRequest: { requestId, reason: 'TOO_RISKY' },
      reviveRequest: { requestId },
    };
    const { problems, request } = await client.give(client.cast[who], name, inputs[name] ?? {});
    expect(request).toBeNull();
    expect(problems).toMatchObject([{ __typename: 'ForbiddenProblem', code: 'FORBIDDEN', right }]);
  });

  it('may not sign for the other side', async () => {
    const requestId = await client.at('dated');
    const { problems } = await client.give(client.cast.cmo, 'approveRequest', { requestId, side: 'PROVIDER' });
    expect(problems).toMatchObject([{ __typename: 'ForbiddenProblem', right: 'request.approve' }]);
  });
});

describe('people and teams that are not there', () => {
  it.each([
    [
      'a requester’s team',
      'createRequest',
      'NOT_FOUND',
      () => client.creation({ consumerTeamId: toGlobalId('Team', randomUUID()) }),
    ],
    ['another requester', 'createRequest', 'NOT_FOUND', () => client.creation({ requesterId: nobody })],
    ['an owner', 'assignOwner', 'OWNER_REQUIRED', (requestId: string) => ({ requestId, ownerId: nobody })],
    [
      'an owner at triage',
      'triageRequest',
      'OWNER_REQUIRED',
      (requestId: string) => client.triage(requestId, { ownerId: nobody }),
    ],
    [
      'a team at triage',
      'triageRequest',
      'PROVIDER_UNKNOWN',
      (requestId: string) => client.triage(requestId, { providerTeamId: toGlobalId('Team', randomUUID()) }),
    ],
    ['a co-author', 'addCoAuthor', 'NOT_FOUND', (requestId: string) => ({ requestId, personId: nobody })],
    [
      'a co-author in no team',
      'addCoAuthor',
      'VALIDATION_FAILED',
      (requestId: string) => ({ requestId, personId: client.cast.auditor.id }),
    ],
    [
      'who prepared',
      'submitEstimate',
      'NOT_FOUND',
      (requestId: string) => ({ requestId, ...estimate, preparedById: nobody }),
    ],
    [
      'who verifies',
      'reviseBrief',
      'NOT_FOUND',
      (requestId: string) => ({
        requestId,
        brief: {
          tracking: [...wholeBrief.tracking, { event: 'e', property: 'www', consentRequired: false, verifier: nobody }],
        },
      }),
    ],
  ])('%s: %s is refused with %s', async (_, name, code, input) => {
    const requestId = await client.at('submitted');
    const before = await api.events();
    const { problems } = await client.give(client.cast.cto, name, input(requestId));
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(await api.events()).toBe(before);
  });
});
