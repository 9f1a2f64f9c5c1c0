import type { RiskApi } from '../risk.fixture.js';
import { FollowBench } from './follow.fixture.js';

let api: RiskApi;
let bench: FollowBench;
beforeAll(async () => {
  api = await FollowBench.start();
});
beforeEach(async () => {
  bench = await FollowBench.open(api);
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(() => api.close());

const lensesOf = async (requestId: string): Promise<string[]> =>
  (await bench.review(requestId))
    .filter(({ type }) => type === 'ReviewOpened' || type === 'LensesAdded')
    .flatMap(({ data }) => (data['lenses'] as { lens: string }[]).map(({ lens }) => lens));

const REVIEWS = '{ riskReviews(first: 50) { nodes { reference lenses { lens } } } }';

describe('a request that is handed in', () => {
  it('has its review with the right lenses, and nobody opened it (P47)', async () => {
    const requestId = await bench.request({ stage: 'submitted', touches: ['PAYMENTS'] });
    const [opened, ...more] = await bench.review(requestId);
    expect(opened).toMatchObject({
      type: 'ReviewOpened',
      data: {
        number: 1,
        lenses: [{ lens: 'PAYMENT' }, { lens: 'SECURITY' }],
        cause: { touches: ['PAYMENTS'], policyVersion: 1 },
        priority: 'NORMAL',
        targetHours: 16,
      },
      meta: { actorId: 'process:risk-follow-request', actorRole: 'process' },
    });
    expect(more).toEqual([]);
  });

  it('has none while it is a draft, and none where it touches nothing', async () => {
    const draft = await bench.request({ stage: 'written', touches: ['PAYMENTS'] });
    const plain = await bench.request({ stage: 'submitted' });
    expect([await bench.course(draft), await bench.course(plain)]).toEqual([[], []]);
    await bench.done('marketer', 'submitRequest', { requestId: draft });
    expect(await bench.course(draft)).toEqual(['ReviewOpened']);
  });

  it('has one, whoever was faster', async () => {
    const requestId = await bench.bench.request({ stage: 'submitted', touches: ['AUTHENTICATION'] });
    const opening = { subjectId: requestId, lenses: ['LEGAL'] };
    await Promise.all([bench.settle(), api.give(bench.cast.cto, 'openRiskReview', opening)]);
    await bench.settle();
    const [first, ...more] = await bench.course(requestId);
    expect([first, more.includes('ReviewOpened')]).toEqual(['ReviewOpened', false]);
    expect(await lensesOf(requestId)).toContain('SECURITY');
  });

  it('gets lenses when it touches more, and none it has (no-op)', async () => {
    const requestId = await bench.request({ stage: 'submitted', touches: ['AUTHENTICATION'] });
    await bench.bench.touch(requestId, ['PERSONAL_DATA', 'LEGAL_CLAIMS']);
    await bench.settle();
    expect(await lensesOf(requestId)).toEqual(['SECURITY', 'PRIVACY', 'LEGAL']);
    const before = await bench.course(requestId);
    expect(before).toEqual(['ReviewOpened', 'ReviewScopeChanged', 'LensesAdded']);
    // Everything it asks for is looked through already.
    await bench.bench.touch(requestId, ['THIRD_PARTY_INTEGRATION']);
    await bench.settle();
    const remove = [{ touch: 'AUTHENTICATION', why: 'Not any more.' }];
    await bench.done('marketer', 'setTouches', { requestId, remove });
    expect((await bench.course(requestId)).slice(before.length)).toEqual([
      'ReviewScopeChanged',
      'LensesAdded',
      'ReviewScopeChanged',
    ]);
    expect(await lensesOf(requestId)).toEqual(['SECURITY', 'PRIVACY', 'LEGAL', 'THIRD_PARTY']);
  });

  it('is looked at with the peak in mind when it is urgent and public (P52)', async () => {
    const input = { name: 'www.example', url: 'https://www.example', isPublic: true };
    await bench.done('cmo', 'registerProperty', input);
    const requestId = await bench.request({ stage: 'triaged' });
    await bench.done('marketer', 'setProperties', { requestId, properties: ['www.example'] });
    expect(await bench.course(requestId)).toEqual([]);
    const urgent = { hardDate: '2026-01-09', costOfDelay: 'HIGH', reason: 'The trend is over by then.' };
    await bench.done('cmo', 'expediteRequest', { requestId, ...urgent, displacesNothing: 'Somebody is free.' });
    expect(await bench.course(requestId)).toEqual([]);
    await bench.done('cto', 'grantExpedite', { requestId });
    expect(await bench.review(requestId)).toMatchObject([
      { type: 'ReviewOpened', data: { lenses: [{ lens: 'PEAK_TRAFFIC' }], priority: 'FAST', targetHours: 1 } },
    ]);
  });
});

describe('a property that is registered', () => {
  it('has urgent work on it looked at with the peak in mind', async () => {
    const requestId = await bench.request({ stage: 'triaged' });
    const other = await bench.request({ stage: 'triaged' });
    const urgent = { hardDate: '2026-01-09', costOfDelay: 'HIGH', reason: 'The trend is over by then.' };
    const property = { name: 'WWW.example', url: 'https://www.example', isPublic: true };
    for (const id of [requestId, other])
      await bench.done('marketer', 'setProperties', { requestId: id, properties: ['www.example'] });
    await bench.done('cmo', 'expediteRequest', { requestId, ...urgent, displacesNothing: 'Somebody is free.' });
    await bench.done('cto', 'grantExpedite', { requestId });
    expect(await bench.course(requestId)).toEqual([]);
    await bench.done('cmo', 'registerProperty', property);
    expect([await lensesOf(requestId), await lensesOf(other)]).toEqual([['PEAK_TRAFFIC'], []]);
  });
});

describe('a request that becomes urgent', () => {
  it('has its review hurried: an answer within a working hour from then on (P52)', async () => {
    const touches = [{ touch: 'PUBLIC_PEAK', expectedPeakRpm: 6000 }];
    const requestId = await bench.request({ stage: 'triaged', touches });
    const asked = 'query ($id: ID!) { riskReview(id: $id) { priority targetHours answerDueAt } }';
    const shown = () => api.ask(asked, bench.cast.cto, { id: bench.bench.reviewOf(requestId) });
    expect(await shown()).toMatchObject({ priority: 'NORMAL', targetHours: 16 });
    await bench.at('2026-01-06T14:00');
    const urgent = { hardDate: '2026-01-09', costOfDelay: 'HIGH', reason: 'The trend is over by then.' };
    await bench.done('cmo', 'expediteRequest', { requestId, ...urgent, displacesNothing: 'Somebody is free.' });
    await bench.done('cto', 'grantExpedite', { requestId });
    expect(await shown()).toEqual({ priority: 'FAST', targetHours: 1, answerDueAt: '2026-01-06T14:00:00.000Z' });
  });
});

describe('the reviews of a quarter', () => {
  it('are numbered in the order in which requests are handed in: 6 reviews, 14 lenses', async () => {
    const quarter = [
      ['PERSONAL_DATA', 'THIRD_PARTY_INTEGRATION', 'AUTHENTICATION'],
      [],
      ['PAYMENTS', 'PERSONAL_DATA', 'THIRD_PARTY_INTEGRATION'],
      ['PERSONAL_DATA', 'AUTHENTICATION'],
      [{ touch: 'PUBLIC_PEAK', expectedPeakRpm: 6000 }],
      [],
      ['THIRD_PARTY_INTEGRATION'],
      ['PERSONAL_DATA'],
    ];
    for (const touches of quarter) await bench.bench.request({ stage: 'submitted', touches });
    await bench.settle();
    const { nodes } = await api.ask<{ nodes: { reference: string; lenses: { lens: string }[] }[] }>(
      REVIEWS,
      bench.cast.cto,
    );
    expect(nodes.map(({ reference, lenses }) => [reference, ...lenses.map(({ lens }) => lens)])).toEqual([
      ['RR-1', 'SECURITY', 'PRIVACY', 'THIRD_PARTY'],
      ['RR-2', 'PAYMENT', 'SECURITY', 'PRIVACY', 'THIRD_PARTY'],
      ['RR-3', 'SECURITY', 'PRIVACY'],
      ['RR-4', 'PEAK_TRAFFIC'],
      ['RR-5', 'SECURITY', 'THIRD_PARTY'],
      ['RR-6', 'SECURITY', 'PRIVACY'],
    ]);
  });
});
