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

describe('a request that turns out to be no small one', () => {
  it('owes its reviewers more answers, and another signature (short lists)', async () => {
    const requestId = await bench.request({ stage: 'started', likelyMinutes: 300 });
    await bench.bench.touch(requestId, ['PERSONAL_DATA']);
    await bench.settle();
    await bench.clear(requestId);
    const before = (await bench.course(requestId)).length;
    const estimate = (likelyMinutes: number) => ({
      optimisticMinutes: likelyMinutes,
      likelyMinutes,
      pessimisticMinutes: likelyMinutes + 300,
      lines: [
        { kind: 'SECURITY', minutes: 100 },
        { kind: 'BACKEND', minutes: likelyMinutes - 100 },
      ],
      confidence: 'MEDIUM',
      durationForecastDays: 10,
      validUntil: '2026-02-05',
    });
    await bench.done('cto', 'submitEstimate', { requestId, ...estimate(400) });
    expect((await bench.course(requestId)).slice(before)).toEqual([]);
    await bench.done('cto', 'submitEstimate', { requestId, ...estimate(900) });
    expect((await bench.course(requestId)).slice(before)).toEqual([
      'ChecklistExtended',
      'ChecklistExtended',
      'LensUnsigned',
      'LensUnsigned',
      'ReviewReopened',
    ]);
    expect(await bench.gate(requestId)).toEqual(['CLEARED', 'STALE']);
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
