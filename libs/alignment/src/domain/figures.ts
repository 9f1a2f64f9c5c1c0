import type { OpenBoard } from './board.js';
import { type Disagreement, disagreementOf } from './kendall.js';

/** How many of the widest disagreements are told. */
export const MAX_WIDEST = 10;

/** Places from 1 on among what is still active; null where somebody has not ranked it. */
export interface RankedRequest {
  readonly requestId: string;
  readonly consumerRank: number | null;
  readonly providerRank: number | null;
  readonly jointRank: number | null;
}

/** A pair the two sides order differently. */
export interface OrderedDifferently {
  /** The consumer side puts it first. */
  readonly consumerFirst: string;
  /** The provider side puts it first. */
  readonly providerFirst: string;
  /** Places between the two in both lists together; the least there is, is 2. */
  readonly width: number;
}

/** What a board shows, over the requests that are still active alone. */
export interface BoardFigures {
  /** In the joint order, then in that of the consumer side, then in that of the provider side. */
  readonly ranked: readonly RankedRequest[];
  readonly disagreement: Disagreement;
  /** The widest first, at most `MAX_WIDEST`. */
  readonly widest: readonly OrderedDifferently[];
}

interface Both {
  readonly id: string;
  readonly consumer: number;
  readonly provider: number;
}

const turnedRound = (a: Both, b: Both): OrderedDifferently => ({
  consumerFirst: a.id,
  providerFirst: b.id,
  width: b.consumer - a.consumer + (a.provider - b.provider),
});

/** Pairs of what both rank; `ranked` in the order of the consumer side. */
function widestOf(ranked: readonly Both[]): OrderedDifferently[] {
  const pairs = ranked.flatMap((a, place) =>
    ranked
      .slice(place + 1)
      .filter((b) => a.provider > b.provider)
      .map((b) => turnedRound(a, b)),
  );
  return pairs.sort((a, b) => b.width - a.width).slice(0, MAX_WIDEST);
}

const ranksOf = (order: readonly string[]): ReadonlyMap<string, number> =>
  new Map(order.map((id, place) => [id, place + 1]));

/** The figures of a board; `isActive` tells which requests still count. */
export function figuresOf(board: OpenBoard, isActive: (requestId: string) => boolean): BoardFigures {
  const activeOf = (order: readonly string[] | undefined): string[] => (order ?? []).filter(isActive);
  const consumer = activeOf(board.ranks.CONSUMER?.order);
  const provider = activeOf(board.ranks.PROVIDER?.order);
  const joint = activeOf(board.joint?.order);
  const [inConsumer, inProvider, inJoint] = [ranksOf(consumer), ranksOf(provider), ranksOf(joint)];
  const ranked = [...new Set([...joint, ...consumer, ...provider])].map((requestId) => ({
    requestId,
    consumerRank: inConsumer.get(requestId) ?? null,
    providerRank: inProvider.get(requestId) ?? null,
    jointRank: inJoint.get(requestId) ?? null,
  }));
  const byBoth = consumer.flatMap((id, place): Both[] => {
    const other = inProvider.get(id);
    return other === undefined ? [] : [{ id, consumer: place + 1, provider: other }];
  });
  return { ranked, disagreement: disagreementOf(consumer, provider), widest: widestOf(byBoth) };
}
