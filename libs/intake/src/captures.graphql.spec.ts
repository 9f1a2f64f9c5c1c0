import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { type Cast, IntakeApi, type Member } from './intake.fixture.js';

let api: IntakeApi;
let cast: Cast;
beforeAll(async () => {
  api = await IntakeApi.start();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

const message = (as: object, change: object = {}) => ({
  channel: 'C1',
  messageId: '1700000000.000100',
  link: 'https://chat.example/C1/p1700000000000100',
  text: 'Could the checkout remember the coupon?\nIt is asked every week.',
  as,
  ...change,
});
const draft = (change: object = {}) => ({ requestDraft: { type: 'OTHER', consumerTeamId: cast.marketing, ...change } });
const capture = (who: Member, as: object, change: object = {}) => api.done(who, 'captureFromChat', message(as, change));
const problems = async (who: Member, as: object, change: object = {}) =>
  (await api.give(who, 'captureFromChat', message(as, change))).problems;
const count = (type: string) => api.events(cast.workspaceId, type);

describe('a chat message', () => {
  it('becomes a request, a question, an idea or a decision, in one append (P11)', async () => {
    const link = 'https://chat.example/C1/p1700000000000100';
    const first = 'Could the checkout remember the coupon?';
    const request = await capture(cast.marketer, draft());
    expect(request.capture?.request).toMatchObject({ title: first, sourceKind: 'CHAT', sourceRef: link });
    const { id: requestId } = request.capture!.request as { id: string };
    const question = { question: { requestId, kind: 'WHY', blocking: false } };
    const asked = await capture(cast.engineer, question, { messageId: '2' });
    expect(asked.capture).toMatchObject({ kind: 'QUESTION', questionId: 'Q1', request: { id: requestId } });
    const idea = await capture(cast.bot, { idea: { title: 'Remember coupons' } }, { messageId: '3' });
    expect(idea.capture).toMatchObject({ kind: 'IDEA', idea: { title: 'Remember coupons' }, request: null });
    const decision = await capture(cast.facilitator, { decision: { requestId } }, { messageId: '4' });
    expect(decision.capture).toMatchObject({ kind: 'DECISION', text: message({}).text, request: { id: requestId } });
    expect(await count('ChatCaptured')).toBe(4);
  });

  it('captured again, by anybody under any key, is the same object and no second event', async () => {
    const before = await capture(cast.marketer, draft(), {});
    const stored = await api.events(cast.workspaceId);
    const again = await api.done(cast.cmo, 'captureFromChat', message(draft(), { text: 'Edited.' }), { key: 'other' });
    expect(again).toMatchObject({ replayed: true, position: before.position, capture: { id: before.capture!.id } });
    expect(again.capture).toEqual(before.capture);
    const padded = await capture(cast.reviewer, draft(), { channel: ' C1 ' });
    expect(padded.capture).toEqual(before.capture);
    expect(await api.events(cast.workspaceId)).toBe(stored);
    const elsewhere = await capture(cast.marketer, draft(), { channel: 'C2' });
    expect(elsewhere).toMatchObject({ replayed: false });
    expect(await count('RequestDrafted')).toBe(2);
  });

  it('captured by many in the same moment is one object', async () => {
    for (const [as, made] of [
      [draft(), 'RequestDrafted'],
      [{ idea: {} }, 'IdeaCaptured'],
    ] as const) {
      const messageId = made;
      const who = [cast.marketer, cast.cmo, cast.cto, cast.engineer, cast.manager, cast.bot];
      const all = await Promise.all(who.map((member) => capture(member, as, { messageId })));
      expect(new Set(all.map(({ capture: one }) => one?.id)).size).toBe(1);
      expect(new Set(all.map(({ position }) => position)).size).toBe(1);
      expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(await count(made)).toBe(1);
    }
    expect(await count('ChatCaptured')).toBe(2);
  });

  it('captured as two things in the same moment is one of them', async () => {
    const both = await Promise.all([
      api.give(cast.cmo, 'captureFromChat', message(draft())),
      api.give(cast.cto, 'captureFromChat', message({ idea: {} })),
    ]);
    expect(both.map(({ problems: [one] }) => one?.code ?? 'done').sort()).toEqual(['CAPTURED_ALREADY', 'done']);
    expect((await count('RequestDrafted')) + (await count('IdeaCaptured'))).toBe(1);
  });

  it('captured as something else is refused with what it is', async () => {
    const { capture: known } = await capture(cast.marketer, { idea: {} });
    const [problem] = await problems(cast.marketer, { decision: {} });
    const { id: objectId } = known!.idea as { id: string };
    expect(problem).toMatchObject({ __typename: 'CapturedAlreadyProblem', capturedAs: 'IDEA', objectId });
    expect(problem).toMatchObject({ code: 'CAPTURED_ALREADY', category: 'CONFLICT', path: ['input', 'as'] });
    const kept = await capture(cast.marketer, { decision: {} }, { messageId: '2' });
    const [other] = await problems(cast.marketer, { idea: {} }, { messageId: '2' });
    expect(other).toMatchObject({ capturedAs: 'DECISION', objectId: kept.capture!.id });
  });

  it('is refused what does not fit, and nothing is stored', async () => {
    const stored = await api.events(cast.workspaceId);
    const requestId = toGlobalId('Request', randomUUID());
    const question = { question: { requestId, kind: 'WHY', blocking: false } };
    expect(await problems(cast.reviewer, draft())).toMatchObject([{ code: 'FORBIDDEN', right: 'request.create' }]);
    expect(await problems(cast.bot, question)).toMatchObject([{ code: 'FORBIDDEN', right: 'request.ask' }]);
    expect(await problems(cast.agency, { idea: {} })).toMatchObject([{ code: 'FORBIDDEN', right: 'capture.chat' }]);
    expect(await problems(cast.cmo, question)).toMatchObject([{ code: 'NOT_FOUND', what: 'request' }]);
    expect(await problems(cast.cmo, { decision: { requestId } })).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await problems(cast.cmo, { idea: {} }, { link: 'ftp://x' })).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
    expect(await problems(cast.cmo, { idea: {} }, { text: 'mara@example.com' })).toMatchObject([
      { code: 'PII_NOT_ALLOWED' },
    ]);
    expect(await problems(cast.cmo, draft({ requesterId: cast.marketer.id }))).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await api.events(cast.workspaceId)).toBe(stored);
    const named = await capture(cast.bot, draft({ requesterId: cast.marketer.id }));
    expect(named.capture?.request).toMatchObject({ sourceKind: 'CHAT' });
  });

  it('is listed by kind and channel', async () => {
    await capture(cast.marketer, { idea: {} });
    const { capture: kept } = await capture(cast.marketer, { decision: {} }, { messageId: '2', channel: 'C2' });
    const list = `query ($filter: ChatCaptureFilter) { captures(filter: $filter) { totalCount nodes { id kind channel } } }`;
    expect(await api.ask(list, cast.auditor)).toMatchObject({ totalCount: 2 });
    for (const filter of [{ kind: { eq: 'DECISION' } }, { channel: { eq: 'C2' } }]) {
      const found = await api.ask<object>(list, cast.auditor, { filter });
      expect(found).toEqual({ totalCount: 1, nodes: [{ id: kept!.id, kind: 'DECISION', channel: 'C2' }] });
    }
    const node = 'query ($id: ID!) { node(id: $id) { ... on ChatCapture { channel } } capture(id: $id) { kind } }';
    const { data } = await api.run(node, cast.cmo, { id: kept!.id });
    expect(data).toEqual({ node: { channel: 'C2' }, capture: { kind: 'DECISION' } });
  });
});
