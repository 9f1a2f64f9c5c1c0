import { type Aggregate, ValidationFailed } from '#libs/event-log';
import { freeText, plainText } from '#libs/vocabulary';
import type { IntakeContext } from './context.js';
import { CapturedAlready } from './refusals.js';

export const captureKinds = ['REQUEST_DRAFT', 'QUESTION', 'IDEA', 'DECISION'] as const;
export type CaptureKind = (typeof captureKinds)[number];

/** What a message became, by plain ids; which of them are set follows from the kind. */
export interface Captured {
  readonly kind: CaptureKind;
  /** The drafted request, the one the question was asked on, or the one the decision is about. */
  readonly requestId: string | null;
  readonly questionId: string | null;
  readonly ideaId: string | null;
}

export interface ChatMessage {
  readonly channel: string;
  readonly messageId: string;
  readonly link: string;
  readonly text: string;
}

export type ChatCaptureEvent = { readonly type: 'ChatCaptured'; readonly data: ChatMessage & Captured };

export interface KnownCapture extends ChatMessage, Captured {
  readonly status: 'captured';
  readonly capturedBy: string;
  readonly capturedAt: string;
}

export type ChatCapture = { readonly status: 'unknown' } | KnownCapture;

/** A message of a chat becomes one object, once (P11): its stream is named after channel and message. */
export const chatCapture: Aggregate<ChatCapture, ChatCaptureEvent> = {
  type: 'chat-capture',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(_state, event) {
    switch (event.type) {
      case 'ChatCaptured':
        return { status: 'captured', ...event.data, capturedBy: event.meta.actorId, capturedAt: event.recordedAt };
    }
  },
};

/** What is asked for, before anything was made. */
export interface WantedCapture {
  readonly kind: CaptureKind;
  /** Named for a question and, if at all, for a decision. */
  readonly requestId: string | null;
}

/** True when the message is captured already, as just that. @throws CapturedAlready when it is something else */
export function isCaptured(state: ChatCapture, wanted: WantedCapture, captureId: string): boolean {
  if (state.status === 'unknown') return false;
  const sameRequest = wanted.kind !== 'QUESTION' || wanted.requestId === state.requestId;
  if (wanted.kind === state.kind && sameRequest) return true;
  throw new CapturedAlready(state.kind, objectIdOf(state, captureId));
}

/** What a capture made; a decision is the capture itself. */
export const objectIdOf = ({ ideaId, kind, requestId }: Captured, captureId: string): string =>
  kind === 'DECISION' ? captureId : (ideaId ?? requestId ?? captureId);

function linkOf(link: string, max: number): string {
  const path = ['input', 'link'];
  const text = plainText(link, { path, max });
  if (!/^https?:\/\/\S+$/u.test(text)) throw new ValidationFailed('A link begins with https:// or http://.', path);
  return text;
}

/** The fact of a new capture; `made` is what the same append makes. @throws ValidationFailed, PiiNotAllowed */
export function captureMessage(message: ChatMessage, made: Captured, { policy }: IntakeContext): ChatCaptureEvent[] {
  const { maxShortText, maxText, maxUrl } = policy.limits;
  const short = (field: 'channel' | 'messageId') =>
    plainText(message[field], { path: ['input', field], max: maxShortText });
  const data = {
    channel: short('channel'),
    messageId: short('messageId'),
    link: linkOf(message.link, maxUrl),
    text: freeText(message.text, { path: ['input', 'text'], max: maxText }),
    ...made,
  };
  return [{ type: 'ChatCaptured', data }];
}

/** The first line of a message as a title, cut to `max` characters. */
export function titleOf(text: string, max: number): string {
  const [line = ''] = text.trim().split('\n');
  const characters = Array.from(line.trim());
  return characters.length > max
    ? `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : line.trim();
}
