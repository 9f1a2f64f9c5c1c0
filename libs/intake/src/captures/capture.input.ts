import { Choice, Flag, GlobalId, Nested, Text } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { type QuestionKind, QuestionKindEnum, type RequestType, RequestTypeEnum } from '#libs/requests';
import { InputType } from '@nestjs/graphql';
import type { WantedCapture } from '../domain/index.js';

@InputType({ description: 'The request a message becomes, as a draft.' })
export class CaptureRequestDraftInput {
  @Choice(RequestTypeEnum, { description: 'Kind of work; it decides what the brief must have.' })
  type: RequestType;

  @GlobalId('Team', { description: 'The team that asks.' })
  consumerTeamId: string;

  @Text({ nullable: true, description: 'Title, in 3 to 200 characters; the first line of the message unless told.' })
  title?: string | null;

  @GlobalId('Person', {
    nullable: true,
    description: 'Who asks; the caller unless an integration names somebody else.',
  })
  requesterId?: string | null;
}

@InputType({ description: 'The question a message becomes.' })
export class CaptureQuestionInput {
  @GlobalId('Request', { description: 'On which request.' })
  requestId: string;

  @Choice(QuestionKindEnum, { description: 'What the question is about.' })
  kind: QuestionKind;

  @Flag({ description: 'Whether no estimate is possible until you are satisfied.' })
  blocking: boolean;
}

@InputType({ description: 'The idea a message becomes.' })
export class CaptureAsIdeaInput {
  @Text({ nullable: true, description: 'Title, in 3 to 200 characters; the first line of the message unless told.' })
  title?: string | null;
}

@InputType({ description: 'A decision kept in its own words.' })
export class CaptureDecisionInput {
  @GlobalId('Request', { nullable: true, description: 'The request it is about, if any.' })
  requestId?: string | null;
}

@InputType({ isOneOf: true, description: 'What a message becomes, e.g. `{ idea: {} }`.' })
export class CaptureAsInput {
  @Nested(() => CaptureRequestDraftInput, { nullable: true, description: 'A request, as a draft.' })
  requestDraft?: CaptureRequestDraftInput | null;

  @Nested(() => CaptureQuestionInput, { nullable: true, description: 'A question on a request.' })
  question?: CaptureQuestionInput | null;

  @Nested(() => CaptureAsIdeaInput, { nullable: true, description: 'An idea.' })
  idea?: CaptureAsIdeaInput | null;

  @Nested(() => CaptureDecisionInput, { nullable: true, description: 'A decision.' })
  decision?: CaptureDecisionInput | null;
}

@InputType({ description: 'A chat message and what it becomes.' })
export class CaptureFromChatInput {
  @Text({ description: 'The channel, as the chat names it: 1 to 200 characters, e.g. `C024BE91L`.' })
  channel: string;

  @Text({ description: 'The message in it, as the chat names it: 1 to 200 characters, e.g. `1700000000.000100`.' })
  messageId: string;

  @Text({ description: 'The link of the message: http or https, at most 2,000 characters.' })
  link: string;

  @Text({ description: 'What it says; at most 4,000 characters.' })
  text: string;

  @Nested(() => CaptureAsInput, { description: 'What it becomes.' })
  as: CaptureAsInput;
}

/** What is asked for, in the rule's words. @throws ValidationFailed for none of the four */
export function wantedOf({ requestDraft, question, idea, decision }: CaptureAsInput): WantedCapture {
  if (requestDraft) return { kind: 'REQUEST_DRAFT', requestId: null };
  if (question) return { kind: 'QUESTION', requestId: question.requestId };
  if (idea) return { kind: 'IDEA', requestId: null };
  if (decision) return { kind: 'DECISION', requestId: decision.requestId ?? null };
  throw new ValidationFailed('Say what the message becomes.', ['input', 'as']);
}
