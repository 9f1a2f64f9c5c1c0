import type { InlineView } from '#libs/event-log';
import { conversation, type ConversationEvent, watchingAfter } from '../domain/index.js';

/** `requests.conversation_row`: who follows one request, and how much is said. What is said: `requests.comment_row`. */
export interface ConversationRow {
  readonly request_id: string;
  /** Comments that can be read. */
  readonly comments: number;
  readonly watcher_ids: readonly string[];
  readonly left_ids: readonly string[];
}

const CHANGE: Readonly<Partial<Record<ConversationEvent['type'], number>>> = { CommentAdded: 1, CommentRemoved: -1 };

export const conversationRow: InlineView<ConversationRow, ConversationEvent> = {
  table: 'requests.conversation_row',
  streamType: conversation.type,
  source: import.meta.url,
  evolve(row, event) {
    const before = row ? { watchers: row.watcher_ids, left: row.left_ids } : conversation.initial;
    const { watchers, left } = watchingAfter(before, event);
    return {
      request_id: event.streamId.slice(conversation.type.length + 1),
      comments: (row?.comments ?? 0) + (CHANGE[event.type] ?? 0),
      watcher_ids: watchers,
      left_ids: left,
    };
  },
};
