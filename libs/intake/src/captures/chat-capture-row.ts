import type { InlineView } from '#libs/event-log';
import { chatCapture, type ChatCaptureEvent, type KnownCapture } from '../domain/index.js';

/** `intake.chat_capture_row` */
export interface ChatCaptureRow {
  readonly capture_id: string;
  readonly channel: string;
  readonly message_id: string;
  readonly kind: string;
  readonly request_id: string | null;
  readonly idea_id: string | null;
  readonly captured_by: string;
  readonly captured_at: string;
  readonly document: KnownCapture;
}

export const chatCaptureRow: InlineView<ChatCaptureRow, ChatCaptureEvent> = {
  table: 'intake.chat_capture_row',
  streamType: chatCapture.type,
  source: import.meta.url,
  evolve(row, event) {
    const state = chatCapture.evolve(row?.document ?? chatCapture.initial, event) as KnownCapture;
    return {
      capture_id: event.streamId.slice(chatCapture.type.length + 1),
      channel: state.channel,
      message_id: state.messageId,
      kind: state.kind,
      request_id: state.requestId,
      idea_id: state.ideaId,
      captured_by: state.capturedBy,
      captured_at: state.capturedAt,
      document: state,
    };
  },
};
