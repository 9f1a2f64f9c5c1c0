import type { RoadmapApi } from '../roadmap.fixture.js';
import { FollowBench } from './follow.fixture.js';

let api: RoadmapApi;
beforeAll(async () => {
  api = await FollowBench.start();
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(() => api.close());

it('an item that is dropped takes its review along, and brings it back as the item is then', async () => {
  const bench = await FollowBench.open(api);
  const { cast } = bench;
  const { id: itemId } = await api.plan(cast, { kind: 'CAMPAIGN' });
  const opened = await api.done(cast.reviewer, 'openRiskReview', { subjectId: itemId, lenses: ['PRIVACY'] });
  const { id } = opened['riskReview'] as { readonly id: string };
  const status = async (): Promise<string> => {
    await bench.settled();
    const asked = 'query ($id: ID!) { riskReview(id: $id) { status } }';
    return (await api.ask<{ status: string }>(asked, cast.auditor, { id })).status;
  };
  expect(await status()).toBe('OPEN');
  await api.done(cast.manager, 'dropItem', { itemId, reason: 'The fair is off.' });
  expect(await status()).toBe('CANCELLED');
  await api.done(cast.manager, 'reviveItem', { itemId });
  expect(await status()).toBe('IN_ASSESSMENT');
  // Dropped and revived at once: whoever comes too late leaves it alone.
  await api.done(cast.manager, 'dropItem', { itemId, reason: 'The fair is off again.' });
  await api.done(cast.manager, 'reviveItem', { itemId });
  expect(await status()).toBe('IN_ASSESSMENT');
});

it('an item without a review has none afterwards', async () => {
  const bench = await FollowBench.open(api);
  const { id: itemId } = await api.plan(bench.cast);
  await api.done(bench.cast.manager, 'dropItem', { itemId, reason: 'The fair is off.' });
  await api.done(bench.cast.manager, 'reviveItem', { itemId });
  await bench.settled();
  expect(await api.events(bench.cast.workspaceId, 'ReviewOpened')).toBe(0);
});
