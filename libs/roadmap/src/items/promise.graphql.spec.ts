import { type Cast, RoadmapApi, type ShownItem } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

const agree = (side: string, { id: itemId }: ShownItem, who = side === 'CONSUMER' ? cast.cmo : cast.cto) =>
  api.give(who, 'agreeItem', { itemId, side });

const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code);

/** Agreed by both leads and promised. */
async function promised(input: object = {}): Promise<ShownItem> {
  const item = await api.plan(cast, input);
  await agree('CONSUMER', item);
  await agree('PROVIDER', item);
  return (await api.done(cast.manager, 'commitItem', { itemId: item.id })).item!;
}

describe('agreeing', () => {
  it('takes both leads; both may say so at the same moment', async () => {
    const item = await api.plan(cast);
    const missing = await api.problems(cast, cast.manager, 'commitItem', { itemId: item.id });
    expect(missing).toMatchObject([{ code: 'AGREEMENT_MISSING', side: 'CONSUMER', sides: ['CONSUMER', 'PROVIDER'] }]);
    const answers = await Promise.all([agree('CONSUMER', item), agree('PROVIDER', item)]);
    expect(answers.map(codes)).toEqual([[], []]);
    const { agreements } = await api.ask<{ agreements: object[] }>(
      `query ($id: ID!) { roadmapItem(id: $id) { agreements { side byId by { id } onBehalfOf { id } } } }`,
      cast.auditor,
      { id: item.id },
    );
    expect(agreements).toEqual([
      { side: 'CONSUMER', byId: cast.cmo.id, by: { id: cast.cmo.id }, onBehalfOf: null },
      { side: 'PROVIDER', byId: cast.cto.id, by: { id: cast.cto.id }, onBehalfOf: null },
    ]);
    expect((await api.done(cast.manager, 'commitItem', { itemId: item.id })).item).toMatchObject({
      status: 'COMMITTED',
    });
  });

  it('is one person’s for one side alone, also where a deputy signs', async () => {
    const item = await api.plan(cast);
    await agree('CONSUMER', item, cast.both);
    expect(codes(await agree('PROVIDER', item, cast.both))).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
    expect(codes(await agree('CONSUMER', item))).toEqual(['SIDE_ALREADY_APPROVED']);

    const other = await api.plan(cast);
    await api.delegate(cast.workspaceId, cast.cmo, cast.cto, 'MARKETING_LEAD');
    const deputy = await api.give(
      cast.cto,
      'agreeItem',
      { itemId: other.id, side: 'CONSUMER' },
      { onBehalfOf: cast.cmo },
    );
    expect(codes(deputy)).toEqual([]);
    expect(codes(await agree('PROVIDER', other))).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
  });

  it('is not for the lead of another team, nor for the wrong side', async () => {
    const item = await api.plan(cast);
    expect(codes(await agree('CONSUMER', item, cast.salesLead))).toEqual(['FORBIDDEN']);
    expect(codes(await agree('PROVIDER', item, cast.cmo))).toEqual(['FORBIDDEN']);
    expect(codes(await agree('CONSUMER', item, cast.marketer))).toEqual(['FORBIDDEN']);
    const { id: itemId } = await api.propose(cast);
    expect(await api.refused(cast, cast.cmo, 'agreeItem', { itemId, side: 'CONSUMER' })).toEqual(['INVALID_STATE']);
  });
});

describe('promising', () => {
  it('waits for marketing on its own lane and the product’s, and for both sides where it is worth a campaign', async () => {
    const { id: itemId } = await api.plan(cast, { lane: 'PRODUCT' });
    expect(await api.refused(cast, cast.manager, 'commitItem', { itemId })).toEqual(['CAMPAIGN_WORTHINESS_UNASSESSED']);
    expect(await api.refused(cast, cast.cmo, 'assessCampaignWorthiness', { itemId, verdict: 'NOT_WORTHY' })).toEqual([
      'REASON_REQUIRED',
    ]);
    expect(await api.refused(cast, cast.cto, 'assessCampaignWorthiness', { itemId, verdict: 'WORTHY' })).toEqual([
      'FORBIDDEN',
    ]);
    await api.done(cast.marketer, 'assessCampaignWorthiness', { itemId, verdict: 'WORTHY' });
    expect(await api.refused(cast, cast.manager, 'commitItem', { itemId })).toEqual(['AGREEMENT_MISSING']);
    const reason = 'Customers do not see it.';
    await api.done(cast.marketer, 'assessCampaignWorthiness', { itemId, verdict: 'NOT_WORTHY', reason });
    await api.done(cast.manager, 'commitItem', { itemId });
  });

  it('does not rest on what is put off', async () => {
    const later = await api.propose(cast, { lane: 'ENGINEERING' });
    const window = { start: '2026-10-01', end: '2026-12-31', precision: 'QUARTER' };
    await api.done(cast.manager, 'planItem', { itemId: later.id, window, horizon: 'LATER' });
    const { id: itemId } = await api.plan(cast, { lane: 'ENGINEERING' });
    await api.done(cast.manager, 'addItemDependency', { itemId, toId: later.id, type: 'FOLLOWS' });
    expect(await api.problems(cast, cast.manager, 'commitItem', { itemId })).toMatchObject([
      { code: 'DEPENDENCY_LATER', itemIds: [later.id] },
    ]);
    const sooner = { itemId: later.id, window, horizon: 'NEXT', reason: 'There is room.' };
    await api.done(cast.manager, 'rescheduleItem', sooner);
    await api.done(cast.manager, 'commitItem', { itemId });
  });

  it('is taken back with a reason, and agreed anew', async () => {
    const { id: itemId } = await promised();
    expect(await api.refused(cast, cast.manager, 'uncommitItem', { itemId, reason: ' ' })).toEqual(['REASON_REQUIRED']);
    const { item } = await api.done(cast.manager, 'uncommitItem', { itemId, reason: 'Somebody left.' });
    expect(item).toMatchObject({ status: 'PLANNED' });
    expect(await api.refused(cast, cast.manager, 'commitItem', { itemId })).toEqual(['AGREEMENT_MISSING']);
    expect(await api.refused(cast, cast.manager, 'startItem', { itemId })).toEqual(['INVALID_STATE']);
  });
});

describe('moving', () => {
  const window = { start: '2026-07-01', end: '2026-07-31', precision: 'MONTH' };

  it('needs a word for it once it is promised, and tells who depends on it', async () => {
    const item = await promised();
    const campaign = await api.propose(cast, { kind: 'CAMPAIGN', lane: 'MARKETING' });
    const conflicting = await api.propose(cast);
    await api.done(cast.manager, 'addItemDependency', { itemId: campaign.id, toId: item.id, type: 'NEEDS' });
    await api.done(cast.manager, 'addItemDependency', { itemId: item.id, toId: conflicting.id, type: 'CONFLICTS' });
    const move = { itemId: item.id, window, reason: 'It came out larger.' };
    expect(await api.problems(cast, cast.manager, 'rescheduleItem', move)).toMatchObject([
      { code: 'REASON_REQUIRED', path: ['input', 'reasonCode'] },
    ]);
    const moved = await api.done(cast.manager, 'rescheduleItem', { ...move, reasonCode: 'SCOPE' });
    expect(moved.item).toMatchObject({ status: 'COMMITTED' });
    const told = await api.owner.query<{ notifies: string[]; shift: number }>(
      `select data->'notifies' as notifies, (data->>'shiftDays')::int as shift from log.event
        where workspace_id = $1 and type = 'ItemRescheduled' order by position desc limit 1`,
      [cast.workspaceId],
    );
    expect(told.rows[0]?.notifies).toHaveLength(2);
    expect(told.rows[0]?.shift).toBe(31);
    // The same again is no change.
    const again = await api.done(cast.manager, 'rescheduleItem', { ...move, reasonCode: 'SCOPE' });
    expect(again.position).toBeNull();
  });

  it('names what it follows from, which must be there', async () => {
    const { id: itemId } = await api.plan(cast);
    const request = { title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId: cast.marketing };
    const requestId = (await api.done(cast.marketer, 'createRequest', request)).request!.id;
    const move = { itemId, window, reason: 'It takes longer.' };
    const expedited = { ...move, causedBy: { expeditedRequestId: requestId } };
    expect(await api.refused(cast, cast.manager, 'rescheduleItem', expedited)).toEqual(['NOT_FOUND']);
    await api.done(cast.manager, 'rescheduleItem', { ...move, causedBy: { requestId } });
  });
});

describe('windows', () => {
  it('are whole ones, of items somebody answers for', async () => {
    const { id: itemId } = await api.propose(cast, { owners: {} });
    const plan = (window: object) => api.problems(cast, cast.manager, 'planItem', { itemId, window, horizon: 'NEXT' });
    const quarter = { start: '2026-04-01', end: '2026-06-30', precision: 'QUARTER' };
    expect(await plan(quarter)).toMatchObject([{ code: 'OWNER_MISSING' }]);
    const owners = { product: { personId: cast.manager.id, teamId: cast.engineering } };
    await api.done(cast.manager, 'reviseRoadmapItem', { itemId, owners });
    expect(await plan({ ...quarter, end: '2026-06-15' })).toMatchObject([
      { code: 'PRECISION_MISMATCH', precision: 'QUARTER' },
    ]);
    expect(await plan({ ...quarter, end: '2026-03-31' })).toMatchObject([
      { code: 'WINDOW_INVALID', start: '2026-04-01', end: '2026-03-31' },
    ]);
    await api.done(cast.manager, 'planItem', { itemId, window: quarter, horizon: 'NEXT' });
  });
});
