import type { Position, Recorded } from './event.js';
import { endOf, replay, type ReplayOptions, type ReplaySource } from './replay.js';

interface Reader {
  /** Event types it handles; no others reach it. All unless told. */
  readonly types?: readonly string[];
}

/** One state for each key, made of that key's events alone and in their order: keys know nothing of each other. */
export interface KeyedFold<Key, State> extends Reader {
  readonly kind: 'keyed';
  /** Null: the event is of no interest. Keys are compared as those of a `Map`. */
  key(event: Recorded): Key | null;
  /** `state` is null before the key's first event. */
  step(state: State | null, event: Recorded): State;
}

/**
 * A state that can be made of parts: `merge` is associative and `empty` neutral to it, and folding two stretches of the log one by
 * one and merging them gives what folding them in one gives. Parts are merged in the order of positions: `merge` need not commute.
 */
export interface MonoidFold<State> extends Reader {
  readonly kind: 'monoid';
  readonly empty: State;
  step(state: State, event: Recorded): State;
  merge(earlier: State, later: State): State;
}

/** A state in which anything may depend on anything before it. */
export interface SequentialFold<State> extends Reader {
  readonly kind: 'sequential';
  readonly initial: State;
  step(state: State, event: Recorded): State;
}

/** How a projection may be computed from the log; steps are pure and change no state they were given. */
export type Fold<Key, State> = KeyedFold<Key, State> | MonoidFold<State> | SequentialFold<State>;

/** What of the log is folded; the types are the fold's to name. */
export type FoldOptions = Omit<ReplayOptions, 'types'>;

/** The state of every key that has an event. Holds all states at once. */
export async function replayKeyed<Key, State>(
  source: ReplaySource,
  fold: KeyedFold<Key, State>,
  options: FoldOptions = {},
): Promise<Map<Key, State>> {
  const states = new Map<Key, State>();
  for await (const events of replay(source, { ...options, ...typesOf(fold) })) {
    for (const event of events) {
      const key = fold.key(event);
      if (key !== null) states.set(key, fold.step(states.get(key) ?? null, event));
    }
  }
  return states;
}

export async function replaySequential<State>(
  source: ReplaySource,
  fold: Pick<SequentialFold<State>, 'initial' | 'step' | 'types'>,
  options: FoldOptions = {},
): Promise<State> {
  let state = fold.initial;
  for await (const events of replay(source, { ...options, ...typesOf(fold) })) {
    for (const event of events) state = fold.step(state, event);
  }
  return state;
}

/**
 * The same state as one pass gives, computed over ranges of positions at a time and merged. Every range has a statement under way:
 * give the pool as many connections.
 * @param options.ranges 2 unless told
 */
export async function replayMonoid<State>(
  source: ReplaySource,
  fold: MonoidFold<State>,
  { ranges = 2, after = 0, upTo, signal, ...options }: FoldOptions & { readonly ranges?: number } = {},
): Promise<State> {
  const end = await endOf(source.pool, upTo);
  const others = new AbortController();
  const ended = signal ? AbortSignal.any([signal, others.signal]) : others.signal;
  const parts = rangesOf(after, end, ranges).map((range) =>
    replaySequential(source, { ...fold, initial: fold.empty }, { ...options, ...range, signal: ended }),
  );
  try {
    return (await Promise.all(parts)).reduce((earlier, later) => fold.merge(earlier, later), fold.empty);
  } finally {
    // One that failed ends the others, and none is left running.
    others.abort();
    await Promise.allSettled(parts);
  }
}

const typesOf = ({ types }: Reader): Pick<ReplayOptions, 'types'> => (types ? { types } : {});

/** Cuts the positions after one and up to another into ranges of equal length, none of them empty. */
export const rangesOf = (after: Position, upTo: Position, count: number): { after: Position; upTo: Position }[] => {
  const cuts = Array.from({ length: count + 1 }, (_, part) => after + Math.floor(((upTo - after) * part) / count));
  return cuts.slice(1).flatMap((cut, part) => (cut > cuts[part]! ? [{ after: cuts[part]!, upTo: cut }] : []));
};
