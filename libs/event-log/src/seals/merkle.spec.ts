import { hash } from 'node:crypto';
import fc from 'fast-check';
import { auditPath, leafHash, MerkleTree, nodeHash, rootOf } from './merkle.js';

const leaf = (n: number): Buffer => hash('sha256', `leaf ${n}`, 'buffer');
const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, n) => leaf(n));

/** RFC 6962, 2.1, word by word. */
const byDefinition = (of: readonly Buffer[]): Buffer => {
  if (of.length === 0) return hash('sha256', '', 'buffer');
  if (of.length === 1) return of[0]!;
  let half = 1;
  while (half * 2 < of.length) half *= 2;
  return nodeHash(byDefinition(of.slice(0, half)), byDefinition(of.slice(half)));
};

/** Where a leaf and its path lead to in a tree of this size, as whoever checks it would compute it; null when they do not fit. */
const rootByPath = (one: Buffer, place: { index: number; size: number }, path: readonly Buffer[]): Buffer | null => {
  const { index, size } = place;
  if (size <= 1) return index === 0 && path.length === 0 ? one : null;
  const half = 2 ** Math.ceil(Math.log2(size) - 1);
  const [beside, rest] = [path.at(-1), path.slice(0, -1)];
  const isLeft = index < half;
  const within = isLeft ? { index, size: half } : { index: index - half, size: size - half };
  const below = rootByPath(one, within, rest);
  if (below === null || beside === undefined) return null;
  return isLeft ? nodeHash(below, beside) : nodeHash(beside, below);
};

describe('the tree', () => {
  it('has the root of the definition, whatever its size', () => {
    for (let size = 0; size <= 70; size += 1) expect(rootOf(leaves(size))).toEqual(byDefinition(leaves(size)));
  });

  it('lets an odd leaf rise as it is', () => {
    const [a, b, c] = leaves(3) as [Buffer, Buffer, Buffer];
    expect(rootOf([a, b, c])).toEqual(nodeHash(nodeHash(a, b), c));
    expect(rootOf([a, b, c])).not.toEqual(rootOf([a, b, c, c]));
  });

  it('holds few nodes', () => {
    const tree = new MerkleTree();
    for (let n = 0; n < 65_535; n += 1) tree.add(leaf(n % 7));
    expect(tree.size).toBe(65_535);
    expect(Reflect.get(tree, 'subtrees')).toHaveLength(16);
  });

  it('leads from every leaf to the root, and from nothing else', () => {
    const places = fc
      .integer({ min: 1, max: 200 })
      .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }), at: fc.nat() }));
    fc.assert(
      fc.property(places, ({ size, index, at }) => {
        const all = leaves(size);
        const root = rootOf(all);
        const path = auditPath(all, index);
        expect(rootByPath(all[index]!, { index, size }, path)).toEqual(root);
        expect(rootByPath(leaf(-1), { index, size }, path)).not.toEqual(root);
        expect(rootByPath(all[index]!, { index, size }, [...path, leaf(0)])).toBeNull();
        expect(rootByPath(all[index]!, { index: size, size }, path)).toBeNull();
        if (size > 1) {
          const bent = path.with(at % path.length, leaf(-1));
          expect(rootByPath(all[index]!, { index, size }, bent)).not.toEqual(root);
          expect(rootByPath(all[index]!, { index, size }, path.slice(1))).toBeNull();
          expect(rootByPath(all[index]!, { index: (index + 1) % size, size }, path)).not.toEqual(root);
        }
      }),
    );
  });

  it('has leaves that are no nodes', () => {
    const entry = Buffer.alloc(48, 5);
    expect(leafHash(entry)).toEqual(hash('sha256', Buffer.concat([Buffer.from([0]), entry]), 'buffer'));
    expect(nodeHash(leaf(1), leaf(2))).toEqual(
      hash('sha256', Buffer.concat([Buffer.from([1]), leaf(1), leaf(2)]), 'buffer'),
    );
  });
});
