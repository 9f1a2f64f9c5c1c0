import { fromGlobalId } from '#libs/api-kit';
import { riskRules } from '#libs/risk';
import type { RoadmapApi, StoredFact } from '../roadmap.fixture.js';
import { FollowBench } from './follow.fixture.js';

const LENSES = ['PRIVACY', 'LEGAL'] as const;

/** A campaign on the roadmap and the review of it. */
class Reviewed {
  private constructor(
    readonly bench: FollowBench,
    readonly itemId: string,
    readonly reviewId: string,
  ) {}

  static async open(api: RoadmapApi): Promise<Reviewed> {
    const bench = await FollowBench.open(api);
    const { id: itemId } = await api.plan(bench.cast, { kind: 'CAMPAIGN' });
    // Before anybody asked for a review: nothing of it is followed.
    await api.done(bench.cast.manager, 'reviseRoadmapItem', { itemId, expectedImpact: '300 bundles' });
    const opened = await api.done(bench.cast.reviewer, 'openRiskReview', { subjectId: itemId, lenses: LENSES });
    return new Reviewed(bench, itemId, (opened['riskReview'] as { readonly id: string }).id);
  }

  /** Every lens signed, and the review cleared. */
  async clear(): Promise<void> {
    const { api, cast } = this.bench;
    const step = (who: typeof cast.cto, name: string, input: object = {}) =>
      api.done(who, name, { reviewId: this.reviewId, ...input });
    const asked = 'query ($id: ID!) { riskReview(id: $id) { lenses { lens checklist { itemId } } } }';
    const { lenses } = await api.ask<{ lenses: { lens: string; checklist: { itemId: string }[] }[] }>(
      asked,
      cast.auditor,
      { id: this.reviewId },
    );
    for (const { lens } of lenses) await step(cast.cto, 'assignReviewer', { lens, reviewerId: cast.reviewer.id });
    for (const { lens, checklist } of lenses) {
      const answers = checklist.map(({ itemId }) => ({ itemId, answer: 'YES', evidence: 'https://docs.example/1' }));
      await step(cast.reviewer, 'answerLens', { lens, answers });
      await step(cast.reviewer, 'signLens', { lens });
    }
    await step(cast.reviewer, 'clearReview');
  }

  revise(input: object) {
    return this.bench.api.done(this.bench.cast.manager, 'reviseRoadmapItem', { itemId: this.itemId, ...input });
  }

  /** What the review said after so many facts, when the processes have read everything. */
  async since(facts: number): Promise<StoredFact[]> {
    return (await this.course()).slice(facts);
  }

  async course(): Promise<StoredFact[]> {
    await this.bench.settled();
    const id = fromGlobalId(this.reviewId, 'RiskReview');
    return this.bench.api.stream(this.bench.cast.workspaceId, `${riskRules.riskReview.type}-${id}`);
  }

  async gate(): Promise<object[]> {
    const asked = 'query ($id: ID!) { roadmapItem(id: $id) { gate { outcome open } } }';
    const { api, cast } = this.bench;
    return (await api.ask<{ gate: object[] }>(asked, cast.auditor, { id: this.itemId })).gate;
  }
}

let api: RoadmapApi;
let reviewed: Reviewed;
beforeAll(async () => {
  api = await FollowBench.start();
});
beforeEach(async () => {
  reviewed = await Reviewed.open(api);
});
afterEach(() => expect(api.parked).toEqual([]));
afterAll(() => api.close());

const unsigned = { type: 'LensUnsigned', data: { cause: 'SCOPE_CHANGED' } };
const reopened = { type: 'ReviewReopened', data: { cause: 'SCOPE_CHANGED' } };

describe('a roadmap item that becomes another one', () => {
  it('closes its gate by itself after the decision (R5)', async () => {
    await reviewed.clear();
    expect(await reviewed.gate()).toEqual([{ outcome: 'CLEARED', open: true }]);
    const { length } = await reviewed.course();
    expect(length).toBeGreaterThan(5);
    await reviewed.revise({ expectedImpact: '3,000 bundles' });
    expect(await reviewed.since(length)).toMatchObject([
      { type: 'ReviewScopeChanged', data: { touches: [], parts: riskRules.scopeParts } },
      unsigned,
      unsigned,
      reopened,
    ]);
    expect(await reviewed.gate()).toEqual([{ outcome: 'STALE', open: false }]);
  });

  it('by a request more or less, each a change of its own', async () => {
    await reviewed.clear();
    const { length } = await reviewed.course();
    const { bench, itemId } = reviewed;
    const requestId = await bench.request();
    await api.done(bench.cast.backend, 'linkRequestToItem', { itemId, requestId });
    await api.done(bench.cast.backend, 'unlinkRequestFromItem', { itemId, requestId });
    const facts = await reviewed.since(length);
    expect(facts).toMatchObject([
      { type: 'ReviewScopeChanged' },
      unsigned,
      unsigned,
      reopened,
      { type: 'ReviewScopeChanged' },
    ]);
    // It is what it was, and nothing is signed again (K8).
    expect(facts[4]!.data['scopeHash']).toBe(facts[0]!.data['previous']);
    expect(await reviewed.gate()).toEqual([{ outcome: 'STALE', open: false }]);
  });

  it('by where it goes out alone concerns the lenses that look at that', async () => {
    const registered = await api.done(reviewed.bench.cast.cmo, 'registerProperty', {
      name: 'www.example',
      url: 'https://www.example',
      isPublic: true,
    });
    const { length } = await reviewed.course();
    await reviewed.revise({ propertyIds: [(registered['property'] as { readonly id: string }).id] });
    expect(await reviewed.since(length)).toMatchObject([
      { type: 'ReviewScopeChanged', data: { touches: [], parts: ['PROPERTIES'] } },
    ]);
  });

  it('in name, owner and window alone is the same to its review', async () => {
    await reviewed.clear();
    const before = await reviewed.course();
    const { bench, itemId } = reviewed;
    await reviewed.revise({ title: 'Spring bundles', owners: { product: null }, goalIds: ['G-1'] });
    const window = { start: '2026-07-01', end: '2026-07-31', precision: 'MONTH' };
    await api.done(bench.cast.manager, 'rescheduleItem', { itemId, window, reason: 'The fair is later.' });
    expect(await reviewed.course()).toEqual(before);
    expect(await reviewed.gate()).toEqual([{ outcome: 'CLEARED', open: true }]);
  });

  it('loses a request while it is dropped, and is reviewed on as it is when it is taken up again', async () => {
    const { bench, itemId } = reviewed;
    const requestId = await bench.request();
    await api.done(bench.cast.backend, 'linkRequestToItem', { itemId, requestId });
    await reviewed.course();
    await api.done(bench.cast.manager, 'dropItem', { itemId, reason: 'The fair is off.' });
    const { length } = await reviewed.course();
    await api.done(bench.cast.backend, 'unlinkRequestFromItem', { itemId, requestId });
    await api.done(bench.cast.manager, 'reviveItem', { itemId });
    const facts = await reviewed.since(length);
    expect(facts).toMatchObject([{ type: 'ReviewScopeChanged' }, { type: 'ReviewReopened' }]);
    await reviewed.clear();
    expect(await reviewed.gate()).toEqual([{ outcome: 'CLEARED', open: true }]);
  });
});
