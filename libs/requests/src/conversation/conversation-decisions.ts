import type { Caller } from '#libs/api-kit';
import { type Decided, EventLog } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import { ruleContext } from '../decisions.js';
import {
  conversation,
  type Conversation,
  type ConversationContext,
  type ConversationEvent,
  defaultPolicy,
  request,
} from '../domain/index.js';

/** What became of a command on the talk beside a request. */
export interface ConversationChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly requestId: string;
  /** The conversation's version after the command. */
  readonly version: number;
}

/** A command on the talk beside a request: what is asked, and by whom. */
export abstract class ConversationCommand<
  Input extends { readonly requestId: string },
> extends Command<ConversationChange> {
  constructor(
    readonly input: Input,
    readonly caller: Caller,
  ) {
    super();
  }
}

type Rule = (state: Conversation, context: ConversationContext) => readonly ConversationEvent[];

/** Hands talk to its rules. */
@Injectable()
export class ConversationDecisions {
  constructor(private readonly log: EventLog) {}

  /**
   * Talk goes by limits alone, which are the program's. The request is read for who may see it and guards nothing: whoever changes it meanwhile makes no comment fail.
   * @throws Refusal of the rule, IdempotencyKeyReused
   */
  async decide(
    { input: { requestId }, caller }: ConversationCommand<{ readonly requestId: string }>,
    rule: Rule,
  ): Promise<ConversationChange> {
    const streams = {
      it: { aggregate: conversation, id: requestId, expect: 'latest' },
      about: { aggregate: request, id: requestId, expect: 'latest', guards: false },
    } as const;
    const decided = await this.log.decide(caller.command, streams, ({ it, about }, { now }) => ({
      it: rule(it, { ...ruleContext(caller, { state: about, now, policy: defaultPolicy }), request: about }),
    }));
    return {
      requestId,
      position: decided.position,
      replayed: decided.replayed,
      version: decided.versions.it,
    };
  }
}
