import type { Caller } from '#libs/api-kit';
import { type DecisionStream, type Fact, type Instant, PostgresLogStore } from '#libs/event-log';
import { createdId } from '#libs/people';
import { QuestionAsking, RequestDrafting, type RequestEvent } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { carrying, contextOf } from '../decisions.js';
import { type Captured, captureIdea, type Idea, idea, intakePolicy, titleOf } from '../domain/index.js';
import { KnownRequests } from '../known-requests.js';
import { Origins } from '../origins.js';
import { questionIdIn } from '../question-id.js';
import type { CaptureFromChatInput } from './capture.input.js';

/** What a capture makes beside itself: facts of another stream, and what the capture remembers of them. */
export interface Making {
  /** Null for a decision, which the capture itself keeps. */
  readonly stream: DecisionStream<unknown, Fact> | null;
  make(state: unknown, now: Instant): { readonly facts: readonly Fact[]; readonly captured: Captured };
}

const nothing = { requestId: null, questionId: null, ideaId: null };

/** Prepares what a message becomes. */
@Injectable()
export class CaptureMakers {
  constructor(
    private readonly drafting: RequestDrafting,
    private readonly asking: QuestionAsking,
    private readonly origins: Origins,
    private readonly requests: KnownRequests,
    private readonly store: PostgresLogStore,
  ) {}

  /** @throws Forbidden for who may not make such a thing, NotFound for what the input names */
  prepare(input: CaptureFromChatInput, caller: Caller): Promise<Making> | Making {
    const { requestDraft, question, decision } = input.as;
    if (requestDraft) return this.request(input, requestDraft, caller);
    if (question) return this.question(input, question, caller);
    return decision ? this.decision(decision.requestId ?? null, caller) : this.idea(input, caller);
  }

  private async request(
    { text, link }: CaptureFromChatInput,
    draft: NonNullable<CaptureFromChatInput['as']['requestDraft']>,
    caller: Caller,
  ): Promise<Making> {
    const title = draft.title ?? titleOf(text, intakePolicy.limits.maxTitle);
    const source = { kind: 'CHAT' as const, ref: link.trim() };
    const drafter = carrying(caller, 'request.create');
    const { requestId, stream, draftAt } = await this.drafting.prepare({ ...draft, title, source }, drafter);
    return {
      stream,
      make: (state, now) => ({
        facts: draftAt(state as (typeof stream)['aggregate']['initial'], now),
        captured: { ...nothing, kind: 'REQUEST_DRAFT', requestId },
      }),
    };
  }

  private question(
    { text }: CaptureFromChatInput,
    question: NonNullable<CaptureFromChatInput['as']['question']>,
    caller: Caller,
  ): Making {
    const asker = carrying(caller, 'request.ask');
    const { stream, askAt } = this.asking.prepare({ ...question, text, expect: 'latest' }, asker);
    return {
      stream,
      make: (state, now) => {
        const facts: readonly RequestEvent[] = askAt(state as (typeof stream)['aggregate']['initial'], now);
        const { requestId } = question;
        return { facts, captured: { ...nothing, kind: 'QUESTION', requestId, questionId: questionIdIn(facts) } };
      },
    };
  }

  private async idea({ text, link, as }: CaptureFromChatInput, caller: Caller): Promise<Making> {
    const origin = await this.origins.of(caller);
    const number = await this.store.nextNumber(caller.viewer.workspaceId, idea.type);
    const title = as.idea?.title ?? titleOf(text, intakePolicy.limits.maxTitle);
    const ideaId = createdId(caller.command, idea.type);
    const input = { number, title, text, source: { kind: 'CHAT' as const, ref: link.trim() } };
    return {
      stream: { aggregate: idea, id: ideaId, expect: 'new' },
      make: (state, now) => ({
        facts: captureIdea(state as Idea, input, contextOf(caller, now), origin),
        captured: { ...nothing, kind: 'IDEA', ideaId },
      }),
    };
  }

  private async decision(requestId: string | null, caller: Caller): Promise<Making> {
    const named = requestId === null ? [] : [requestId];
    await this.requests.require(caller, named, ['input', 'as', 'decision', 'requestId']);
    return { stream: null, make: () => ({ facts: [], captured: { ...nothing, kind: 'DECISION', requestId } }) };
  }
}
