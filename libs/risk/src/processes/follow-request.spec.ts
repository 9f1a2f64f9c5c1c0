import type { RiskApi } from '../risk.fixture.js';
import { wholeBrief } from '../risk-requests.fixture.js';
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

describe('a request whose scope changes', () => {
  it('is on its way through triage without losing what nobody signed yet', async () => {
    const requestId = await bench.request({ stage: 'submitted', touches: ['PAYMENTS'] });
    await bench.bench.bring(requestId, { from: 'submitted', to: 'triaged' });
    await bench.settle();
    expect(await bench.review(requestId)).toMatchObject([
      { type: 'ReviewOpened' },
      { type: 'ReviewScopeChanged', data: { touches: [], parts: ['PROVIDER'] } },
    ]);
  });

  it('closes its gate by itself after the decision, and unsigns what the change concerns (R5)', async () => {
    const requestId = await bench.cleared();
    expect(await bench.gate(requestId)).toEqual(['CLEARED']);
    const before = (await bench.course(requestId)).length;
    await bench.bench.touch(requestId, [{ touch: 'PUBLIC_PEAK', expectedPeakRpm: 6000 }]);
    await bench.settle();
    expect((await bench.review(requestId)).slice(before)).toMatchObject([
      { type: 'ReviewScopeChanged', data: { touches: ['PUBLIC_PEAK'], parts: [] } },
      { type: 'LensUnsigned', data: { lens: 'PEAK_TRAFFIC', cause: 'SCOPE_CHANGED' } },
      { type: 'ReviewReopened', data: { cause: 'SCOPE_CHANGED' } },
    ]);
    expect(await bench.gate(requestId)).toEqual(['CLEARED', 'STALE']);
  });

  it('and comes back to what it was has nothing signed again (K8)', async () => {
    const requestId = await bench.cleared();
    const before = (await bench.course(requestId)).length;
    // Both changes are there before anybody follows the first.
    const brief = (text: string) => ({ ...wholeBrief, criteria: [{ id: 'C1', text }] });
    const revise = (text: string) =>
      api.done(bench.cast.marketer, 'reviseBrief', { requestId, brief: brief(text), cause: 'CHANGED_MIND' });
    await revise('The page loads within 9 seconds');
    await revise(wholeBrief.criteria[0]!.text);
    await bench.settle();
    const facts = (await bench.review(requestId)).slice(before);
    expect(facts.map(({ type }) => type)).toEqual([
      'ReviewScopeChanged',
      'LensUnsigned',
      'LensUnsigned',
      'ReviewReopened',
      'ReviewScopeChanged',
    ]);
    expect(facts[4]!.data['scopeHash']).toBe(facts[0]!.data['previous']);
    expect(await bench.gate(requestId)).toEqual(['CLEARED', 'STALE']);
  });

  it('in nothing that was reviewed goes on as it was', async () => {
    const requestId = await bench.cleared();
    const before = await bench.course(requestId);
    const context = { ...wholeBrief.context, audience: 'Everybody' };
    const brief = { ...wholeBrief, criteria: [{ id: 'C1', ...wholeBrief.criteria[0] }], context };
    await bench.done('marketer', 'reviseBrief', { requestId, brief, cause: 'CHANGED_MIND' });
    expect(await bench.course(requestId)).toEqual(before);
  });
});

describe('a request that ends', () => {
  it('ends its review, and takes it up again when it is revived', async () => {
    const requestId = await bench.request({ stage: 'triaged', touches: ['PAYMENTS'] });
    const before = (await bench.course(requestId)).length;
    await bench.done('marketer', 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    expect((await bench.review(requestId)).slice(before)).toMatchObject([
      { type: 'ReviewCancelled', data: { reason: 'The request was withdrawn.' } },
    ]);
    expect(await bench.gate(requestId)).toEqual(['CANCELLED']);
    await bench.done('marketer', 'reviveRequest', { requestId, reason: 'It is needed after all.' });
    expect((await bench.review(requestId)).slice(before + 1)).toMatchObject([
      { type: 'ReviewScopeChanged', data: { touches: [], parts: ['PROVIDER'] } },
      { type: 'ReviewReopened', data: { reason: 'The request was taken up again.' } },
    ]);
    expect(await bench.gate(requestId)).toEqual(['CANCELLED', 'STALE']);
  });

  it('and goes on before anybody noticed loses its review not even for a moment', async () => {
    const requestId = await bench.request({ stage: 'submitted', touches: ['PAYMENTS'] });
    const before = await bench.course(requestId);
    await api.done(bench.cast.marketer, 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    await api.done(bench.cast.marketer, 'reviveRequest', { requestId, reason: 'It is needed after all.' });
    await bench.settle();
    const after = await bench.course(requestId);
    expect(after.filter((type) => type === 'ReviewCancelled').length).toBe(
      after.filter((type) => type === 'ReviewReopened').length,
    );
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it('without a review ends without one', async () => {
    const requestId = await bench.request({ stage: 'submitted' });
    await bench.done('marketer', 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    expect(await bench.course(requestId)).toEqual([]);
  });
});
