import DataLoader from 'dataloader';
import type { ApiContext } from './context.js';

/** One batch: the values in the order of the keys, null where there is none. */
export type Batch<Key, Value> = (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>;

// Longer IN lists plan badly and one request must not make an unbounded statement.
const MAX_BATCH = 1000;

/**
 * The operation's DataLoader for `owner` (any stable value: a class, a function, a text), made on first use.
 * `owner` stands for key and value types: use one owner for one kind of batch.
 */
export function loaderOf<Key, Value>(
  context: ApiContext,
  owner: unknown,
  batch: Batch<Key, Value>,
): DataLoader<Key, Value> {
  const known = context.loaders.get(owner);
  if (known instanceof DataLoader) return known as DataLoader<Key, Value>;
  const made = new DataLoader<Key, Value>(batch, { maxBatchSize: MAX_BATCH });
  context.loaders.set(owner, made);
  return made;
}
