/** What a workspace decides about talk beside a request. */
export interface ConversationPolicy {
  /** Comments of one request, removed ones among them. */
  readonly maxComments: number;
  /** Characters of one comment. */
  readonly maxCommentLength: number;
  /** People mentioned in one comment. */
  readonly maxMentions: number;
  /** How often one comment may be edited. */
  readonly maxEdits: number;
}

/** Version 1: holds until a workspace sets its own. */
export const conversationPolicy: ConversationPolicy = {
  maxComments: 2000,
  maxCommentLength: 4000,
  maxMentions: 20,
  maxEdits: 100,
};
