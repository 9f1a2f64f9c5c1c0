import type { Aggregate } from './aggregate.js';
import type { DecisionStream } from './decide.js';
import { type Fact, streamId } from './event.js';

type OtherStream = DecisionStream<unknown, Fact>;
type Streams = ReadonlyMap<string, OtherStream>;

/** A rule came upon streams its decision does not name yet. */
class NotNamed extends Error {
  constructor(readonly streams: readonly OtherStream[]) {
    super(`Named while deciding: ${streams.map(keyOf).join(', ')}`);
  }
}

const keyOf = ({ aggregate: { type }, id }: OtherStream): string => streamId({ type, id });

/** More than any rule comes upon, were every one of them changed by others meanwhile. */
const MOST_ROUNDS = 12;

/**
 * Streams a rule finds out about while it decides, because their ids stand in the state. The first look at one begins the decision
 * anew with that stream named, so that its version guards the decision as well.
 */
export class OtherStreams {
  private readonly decided = new Map<string, Fact[]>();

  private constructor(
    private readonly named: Streams,
    /** Keys of streams the caller named before: as they were named, they stay. */
    private readonly settled: ReadonlySet<string>,
    private readonly states: Readonly<Record<string, unknown>>,
  ) {}

  /**
   * Its state before this decision. With `guards: false` it is only read, as `DecisionStream.guards` says, unless the rule also
   * reads it guarding or adds facts to it.
   */
  read<State, Event extends Fact>(
    aggregate: Aggregate<State, Event>,
    id: string,
    { guards }: Pick<OtherStream, 'guards'> = {},
  ): State {
    const stream: OtherStream = { aggregate, id, expect: 'latest', ...(guards === false && { guards }) };
    this.foresee([stream]);
    return this.states[keyOf(stream)] as State;
  }

  /** Names all streams the rule is about to read, so that together they cost one round and not one each. */
  foresee(streams: readonly OtherStream[]): void {
    const missing = streams.filter((stream) => !this.isNamed(stream));
    if (missing.length > 0) throw new NotNamed(missing);
  }

  /** Adds facts to it, in the same append. */
  append<State, Event extends Fact>(aggregate: Aggregate<State, Event>, id: string, facts: readonly Event[]): void {
    this.read(aggregate, id);
    const key = streamId({ type: aggregate.type, id });
    this.decided.set(key, [...(this.decided.get(key) ?? []), ...facts]);
  }

  /** What was added, by stream. */
  get facts(): Readonly<Record<string, readonly Fact[]>> {
    return Object.fromEntries(this.decided);
  }

  /** Named, and guarding where that is wanted. */
  private isNamed(wanted: OtherStream): boolean {
    const key = keyOf(wanted);
    const known = this.named.get(key);
    if (!known) return false;
    return known.guards !== false || wanted.guards === false || this.settled.has(key);
  }

  /** Decides as often as its rule comes upon another stream; `known`: those it is sure to look at, so that they cost no round. */
  static async naming<Result>(
    decide: (
      streams: Readonly<Record<string, OtherStream>>,
      others: (states: Readonly<Record<string, unknown>>) => OtherStreams,
    ) => Promise<Result>,
    known: readonly OtherStream[] = [],
  ): Promise<Result> {
    const named = new Map(known.map((stream) => [keyOf(stream), stream]));
    const settled = new Set(named.keys());
    for (let round = 1; ; round += 1) {
      try {
        return await decide(Object.fromEntries(named), (states) => new OtherStreams(named, settled, states));
      } catch (error) {
        if (!(error instanceof NotNamed) || round >= MOST_ROUNDS) throw error;
        for (const stream of error.streams) named.set(keyOf(stream), stream);
      }
    }
  }
}
