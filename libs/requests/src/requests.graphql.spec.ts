import { neededRight } from '#libs/api-kit';
import { isRight } from '#libs/people';
import { isEnumType, isObjectType } from 'graphql';
import { type Cast, requestsApi, type RequestsApi } from './requests.fixture.js';
import { agreement, checklistAnswers, estimate, RequestClient, wholeBrief } from './stages.fixture.js';

let api: RequestsApi;
let cast: Cast;
let client: RequestClient;
beforeAll(async () => {
  api = await requestsApi();
  cast = await api.cast();
  client = new RequestClient(api, cast);
});
afterAll(() => api.close());

describe('the schema', () => {
  it('declares rights that the matrix has, and describes every field and argument', () => {
    const types = Object.values(api.schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    const fields = types.filter(isObjectType).flatMap((type) => Object.values(type.getFields()));
    const rights = fields.flatMap((field) => neededRight(field) ?? []);
    expect(rights.filter((right) => !isRight(right) && right !== 'signed-in')).toEqual([]);
    const ours = fields.filter((field) => neededRight(field)?.startsWith('request.'));
    const roots = [api.schema.getQueryType(), api.schema.getMutationType(), api.schema.getSubscriptionType()];
    const parts = [
      ...types.filter((type) => !roots.some((root) => root === type)),
      ...types.flatMap((type) => ('getFields' in type ? Object.values(type.getFields()) : [])),
      ...types.flatMap((type) => (isEnumType(type) ? type.getValues() : [])),
      ...ours.flatMap(({ args }) => args),
    ];
    expect(parts.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });
});

describe('a request', () => {
  it('goes from draft to approval, with a dialogue on the way', async () => {
    const { requester, manager, engineer, cmo, cto } = cast;
    const drafted = await client.done(requester, 'createRequest', client.creation());
    const requestId = drafted.request?.id ?? '';
    expect(drafted).toMatchObject({ replayed: false, position: expect.any(String) as string });
    expect(drafted.request).toMatchObject({ status: 'DRAFT', version: 1, completenessPercent: 0 });

    const written = await client.done(requester, 'reviseBrief', { requestId, brief: wholeBrief });
    expect(written.request).toMatchObject({ completenessPercent: 100, briefRevision: 1, waitingOn: 'REQUESTER' });
    await client.done(requester, 'submitRequest', { requestId });
    const triaged = await client.done(manager, 'triageRequest', client.triage(requestId));
    expect(triaged.request).toMatchObject({ status: 'TRIAGED', waitingOn: 'PROVIDER' });

    const question = { requestId, kind: 'HOW_DOES_IT_WORK', text: 'Which offer is shown first?', blocking: true };
    const asked = await client.done(engineer, 'askQuestion', question);
    const { questionId } = asked;
    expect(asked).toMatchObject({ questionId: 'Q1', request: { waitingOn: 'REQUESTER' } });
    const answer = { requestId, questionId, answerText: 'The newest one.' };
    await client.done(requester, 'answerQuestion', answer);
    await client.done(engineer, 'resolveQuestion', { requestId, questionId, understood: false });
    await client.done(requester, 'answerQuestion', { ...answer, answerText: 'The one with the latest start date.' });
    await client.done(engineer, 'resolveQuestion', { requestId, questionId, understood: true });

    await client.done(engineer, 'answerChecklist', { requestId, ...checklistAnswers });
    await client.done(engineer, 'submitEstimate', { requestId, ...estimate, preparedById: engineer.id });
    await client.done(manager, 'agreeDate', { requestId, ...agreement });
    const half = await client.done(cmo, 'approveRequest', { requestId, side: 'CONSUMER' });
    expect(half.request).toMatchObject({ status: 'ESTIMATED', waitingOn: 'PROVIDER' });
    const approved = await client.done(cto, 'approveRequest', { requestId, side: 'PROVIDER', reservationPlan: [] });
    expect(approved.request).toMatchObject({ status: 'APPROVED' });

    const detail = `query ($id: ID!) { request(id: $id) { status requester { id } owner { id } estimate { likelyMinutes }
      questions { status loops answers { text } } approvals { side byId } agreedDate { date } } }`;
    const { data, errors } = await api.run(detail, requester, { variables: { id: requestId } });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      request: {
        requester: { id: requester.id },
        owner: { id: manager.id },
        estimate: { likelyMinutes: 600 },
        questions: [{ status: 'RESOLVED', loops: 1, answers: [{}, {}] }],
        approvals: [
          { side: 'CONSUMER', byId: cmo.id },
          { side: 'PROVIDER', byId: cto.id },
        ],
        agreedDate: { date: agreement.date },
      },
    });
  });

  it('is changed, estimated anew, rests, ends and begins again', async () => {
    const { requester, engineer, manager, cto, cmo } = cast;
    const requestId = await client.at('approved');
    const brief = { criteria: [{ text: 'The page loads within 1 second' }] };
    await client.done(requester, 'reviseBrief', { requestId, brief, cause: 'CHANGED_MIND' });
    await client.done(engineer, 'confirmEstimate', { requestId });
    await client.done(cto, 'addCoAuthor', { requestId, personId: engineer.id });
    const touch = { touch: 'PAYMENTS', why: 'The page takes money.' };
    await client.done(requester, 'setTouches', { requestId, add: [touch] });
    await client.done(requester, 'setTouches', { requestId, remove: [{ ...touch, why: 'It does not.' }] });
    const raised = await client.done(engineer, 'raiseConcern', {
      requestId,
      severity: 'BLOCKING',
      text: 'No rollback.',
    });
    expect(raised.concernId).toBe('K1');
    await client.done(cto, 'resolveConcern', { requestId, concernId: 'K1', resolution: 'A switch turns it off.' });
    await client.done(manager, 'assignOwner', { requestId, ownerId: engineer.id, reason: 'Builds it.' });
    await client.done(manager, 'holdRequest', { requestId, reason: 'The campaign waits.', reviewDate: '2026-02-02' });
    await client.done(manager, 'resumeRequest', { requestId });
    const withdrawn = await client.done(cmo, 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    expect(withdrawn.request).toMatchObject({ status: 'WITHDRAWN', waitingOn: 'NONE' });
    await client.done(requester, 'reviveRequest', { requestId, reason: 'It is on again.' });
    await client.done(requester, 'submitRequest', { requestId });
    const declined = await client.done(cto, 'declineRequest', {
      requestId,
      reason: 'NO_CAPACITY',
      reviveWhen: 'In May',
    });
    expect(declined.request).toMatchObject({ status: 'DECLINED' });
  });

  it('shows the touches its words suggest, for somebody to answer', async () => {
    const { requester } = cast;
    const stories = [
      { role: 'customer', want: 'pay by credit card and use the newsletter sign-up', benefit: 'I am done' },
    ];
    const requestId = await client.at('written', { ...wholeBrief, userStories: stories });
    const suggestions = async () => {
      const query = 'query ($id: ID!) { request(id: $id) { touches { touch } touchSuggestions { touch open } } }';
      return (await api.run(query, requester, { variables: { id: requestId } })).data;
    };
    expect(await suggestions()).toMatchObject({
      request: {
        touchSuggestions: [
          { touch: 'PAYMENTS', open: true },
          { touch: 'PERSONAL_DATA', open: true },
        ],
      },
    });
    await client.done(requester, 'confirmTouchSuggestion', { requestId, touch: 'PAYMENTS', why: 'Cards are taken.' });
    await client.done(requester, 'dismissTouchSuggestion', { requestId, touch: 'PERSONAL_DATA', why: 'Only a link.' });
    expect(await suggestions()).toMatchObject({
      request: { touches: [{ touch: 'PAYMENTS' }], touchSuggestions: [{ touch: 'PERSONAL_DATA', open: false }] },
    });
  });
});

describe('a command given twice', () => {
  it('with one key is carried out once, and answers as the first time', async () => {
    const before = await api.events();
    const first = await client.done(cast.requester, 'createRequest', client.creation(), { key: 'create-1' });
    const again = await client.done(cast.requester, 'createRequest', client.creation(), { key: 'create-1' });
    expect(again).toEqual({ ...first, replayed: true });
    expect(await api.events()).toBe(before + 1);

    const requestId = first.request?.id ?? '';
    const question = { requestId, kind: 'WHY', text: 'Why now?', blocking: false };
    const asked = await client.done(cast.engineer, 'askQuestion', question, { key: 'ask-1' });
    await client.done(cast.engineer, 'askQuestion', { ...question, text: 'Why at all?' });
    const repeated = await client.done(cast.engineer, 'askQuestion', question, { key: 'ask-1' });
    expect(repeated).toMatchObject({ replayed: true, questionId: 'Q1', position: asked.position });
    expect(await api.events()).toBe(before + 3);
  });

  it('with one key and another input is refused', async () => {
    await client.done(cast.requester, 'createRequest', client.creation(), { key: 'create-2' });
    const before = await api.events();
    const other = client.creation({ title: 'Autumn landing page' });
    const refused = await client.give(cast.requester, 'createRequest', other, { key: 'create-2' });
    expect(refused).toMatchObject({
      position: null,
      request: null,
      problems: [
        { __typename: 'IdempotencyKeyReusedProblem', code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] },
      ],
    });
    expect(await api.events()).toBe(before);
  });
});

describe('two who decide on one request', () => {
  it('on a version that is not current are told the current one', async () => {
    const requestId = await client.at('written');
    const expect1 = { expect: { version: 1 } };
    const { problems, request } = await client.give(cast.requester, 'submitRequest', { requestId }, expect1);
    expect(request).toBeNull();
    expect(problems).toMatchObject([
      {
        __typename: 'StaleVersionProblem',
        code: 'CONCURRENCY_CONFLICT',
        expected: 1,
        actual: 2,
        current: { id: requestId, version: 2, status: 'DRAFT' },
      },
    ]);
    const seen = await client.done(cast.requester, 'submitRequest', { requestId }, { expect: { version: 2 } });
    expect(seen.request).toMatchObject({ status: 'SUBMITTED', version: 3 });
  });

  it('by approving at once: one wins, the other learns the version that is current now', async () => {
    for (let round = 0; round < 5; round += 1) {
      const requestId = await client.at('dated');
      const { version } = await versionOf(requestId);
      const before = await api.events();
      const seen = { expect: { version } };
      const outcomes = await Promise.all([
        client.give(cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER' }, seen),
        client.give(cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' }, seen),
      ]);
      const winners = outcomes.filter(({ problems }) => problems.length === 0);
      const losers = outcomes.flatMap(({ problems }) => problems);
      expect(winners).toHaveLength(1);
      expect(losers).toMatchObject([
        { code: 'CONCURRENCY_CONFLICT', expected: version, actual: version + 1, current: { version: version + 1 } },
      ]);
      expect(await api.events()).toBe(before + 1);
    }
  });

  it('is answered by a command as it is read afterwards', async () => {
    const requestId = await client.at('dated');
    const fields = `version status waitingOn dueDate draftedAt submittedAt triagedAt approvedAt updatedAt completenessPercent
      brief { criteria { id text } context { audience } } estimate { likelyMinutes at } approvals { side byId at }
      agreedDate { date at } dateHistory { at } questions { questionId askedAt } requester { id } owner { id } providerTeam { id }`;
    const approve = `mutation ($input: ApproveRequestInput!) {
      approveRequest(input: $input, expect: { latest: true }) { problems { code } request { ${fields} } } }`;
    for (const [who, side] of [
      [cast.cmo, 'CONSUMER'],
      [cast.cto, 'PROVIDER'],
    ] as const) {
      const answered = await api.run(approve, who, { variables: { input: { requestId, side } } });
      const read = await api.run(`query ($id: ID!) { request(id: $id) { ${fields} } }`, who, {
        variables: { id: requestId },
      });
      expect(read.errors).toBeUndefined();
      expect(answered.data).toEqual({ approveRequest: { problems: [], request: read.data?.['request'] } });
    }
  });

  it('stands in a list with its own people and teams', async () => {
    await client.at('triaged');
    await client.done(cast.cto, 'createRequest', client.creation({ consumerTeamId: cast.engineering }));
    const fields = 'id requester { id } owner { id } consumerTeam { id } providerTeam { id }';
    const listed = await api.run(`{ requests(first: 250) { nodes { ${fields} } } }`, cast.auditor);
    const { nodes } = (listed.data as { requests: { nodes: { id: string; requester: { id: string } }[] } }).requests;
    const ids = nodes.map(({ id }) => id);
    // One at a time nothing is looked up for the whole list.
    for (const node of nodes) {
      const one = await api.run(`query ($id: ID!) { request(id: $id) { ${fields} } }`, cast.auditor, {
        variables: { id: node.id },
      });
      expect(node).toEqual(one.data?.['request']);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(nodes.map(({ requester }) => requester.id))).toEqual(new Set([cast.requester.id, cast.cto.id]));
  });

  it('is signed by the lead of its own team, not by that of another one', async () => {
    const requestId = await client.at('dated');
    const refused = await client.give(cast.salesLead, 'approveRequest', { requestId, side: 'CONSUMER' });
    expect(refused.problems).toMatchObject([{ code: 'FORBIDDEN' }]);
    await client.done(cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER' });
  });

  it('who both say that the last word wins, both sign', async () => {
    const requestId = await client.at('dated');
    await Promise.all([
      client.done(cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER' }),
      client.done(cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' }),
    ]);
    expect(await versionOf(requestId)).toMatchObject({ status: 'APPROVED' });
  });
});

const versionOf = async (id: string): Promise<{ version: number; status: string }> => {
  const query = 'query ($id: ID!) { request(id: $id) { version status } }';
  const { data } = await api.run(query, cast.auditor, { variables: { id } });
  return (data as { request: { version: number; status: string } }).request;
};
