import { placesOf } from './kendall.js';

/** Decided by the bridge: `first` goes before `second`. */
export interface Precedence {
  readonly first: string;
  readonly second: string;
}

interface Ranked {
  readonly id: string;
  readonly consumer: number;
  readonly provider: number;
}

/** What both orders hold, with its place in each. */
function rankedByBoth(consumer: readonly string[], provider: readonly string[]): Ranked[] {
  const places = placesOf(provider);
  return consumer.flatMap((id, place) => {
    const other = places.get(id);
    return other === undefined ? [] : [{ id, consumer: place, provider: other }];
  });
}

/** Neither side weighs more: by the sum of both places, then by the better of them, then by id. */
const byBothPlaces = (a: Ranked, b: Ranked): number =>
  a.consumer + a.provider - (b.consumer + b.provider) ||
  Math.min(a.consumer, a.provider) - Math.min(b.consumer, b.provider) ||
  (a.id < b.id ? -1 : 1);

const bothPut = (a: Ranked, b: Ranked): boolean => a.consumer < b.consumer && a.provider < b.provider;

/**
 * The order of what both sides rank once ties are broken: a pair both sides order alike stays so, a decided pair stands as decided,
 * and the rest goes by the sum of both places.
 * @returns null when the decisions lead in a circle, with each other or with what both sides say alike
 */
export function orderAfterTies(
  consumer: readonly string[],
  provider: readonly string[],
  decided: readonly Precedence[],
): string[] | null {
  const waiting = rankedByBoth(consumer, provider).sort(byBothPlaces);
  const isDecided = new Set(decided.map(({ first, second }) => `${first}/${second}`));
  const order: string[] = [];
  while (waiting.length > 0) {
    const isFree = (one: Ranked): boolean =>
      !waiting.some((other) => bothPut(other, one) || isDecided.has(`${other.id}/${one.id}`));
    const next = waiting.findIndex(isFree);
    if (next < 0) return null;
    order.push(...waiting.splice(next, 1).map(({ id }) => id));
  }
  return order;
}
