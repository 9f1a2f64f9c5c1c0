import { Refusal } from '#libs/event-log';

/** The comment was taken away: nobody edits it, removes it again or replies to it. */
export class CommentGone extends Refusal<{ commentId: string }> {
  constructor(commentId: string, path: readonly string[]) {
    super('COMMENT_REMOVED', 'STATE', 'This comment was removed.', { commentId }, { path });
  }
}

/** A comment is edited by whoever wrote it. */
export class OnlyAuthorCanEdit extends Refusal<{ commentId: string }> {
  constructor(commentId: string) {
    const message = 'Only who wrote a comment, or their deputy, edits it; reply to it instead.';
    super('ONLY_AUTHOR_CAN_EDIT', 'FORBIDDEN', message, { commentId });
  }
}

/** A comment is removed by whoever wrote it, or by somebody who answers for the place. */
export class OnlyAuthorOrLeadCanRemove extends Refusal<{ commentId: string }> {
  constructor(commentId: string) {
    const message = 'Only who wrote a comment, a lead or an administrator removes it.';
    super('ONLY_AUTHOR_OR_LEAD_CAN_REMOVE', 'FORBIDDEN', message, { commentId });
  }
}
