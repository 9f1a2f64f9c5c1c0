import type { Instant, Position, Recorded } from '#libs/event-log';
import { conversation, type ConversationEvent, type ConversationEventType } from '../domain/index.js';

/** `requests.comment_row`: one comment as it reads now. */
export interface CommentRow {
  readonly workspace_id: string;
  readonly request_id: string;
  readonly comment_id: string;
  /** Version of the conversation it was added by: comments of one request in the order they came. */
  readonly place: number;
  /** Place of its first fact in the log: comments of all requests in the order they came. */
  readonly position: Position;
  /** Version of the conversation that changed it last: an event of that version or an older one is never applied again. */
  readonly applied: number;
  readonly version: number;
  readonly by_id: string;
  readonly on_behalf_of: string | null;
  /** Null once it was removed. */
  readonly text: string | null;
  readonly mentions: readonly string[];
  readonly reply_to: string | null;
  readonly at: Instant;
  readonly edited_at: Instant | null;
  readonly removed_at: Instant | null;
  readonly removed_by: string | null;
  readonly removed_because: string | null;
}

/** Facts that change a comment. */
export const commentTypes = [
  'CommentAdded',
  'CommentEdited',
  'CommentRemoved',
] as const satisfies readonly ConversationEventType[];
export type CommentEvent = Extract<ConversationEvent, { type: (typeof commentTypes)[number] }>;

/** The comment after a fact about it; null while nobody knows of it. A fact that comes again changes nothing. */
export function commentAfter(row: CommentRow | null, event: Recorded<CommentEvent>): CommentRow | null {
  if (event.type === 'CommentAdded') return row ?? added(event);
  if (row === null || event.version <= row.applied) return row;
  const changed = { ...row, applied: event.version, version: row.version + 1 };
  if (event.type === 'CommentEdited')
    return { ...changed, text: event.data.text, mentions: event.data.mentions, edited_at: event.recordedAt };
  return {
    ...changed,
    text: null,
    mentions: [],
    removed_at: event.recordedAt,
    removed_by: event.meta.actorId,
    removed_because: event.data.reason,
  };
}

const added = ({ data, meta, ...event }: Recorded<Extract<CommentEvent, { type: 'CommentAdded' }>>): CommentRow => ({
  workspace_id: event.workspaceId,
  request_id: event.streamId.slice(conversation.type.length + 1),
  comment_id: data.commentId,
  place: event.version,
  position: event.position,
  applied: event.version,
  version: 1,
  by_id: meta.actorId,
  on_behalf_of: meta.onBehalfOf ?? null,
  text: data.text,
  mentions: data.mentions,
  reply_to: data.replyTo ?? null,
  at: event.recordedAt,
  edited_at: null,
  removed_at: null,
  removed_by: null,
  removed_because: null,
});
