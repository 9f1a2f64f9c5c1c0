import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { request, riskSubjectOf } from '#libs/requests';
import { fact, itemScopeHash, type ItemState, roadmapItem } from '../domain/index.js';
import { type Cast, RoadmapApi, type ShownItem, TODAY } from '../roadmap.fixture.js';
import { launchedRequest } from './launched-request.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

const REVIEW = '3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e08';

/** On its way, on a lane where nobody else has to agree. */
async function delivered(input: object = {}): Promise<ShownItem> {
  const { id: itemId } = await api.plan(cast, { lane: 'ENGINEERING', ...input });
  await api.done(cast.manager, 'commitItem', { itemId });
  return (await api.done(cast.manager, 'startItem', { itemId })).item!;
}

const aRequest = async (): Promise<string> => {
  const request = { title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId: cast.marketing };
  return (await api.done(cast.marketer, 'createRequest', request)).request!.id;
};

/** The review lets pass what it looked at. */
const cleared = (scopeHash: string) =>
  fact('RiskGateFactRecorded', {
    reviewId: REVIEW,
    reviewVersion: 3,
    outcome: 'CLEARED',
    conditions: [],
    validUntil: '2026-03-31',
    scopeHash,
    highestBand: 'LOW',
  });

const ship = ({ id: itemId }: ShownItem, localDate = TODAY) =>
  api.give(cast.manager, 'shipItem', { itemId, localDate });

describe('shipping', () => {
  it('waits for linked requests; what was withdrawn is no reason to wait', async () => {
    const item = await delivered();
    const requestId = await aRequest();
    await api.done(cast.backend, 'linkRequestToItem', { itemId: item.id, requestId });
    const input = { itemId: item.id, localDate: TODAY };
    expect(await api.problems(cast, cast.manager, 'shipItem', input)).toMatchObject([
      { code: 'LINKED_WORK_OPEN', ids: [requestId] },
    ]);
    await api.done(cast.marketer, 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    expect((await ship(item, '2026-01-06')).problems).toMatchObject([{ code: 'DATE_IN_FUTURE' }]);
    expect((await ship(item)).item).toMatchObject({ status: 'SHIPPED', shippedOn: TODAY });
    expect((await ship(item)).problems).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('of a campaign waits for its review, which decides about it as it is', async () => {
    const item = await delivered({ kind: 'CAMPAIGN' });
    const itemId = fromGlobalId(item.id, 'RoadmapItem');
    const stream = { aggregate: roadmapItem, id: itemId };
    const required = fact('RiskReviewRequired', { reviewId: REVIEW, lenses: ['PRIVACY'] });
    await api.happened(cast.workspaceId, stream, [required]);
    const blocked = { code: 'SHIPPING_BLOCKED_BY_RISK', reviewIds: [toGlobalId('RiskReview', REVIEW)] };
    expect((await ship(item)).problems).toMatchObject([blocked]);
    await api.happened(cast.workspaceId, stream, (state) => [cleared(itemScopeHash(state as ItemState))]);
    const gate = () =>
      api.ask(`query ($id: ID!) { roadmapItem(id: $id) { gate { reviewId outcome validUntil open } } }`, cast.auditor, {
        id: item.id,
      });
    const entry = { reviewId: toGlobalId('RiskReview', REVIEW), outcome: 'CLEARED', validUntil: '2026-03-31' };
    expect(await gate()).toEqual({ gate: [{ ...entry, open: true }] });
    // Another scope is not what was decided about.
    await api.done(cast.manager, 'reviseRoadmapItem', { itemId: item.id, expectedImpact: '9,000 orders a day' });
    expect(await gate()).toEqual({ gate: [{ ...entry, open: false }] });
    expect((await ship(item)).problems).toMatchObject([blocked]);
    await api.done(cast.manager, 'reviseRoadmapItem', { itemId: item.id, expectedImpact: null });
    expect((await ship(item)).problems).toEqual([]);
  });

  it('of a campaign waits for the reviews of what went out with it; other items do not', async () => {
    const [campaign, feature] = [await delivered({ kind: 'CAMPAIGN' }), await delivered()];
    const requestId = await launchedRequest(api, cast);
    for (const { id: itemId } of [campaign, feature])
      await api.done(cast.backend, 'linkRequestToItem', { itemId, requestId });
    const stream = { aggregate: request, id: fromGlobalId(requestId, 'Request') };
    const required = fact('RiskReviewRequired', { reviewId: REVIEW, lenses: ['PRIVACY'] });
    await api.happened(cast.workspaceId, stream, [required]);
    expect((await ship(campaign)).problems).toMatchObject([
      { code: 'SHIPPING_BLOCKED_BY_RISK', reviewIds: [toGlobalId('RiskReview', REVIEW)] },
    ]);
    expect((await ship(feature)).problems).toEqual([]);
    await api.happened(cast.workspaceId, stream, (state) => [cleared(riskSubjectOf(state)!.scopeHash)]);
    expect((await ship(campaign)).problems).toEqual([]);
  });

  it('is taken back and done again, measured, and then it is over', async () => {
    const item = await delivered();
    const { id: itemId } = item;
    await ship(item);
    const revert = { itemId, reason: 'Orders were lost.' };
    const stranger = await aRequest();
    expect(await api.refused(cast, cast.manager, 'revertShipment', { ...revert, requestId: stranger })).toEqual([
      'NOT_FOUND',
    ]);
    expect((await api.done(cast.manager, 'revertShipment', revert)).item).toMatchObject({ status: 'IN_DELIVERY' });
    expect(await api.refused(cast, cast.manager, 'measureItem', { itemId, outcome: 'x' })).toEqual(['INVALID_STATE']);
    await ship(item);
    expect(await api.refused(cast, cast.manager, 'measureItem', { itemId })).toEqual(['OUTCOME_MISSING']);
    const outcome = '1,900 orders in June';
    expect((await api.done(cast.manager, 'measureItem', { itemId, outcome })).item).toMatchObject({
      status: 'MEASURED',
    });
    expect(await api.refused(cast, cast.manager, 'dropItem', { itemId, reason: 'Too late' })).toEqual([
      'INVALID_STATE',
    ]);
  });
});

describe('dropping', () => {
  it('has a reason, and the item can be taken up again', async () => {
    const { id: itemId } = await api.plan(cast);
    expect(await api.refused(cast, cast.manager, 'dropItem', { itemId, reason: '' })).toEqual(['REASON_REQUIRED']);
    expect(await api.refused(cast, cast.manager, 'reviveItem', { itemId })).toEqual(['INVALID_STATE']);
    await api.done(cast.manager, 'dropItem', { itemId, reason: 'The fair is off.' });
    const { item } = await api.done(cast.manager, 'reviveItem', { itemId });
    expect(item).toMatchObject({ status: 'PROPOSED', horizon: null });
  });
});

describe('suggested moves', () => {
  const july = { start: '2026-07-01', end: '2026-07-31', precision: 'MONTH' } as const;

  it('are accepted or rejected by somebody', async () => {
    const item = await delivered();
    const requestId = await aRequest();
    await api.done(cast.backend, 'linkRequestToItem', { itemId: item.id, requestId });
    const suggest = (suggestionId: string) =>
      api.happened(cast.workspaceId, { aggregate: roadmapItem, id: fromGlobalId(item.id, 'RoadmapItem') }, [
        fact('MoveSuggested', {
          suggestionId,
          requestId: fromGlobalId(requestId, 'Request'),
          why: 'DATE_MOVED',
          suggested: july,
          confidence: 40,
          note: 'REQ-1 is promised for July.',
        }),
      ]);
    await suggest('r/1');
    await suggest('r/2');
    const { id: itemId } = item;
    const answer = (input: object) => api.give(cast.manager, 'answerItemSuggestion', { itemId, ...input });
    const asked = `query ($id: ID!) { roadmapItem(id: $id) { window { start } confidence { value } suggestions { suggestionId requestId suggested { start } } } }`;
    expect(await api.ask(asked, cast.auditor, { id: itemId })).toMatchObject({
      suggestions: [
        { suggestionId: 'r/1', requestId, suggested: { start: july.start } },
        { suggestionId: 'r/2', requestId },
      ],
    });
    expect((await answer({ suggestionId: 'r/1', accepted: false })).problems).toMatchObject([
      { code: 'REASON_REQUIRED' },
    ]);
    expect((await answer({ suggestionId: 'r/9', accepted: true })).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await answer({ suggestionId: 'r/1', accepted: false, reason: 'The fair is in June.' })).problems).toEqual(
      [],
    );
    expect((await answer({ suggestionId: 'r/1', accepted: true })).problems).toMatchObject([{ code: 'INVALID_STATE' }]);
    expect((await answer({ suggestionId: 'r/2', accepted: true })).problems).toMatchObject([
      { code: 'REASON_REQUIRED', path: ['input', 'reasonCode'] },
    ]);
    await answer({ suggestionId: 'r/2', accepted: true, reasonCode: 'DEPENDENCY' });
    expect(await api.ask(asked, cast.auditor, { id: itemId })).toEqual({
      window: { start: july.start },
      confidence: { value: 40 },
      suggestions: [],
    });
  });
});

interface Told {
  readonly gate: readonly object[];
  readonly history: { readonly changes: readonly { readonly summary: string }[] };
}

describe('a review of an item', () => {
  it('is opened on it, and waits on its stream for a decision', async () => {
    const item = await delivered({ kind: 'CAMPAIGN' });
    const { id: subjectId } = item;
    const opened = await api.done(cast.reviewer, 'openRiskReview', { subjectId, lenses: ['PRIVACY'] });
    const reviewId = (opened['riskReview'] as { id: string }).id;
    const asked = `query ($id: ID!) { roadmapItem(id: $id) { gate { reviewId outcome validUntil open } history { changes { summary } } } }`;
    expect((await ship(item)).problems).toMatchObject([{ code: 'SHIPPING_BLOCKED_BY_RISK', reviewIds: [reviewId] }]);
    await api.readable();
    const told = await api.ask<Told>(asked, cast.auditor, { id: subjectId });
    expect(told.gate).toEqual([{ reviewId, outcome: null, validUntil: null, open: false }]);
    expect(told.history.changes.at(-1)).toEqual({ summary: 'A review of its risk has to say yes: privacy.' });
  });
});
