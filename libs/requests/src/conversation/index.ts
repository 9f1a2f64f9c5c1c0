import '../problems-conversation.js';
import { AddCommentHandler, CommentMutations, EditCommentHandler, RemoveCommentHandler } from './comments.js';
import { CommentReader } from './comment-reader.js';
import { ConversationDecisions } from './conversation-decisions.js';
import { Conversations } from './conversation.view.js';
import { WatcherReader } from './watcher-reader.js';
import { UnwatchRequestHandler, WatchMutations, WatchRequestHandler } from './watching.js';

/** Comments with mentions, and who follows a request. */
export const conversationUseCases = [
  ConversationDecisions,
  CommentReader,
  WatcherReader,
  AddCommentHandler,
  EditCommentHandler,
  RemoveCommentHandler,
  CommentMutations,
  WatchRequestHandler,
  UnwatchRequestHandler,
  WatchMutations,
  Conversations,
];
