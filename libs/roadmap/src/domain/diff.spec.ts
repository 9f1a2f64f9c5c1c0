import { dropItem } from './delivery.js';
import { deskWith } from './desk.spec-kit.js';
import { roadmapDiff } from './diff.js';
import { applyDiff } from './diff-apply.js';
import { proposeItem, setConfidence } from './proposal.js';

it('a difference tells what was dropped, and how sure an item is by now', () => {
  const desk = deskWith(['FEATURE', '2026-02-02', '2026-02-27'], ['FEATURE', '2026-02-02', '2026-02-27']);
  const [before, from] = [desk.now, desk.log.length];
  desk.do('i1', (item) => setConfidence(item, { value: 40, reason: 'the vendor' }));
  desk.do('i1', (item) => setConfidence(item, { value: 60, reason: 'the vendor came' }));
  desk.do('i2', (item) => dropItem(item, { reason: 'no' }));
  const diff = roadmapDiff(before, desk.now, desk.log.slice(from));
  expect(diff.confidence).toMatchObject([
    { itemId: 'i1', from: null, to: { value: 60, why: 'the vendor came' }, cause: { position: from + 2 } },
  ]);
  expect(diff.dropped).toMatchObject([{ itemId: 'i2', cause: { type: 'ItemDropped', position: from + 3 } }]);
  expect(diff.unchanged).toEqual(['i1']);
});

it('a difference tells which dependencies came and went, by which fact; the items alone lead from one to the other', () => {
  const feature = ['FEATURE', '2026-02-02', '2026-02-27'] as const;
  const desk = deskWith(feature, feature);
  const edge = { fromId: 'i1', toId: 'i2', type: 'NEEDS' } as const;
  desk.add(edge);
  const [before, from] = [desk.now, desk.log.length];
  desk.remove(edge);
  desk.add({ ...edge, bufferWorkingDays: 5 });
  desk.do('i3', (item) => proposeItem(item, { number: 3, title: 'Idea', lane: 'PRODUCT', kind: 'FEATURE' }));
  desk.add({ fromId: 'i3', toId: 'i1', type: 'FOLLOWS' });
  const diff = roadmapDiff(before, desk.now, desk.log.slice(from));
  expect(diff.dependenciesAdded).toMatchObject([
    { dependency: { ...edge, bufferWorkingDays: 5 }, cause: { type: 'DependencyAdded', position: from + 2 } },
    { dependency: { fromId: 'i3', toId: 'i1' }, cause: { type: 'DependencyAdded', position: from + 4 } },
  ]);
  // The last fact about it: the one that added it anew.
  expect(diff.dependenciesRemoved).toMatchObject([
    { dependency: { ...edge, bufferWorkingDays: 0 }, cause: { position: from + 2 } },
  ]);
  expect(diff.changes.map(({ itemId, field }) => [itemId, field])).toEqual([['i1', 'dependencies']]);
  expect(applyDiff(before, diff).items).toEqual(desk.now.items);
  const ofOne = desk.log.slice(from).filter(({ streamId }) => streamId.endsWith('i1'));
  expect(roadmapDiff(before, desk.now, ofOne).changes).toEqual(diff.changes);
});
