import type { Caller } from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion } from '#libs/event-log';
import { circumstancesOf } from '#libs/people';
import type { Circumstances, PolicyKind, PolicyKindName } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import { type PolicyEvent, policyStream, type WorkspacePolicy } from './domain/index.js';

/** What became of a command on a policy. */
export interface PolicyChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly kind: PolicyKindName;
}

/** A command on the policy of one kind: what is asked, on which version, and by whom. */
export abstract class PolicyCommand<
  Input extends { readonly kind: Pick<PolicyKind<unknown>, 'kind'> },
> extends Command<PolicyChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

type Rule<Input> = (state: WorkspacePolicy, input: Input, circumstances: Circumstances) => readonly PolicyEvent[];

/** Hands policies to their rules. */
@Injectable()
export class PolicyDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused */
  async change<Input extends { readonly kind: Pick<PolicyKind<unknown>, 'kind'> }>(
    { input, expect, caller }: PolicyCommand<Input>,
    rule: Rule<Input>,
  ): Promise<PolicyChange> {
    const { aggregate, id } = policyStream(input.kind);
    const { position, replayed } = await this.log.decideOne(
      caller.command,
      { aggregate, id, expect },
      (state, { now }) => rule(state, input, circumstancesOf(caller, now)),
    );
    return { kind: input.kind.kind, position, replayed };
  }
}
