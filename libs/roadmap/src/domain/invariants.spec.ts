import fc from 'fast-check';
import { applyDiff } from './diff-apply.js';
import { roadmapDiff, type RoadmapDiff } from './diff.js';
import { closedGates, itemScopeHash } from './gate.js';
import type { Desk } from './desk.spec-kit.js';
import { itemIdOf, type Roadmap } from './roadmap.js';
import { planStability } from './stability.js';
import type { ItemState } from './state.js';
import { anyWalk, walkThrough } from './walk.spec-kit.js';

const options = { numRuns: 120, seed: 20260105 };

/** I1, I3, and what a status asks for. */
function wrongIn({ status, window, lane, agreements, shippedOn }: ItemState): string[] {
  const promised = status === 'COMMITTED' || status === 'IN_DELIVERY';
  const [consumer, provider] = [agreements.CONSUMER?.personId, agreements.PROVIDER?.personId];
  const wrong = {
    I1: window !== null && window.end < window.start,
    I3: promised && lane === 'SHARED' && (!consumer || !provider || consumer === provider),
    window: window === null && (promised || status === 'PLANNED'),
    shipped: (status === 'SHIPPED' || status === 'MEASURED') !== (shippedOn !== null),
  };
  return Object.entries(wrong).flatMap(([name, is]) => (is ? [name] : []));
}

/** I4: a request on at most 5 items, one of them primary and that one SHARED. */
function requireLinked({ items }: Roadmap): void {
  const links = [...items.values()].flatMap(({ links, lane }) => links.map((link) => ({ ...link, lane })));
  for (const requestId of new Set(links.map((link) => link.requestId))) {
    const own = links.filter((link) => link.requestId === requestId);
    const primary = own.filter((link) => link.primary);
    expect([own.length <= 5, primary.length <= 1, primary.every(({ lane }) => lane === 'SHARED')]).toEqual([
      true,
      true,
      true,
    ]);
  }
}

/** I5: between two shipments lies a reversal. P40: an item stays on its lane. */
function requireHistory(desk: Desk): void {
  for (const [itemId, item] of desk.now.items) {
    const types = desk.types(itemId).filter((type) => type === 'ItemShipped' || type === 'ShipmentReverted');
    types.forEach((type, index) => expect(type).toBe(index % 2 === 0 ? 'ItemShipped' : 'ShipmentReverted'));
    expect(item.lane).toBe(desk.at(6).items.get(itemId)?.lane);
  }
}

/** A campaign went out through open gates alone. */
function requireGates(desk: Desk): void {
  for (const event of desk.log) {
    if (event.type !== 'ItemShipped') continue;
    const item = desk.at(event.position - 1).items.get(itemIdOf(event.streamId) ?? '');
    if (item?.kind !== 'CAMPAIGN') continue;
    expect(closedGates(item.gate, { scopeHash: itemScopeHash(item), day: event.data.localDate })).toEqual([]);
  }
}

const isEmpty = ({ unchanged: _unchanged, ...rest }: RoadmapDiff): boolean =>
  Object.values(rest).every((list) => list.length === 0);

/** Every change comes from a fact between the two that is about the very thing. */
function requireCauses(diff: RoadmapDiff, log: Desk['log'], { from, to }: { from: number; to: number }): void {
  const about = (position: number) => itemIdOf(log[position - 1]!.streamId);
  const caused = [
    ...diff.added,
    ...diff.changes,
    ...diff.dropped,
    ...diff.rescheduled,
    ...diff.confidence,
    ...diff.shipped,
  ];
  const wrong = caused.filter(
    ({ itemId, cause }) => !cause || cause.position <= from || cause.position > to || about(cause.position) !== itemId,
  );
  expect(wrong).toEqual([]);
  const edgeChanges = [...diff.dependenciesAdded, ...diff.dependenciesRemoved];
  const isWrong = ({ cause, dependency }: (typeof edgeChanges)[number]) =>
    !cause?.type.startsWith('Dependency') || about(cause.position) !== dependency.fromId;
  expect(edgeChanges.filter(isWrong)).toEqual([]);
}

const plain = ({ items }: Roadmap) => Object.fromEntries(items);

describe('whatever anybody tries', () => {
  it('the roadmap keeps its rules (I1, I3, I4, I5, P40)', () => {
    const [facts, codes] = [new Set<string>(), new Set<string>()];
    fc.assert(
      fc.property(anyWalk, (steps) => {
        const [desk, refused] = walkThrough(steps, ({ now }) => {
          const wrong = [...now.items.values()].flatMap(wrongIn);
          if (wrong.length > 0) expect(wrong).toEqual([]);
        });
        requireLinked(desk.now);
        requireHistory(desk);
        requireGates(desk);
        desk.log.forEach(({ type }) => facts.add(type));
        refused.forEach((code) => codes.add(code));
      }),
      options,
    );
    // Every fact comes up, and every refusal that a roadmap by itself can give.
    expect(facts.size).toBe(24);
    for (const code of ['AGREEMENT_MISSING', 'BOTH_SIDES_BY_SAME_PERSON', 'DEPENDENCY_CYCLE', 'DEPENDENCY_LATER'])
      expect(codes).toContain(code);
    for (const code of [
      'LINKED_WORK_OPEN',
      'PRIMARY_TAKEN',
      'CAMPAIGN_WORTHINESS_UNASSESSED',
      'LIMIT_REACHED',
      'SHIPPING_BLOCKED_BY_RISK',
    ])
      expect(codes).toContain(code);
  });

  it('a difference laid on the one roadmap is the other, forwards and backwards; every change names its fact', () => {
    fc.assert(
      fc.property(anyWalk, fc.nat(), fc.nat(), (steps, one, other) => {
        const [desk] = walkThrough(steps);
        const { log } = desk;
        const [from, to] = [one, other].map((at) => at % (log.length + 1)).sort((a, b) => a - b) as [number, number];
        const [before, after] = [desk.at(from), desk.at(to)];
        const diff = roadmapDiff(before, after, log.slice(from, to));
        expect(plain(applyDiff(before, diff))).toEqual(plain(after));
        expect(plain(applyDiff(after, roadmapDiff(after, before)))).toEqual(plain(before));
        expect(diff.removed).toEqual([]);
        requireCauses(diff, log, { from, to });
      }),
      options,
    );
  });

  it('nothing differs from itself, and all of it holds', () => {
    fc.assert(
      fc.property(anyWalk, (steps) => {
        const [{ now }] = walkThrough(steps);
        const copy = JSON.parse(JSON.stringify([...now.items])) as [string, ItemState][];
        const again = { items: new Map(copy) };
        expect([isEmpty(roadmapDiff(now, now)), isEmpty(roadmapDiff(now, again))]).toEqual([true, true]);
        expect([null, 100]).toContain(planStability(now, now).percent);
      }),
      options,
    );
  });

  it('plan stability counts each item of the baseline once', () => {
    fc.assert(
      fc.property(anyWalk, fc.nat(), (steps, at) => {
        const [desk] = walkThrough(steps);
        const baseline = desk.at(at % (desk.log.length + 1));
        const { items, stable, movedLater, uncommitted, dropped, movedEarlier } = planStability(baseline, desk.now);
        const lost = new Set([...movedLater, ...uncommitted, ...dropped]);
        expect(stable + lost.size).toBe(items);
        expect(movedEarlier.filter((id) => movedLater.includes(id) || dropped.includes(id))).toEqual([]);
      }),
      options,
    );
  });
});

it('the check sees an item promised by one side', () => {
  const [{ now }] = walkThrough([]);
  const item = [...now.items.values()].find(({ lane }) => lane === 'SHARED')!;
  expect(wrongIn(item)).toEqual([]);
  expect(wrongIn({ ...item, status: 'COMMITTED' })).toEqual(['I3', 'window']);
  expect(wrongIn({ ...item, window: { start: '2026-02-02', end: '2026-02-01', precision: 'DAY' } })).toEqual(['I1']);
});
