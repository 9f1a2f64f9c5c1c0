import type { Caller } from '#libs/api-kit';
import { type Aggregate, type Decided, EventLog, type ExpectedVersion, type Fact, OtherStreams } from '#libs/event-log';
import { circumstancesOf } from '#libs/people';
import type { Circumstances } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';

/** What became of a command on a property, a peak or a freeze. */
export interface PropertyChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly id: string;
}

/** A command: what is asked, on which version, and by whom. */
export abstract class PropertyCommand<Input> extends Command<PropertyChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A command that makes something: there is no version to have seen. */
export abstract class NewPropertyCommand<Input> extends Command<PropertyChange> {
  constructor(
    readonly input: Input,
    readonly caller: Caller,
  ) {
    super();
  }
}

interface Target<State, Event extends Fact> {
  readonly aggregate: Aggregate<State, Event>;
  readonly id: string;
  readonly expect: ExpectedVersion;
  readonly caller: Caller;
}

/** Hands properties, peaks and freezes to their rules; what a rule adds to other streams is kept in the same append. */
@Injectable()
export class PropertyDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule; StaleVersion, IdempotencyKeyReused */
  async decide<State, Event extends Fact>(
    { aggregate, id, expect, caller }: Target<State, Event>,
    rule: (state: State, circumstances: Circumstances, others: OtherStreams) => readonly Event[],
  ): Promise<PropertyChange> {
    const it = { aggregate, id, expect };
    const { position, replayed } = await OtherStreams.naming((named, othersOf) =>
      this.log.decide(caller.command, { ...named, it }, (states, { now }) => {
        const others = othersOf(states);
        const facts = rule(states.it, circumstancesOf(caller, now), others);
        return { ...others.facts, it: facts };
      }),
    );
    return { id, position, replayed };
  }
}
