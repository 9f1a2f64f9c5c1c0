/** How far two orders are apart (P20). */
export interface Disagreement {
  /** Requests that stand in both orders. */
  readonly compared: number;
  /** Kendall distance: pairs of them that the two orders turn round, 0 to compared × (compared − 1) / 2. */
  readonly index: number;
  /** `index` as a part of all pairs, 0 (equal) to 1 (reversed); 0 where there is no pair. */
  readonly normalised: number;
}

/** Sorts `values` in place by halves and counts how often a greater one stood before a smaller one. */
function sortCounting(values: number[]): number {
  if (values.length < 2) return 0;
  const left = values.slice(0, values.length >> 1);
  const right = values.slice(values.length >> 1);
  let inversions = sortCounting(left) + sortCounting(right);
  let [l, r] = [0, 0];
  for (let place = 0; place < values.length; place += 1) {
    const takesLeft = r === right.length || (l < left.length && left[l]! < right[r]!);
    // Taken from the right, it stood behind all that are still on the left.
    if (!takesLeft) inversions += left.length - l;
    values[place] = takesLeft ? left[l++]! : right[r++]!;
  }
  return inversions;
}

/** Where each one stands in an order, from 0 on. */
export const placesOf = (order: readonly string[]): ReadonlyMap<string, number> =>
  new Map(order.map((id, place) => [id, place]));

/** Compares two orders without repetitions over what stands in both; O(n log n). */
export function disagreementOf(one: readonly string[], other: readonly string[]): Disagreement {
  const places = placesOf(other);
  const common = one.flatMap((id) => places.get(id) ?? []);
  const compared = common.length;
  const index = sortCounting(common);
  const pairs = (compared * (compared - 1)) / 2;
  return { compared, index, normalised: pairs === 0 ? 0 : index / pairs };
}
