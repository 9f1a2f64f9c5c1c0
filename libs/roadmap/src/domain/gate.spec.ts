import type { GateEvent, GateFactData } from '#libs/vocabulary';
import { dropItem } from './delivery.js';
import type { ItemEvent } from './facts.js';
import { closedGates, itemScopeHash } from './gate.js';
import { afterwards, anItem, aRequest, codeOf, given, refusalOf } from './given.spec-kit.js';
import { proposed, shipping, started } from './item.spec-kit.js';
import { proposeItem, reviseItem } from './proposal.js';

const today = '2026-01-05';
const cleared: GateFactData = {
  reviewId: 'rr-1',
  reviewVersion: 4,
  outcome: 'CLEARED',
  conditions: [],
  validUntil: '2026-01-05',
  scopeHash: 'scope',
  highestBand: 'LOW',
};
const closed = (fact: GateFactData | null, asked: { scopeHash?: string; day?: string } = {}) =>
  closedGates({ 'rr-1': fact }, { scopeHash: 'scope', day: today, ...asked });
const condition = { conditionId: 'C1', text: 'a load test', preLaunch: true, met: false };
const onCondition = (more: Partial<typeof condition>): GateFactData => ({
  ...cleared,
  outcome: 'CONDITIONAL',
  conditions: [
    { ...condition, met: true },
    { ...condition, conditionId: 'C2', ...more },
  ],
});

describe('a gate', () => {
  it('is open while a decision holds, to its last day, about this scope', () => {
    expect(closedGates({}, { scopeHash: 'scope', day: today })).toEqual([]);
    expect(closed(cleared)).toEqual([]);
    expect(closed(cleared, { day: '2026-01-06' })).toEqual(['rr-1']);
    expect(closed({ ...cleared, validUntil: null })).toEqual(['rr-1']);
    expect(closed(cleared, { scopeHash: 'another' })).toEqual(['rr-1']);
  });

  it('is closed before a decision, and after one against it', () => {
    expect(closed(null)).toEqual(['rr-1']);
    for (const outcome of ['BLOCKED', 'STALE', 'EXPIRED', 'CANCELLED'] as const)
      expect(closed({ ...cleared, outcome })).toEqual(['rr-1']);
  });

  it('on conditions is open once those before the launch are met', () => {
    expect(closed(onCondition({ met: true }))).toEqual([]);
    expect(closed(onCondition({ met: false }))).toEqual(['rr-1']);
    expect(closed(onCondition({ met: false, preLaunch: false }))).toEqual([]);
  });
});

describe('the scope of an item (R5)', () => {
  const item = given(proposeItem({ status: 'unknown' }, { ...anItem, propertyIds: ['shop', 'blog'], title: 'Spring' }));
  const linked = (...ids: readonly string[]) =>
    afterwards(
      item,
      ids.map((requestId) => ({ type: 'RequestLinked', data: { requestId, primary: false } }) as const),
    );
  const hash = itemScopeHash(item);

  it('is where it goes out, what it brings and what it is meant to do', () => {
    const differing = [
      itemScopeHash({ ...item, kind: 'CAMPAIGN' }),
      itemScopeHash(afterwards(item, reviseItem(item, { propertyIds: ['shop'] }))),
      itemScopeHash(afterwards(item, reviseItem(item, { expectedImpact: 'twice as many visitors' }))),
      itemScopeHash(linked('r-1')),
    ];
    expect(new Set([hash, ...differing]).size).toBe(5);
  });

  it('is the same under another name, in another window and order', () => {
    expect(itemScopeHash(afterwards(item, reviseItem(item, { title: 'Summer' })))).toBe(hash);
    expect(itemScopeHash({ ...item, window: { start: today, end: today, precision: 'DAY' } })).toBe(hash);
    expect(itemScopeHash(afterwards(item, reviseItem(item, { propertyIds: ['blog', 'shop'] })))).toBe(hash);
    expect(itemScopeHash(linked('r-1', 'r-2'))).toBe(itemScopeHash(linked('r-2', 'r-1')));
  });
});

describe('an item', () => {
  const required: GateEvent = { type: 'RiskReviewRequired', data: { reviewId: 'rr-1', lenses: ['SECURITY'] } };
  const recorded: GateEvent = { type: 'RiskGateFactRecorded', data: cleared };

  it('keeps what its review says, in every status', () => {
    expect(afterwards(proposed(), [required]).gate).toEqual({ 'rr-1': null });
    const gone = afterwards(proposed(), dropItem(proposed(), { reason: 'no' }));
    expect(afterwards(gone, [required, recorded, required])).toMatchObject({
      status: 'DROPPED',
      gate: { 'rr-1': cleared },
    });
  });
});

describe('shipping a campaign', () => {
  const linked = afterwards({ ...started(), kind: 'CAMPAIGN' }, [
    { type: 'RequestLinked', data: { requestId: 'r-1', primary: false } },
  ]);
  const reviewed = (data: Partial<GateFactData>) => {
    const fact = { ...cleared, scopeHash: itemScopeHash(linked), ...data };
    return afterwards(linked, [{ type: 'RiskGateFactRecorded', data: fact } satisfies ItemEvent]);
  };
  const blocked = { gate: { 'rr-2': { ...cleared, reviewId: 'rr-2', outcome: 'BLOCKED' } } } as const;

  it('asks its own review', () => {
    expect(shipping(reviewed({}))).toHaveLength(1);
    expect(refusalOf(() => shipping(reviewed({ outcome: 'STALE' })))).toMatchObject({
      code: 'SHIPPING_BLOCKED_BY_RISK',
      details: { reviewIds: ['rr-1'] },
    });
    expect(codeOf(() => shipping(reviewed({ validUntil: '2026-01-04' })))).toBe('SHIPPING_BLOCKED_BY_RISK');
    const widened = afterwards(reviewed({}), reviseItem(reviewed({}), { propertyIds: ['shop'] }));
    expect(codeOf(() => shipping(widened))).toBe('SHIPPING_BLOCKED_BY_RISK');
  });

  it.each(['LAUNCHED', 'CLOSED'])('asks the reviews of a request that is %s', (status) => {
    const requestOf = () => aRequest(status, blocked);
    expect(refusalOf(() => shipping(reviewed({ outcome: 'EXPIRED' }), { requestOf }))).toMatchObject({
      details: { reviewIds: ['rr-1', 'rr-2'] },
    });
    expect(refusalOf(() => shipping(linked, { requestOf })).details).toEqual({ reviewIds: ['rr-2'] });
    const open = { gate: { 'rr-2': cleared } };
    expect(shipping(linked, { requestOf: () => aRequest(status, open) })).toHaveLength(1);
    const drifted = aRequest(status, { ...open, scopeHash: 'another' });
    expect(codeOf(() => shipping(linked, { requestOf: () => drifted }))).toBe('SHIPPING_BLOCKED_BY_RISK');
  });

  it.each(['WITHDRAWN', 'DECLINED', 'MERGED'])('does not ask those of one that is %s: it did not go out', (status) => {
    expect(shipping(linked, { requestOf: () => aRequest(status, blocked) })).toHaveLength(1);
  });

  it('is the one that asks: any other kind ships', () => {
    const requestOf = () => aRequest('LAUNCHED', blocked);
    expect(shipping({ ...reviewed({ outcome: 'BLOCKED' }), kind: 'FEATURE' }, { requestOf })).toHaveLength(1);
  });
});
