import { Injectable } from '@nestjs/common';
import type { Caller } from '#libs/api-kit';
import { type DecisionStream, type Instant, PostgresLogStore } from '#libs/event-log';
import { createdId, Directory } from '#libs/people';
import { ruleContext } from '../decisions.js';
import {
  createRequest,
  type CreateRequestInput,
  defaultPolicy,
  request,
  type Request,
  type RequestEvent,
  type RuleContext,
} from '../domain/index.js';

export type NewRequest = Omit<CreateRequestInput, 'number'>;

/** A request that is about to be drafted: its id, its stream, and the rule that drafts it. */
export interface PreparedDraft {
  readonly requestId: string;
  /** The number drawn for it. */
  readonly number: number;
  readonly stream: DecisionStream<Request, RequestEvent>;
  readonly draft: (state: Request, context: RuleContext) => RequestEvent[];
  /** `draft` for a decision over several streams, e.g. of a context that turns something of its own into a request. */
  readonly draftAt: (state: Request, now: Instant) => RequestEvent[];
}

/** Prepares the drafting of requests, for `createRequest` and for contexts that draft in one append with a fact of their own. */
@Injectable()
export class RequestDrafting {
  constructor(
    private readonly directory: Directory,
    private readonly store: PostgresLogStore,
  ) {}

  /** Drafting goes by limits alone, which are the program's. `which` tells several requests of one command apart. @throws NotFound for a team or a person of no such id */
  async prepare(input: NewRequest, caller: Caller, which = 'request'): Promise<PreparedDraft> {
    const { workspaceId } = caller.command;
    const { consumerTeamId, requesterId } = input;
    await this.directory.requireTeam(workspaceId, consumerTeamId, ['input', 'consumerTeamId']);
    if (requesterId != null) await this.directory.requirePerson(workspaceId, requesterId, ['input', 'requesterId']);
    // Drawn before the decision: a number that is refused leaves a gap, two requests never share one.
    const number = await this.store.nextNumber(workspaceId, 'request');
    const requestId = createdId(caller.command, which);
    const draft: PreparedDraft['draft'] = (state, context) => createRequest(state, { ...input, number }, context);
    return {
      requestId,
      number,
      stream: { aggregate: request, id: requestId, expect: 'new' },
      draft,
      draftAt: (state, now) => draft(state, ruleContext(caller, { state, now, policy: defaultPolicy })),
    };
  }
}
