import type { Caller } from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion } from '#libs/event-log';
import { circumstancesOf } from '#libs/people';
import type { Circumstances } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import { metric, type MetricEvent, type MetricState } from './domain/index.js';

/** What became of a command on a metric. */
export interface MetricChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly key: string;
}

/** A command on one metric: what is asked, on which version, and by whom. */
export abstract class MetricCommand<Input extends { readonly key: string }> extends Command<MetricChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

type Rule<Input> = (state: MetricState, input: Input, circumstances: Circumstances) => readonly MetricEvent[];

/** Hands metrics to their rules. */
@Injectable()
export class MetricDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused */
  async change<Input extends { readonly key: string }>(
    { input, expect, caller }: MetricCommand<Input>,
    rule: Rule<Input>,
  ): Promise<MetricChange> {
    const { key } = input;
    const { position, replayed } = await this.log.decideOne(
      caller.command,
      { aggregate: metric, id: key, expect },
      (state, { now }) => rule(state, input, circumstancesOf(caller, now)),
    );
    return { key, position, replayed };
  }
}
