import type { Caller } from '#libs/api-kit';
import type { DecisionStream, Fact, Instant } from '#libs/event-log';
import { QuestionAsking, RequestDrafting, type RequestEvent } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { carrying } from '../decisions.js';
import { type Captured, type Idea, intakePolicy, titleOf } from '../domain/index.js';
import { KnownRequests } from '../known-requests.js';
import { IdeaDrafting } from '../ideas/idea-drafting.js';
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
    private readonly ideas: IdeaDrafting,
    private readonly requests: KnownRequests,
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
    const { type, consumerTeamId, requesterId } = draft;
    const wanted = { type, consumerTeamId, requesterId: requesterId ?? null, title, source };
    const { requestId, stream, draftAt } = await this.drafting.prepare(wanted, drafter);
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
    const { requestId, kind, blocking } = question;
    const asker = carrying(caller, 'request.ask');
    const { stream, askAt } = this.asking.prepare({ requestId, kind, blocking, text, expect: 'latest' }, asker);
    return {
      stream,
      make: (state, now) => {
        const facts: readonly RequestEvent[] = askAt(state as (typeof stream)['aggregate']['initial'], now);
        return { facts, captured: { ...nothing, kind: 'QUESTION', requestId, questionId: questionIdIn(facts) } };
      },
    };
  }

  private async idea({ text, link, as }: CaptureFromChatInput, caller: Caller): Promise<Making> {
    const title = as.idea?.title ?? titleOf(text, intakePolicy.limits.maxTitle);
    const source = { kind: 'CHAT' as const, ref: link.trim() };
    const { ideaId, stream, captureAt } = await this.ideas.prepare({ title, text, source }, caller);
    return {
      stream,
      make: (state, now) => ({ facts: captureAt(state as Idea, now), captured: { ...nothing, kind: 'IDEA', ideaId } }),
    };
  }

  private async decision(requestId: string | null, caller: Caller): Promise<Making> {
    const named = requestId === null ? [] : [requestId];
    await this.requests.require(caller, named, ['input', 'as', 'decision', 'requestId']);
    return { stream: null, make: () => ({ facts: [], captured: { ...nothing, kind: 'DECISION', requestId } }) };
  }
}
