import { hash } from 'node:crypto';

const sha256 = (data: Buffer): Buffer => hash('sha256', data, 'buffer');

/** Bytes of what a leaf stands for: position, instant and the event's hash. */
export const ENTRY_BYTES = 8 + 8 + 32;
const NODE = Buffer.from([1]);

/** `sha256(0x00 ‖ entry)`; the entry is position ‖ recorded_at in milliseconds ‖ event hash, both numbers 8 bytes, big-endian. */
export const leafHash = (entry: Buffer): Buffer => {
  const bytes = Buffer.allocUnsafe(1 + ENTRY_BYTES);
  bytes[0] = 0;
  entry.copy(bytes, 1, 0, ENTRY_BYTES);
  return sha256(bytes);
};

/** `sha256(0x01 ‖ left ‖ right)`: never the hash of a leaf, however its bytes are chosen. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([NODE, left, right]));

/**
 * The Merkle tree of RFC 6962 over leaves that come one by one: only the roots of whole subtrees are held, one for each power of two.
 * An odd node is not paired with itself but rises as it is, until there is one to its left.
 */
export class MerkleTree {
  private readonly subtrees: { readonly size: number; readonly root: Buffer }[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(leaf: Buffer): void {
    let node = { size: 1, root: leaf };
    while (this.subtrees.at(-1)?.size === node.size) {
      node = { size: node.size * 2, root: nodeHash(this.subtrees.pop()!.root, node.root) };
    }
    this.subtrees.push(node);
    this.count += 1;
  }

  /** Of no leaves the hash of nothing. */
  root(): Buffer {
    const [last, ...before] = this.subtrees.toReversed();
    if (last === undefined) return sha256(Buffer.alloc(0));
    return before.reduce((right, left) => nodeHash(left.root, right), last.root);
  }
}

/** The root of leaves that are all there. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** The nodes beside the way from a leaf to the root, from the bottom to the top (RFC 6962, 2.1.1). */
export function auditPath(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length <= 1) return [];
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half ? [...auditPath(left, index), rootOf(right)] : [...auditPath(right, index - half), rootOf(left)];
}
