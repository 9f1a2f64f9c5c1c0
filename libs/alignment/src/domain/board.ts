import type { Aggregate, Instant, Recorded } from '#libs/event-log';
import { type DoneBy, type Side, sides } from '#libs/vocabulary';
import type { Precedence } from './joint-order.js';
import { placesOf } from './kendall.js';

/** Every fact of a priority board (P20, P31) and its payload; who and when are in the envelope. Orders: the most urgent first. */
export interface BoardFacts {
  PriorityBoardOpened: { readonly consumerTeamId: string; readonly providerTeamId: string };
  /** The side's whole list; it takes the place of the former one. */
  RanksSubmitted: { readonly side: Side; readonly order: readonly string[] };
  RankingProposed: { readonly side: Side; readonly order: readonly string[] };
  RankingAgreed: {
    readonly order: readonly string[];
    /** Kendall distance of the two sides over the requests of `order` that both rank, when they agreed. */
    readonly disagreementIndex: number;
    /** How many requests that is. */
    readonly compared: number;
    /** Who proposed, and who agreed. */
    readonly byIds: readonly [proposer: string, agreer: string];
  };
  TieBroken: {
    /** Goes before `second` from now on. */
    readonly first: string;
    readonly second: string;
    readonly reason: string;
    /** The joint order after it, of all that both sides rank. */
    readonly order: readonly string[];
  };
}

export type BoardEventType = keyof BoardFacts;
export type BoardEvent = {
  [Type in BoardEventType]: { readonly type: Type; readonly data: BoardFacts[Type] };
}[BoardEventType];

/** One side's list. */
export interface Ranks {
  readonly order: readonly string[];
  readonly by: DoneBy;
  readonly at: Instant;
}

/** An order one lead has proposed and the other has not agreed to yet. */
export interface Proposal extends Ranks {
  readonly side: Side;
}

export interface Agreement {
  readonly order: readonly string[];
  readonly disagreementIndex: number;
  readonly compared: number;
  readonly byIds: readonly [proposer: string, agreer: string];
  readonly at: Instant;
}

/** A pair the bridge has decided. */
export interface BrokenTie extends Precedence {
  readonly reason: string;
  readonly by: DoneBy;
  readonly at: Instant;
}

/** The order that stands, and who gave it: both leads, or the bridge where they could not agree. */
export interface JointOrder {
  readonly order: readonly string[];
  readonly source: JointSource;
  readonly at: Instant;
  /** A side has ranked anew since: the order stands until the next agreement or broken tie. */
  readonly ranksChangedSince: boolean;
}

export const jointSources = ['AGREED', 'TIE_BROKEN'] as const;
export type JointSource = (typeof jointSources)[number];

export interface OpenBoard {
  readonly status: 'open';
  readonly consumerTeamId: string;
  readonly providerTeamId: string;
  readonly ranks: Readonly<Record<Side, Ranks | null>>;
  readonly proposal: Proposal | null;
  /** The last one, also when a tie was broken since. */
  readonly agreed: Agreement | null;
  /** Since the last agreement, of pairs the two sides still order differently. */
  readonly ties: readonly BrokenTie[];
  readonly joint: JointOrder | null;
}

/** What two teams agree on about the order of their requests. */
export type Board = { readonly status: 'unknown' } | OpenBoard;

const doneBy = ({ meta }: Recorded): DoneBy => ({ personId: meta.actorId, onBehalfOf: meta.onBehalfOf ?? null });

/** True when both rank both requests and put them in different orders. */
export function orderDifferently(ranks: OpenBoard['ranks'], { first, second }: Precedence): boolean {
  const [one, other] = sides.map((side) => {
    const places = placesOf(ranks[side]?.order ?? []);
    const [a, b] = [places.get(first), places.get(second)];
    return a === undefined || b === undefined ? 0 : Math.sign(a - b);
  });
  return one! * other! < 0;
}

type On<T extends BoardEventType> = Recorded<{ readonly type: T; readonly data: BoardFacts[T] }>;

function ranked(board: OpenBoard, event: On<'RanksSubmitted'>): OpenBoard {
  const { side, order } = event.data;
  const ranks = { ...board.ranks, [side]: { order, by: doneBy(event), at: event.recordedAt } };
  return {
    ...board,
    ranks,
    ties: board.ties.filter((tie) => orderDifferently(ranks, tie)),
    joint: board.joint && { ...board.joint, ranksChangedSince: true },
  };
}

function agreed(board: OpenBoard, { data, recordedAt: at }: On<'RankingAgreed'>): OpenBoard {
  const joint = { order: data.order, source: 'AGREED', at, ranksChangedSince: false } as const;
  return { ...board, proposal: null, agreed: { ...data, at }, ties: [], joint };
}

const samePair = (a: Precedence, b: Precedence): boolean =>
  (a.first === b.first && a.second === b.second) || (a.first === b.second && a.second === b.first);

/** Earlier decisions without one on the same pair. */
export const otherTies = (board: OpenBoard, pair: Precedence): readonly BrokenTie[] =>
  board.ties.filter((tie) => !samePair(tie, pair));

function tieBroken(board: OpenBoard, event: On<'TieBroken'>): OpenBoard {
  const { order, ...decided } = event.data;
  const tie = { ...decided, by: doneBy(event), at: event.recordedAt };
  const joint = { order, source: 'TIE_BROKEN', at: event.recordedAt, ranksChangedSince: false } as const;
  return { ...board, ties: [...otherTies(board, decided), tie], joint };
}

const opened = ({ data }: On<'PriorityBoardOpened'>): OpenBoard => ({
  status: 'open',
  ...data,
  ranks: { CONSUMER: null, PROVIDER: null },
  proposal: null,
  agreed: null,
  ties: [],
  joint: null,
});

export const board: Aggregate<Board, BoardEvent> = {
  type: 'priority-board',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    if (event.type === 'PriorityBoardOpened') return opened(event);
    if (state.status === 'unknown') return state;
    switch (event.type) {
      case 'RanksSubmitted':
        return ranked(state, event);
      case 'RankingProposed':
        return { ...state, proposal: { ...event.data, by: doneBy(event), at: event.recordedAt } };
      case 'RankingAgreed':
        return agreed(state, event);
      case 'TieBroken':
        return tieBroken(state, event);
    }
  },
};
