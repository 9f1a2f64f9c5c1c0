import { toGlobalId } from '#libs/api-kit';
import { workspacePolicy } from '#libs/policies';
import { reviewTermsPolicy } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { RiskBench } from '../risk-requests.fixture.js';
import { type Member, RiskApi } from '../risk.fixture.js';
import { REVIEW, ReviewDesk } from './review-desk.fixture.js';

let api: RiskApi;
let bench: RiskBench;
let cleared: ReviewDesk;
let opened: ReviewDesk;
let rated: ReviewDesk;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RiskBench.open(api);
  cleared = await ReviewDesk.open(bench, { at: 'cleared' });
  opened = await ReviewDesk.open(bench, { touches: ['PERSONAL_DATA'], properties: ['www'] });
  rated = await ReviewDesk.open(bench, { at: 'answered' });
  await rated.risk([4, 5]);
});
afterAll(() => api.close());

type Page = { readonly totalCount?: number; readonly nodes: readonly { readonly reference: string }[] };

const found = async (filter: object, who: Member = bench.cast.cto): Promise<string[]> => {
  const asked = 'query ($filter: RiskReviewFilter) { riskReviews(filter: $filter) { nodes { reference } } }';
  return (await api.ask<Page>(asked, who, { filter })).nodes.map(({ reference }) => reference);
};

describe('riskReviews', () => {
  it('are in the order of their numbers, and found by what they are', async () => {
    const { reviewer, marketing } = bench.cast;
    expect(await found({})).toEqual(['RR-1', 'RR-2', 'RR-3']);
    expect(await found({ status: { in: ['CLEARED'] } })).toEqual(['RR-1']);
    expect(await found({ highestBand: { eq: 'CRITICAL' } })).toEqual(['RR-3']);
    expect(await found({ lenses: { some: { lens: { eq: 'PRIVACY' } } } })).toEqual(['RR-2']);
    expect(await found({ reviewers: { some: { personId: { eq: reviewer.id } } } })).toEqual(['RR-1', 'RR-3']);
    expect(await found({ teams: { some: { teamId: { eq: marketing } } } })).toEqual(['RR-1', 'RR-2', 'RR-3']);
    const www = toGlobalId('Property', propertyIdOf('www'));
    expect(await found({ properties: { some: { propertyId: { eq: www } } } })).toEqual(['RR-2']);
    expect(await found({ requestId: { eq: opened.requestId } })).toEqual(['RR-2']);
    expect(await found({ subjectKind: { eq: 'PROPERTY' } })).toEqual([]);
    expect(await found({ overdue: { eq: true } })).toEqual([]);
    expect(await found({ priority: { eq: 'FAST' } })).toEqual([]);
  });

  it('come page by page', async () => {
    const asked = `query ($after: String) { riskReviews(first: 2, after: $after, order: [{ number: DESC }]) {
      nodes { reference } pageInfo { hasNextPage endCursor } } }`;
    type Cut = Page & { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
    const first = await api.ask<Cut>(asked, bench.cast.cto);
    expect(first).toMatchObject({
      nodes: [{ reference: 'RR-3' }, { reference: 'RR-2' }],
      pageInfo: { hasNextPage: true },
    });
    const next = await api.ask<Cut>(asked, bench.cast.cto, { after: first.pageInfo.endCursor });
    expect(next).toMatchObject({ nodes: [{ reference: 'RR-1' }], pageInfo: { hasNextPage: false } });
  });

  it('are those of one’s own workspace', async () => {
    const other = await RiskBench.open(api);
    expect(await found({}, other.cast.cto)).toEqual([]);
    expect(await cleared.shown(other.cast.reviewer)).toBeNull();
    const asked = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await api.ask(asked, other.cast.cto, { id: cleared.reviewId })).toBeNull();
  });

  it('tell everything with as many statements as for one', async () => {
    const asked = `{ riskReviews { nodes { ${REVIEW} } } }`;
    const one = `query ($id: ID!) { riskReview(id: $id) { ${REVIEW} } }`;
    const many = await api.statementsOf(() => api.ask(asked, bench.cast.cto));
    const single = await api.statementsOf(() => api.ask(one, bench.cast.cto, { id: cleared.reviewId }));
    expect(many.length).toBeLessThanOrEqual(single.length);
  });
});

describe('a review', () => {
  it('is found by its id, by its subject and by its request', async () => {
    const bySubject = 'query ($id: ID!) { riskReviewOf(subjectId: $id) { reference subject { id } } }';
    const { requestId, reviewId } = cleared;
    expect(await api.ask(bySubject, bench.cast.marketer, { id: requestId })).toEqual({
      reference: 'RR-1',
      subject: { id: requestId },
    });
    const byNode = 'query ($id: ID!) { node(id: $id) { ... on RiskReview { reference } } }';
    expect(await api.ask(byNode, bench.cast.marketer, { id: reviewId })).toEqual({ reference: 'RR-1' });
    const none = await bench.request();
    expect(await api.ask(bySubject, bench.cast.marketer, { id: none })).toBeNull();
    const { errors } = await api.run(bySubject, bench.cast.marketer, { id: bench.cast.marketing });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('is a field of every request, all of them in one statement', async () => {
    const asked = '{ requests { nodes { id riskReview { reference status risks { reference } } } } }';
    let nodes: { id: string; riskReview: { reference: string } | null }[] = [];
    const statements = await api.statementsOf(async () => {
      ({ nodes } = await api.ask<{ nodes: typeof nodes }>(asked, bench.cast.cto));
    });
    const shown = Object.fromEntries(nodes.map(({ id, riskReview }) => [id, riskReview?.reference]));
    expect(shown).toMatchObject({ [cleared.requestId]: 'RR-1', [opened.requestId]: 'RR-2', [rated.requestId]: 'RR-3' });
    expect(statements.filter((text) => text.includes('risk.review_row'))).toHaveLength(1);
  });

  it('tells its history in sentences', async () => {
    const asked = `query ($id: ID!) { riskReview(id: $id) { history { changes { type summary } } } }`;
    await api.readable();
    type Told = { readonly history: { readonly changes: readonly { readonly summary: string }[] } };
    const { history } = await api.ask<Told>(asked, bench.cast.marketer, { id: cleared.reviewId });
    expect(history.changes[0]!.summary).toBe(
      'RR-1 was opened about a request with Payment and Security, because it touches payments.',
    );
    expect(history.changes.at(-1)!.summary).toBe('The review was cleared until 2026-07-04; the highest risk is LOW.');
  });

  it('shows its risks', async () => {
    expect(await rated.shown()).toMatchObject({ highestBand: 'CRITICAL', risks: [{ title: 'Paid twice' }] });
  });

  it('is late once the working hours until its first answer are over', async () => {
    const late = await RiskBench.open(api);
    const desk = await ReviewDesk.open(late);
    const decided = await ReviewDesk.open(late, { at: 'cleared' });
    expect(await desk.shown()).toMatchObject({ answerDueAt: '2026-01-06T16:00:00.000Z', answerBreached: false });
    await api.setClock(late.cast.workspaceId, '2026-01-06T16:00:01.000Z');
    expect(await desk.shown()).toMatchObject({ answerBreached: true });
    expect(await decided.shown()).toMatchObject({ answerBreached: false });
  });

  it('shows the questions as the policy in force words them, and those that are asked no more as they were', async () => {
    const own = await RiskBench.open(api);
    const desk = await ReviewDesk.open(own, { touches: ['PERSONAL_DATA'] });
    const { kind, initial } = reviewTermsPolicy;
    const reworded = { itemId: 'purpose', text: 'We know why we keep it.', evidence: false };
    const value = { ...initial, checklists: { ...initial.checklists, PRIVACY: [reworded] } };
    const { cmo, cto, workspaceId } = own.cast;
    const set = { kind, version: 2, effectiveFrom: '2026-01-05', value, reason: 'Plain words.', setOn: '2026-01-05' };
    await api.happened(workspaceId, { aggregate: workspacePolicy, id: kind }, [
      { type: 'PolicySet', data: { ...set, byIds: [cmo.personId, cto.personId] } },
    ]);
    const [, privacy] = (await desk.shown()).lenses;
    expect(privacy!.checklist.map(({ itemId, text }) => [itemId, text]).slice(0, 2)).toEqual([
      ['purpose', 'We know why we keep it.'],
      ['consent', 'Consent is recorded before the data is used.'],
    ]);
    expect(privacy!.checklist).toHaveLength(4);
  });
});

describe('riskReviewQueue', () => {
  const asked = `{ riskReviewQueue { unassigned { lenses riskReview { reference } } mine { lenses riskReview { reference } }
    undecided { reference } } }`;

  it('tells what waits for a reviewer, for me, and for a decision', async () => {
    const own = await RiskBench.open(api);
    const { reviewer, secondReviewer, cto, workspaceId } = own.cast;
    const first = await ReviewDesk.open(own);
    await first.done(cto, 'assignReviewer', { lens: 'PAYMENT', reviewerId: reviewer.id });
    await ReviewDesk.open(own, { at: 'signed' });
    const waiting = { lenses: ['SECURITY'], riskReview: { reference: 'RR-1' } };
    const mine = { lenses: ['PAYMENT'], riskReview: { reference: 'RR-1' } };
    const undecided = [{ reference: 'RR-2' }];
    expect(await api.ask(asked, reviewer)).toEqual({ unassigned: [waiting], mine: [mine], undecided });
    expect(await api.ask(asked, secondReviewer)).toEqual({ unassigned: [waiting], mine: [], undecided });
    await api.delegate(workspaceId, reviewer, secondReviewer, 'RISK_REVIEWER');
    const { data } = await api.run(asked, secondReviewer, {}, reviewer);
    expect(data).toMatchObject({ riskReviewQueue: { mine: [mine] } });
  });
});
