import { commitItem } from './commitment.js';
import { allDependencies, dependantsOf, dependenciesOf, dependenciesOn, graphOf } from './dependencies.js';
import { addDependency, type DependencyInput, removeDependency } from './dependency-rules.js';
import { Desk } from './desk.spec-kit.js';
import { afterwards, anItem, codeOf, days, given, refusalOf } from './given.spec-kit.js';
import { planItem } from './planning.js';
import { proposeItem } from './proposal.js';
import { graphIn } from './roadmap.js';
import type { ItemState } from './state.js';
import type { Horizon } from './values.js';

const anyItem = given(proposeItem({ status: 'unknown' }, anItem));
const needs = (fromId: string, toId: string): DependencyInput => ({ fromId, toId, type: 'NEEDS' });
const follows = (fromId: string, toId: string): DependencyInput => ({ fromId, toId, type: 'FOLLOWS' });
const against = (fromId: string, toId: string): DependencyInput => ({ fromId, toId, type: 'CONFLICTS' });

/** Two items that know nothing of each other, and no way back. */
const add = (input: DependencyInput, ends: Partial<Parameters<typeof addDependency>[0]> = {}) =>
  addDependency({ from: anyItem, to: anyItem, path: null, ...ends }, input);
const having = (...inputs: readonly DependencyInput[]): ItemState =>
  inputs.reduce((from, input) => afterwards(from, add(input, { from }).item), anyItem);

/** A desk with the items of some edges, and these edges. */
function deskOf(...edges: readonly DependencyInput[]): Desk {
  const desk = new Desk();
  const ids = [...new Set(edges.flatMap(({ fromId, toId }) => [fromId, toId]))];
  ids.forEach((id, index) => desk.do(id, (item) => proposeItem(item, { ...anItem, number: index + 1 })));
  edges.forEach((edge) => desk.add(edge));
  return desk;
}

describe('a dependency', () => {
  it('is a fact of the item that depends, with its buffer; what makes an order extends the guard', () => {
    expect(add({ ...needs('a', 'b'), bufferWorkingDays: 10 })).toEqual({
      item: [{ type: 'DependencyAdded', data: { toId: 'b', type: 'NEEDS', bufferWorkingDays: 10 } }],
      order: [{ type: 'OrderExtended', data: { fromId: 'a', toId: 'b', type: 'NEEDS' } }],
    });
    expect(add(follows('a', 'b')).order).toHaveLength(1);
    expect(add(against('a', 'b'))).toEqual({
      item: [{ type: 'DependencyAdded', data: { toId: 'b', type: 'CONFLICTS', bufferWorkingDays: 0 } }],
      order: [],
    });
    expect(codeOf(() => add({ ...needs('a', 'b'), bufferWorkingDays: -1 }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => add({ ...needs('a', 'b'), bufferWorkingDays: 251 }))).toBe('VALIDATION_FAILED');
  });

  it('never closes a circle (I2); the whole way is told', () => {
    const path = ['a', 'b', 'c', 'd'];
    expect(refusalOf(() => add(needs('d', 'a'), { path }))).toMatchObject({
      code: 'DEPENDENCY_CYCLE',
      details: { circle: ['d', 'a', 'b', 'c', 'd'] },
    });
    expect(codeOf(() => add(follows('d', 'a'), { path }))).toBe('DEPENDENCY_CYCLE');
    // A conflict is no order, wherever a way leads.
    expect(add(against('d', 'a'), { path }).item).toHaveLength(1);
  });

  it('is not of itself, not twice, and between items that can have one', () => {
    expect(codeOf(() => add(needs('a', 'a')))).toBe('DEPENDENCY_SELF');
    const from = having({ ...needs('a', 'b'), bufferWorkingDays: 3 });
    expect(refusalOf(() => add(needs('a', 'b'), { from }))).toMatchObject({
      code: 'DEPENDENCY_EXISTS',
      details: { bufferWorkingDays: 3 },
    });
    expect(add(follows('a', 'b'), { from }).item).toHaveLength(1);
    expect(codeOf(() => add(against('b', 'a'), { to: having(against('a', 'b')) }))).toBe('DEPENDENCY_EXISTS');
    expect(codeOf(() => add(needs('a', 'x'), { to: { status: 'unknown' } }))).toBe('NOT_FOUND');
    expect(codeOf(() => add(needs('a', 'x'), { from: { status: 'unknown' } }))).toBe('NOT_FOUND');
    expect(codeOf(() => add(needs('a', 'x'), { from: { ...anyItem, status: 'DROPPED' } }))).toBe('INVALID_STATE');
    expect(codeOf(() => add(needs('a', 'x'), { to: { ...anyItem, status: 'DROPPED' } }))).toBe('INVALID_STATE');
    expect(add(needs('a', 'x'), { to: { ...anyItem, status: 'SHIPPED' } }).item).toHaveLength(1);
  });

  it('is one of 100 that go out from an item', () => {
    const full = having(...Array.from({ length: 99 }, (_, index) => needs('a', `x${index}`)));
    const from = afterwards(full, add(needs('a', 'y'), { from: full }).item);
    expect(from.dependencies).toHaveLength(100);
    expect(codeOf(() => add(needs('a', 'z'), { from }))).toBe('LIMIT_REACHED');
  });

  it('is removed from the stream that has it, a conflict from either end', () => {
    const from = having(needs('a', 'c'), needs('a', 'b'));
    const { from: facts, to } = removeDependency({ from, to: { status: 'unknown' } }, needs('a', 'b'));
    expect([facts, to]).toEqual([[{ type: 'DependencyRemoved', data: { toId: 'b', type: 'NEEDS' } }], []]);
    expect(afterwards(from, facts).dependencies).toEqual([{ toId: 'c', type: 'NEEDS', bufferWorkingDays: 0 }]);
    const conflicting = having(against('a', 'b'));
    const removed = [{ type: 'DependencyRemoved', data: { toId: 'b', type: 'CONFLICTS' } }];
    const here = removeDependency({ from: conflicting, to: anyItem }, against('a', 'b'));
    expect(here).toEqual({ from: removed, to: [] });
    const there = removeDependency({ from: anyItem, to: conflicting }, against('b', 'a'));
    expect(there).toEqual({ from: [], to: removed });
  });

  it('is not removed where there is none, or from the end that is needed', () => {
    expect(codeOf(() => removeDependency({ from: anyItem, to: anyItem }, needs('a', 'b')))).toBe('NOT_FOUND');
    const needing = having(needs('a', 'b'));
    expect(codeOf(() => removeDependency({ from: anyItem, to: needing }, needs('b', 'a')))).toBe('NOT_FOUND');
    expect(codeOf(() => removeDependency({ from: needing, to: anyItem }, follows('a', 'b')))).toBe('NOT_FOUND');
  });

  it('opens the way again when it is removed', () => {
    const desk = deskOf(needs('a', 'b'), follows('b', 'c'));
    expect(refusalOf(() => desk.add(needs('c', 'a'))).details).toEqual({ circle: ['c', 'a', 'b', 'c'] });
    desk.remove(follows('b', 'c'));
    desk.add(needs('c', 'a'));
    expect(allDependencies(graphIn(desk.now)).map(({ fromId, toId }) => fromId + toId)).toEqual(['ab', 'ca']);
  });
});

describe('the graph of some items', () => {
  const { now } = deskOf(needs('b', 'x'), needs('a', 'x'), follows('b', 'x'), needs('x', 'c'), against('x', 'd'));

  it('knows both directions', () => {
    const graph = graphOf(now.items);
    expect(dependenciesOf(graph, 'x').map(({ toId }) => toId)).toEqual(['c', 'd']);
    expect(dependenciesOn(graph, 'x').map(({ fromId, type }) => `${fromId} ${type}`)).toEqual([
      'b NEEDS',
      'b FOLLOWS',
      'a NEEDS',
    ]);
    expect([dependenciesOf(graph, 'c'), dependenciesOn(graph, 'a')]).toEqual([[], []]);
    expect(allDependencies(graph).map(({ fromId, toId, type }) => `${fromId} ${toId} ${type}`)).toEqual([
      'a x NEEDS',
      'b x FOLLOWS',
      'b x NEEDS',
      'x c NEEDS',
      'x d CONFLICTS',
    ]);
  });

  it('knows who feels it when an item moves', () => {
    expect(dependantsOf(graphOf(now.items), 'x')).toEqual(['a', 'b', 'd']);
  });

  it('is made once for a roadmap, and anew for another', () => {
    expect(graphIn(now)).toBe(graphIn({ items: now.items }));
    expect(graphIn({ items: new Map(now.items) })).not.toBe(graphIn(now));
  });
});

describe('committing', () => {
  const itemIn = (horizon: Horizon, ...inputs: readonly DependencyInput[]) =>
    afterwards(
      given(
        proposeItem({ status: 'unknown' }, { ...anItem, lane: 'ENGINEERING' }),
        having(...inputs).dependencies.map((data) => ({ type: 'DependencyAdded', data }) as const),
      ),
      planItem(anyItem, { window: days('2026-03-02', '2026-03-27'), horizon }),
    );
  const itemOf = (itemId: string) => itemIn(itemId === 'later' ? 'LATER' : 'NEXT');

  it('is refused while something it needs or follows is LATER', () => {
    const item = itemIn('NOW', needs('i', 'later'), needs('i', 'next'));
    expect(refusalOf(() => commitItem({ item, itemOf }))).toMatchObject({
      code: 'DEPENDENCY_LATER',
      details: { itemIds: ['later'] },
    });
    expect(commitItem({ item: itemIn('NOW', against('j', 'later')), itemOf })).toHaveLength(1);
  });

  it('tells who depends on a promised item that moves', () => {
    const desk = new Desk();
    desk.plan('i', days('2026-03-02', '2026-03-27'), { lane: 'ENGINEERING' });
    desk.plan('j', days('2026-04-02', '2026-04-27'), { number: 2 });
    desk.plan('k', days('2026-04-02', '2026-04-27'), { number: 3 });
    desk.add(needs('j', 'i'));
    desk.add(follows('j', 'i'));
    desk.add(against('i', 'k'));
    desk.move('i', days('2026-03-03', '2026-03-28'));
    desk.commit('i');
    desk.move('i', days('2026-03-03', '2026-03-30'));
    const notified = desk.log.flatMap((event) => (event.type === 'ItemRescheduled' ? [event.data.notifies] : []));
    expect(notified).toEqual([[], ['j', 'k']]);
  });
});
