import type { Aggregate, Recorded } from '#libs/event-log';
import type { DoneBy } from '#libs/vocabulary';
import { doneBy } from './evolve-kit.js';

/** Facts of the talk beside one request. The request's id is the stream's id, so that talk never makes the request stale. */
export interface ConversationFacts {
  /** `text` keeps what clients wrote, `@` and all; `mentions` says who is meant, by uuid. */
  CommentAdded: {
    readonly commentId: string;
    readonly text: string;
    readonly mentions: readonly string[];
    /** The comment it answers, left out when none. */
    readonly replyTo?: string;
  };
  CommentEdited: { readonly commentId: string; readonly text: string; readonly mentions: readonly string[] };
  /** Its text is not shown any more; the log keeps it. */
  CommentRemoved: { readonly commentId: string; readonly reason: string | null };
  Watched: { readonly personId: string };
  Unwatched: { readonly personId: string };
}

export type ConversationEventType = keyof ConversationFacts;
export type ConversationFact<T extends ConversationEventType> = {
  readonly type: T;
  readonly data: ConversationFacts[T];
};
export type ConversationEvent = { [T in ConversationEventType]: ConversationFact<T> }[ConversationEventType];

/** Who writes or is meant becomes a watcher until there are so many; by asking for it, too, nobody comes on top. */
export const MOST_WATCHERS = 500;

/** A comment as rules see it: not its text, or a long talk would be a large state. */
export interface CommentHead {
  readonly by: DoneBy;
  /** 1 when it was written, one more with every edit and with its removal. */
  readonly version: number;
  readonly removed: boolean;
}

/** Who follows a request, by uuid. */
export interface Watching {
  /** The longest watching first; at most `MOST_WATCHERS`. */
  readonly watchers: readonly string[];
  /** Who stopped watching: nothing but their own wish brings them back. */
  readonly left: readonly string[];
}

export interface Conversation extends Watching {
  /** By id, the oldest first. */
  readonly comments: Readonly<Record<string, CommentHead>>;
}

const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((one) => one !== id);

/** Those who were not there, did not leave, and for whom there is room. */
function joined(state: Watching, personIds: readonly string[]): Watching {
  const fresh = [...new Set(personIds)].filter((id) => !state.watchers.includes(id) && !state.left.includes(id));
  const room = Math.max(0, MOST_WATCHERS - state.watchers.length);
  return fresh.length === 0 ? state : { ...state, watchers: [...state.watchers, ...fresh.slice(0, room)] };
}

/** How a fact changes who watches: whoever comments or is mentioned does, unless they left by themselves. */
export function watchingAfter(state: Watching, event: Recorded<ConversationEvent>): Watching {
  switch (event.type) {
    case 'CommentAdded':
      return joined(state, [event.meta.actorId, ...event.data.mentions]);
    case 'CommentEdited':
      return joined(state, event.data.mentions);
    case 'CommentRemoved':
      return state;
    case 'Watched': {
      const { personId } = event.data;
      return joined({ ...state, left: without(state.left, personId) }, [personId]);
    }
    case 'Unwatched': {
      const { personId } = event.data;
      return { watchers: without(state.watchers, personId), left: [...without(state.left, personId), personId] };
    }
  }
}

function commentsAfter(
  comments: Conversation['comments'],
  event: Recorded<ConversationEvent>,
): Conversation['comments'] {
  switch (event.type) {
    case 'CommentAdded':
      return { ...comments, [event.data.commentId]: { by: doneBy(event), version: 1, removed: false } };
    case 'CommentEdited':
    case 'CommentRemoved': {
      const { commentId } = event.data;
      const head = comments[commentId];
      if (!head) return comments;
      const removed = head.removed || event.type === 'CommentRemoved';
      return { ...comments, [commentId]: { ...head, version: head.version + 1, removed } };
    }
    case 'Watched':
    case 'Unwatched':
      return comments;
  }
}

export const conversation: Aggregate<Conversation, ConversationEvent> = {
  type: 'conversation',
  initial: { comments: {}, watchers: [], left: [] },
  source: import.meta.url,
  evolve: (state, event) => {
    const { watchers, left } = watchingAfter(state, event);
    return { comments: commentsAfter(state.comments, event), watchers, left };
  },
};
