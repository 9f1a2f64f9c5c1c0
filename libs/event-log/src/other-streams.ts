import type { Aggregate } from './aggregate.js';
import type { DecisionStream } from './decide.js';
import { type Fact, streamId } from './event.js';

type Streams = ReadonlyMap<string, DecisionStream<unknown, Fact>>;

/** A rule came upon a stream its decision does not name yet. */
class NotNamed extends Error {
  constructor(readonly stream: DecisionStream<unknown, Fact>) {
    super(`Named while deciding: ${keyOf(stream)}`);
  }
}

const keyOf = ({ aggregate: { type }, id }: DecisionStream<unknown, Fact>): string => streamId({ type, id });

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
    private readonly states: Readonly<Record<string, unknown>>,
  ) {}

  /** Its state before this decision. */
  read<State, Event extends Fact>(aggregate: Aggregate<State, Event>, id: string): State {
    const stream: DecisionStream<unknown, Fact> = { aggregate, id, expect: 'latest' };
    const key = keyOf(stream);
    if (!this.named.has(key)) throw new NotNamed(stream);
    return this.states[key] as State;
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

  /** Decides as often as its rule comes upon another stream; `known`: those it is sure to look at, so that they cost no round. */
  static async naming<Result>(
    decide: (
      streams: Readonly<Record<string, DecisionStream<unknown, Fact>>>,
      others: (states: Readonly<Record<string, unknown>>) => OtherStreams,
    ) => Promise<Result>,
    known: readonly DecisionStream<unknown, Fact>[] = [],
  ): Promise<Result> {
    const named = new Map(known.map((stream) => [keyOf(stream), stream]));
    for (let round = 1; ; round += 1) {
      try {
        return await decide(Object.fromEntries(named), (states) => new OtherStreams(named, states));
      } catch (error) {
        if (!(error instanceof NotNamed) || round >= MOST_ROUNDS) throw error;
        named.set(keyOf(error.stream), error.stream);
      }
    }
  }
}
