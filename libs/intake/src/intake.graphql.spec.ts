import { neededRight, toGlobalId } from '#libs/api-kit';
import { isRight } from '#libs/people';
import { isEnumType, isObjectType } from 'graphql';
import { randomUUID } from 'node:crypto';
import { type Cast, IDEA, IntakeApi, type Payload, TODAY } from './intake.fixture.js';

let api: IntakeApi;
let cast: Cast;
beforeAll(async () => {
  api = await IntakeApi.start();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

const captured = async (): Promise<string> => {
  const input = { title: 'Coupon box', text: 'A box for coupons on the thank-you page.' };
  return (await api.done(cast.marketer, 'captureIdea', input)).idea!.id;
};
const shape = { problem: 'Coupons are lost.', benefit: 'More of them are used.', roughMinutes: 90, touches: [] };
const shaped = async (): Promise<string> => {
  const ideaId = await captured();
  await api.done(cast.marketer, 'shapeIdea', { ideaId, ...shape });
  return ideaId;
};
const drafted = async (title = 'Spring landing page'): Promise<string> =>
  (await api.done(cast.cmo, 'createRequest', { title, type: 'LANDING_PAGE', consumerTeamId: cast.marketing })).request!
    .id;
const conversion = () => ({ type: 'ENHANCEMENT', consumerTeamId: cast.marketing });
const outcome = ({ problems, ...rest }: Payload) => ({ codes: problems.map(({ code }) => code), ...rest });

describe('the schema', () => {
  it('declares rights the matrix has, and describes all of it', () => {
    const types = Object.values(api.schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    const fields = types.filter(isObjectType).flatMap((type) => Object.values(type.getFields()));
    const rights = fields.flatMap((field) => neededRight(field) ?? []);
    expect(rights.filter((right) => !isRight(right) && right !== 'signed-in')).toEqual([]);
    const parts = [
      ...types.flatMap((type) => ('getFields' in type ? Object.values(type.getFields()) : [])),
      ...types.flatMap((type) => (isEnumType(type) ? type.getValues() : [])),
      ...fields
        .filter((field) => /^(idea|roadblock|interruption|favour|capture)\./.test(neededRight(field) ?? ''))
        .flatMap(({ args }) => args),
    ];
    expect(parts.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });
});

describe('an idea', () => {
  it('is captured, shaped into a quick win, voted for and becomes a request (P56)', async () => {
    const ideaId = await captured();
    const { idea: fresh } = await api.done(
      cast.marketer,
      'shapeIdea',
      { ideaId, ...shape },
      { expect: { version: 1 } },
    );
    expect(fresh).toMatchObject({ reference: 'IDEA-1', status: 'SHAPED', originSide: 'CONSUMER', quickWin: true });
    await api.done(cast.engineer, 'voteForIdea', { ideaId });
    const { idea: voted } = await api.done(cast.cmo, 'voteForIdea', { ideaId });
    expect(voted?.votes).toEqual({ consumer: 1, provider: 1, total: 2, mine: true });

    const { idea, request } = await api.done(cast.marketer, 'convertIdea', { ideaId, ...conversion() });
    expect(idea).toMatchObject({ status: 'CONVERTED', request: { id: request!.id } });
    expect(request).toMatchObject({ title: 'Coupon box', status: 'DRAFT', sourceKind: 'IDEA', sourceRef: ideaId });
    const refused = await api.give(cast.marketer, 'convertIdea', { ideaId, ...conversion() });
    expect(refused.problems).toMatchObject([{ code: 'INVALID_STATE', state: 'CONVERTED', allowed: ['SHAPED'] }]);
  });

  it('converted twice in the same moment becomes one request', async () => {
    const ideaId = await shaped();
    const both = await Promise.all([
      api.give(cast.cmo, 'convertIdea', { ideaId, ...conversion() }),
      api.give(cast.cto, 'convertIdea', { ideaId, ...conversion(), title: 'Another title' }),
      api.give(cast.manager, 'convertIdea', { ideaId, ...conversion() }),
    ]);
    expect(both.map((one) => outcome(one).codes.join()).sort()).toEqual(['', 'INVALID_STATE', 'INVALID_STATE']);
    expect(await api.events(cast.workspaceId, 'RequestDrafted')).toBe(1);
    expect(await api.events(cast.workspaceId, 'IdeaConverted')).toBe(1);
  });

  it('repeated under one key is converted once and answers the same', async () => {
    const ideaId = await shaped();
    const given = { key: 'k-1' };
    const first = await api.done(cast.cmo, 'convertIdea', { ideaId, ...conversion() }, given);
    const again = await api.done(cast.cmo, 'convertIdea', { ideaId, ...conversion() }, given);
    expect(again).toMatchObject({ replayed: true, position: first.position, request: { id: first.request!.id } });
    expect(await api.events(cast.workspaceId, 'RequestDrafted')).toBe(1);
  });

  it('counts a vote once, however often and in whatever moment it is given, and for deputies too', async () => {
    const ideaId = await captured();
    await Promise.all(Array.from({ length: 6 }, () => api.done(cast.cto, 'voteForIdea', { ideaId })));
    await api.delegate(cast.workspaceId, cast.cmo, cast.cto, 'MARKETING_LEAD');
    const { idea } = await api.done(cast.cto, 'voteForIdea', { ideaId }, { onBehalfOf: cast.cmo });
    expect(idea?.votes).toEqual({ consumer: 0, provider: 1, total: 1, mine: true });
    await api.done(cast.bridge, 'voteForIdea', { ideaId });
    await api.done(cast.cto, 'withdrawVote', { ideaId });
    const { idea: left } = await api.done(cast.cto, 'withdrawVote', { ideaId });
    expect(left?.votes).toEqual({ consumer: 0, provider: 0, total: 1, mine: false });
  });

  it('shows nobody who voted, neither in the schema nor in its history', async () => {
    const ideaId = await captured();
    await api.done(cast.engineer, 'voteForIdea', { ideaId });
    await api.readable();
    const document = `query ($id: ID!) { idea(id: $id) { ${IDEA} history { changes { type actorId summary } hasMore } } }`;
    const read = await api.ask<{ history: { changes: object[] } }>(document, cast.auditor, { id: ideaId });
    expect(read.history.changes).toEqual([
      { type: 'IdeaCaptured', actorId: cast.marketer.id, summary: 'IDEA-1 came from marketing: “Coupon box”.' },
      { type: 'IdeaVoted', actorId: null, summary: 'It got a vote from engineering.' },
    ]);
    expect(JSON.stringify(read)).not.toContain(cast.engineer.id);
    const fields = Object.keys((api.schema.getType('IdeaVotes') as { getFields(): object } | undefined)!.getFields());
    expect(fields.sort()).toEqual(['consumer', 'mine', 'provider', 'total']);
  });

  it('rests and is taken up again where it stood', async () => {
    const ideaId = await shaped();
    expect(outcome(await api.give(cast.cmo, 'parkIdea', { ideaId, reason: ' ' })).codes).toEqual(['REASON_REQUIRED']);
    await api.done(cast.cmo, 'parkIdea', { ideaId, reason: 'After the launch.' });
    await api.done(cast.cto, 'dropIdea', { ideaId, reason: 'Nobody asks for it.' });
    const { idea } = await api.done(cast.cto, 'reviveIdea', { ideaId });
    expect(idea).toMatchObject({ status: 'SHAPED', reason: null });
    const other = await captured();
    await api.done(cast.cmo, 'dropIdea', { ideaId: other, reason: 'No.' });
    expect((await api.done(cast.cmo, 'reviveIdea', { ideaId: other, reason: 'Yes.' })).idea?.status).toBe('NEW');
  });

  it('is refused what the roles do not carry', async () => {
    const ideaId = await shaped();
    const refusals = [
      await api.give(cast.colleague, 'shapeIdea', { ideaId, ...shape }),
      await api.give(cast.colleague, 'convertIdea', { ideaId, ...conversion() }),
      await api.give(cast.engineer, 'parkIdea', { ideaId, reason: 'Later.' }),
      await api.give(cast.auditor, 'voteForIdea', { ideaId }),
      await api.give(cast.agency, 'captureIdea', { title: 'From outside', text: 'Text.' }),
      await api.give(cast.marketer, 'captureIdea', { title: 'Theirs', text: 'Text.', originTeamId: cast.engineering }),
    ];
    expect(refusals.map((one) => outcome(one).codes)).toEqual(refusals.map(() => ['FORBIDDEN']));
    const nowhere = { title: 'Idea', text: 'Text.', originTeamId: toGlobalId('Team', randomUUID()) };
    expect(outcome(await api.give(cast.marketer, 'captureIdea', nowhere)).codes).toEqual(['NOT_FOUND']);
    const pii = { title: 'Idea', text: 'Ask mara@example.com.' };
    expect(outcome(await api.give(cast.marketer, 'captureIdea', pii)).codes).toEqual(['PII_NOT_ALLOWED']);
    const unknown = { ideaId: toGlobalId('Idea', randomUUID()), ...conversion() };
    expect(outcome(await api.give(cast.cmo, 'convertIdea', unknown)).codes).toEqual(['NOT_FOUND']);
    const stale = await api.give(cast.cmo, 'parkIdea', { ideaId, reason: 'Later.' }, { expect: { version: 1 } });
    expect(outcome(stale).codes).toEqual(['CONCURRENCY_CONFLICT']);
  });

  it('is listed by votes, found by filters, and counted by origin (P81)', async () => {
    const [first, second] = [await shaped(), await captured()];
    await api.done(cast.engineer, 'captureIdea', { title: 'Faster builds', text: 'Cache them.' });
    await api.done(cast.bridge, 'captureIdea', { title: 'From between', text: 'Neither side.' });
    await api.done(cast.cmo, 'voteForIdea', { ideaId: second });
    await api.done(cast.cto, 'voteForIdea', { ideaId: second });
    await api.done(cast.cto, 'voteForIdea', { ideaId: first });
    await api.done(cast.cmo, 'convertIdea', { ideaId: first, ...conversion() });
    const list = `query ($filter: IdeaFilter, $order: [IdeaOrder!]) { ideas(filter: $filter, order: $order, first: 2) {
      totalCount nodes { id votes { total } } pageInfo { hasNextPage } } }`;
    const top = await api.ask<object>(list, cast.auditor, { order: [{ votes: 'DESC' }] });
    expect(top).toMatchObject({
      totalCount: 4,
      nodes: [{ id: second }, { id: first }],
      pageInfo: { hasNextPage: true },
    });
    const wins = { filter: { quickWin: { eq: true }, originSide: { eq: 'CONSUMER' }, status: { eq: 'CONVERTED' } } };
    expect(await api.ask<object>(list, cast.auditor, wins)).toMatchObject({ totalCount: 1, nodes: [{ id: first }] });
    expect(await api.ask('{ ideaOrigin { side ideas converted sharePercent } }', cast.auditor)).toEqual([
      { side: 'CONSUMER', ideas: 2, converted: 1, sharePercent: 50 },
      { side: 'PROVIDER', ideas: 1, converted: 0, sharePercent: 25 },
      { side: null, ideas: 1, converted: 0, sharePercent: 25 },
    ]);
    const node = await api.ask('query ($id: ID!) { node(id: $id) { ... on Idea { reference } } }', cast.cmo, {
      id: first,
    });
    expect(node).toEqual({ reference: 'IDEA-1' });
    const foreign = (await api.cast()).cmo;
    expect(await api.ask('query ($id: ID!) { idea(id: $id) { id } }', foreign, { id: first })).toBeNull();
  });
});

describe('a roadblock', () => {
  const raise = async (more: object = {}) => {
    const input = { title: 'Provider migrates its API', affectedRequestIds: [], until: '2026-01-09', ...more };
    return (await api.done(cast.engineer, 'raiseRoadblock', input)).roadblock!;
  };

  it('is raised, cared for, and goes its way (P55)', async () => {
    const requestId = await drafted();
    const { id: roadblockId, reference } = await raise({ affectedRequestIds: [requestId], text: 'Both endpoints.' });
    expect(reference).toBe('RB-1');
    const manage = (name: string, input: object, who = cast.manager) => api.done(who, name, { roadblockId, ...input });
    await manage('assignRoadblockOwner', { ownerId: cast.engineer.id });
    const other = await drafted('Summer landing page');
    const moved = await manage('changeRoadblockAffected', { add: [other], remove: [requestId] }, cast.engineer);
    expect(moved.roadblock).toMatchObject({ owner: { id: cast.engineer.id }, affectedRequests: [{ id: other }] });
    await manage('changeRoadblockUntil', { until: '2026-01-12', reason: 'They are late.' }, cast.engineer);
    await manage('mitigateRoadblock', { how: 'The old endpoint stays.' }, cast.engineer);
    await manage('acceptRoadblock', { reason: 'We can live with it.' });
    await manage('reopenRoadblock', { reason: 'We cannot.' });
    const { roadblock } = await manage('resolveRoadblock', { how: 'Moved over.' });
    expect(roadblock).toMatchObject({ status: 'RESOLVED', until: '2026-01-12', outcome: 'Moved over.' });
    await api.readable();
    const story = 'query ($id: ID!) { roadblock(id: $id) { history(first: 100) { changes { summary } } } }';
    const { history } = await api.ask<{ history: { changes: { summary: string }[] } }>(story, cast.auditor, {
      id: roadblockId,
    });
    expect(history.changes.map(({ summary }) => summary)).toEqual([
      'RB-1 was raised, expected to end on 2026-01-09: “Provider migrates its API”.',
      'It has an owner.',
      'It blocks 1 more request and no longer blocks 1 request.',
      'It is expected to end on 2026-01-12 instead of 2026-01-09: “They are late”.',
      'It was mitigated: “The old endpoint stays”.',
      'It was accepted: “We can live with it”.',
      'It blocks again: “We cannot”.',
      'It was resolved: “Moved over”.',
    ]);
  });

  it('is found by what it affects, by its owner, and when it is overdue', async () => {
    const requestId = await drafted();
    const late = await raise({ affectedRequestIds: [requestId], ownerId: cast.cto.id });
    const gone = await raise();
    await api.done(cast.manager, 'resolveRoadblock', { roadblockId: gone.id, how: 'Done.' });
    const later = await raise({ until: '2026-03-01' });
    await api.setClock(cast.workspaceId, '2026-01-12T08:00:00.000Z');
    const list = `query ($filter: RoadblockFilter, $overdue: Boolean) { roadblocks(filter: $filter, overdue: $overdue) {
      nodes { id overdue } } }`;
    const ids = async (variables: object) =>
      (await api.ask<{ nodes: { id: string }[] }>(list, cast.auditor, variables)).nodes.map(({ id }) => id);
    expect(await api.ask(list, cast.auditor, { overdue: true })).toEqual({ nodes: [{ id: late.id, overdue: true }] });
    expect(await ids({ overdue: false })).toEqual([gone.id, later.id]);
    expect(await ids({ filter: { affectedRequests: { some: { requestId: { eq: requestId } } } } })).toEqual([late.id]);
    expect(await ids({ filter: { ownerId: { eq: cast.cto.id }, status: { eq: 'OPEN' } } })).toEqual([late.id]);
  });

  it('is refused what does not fit', async () => {
    const { id: roadblockId } = await raise();
    const codes = async (who: keyof Cast, name: string, input: object) =>
      outcome(await api.give(cast[who] as Cast['cmo'], name, { roadblockId, ...input })).codes;
    const raising = (more: object) =>
      api.give(cast.engineer, 'raiseRoadblock', { title: 'Blocked', affectedRequestIds: [], until: TODAY, ...more });
    const nobody = toGlobalId('Person', randomUUID());
    const nowhere = toGlobalId('Request', randomUUID());
    expect(await codes('engineer', 'mitigateRoadblock', { how: 'Somehow.' })).toEqual(['FORBIDDEN']);
    expect(await codes('manager', 'mitigateRoadblock', { how: ' ' })).toEqual(['VALIDATION_FAILED']);
    expect(await codes('manager', 'assignRoadblockOwner', { ownerId: nobody })).toEqual(['NOT_FOUND']);
    expect(await codes('manager', 'changeRoadblockAffected', { add: [nowhere] })).toEqual(['NOT_FOUND']);
    expect(await codes('manager', 'changeRoadblockUntil', { until: '2026-01-08', reason: '' })).toEqual([
      'REASON_REQUIRED',
    ]);
    expect(await codes('manager', 'changeRoadblockUntil', { until: '2026-01-02', reason: 'x' })).toEqual([
      'DATE_IN_PAST',
    ]);
    expect(await codes('manager', 'reopenRoadblock', { reason: 'Again.' })).toEqual(['INVALID_STATE']);
    expect(outcome(await raising({ until: '2026-01-04' })).codes).toEqual(['DATE_IN_PAST']);
    expect((await raising({ affectedRequestIds: [nowhere] })).problems).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'affectedRequestIds', '0'] },
    ]);
    expect(outcome(await raising({ text: 'Call +49 30 1234567.' })).codes).toEqual(['PII_NOT_ALLOWED']);
  });
});
