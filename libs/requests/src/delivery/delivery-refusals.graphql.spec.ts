import { readFileSync } from 'node:fs';
import { type Name, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { DeliveryClient, handover } from './delivery.fixture.js';
import { type Case, cases } from './delivery-refusals.fixture.js';

let api: RequestsApi;
let client: DeliveryClient;
beforeAll(async () => {
  api = await requestsApi();
  client = new DeliveryClient(api, await api.cast());
});
afterAll(() => api.close());

async function refusalOf({ at, moved, after = [], refused }: Case) {
  const requestId = await client.reach(at);
  const { cast } = client;
  if (moved) await client.moveScope(requestId);
  await client.follow(requestId, ...after.map(([who, name, input]) => [cast[who], name, input] as const));
  const [who, name, input] = refused;
  const before = await api.events();
  const payload = await client.give(cast[who], name, { requestId, ...input });
  expect(await api.events()).toBe(before);
  return payload;
}

describe('a refusal on the way from approval to a close', () => {
  it('is tried here for every code of the theme', () => {
    const source = readFileSync(new URL('../domain/refusals-delivery.ts', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/super\(\s*'([A-Z_]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !cases.some(([tried]) => tried === code))).toEqual([]);
  });

  it.each(cases)('%s is data with what a client acts on, and stores nothing', async (code, given) => {
    const { position, request, problems } = await refusalOf(given);
    expect({ position, request }).toEqual({ position: null, request: null });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, message: expect.stringMatching(/^\S.*\.$/) as string, ...given.problem });
  });
});

describe('acceptance by a deputy', () => {
  it('of who delivered is SELF_APPROVAL_FORBIDDEN, and of somebody else is not', async () => {
    const { cast } = client;
    await api.delegate(cast.workspaceId, cast.cmo, cast.both, 'MARKETING_LEAD');
    const requestId = await client.reach('started');
    await client.done(cast.both, 'deliverRequest', { requestId, ...handover });
    for (const criterionId of ['C1', 'C2'])
      await client.follow(requestId, [cast.requester, 'verifyCriterion', { criterionId }]);
    const asDeputy = await client.give(cast.both, 'acceptRequest', { requestId }, { onBehalfOf: cast.cmo });
    expect(asDeputy.problems.map(({ code }) => code)).toEqual(['SELF_APPROVAL_FORBIDDEN']);
    await client.done(cast.cmo, 'acceptRequest', { requestId });
  });
});

describe('somebody without the right', () => {
  const refused: readonly [Name, string, object, string][] = [
    ['cmo', 'startWork', {}, 'request.work'],
    ['requester', 'deliverRequest', handover, 'request.work'],
    ['auditor', 'verifyCriterion', { criterionId: 'C1' }, 'request.verify'],
    ['reviewer', 'acceptRequest', {}, 'request.accept'],
    ['engineer', 'returnToWork', { reason: 'x' }, 'request.returnToWork'],
    ['reviewer', 'verifyTracking', {}, 'request.verifyTracking'],
    ['requester', 'waiveTracking', { reason: 'x' }, 'request.waiveTracking'],
    ['requester', 'launchRequest', {}, 'request.launch'],
    ['cmo', 'rollBackLaunch', { reason: 'DEFECT' }, 'request.rollBack'],
    ['requester', 'waiveOutcome', { reason: 'x' }, 'request.waiveOutcome'],
    ['reviewer', 'closeRequest', {}, 'request.close'],
    ['auditor', 'reopenRequest', { cause: 'DEFECT', expectedMinutes: 0 }, 'request.reopen'],
    ['auditor', 'setProperties', { properties: [] }, 'request.linkProperties'],
  ];

  it.each(refused)('%s: %s is FORBIDDEN', async (who, name, input, right) => {
    const requestId = await client.at('drafted');
    const { problems } = await client.give(client.cast[who], name, { requestId, ...input });
    expect(problems).toMatchObject([{ code: 'FORBIDDEN', right }]);
  });

  it.each([
    ['verifyCriterion', { criterionId: 'C1' }, 'engineer'],
    ['acceptRequest', {}, 'stranger'],
    ['closeRequest', {}, 'stranger'],
  ] as const)('%s is for those whose request it is', async (name, input, who: Name) => {
    const requestId = await client.reach('delivered');
    const { problems } = await client.give(client.cast[who], name, { requestId, ...input });
    expect(problems).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});
