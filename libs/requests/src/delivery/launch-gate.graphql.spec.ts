import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { GateFactData } from '#libs/vocabulary';
import { request, type Request, scopedPart, scopeHash } from '../domain/index.js';
import { LaunchGate } from '../ports/launch-gate.js';
import { type Cast, type Member, requestsApi, type RequestsApi, TODAY } from '../requests.fixture.js';
import { DeliveryClient } from './delivery.fixture.js';
import { gateSays, Reviews } from './launch-gate.fixture.js';

const REASON = `check cause text reviewId reviewNumber highestBand riskIds missing { kind id riskId text } freezeId until`;
const READINESS = `ready verdict conditions { check passed code reason reasons { ${REASON} } }`;

interface Readiness {
  readonly ready: boolean;
  readonly verdict: string;
  readonly conditions: readonly {
    readonly check: string;
    readonly passed: boolean;
    readonly code: string | null;
    readonly reasons: readonly object[];
  }[];
}

const reviews = new Reviews();
let api: RequestsApi;
let cast: Cast;
let client: DeliveryClient;
beforeAll(async () => {
  api = await requestsApi([{ provide: LaunchGate, useValue: reviews }]);
  await api.follow();
  reviews.log = api.log;
  cast = await api.cast();
  client = new DeliveryClient(api, cast);
});
afterAll(() => api.close());
afterEach(() => reviews.frozen.clear());

const idOf = (globalId: string): string => fromGlobalId(globalId, 'Request');
const rest = { reason: 'It says no', reviewDate: '2026-01-20' };

async function stateOf(requestId: string): Promise<Request> {
  const streamId = `${request.type}-${idOf(requestId)}`;
  const events = await api.log.readStream({ workspaceId: cast.workspaceId, streamId });
  return events.reduce(
    (state, event) => request.evolve(state, event as Parameters<typeof request.evolve>[1]),
    request.initial,
  );
}

/** A request that is ready to be launched but for a review, and that review, which has decided on its scope. */
async function reviewed(outcome: GateFactData['outcome'] = 'CLEARED') {
  const [requestId, review] = [await client.reach('tracked'), await client.at('drafted')];
  const state = await stateOf(requestId);
  if (state.status === 'unknown') throw new Error('Nobody drafted it.');
  const reviewId = idOf(review);
  const said = { reviewId, reviewVersion: 1, outcome, conditions: [], validUntil: null, highestBand: 'LOW' } as const;
  await gateSays(api.log, { workspaceId: cast.workspaceId, requestId: idOf(requestId) }, [
    { type: 'RiskReviewRequired', data: { reviewId, lenses: ['PRIVACY'] } },
    { type: 'RiskGateFactRecorded', data: { ...said, scopeHash: scopeHash(scopedPart(state)) } },
  ]);
  return { requestId, review };
}

async function readiness(
  requestId: string,
  asOf: object | null = null,
  who: Member = cast.requester,
): Promise<Readiness | null> {
  const source = `query ($id: ID!, $asOf: AsOf) { launchReadiness(requestId: $id, asOf: $asOf) { ${READINESS} } }`;
  const { data, errors } = await api.run(source, who, { variables: { id: requestId, asOf } });
  expect(errors).toBeUndefined();
  return (data as { launchReadiness: Readiness | null }).launchReadiness;
}

const of = (found: Readiness | null, check: string) => found?.conditions.find((one) => one.check === check);
const addTouch = (requestId: string) =>
  client.done(cast.engineer, 'setTouches', { requestId, add: [{ touch: 'PAYMENTS', why: 'A form' }] });

describe('a launch that risk and freezes are against', () => {
  it('is refused with the list that was shown beforehand', async () => {
    const { requestId, review } = await reviewed();
    await client.done(cast.manager, 'holdRequest', { requestId: review, ...rest });
    reviews.frozen.add(TODAY);
    const before = await readiness(requestId);
    expect(before).toMatchObject({ ready: false, verdict: 'BLOCKED' });
    expect(before?.conditions.map(({ check, code }) => [check, code])).toEqual([
      ['STATUS', null],
      ['NOT_HELD', null],
      ['TRACKING', null],
      ['PROVIDER', null],
      ['RISK', 'LAUNCH_BLOCKED_BY_RISK'],
      ['FREEZE', 'FREEZE_WINDOW'],
    ]);
    expect(of(before, 'RISK')?.reasons).toEqual([
      {
        check: 'RISK',
        cause: 'BLOCKED',
        text: 'K4 is HIGH',
        reviewId: toGlobalId('RiskReview', idOf(review)),
        reviewNumber: expect.any(Number) as number,
        highestBand: 'HIGH',
        riskIds: ['K4'],
        missing: [{ kind: 'BAND', id: 'K4', riskId: 'K4', text: 'K4 is HIGH' }],
        freezeId: null,
        until: null,
      },
    ]);
    expect(of(before, 'FREEZE')?.reasons).toMatchObject([
      { cause: 'FROZEN', freezeId: toGlobalId('Freeze', 'f-1'), until: TODAY },
    ]);
    expect(await client.read(requestId, `launchReadiness { ${READINESS} }`)).toEqual({ launchReadiness: before });
    const stored = await api.events();
    const { problems } = await client.give(cast.cto, 'launchRequest', { requestId });
    expect(problems).toMatchObject([
      {
        __typename: 'BusinessProblem',
        code: 'LAUNCH_BLOCKED_BY_RISK',
        details: { reasons: [{ cause: 'BLOCKED', riskIds: ['K4'], missing: [{ id: 'K4' }] }] },
      },
    ]);
    expect(await api.events()).toBe(stored);
    await client.done(cast.manager, 'resumeRequest', { requestId: review });
    const frozen = await client.give(cast.cto, 'launchRequest', { requestId });
    expect(frozen.problems.map(({ code }) => code)).toEqual(['FREEZE_WINDOW']);
    reviews.frozen.clear();
    expect(await readiness(requestId)).toMatchObject({ ready: true, verdict: 'READY' });
    await client.follow(requestId, [cast.cto, 'launchRequest']);
    expect(await client.read(requestId, 'launches { gateSnapshot { check passed } }')).toMatchObject({
      launches: [{ gateSnapshot: [{}, {}, {}, { check: 'PROVIDER' }, { check: 'RISK' }, { check: 'FREEZE' }] }],
    });
  });

  it('is judged by its own day, not by the day it is written down', async () => {
    const other = new DeliveryClient(api, await api.cast());
    const requestId = await other.reach('tracked');
    await api.setClock(other.cast.workspaceId, '2026-01-07T08:00:00.000Z');
    reviews.frozen.add('2026-01-06');
    const launchedAt = '2026-01-06T09:00:00.000Z';
    const refused = await other.give(other.cast.cto, 'launchRequest', { requestId, launchedAt });
    expect(refused.problems.map(({ code }) => code)).toEqual(['FREEZE_WINDOW']);
    await other.done(other.cast.cto, 'launchRequest', { requestId });
  });

  it('is not carried out on a review that said no meanwhile', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { requestId, review } = await reviewed();
      const [launch] = await Promise.all([
        client.give(cast.cto, 'launchRequest', { requestId }),
        client.done(cast.manager, 'holdRequest', { requestId: review, ...rest }),
      ]);
      const positionOf = async (id: string, type: string): Promise<number | null> => {
        const streamId = `${request.type}-${idOf(id)}`;
        const events = await api.log.readStream({ workspaceId: cast.workspaceId, streamId });
        return events.find((event) => event.type === type)?.position ?? null;
      };
      const [launched, saidNo] = [
        await positionOf(requestId, 'RequestLaunched'),
        await positionOf(review, 'RequestHeld'),
      ];
      if (launched === null) expect(launch.problems.map(({ code }) => code)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
      else expect(launched).toBeLessThan(saidNo!);
    }
  });
});

describe('readiness', () => {
  it('is stale when the scope changed after a decision; of the past it says what was known then', async () => {
    const { requestId } = await reviewed();
    const held = await client.done(cast.manager, 'holdRequest', { requestId, ...rest });
    await client.done(cast.manager, 'resumeRequest', { requestId });
    expect(await readiness(requestId)).toMatchObject({ verdict: 'READY' });
    const touched = await addTouch(requestId);
    const now = await readiness(requestId);
    expect(now).toMatchObject({ ready: false, verdict: 'STALE' });
    expect(of(now, 'RISK')?.reasons).toMatchObject([{ cause: 'STALE' }]);
    expect(await readiness(requestId, { position: touched.position })).toEqual(now);
    const then = await readiness(requestId, { position: held.position });
    expect(then).toMatchObject({ verdict: 'BLOCKED' });
    expect([of(then, 'NOT_HELD')?.code, of(then, 'RISK')?.passed]).toEqual(['REQUEST_HELD', true]);
    const refused = await client.give(cast.cto, 'launchRequest', { requestId });
    expect(refused.problems.map(({ code }) => code)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
  });

  it('of the past is about the day it was then', async () => {
    const other = new DeliveryClient(api, await api.cast());
    const { requester, workspaceId } = other.cast;
    const requestId = await other.reach('tracked');
    const { position } = await other.done(other.cast.manager, 'holdRequest', { requestId, ...rest });
    await api.setClock(workspaceId, '2026-01-07T08:00:00.000Z');
    await other.done(other.cast.manager, 'resumeRequest', { requestId });
    reviews.frozen.add(TODAY);
    expect(await readiness(requestId, null, requester)).toMatchObject({ verdict: 'READY' });
    for (const asOf of [{ position }, { recordedAt: `${TODAY}T22:59:59.999Z` }])
      expect(of(await readiness(requestId, asOf, requester), 'FREEZE')?.code).toBe('FREEZE_WINDOW');
    // After midnight in Berlin.
    expect(of(await readiness(requestId, { recordedAt: `${TODAY}T23:00:00.000Z` }, requester), 'FREEZE')?.passed).toBe(
      true,
    );
  });

  it('of a time before it is nothing, and neither is it for those who may not see the request', async () => {
    const first = await client.at('drafted');
    const { position } = await client.done(cast.manager, 'holdRequest', { requestId: first, ...rest });
    const second = await client.at('drafted');
    expect(await readiness(second, { position })).toBeNull();
    expect(await readiness(first, { position }, (await api.cast()).cto)).toBeNull();
    const tomorrow = await api.run(
      `query ($id: ID!) {
      launchReadiness(requestId: $id, asOf: { recordedAt: "2030-01-01T00:00:00.000Z" }) { ready } }`,
      cast.cto,
      {
        variables: { id: first },
      },
    );
    expect(tomorrow.errors).toMatchObject([{ extensions: { code: 'INSTANT_NOT_PAST' } }]);
  });

  it('of a list is asked about once', async () => {
    const other = new DeliveryClient(api, await api.cast());
    const ids = [await other.at('drafted'), await other.at('drafted'), await other.at('drafted')];
    reviews.asked.length = 0;
    const { data, errors } = await api.run('{ requests { nodes { id launchReadiness { verdict } } } }', other.cast.cto);
    expect(errors).toBeUndefined();
    const { nodes } = (data as { requests: { nodes: { id: string; launchReadiness: object }[] } }).requests;
    expect(new Set(nodes.map(({ id }) => id))).toEqual(new Set(ids));
    expect(nodes.map((one) => one.launchReadiness)).toEqual(ids.map(() => ({ verdict: 'BLOCKED' })));
    expect(reviews.asked).toEqual([3]);
  });
});
