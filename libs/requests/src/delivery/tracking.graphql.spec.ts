import { type Cast, requestsApi, type RequestsApi, TODAY } from '../requests.fixture.js';
import { wholeBrief } from '../stages.fixture.js';
import { DeliveryClient } from './delivery.fixture.js';

let api: RequestsApi;
let cast: Cast;
let client: DeliveryClient;
beforeAll(async () => {
  api = await requestsApi();
  cast = await api.cast();
  client = new DeliveryClient(api, cast);
});
afterAll(() => api.close());

describe('launch readiness', () => {
  const asked = `query ($id: ID!) { launchReadiness(requestId: $id) { ready conditions { check passed code reason } } }`;
  const readiness = async (requestId: string, who = cast.requester) => {
    const { data, errors } = await api.run(asked, who, { variables: { id: requestId } });
    expect(errors).toBeUndefined();
    return (
      data as { launchReadiness: { ready: boolean; conditions: { check: string; code: string | null }[] } | null }
    ).launchReadiness;
  };

  it('says before anybody tries what a launch is refused with', async () => {
    const requestId = await client.reach('accepted');
    const before = await readiness(requestId);
    expect(before).toMatchObject({
      ready: false,
      conditions: [
        { check: 'STATUS', passed: true, code: null, reason: null },
        { check: 'NOT_HELD', passed: true, code: null, reason: null },
        {
          check: 'TRACKING',
          passed: false,
          code: 'TRACKING_UNVERIFIED',
          reason: expect.stringContaining('verifyTracking') as string,
        },
        { check: 'PROVIDER', passed: true, code: null, reason: null },
      ],
    });
    const { problems } = await client.give(cast.cto, 'launchRequest', { requestId });
    expect(problems.map(({ code }) => code)).toEqual(['TRACKING_UNVERIFIED']);
    await client.follow(requestId, [cast.manager, 'waiveTracking', { reason: 'The tool is away' }]);
    expect(await readiness(requestId)).toMatchObject({
      ready: true,
      conditions: [{}, {}, { code: null, reason: 'Waived: The tool is away' }, {}],
    });
    await client.follow(requestId, [cast.cto, 'launchRequest']);
    expect(await readiness(requestId)).toMatchObject({
      ready: false,
      conditions: [{ code: 'INVALID_STATE' }, {}, {}, {}],
    });
  });

  it('is for those who may see the request', async () => {
    const requestId = await client.at('drafted');
    const elsewhere = await api.cast();
    expect(await readiness(requestId)).toMatchObject({ ready: false });
    expect(await readiness(requestId, elsewhere.cto)).toBeNull();
  });
});

describe('the tracking plan (P6)', () => {
  const tracking = [
    { event: 'offer_clicked', parameters: ['offer', 'place'], property: 'shop', consentRequired: true },
    { event: 'form_sent', property: 'www', consentRequired: false },
  ];
  let own: DeliveryClient;
  let [first, second, third] = ['', '', ''];
  beforeAll(async () => {
    own = new DeliveryClient(api, await api.cast());
    const { engineer } = own.cast;
    first = await own.reach('accepted', {
      ...wholeBrief,
      tracking: [{ ...tracking[0]!, verifier: engineer.id }, tracking[1]!],
    });
    second = await own.at('written', { ...wholeBrief, tracking: [tracking[1]!] });
    third = await own.at('written', { ...wholeBrief, tracking: null, trackingNotNeeded: 'A text alone' });
  });

  const plan = async (filter: object | null, more = '') => {
    const source = `query ($filter: PlannedTrackingFilter) { trackingPlan(filter: $filter ${more}) { totalCount
      pageInfo { hasNextPage endCursor } nodes { event parameters property consentRequired verifierId tracking
        request { id reference status owner { id } } } } }`;
    const { data, errors } = await api.run(source, own.cast.cto, { variables: { filter } });
    expect(errors).toBeUndefined();
    return (data as { trackingPlan: { totalCount: number; pageInfo: { endCursor: string }; nodes: object[] } })
      .trackingPlan;
  };

  it('is every event of every brief, with the request that asks for it', async () => {
    const { engineer, manager } = own.cast;
    const { totalCount, nodes } = await plan(null);
    expect(totalCount).toBe(3);
    expect(nodes).toEqual([
      {
        ...tracking[0],
        verifierId: engineer.id,
        tracking: 'UNVERIFIED',
        request: { id: first, reference: 'REQ-1', status: 'ACCEPTED', owner: { id: manager.id } },
      },
      {
        ...tracking[1],
        parameters: [],
        verifierId: null,
        tracking: 'UNVERIFIED',
        request: expect.objectContaining({ id: first }) as object,
      },
      expect.objectContaining({
        ...tracking[1],
        parameters: [],
        request: { id: second, reference: 'REQ-2', status: 'DRAFT', owner: null },
      }) as object,
    ]);
  });

  it.each([
    ['property', { property: { eq: 'www' } }, ['form_sent', 'form_sent']],
    ['status of the request', { requestStatus: { eq: 'DRAFT' } }, ['form_sent']],
    ['need of consent', { consentRequired: { eq: true } }, ['offer_clicked']],
    ['event and property', { event: { eq: 'form_sent' }, property: { eq: 'shop' } }, []],
    ['check', { tracking: { in: ['VERIFIED', 'WAIVED'] } }, []],
  ])('can be cut by %s', async (_what, filter, events) => {
    const { nodes } = await plan(filter);
    expect(nodes).toMatchObject(events.map((event) => ({ event })));
    expect(nodes).toHaveLength(events.length);
  });

  it('knows who checks', async () => {
    expect((await plan({ verifierId: { eq: own.cast.engineer.id } })).nodes).toMatchObject([
      { event: 'offer_clicked' },
    ]);
  });

  it('comes page by page, and no event is lost between two of one request', async () => {
    const seen: object[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { nodes, pageInfo } = await plan(null, `, first: 1 ${after}`);
      seen.push(...nodes);
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(seen).toEqual((await plan(null)).nodes);
  });

  it('stays in its workspace', async () => {
    const { data } = await api.run('{ trackingPlan { nodes { request { id } } } }', cast.cto);
    const ids = (data as { trackingPlan: { nodes: { request: { id: string } }[] } }).trackingPlan.nodes.map(
      ({ request }) => request.id,
    );
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => [first, second, third].includes(id))).toEqual([]);
  });

  it('has a gap where something is live that nobody has seen arrive, until somebody has', async () => {
    const gaps = async () => {
      const source = '{ trackingGaps { nodes { id launchedOn trackingCheck { tracking reason } } } }';
      const { data, errors } = await api.run(source, own.cast.requester);
      expect(errors).toBeUndefined();
      return (data as { trackingGaps: { nodes: object[] } }).trackingGaps.nodes;
    };
    const { cmo, cto, requester } = own.cast;
    expect(await gaps()).toEqual([]);
    await own.follow(first, [cmo, 'waiveTracking', { reason: 'The tool is away' }], [cto, 'launchRequest']);
    expect(await gaps()).toEqual([
      { id: first, launchedOn: TODAY, trackingCheck: { tracking: 'WAIVED', reason: 'The tool is away' } },
    ]);
    await own.follow(first, [requester, 'verifyTracking']);
    expect(await gaps()).toEqual([]);
    await own.follow(first, [requester, 'reopenRequest', { cause: 'DEFECT', expectedMinutes: 0 }]);
    expect(await gaps()).toMatchObject([{ id: first, trackingCheck: { tracking: 'UNVERIFIED' } }]);
  });
});
