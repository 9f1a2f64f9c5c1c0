import { type ExpectedVersion, Forbidden, NotFound, StaleVersion } from '#libs/event-log';
import { actsFor, freeText, hasRole, isSamePerson, LimitReached, optionalText, requireRoom } from '#libs/vocabulary';
import { isRequester, requireKnown, type RuleContext } from './context.js';
import { type CommentHead, type Conversation, type ConversationEvent, MOST_WATCHERS } from './conversation.js';
import { CommentGone, OnlyAuthorCanEdit, OnlyAuthorOrLeadCanRemove } from './refusals-conversation.js';
import type { Request } from './state.js';

/** As every rule; `request` as it was when the talk was decided on: others may change it meanwhile. */
export interface ConversationContext extends RuleContext {
  readonly request: Request;
}

export interface AddCommentInput {
  /** The id it gets. */
  readonly commentId: string;
  readonly text: string;
  /** People, by uuid. */
  readonly mentionIds?: readonly string[] | null;
  readonly replyTo?: string | null;
}

export interface EditCommentInput {
  readonly commentId: string;
  readonly text: string;
  readonly mentionIds?: readonly string[] | null;
  /** The version of the comment the editor saw. */
  readonly seen: ExpectedVersion;
}

export interface RemoveCommentInput {
  readonly commentId: string;
  readonly reason?: string | null;
  readonly seen: ExpectedVersion;
}

/** Talk is for whoever may see the request, whatever its status. @throws NotFound, Forbidden */
function requireSeen({ request, actor }: ConversationContext): void {
  const known = requireKnown(request);
  if (actor.grant === 'all' || isRequester(known, actor)) return;
  if (known.ownerId !== null && actsFor(actor, known.ownerId)) return;
  throw new Forbidden('own', 'You may do this on requests of your own only, as requester, owner or co-author.');
}

function mentionsOf(ids: readonly string[] | null | undefined, { policy }: ConversationContext): readonly string[] {
  const mentions = [...new Set(ids ?? [])];
  requireRoom(mentions.length, policy.conversation.maxMentions, {
    what: 'people mentioned in one comment',
    path: ['input', 'mentionIds'],
  });
  return mentions;
}

const textOf = (text: string, { policy }: ConversationContext): string =>
  freeText(text, { path: ['input', 'text'], max: policy.conversation.maxCommentLength });

function requireComment(state: Conversation, commentId: string, path: readonly string[]): CommentHead {
  const head = Object.hasOwn(state.comments, commentId) ? state.comments[commentId] : undefined;
  if (!head) throw new NotFound('comment', path);
  if (head.removed) throw new CommentGone(commentId, path);
  return head;
}

/** Two who change one comment: the second is told. */
function requireSeenVersion(commentId: string, { version }: CommentHead, seen: ExpectedVersion): void {
  if (typeof seen === 'object' && seen.version !== version)
    throw new StaleVersion(`comment-${commentId}`, seen.version, version);
}

/** A comment on a request in any status. @throws NotFound, Forbidden, ValidationFailed, PiiNotAllowed, LimitReached, CommentGone */
export function addComment(state: Conversation, input: AddCommentInput, ctx: ConversationContext): ConversationEvent[] {
  requireSeen(ctx);
  const text = textOf(input.text, ctx);
  const mentions = mentionsOf(input.mentionIds, ctx);
  const { commentId, replyTo } = input;
  if (replyTo != null) requireComment(state, replyTo, ['input', 'replyTo']);
  requireRoom(Object.keys(state.comments).length + 1, ctx.policy.conversation.maxComments, {
    what: 'comments on one request',
  });
  const answers = replyTo == null ? {} : { replyTo };
  return [{ type: 'CommentAdded', data: { commentId, text, mentions, ...answers } }];
}

/** Its author, or who stands for them, writes it anew. @throws NotFound, CommentGone, OnlyAuthorCanEdit, StaleVersion, LimitReached */
export function editComment(
  state: Conversation,
  input: EditCommentInput,
  ctx: ConversationContext,
): ConversationEvent[] {
  requireSeen(ctx);
  const { commentId } = input;
  const head = requireComment(state, commentId, ['input', 'commentId']);
  if (!isSamePerson(ctx.actor, head.by)) throw new OnlyAuthorCanEdit(commentId);
  requireSeenVersion(commentId, head, input.seen);
  const { maxEdits } = ctx.policy.conversation;
  requireRoom(head.version, maxEdits, { what: 'edits of one comment' });
  const mentions = mentionsOf(input.mentionIds, ctx);
  return [{ type: 'CommentEdited', data: { commentId, text: textOf(input.text, ctx), mentions } }];
}

/** Takes a comment out of sight. @throws NotFound, CommentGone, OnlyAuthorOrLeadCanRemove, StaleVersion */
export function removeComment(
  state: Conversation,
  input: RemoveCommentInput,
  ctx: ConversationContext,
): ConversationEvent[] {
  requireSeen(ctx);
  const { commentId } = input;
  const head = requireComment(state, commentId, ['input', 'commentId']);
  const { actor, policy } = ctx;
  if (!isSamePerson(actor, head.by) && !hasRole(actor, 'MARKETING_LEAD', 'ENGINEERING_LEAD', 'ADMIN'))
    throw new OnlyAuthorOrLeadCanRemove(commentId);
  requireSeenVersion(commentId, head, input.seen);
  const max = policy.conversation.maxCommentLength;
  const reason = optionalText(input.reason, { path: ['input', 'reason'], max });
  return [{ type: 'CommentRemoved', data: { commentId, reason } }];
}

/** No fact for somebody who watches already. @throws NotFound, Forbidden, LimitReached */
export function watchRequest(state: Conversation, _input: object, ctx: ConversationContext): ConversationEvent[] {
  requireSeen(ctx);
  const { personId } = ctx.actor;
  if (state.watchers.includes(personId)) return [];
  if (state.watchers.length >= MOST_WATCHERS) throw new LimitReached('watchers of one request', MOST_WATCHERS);
  return [{ type: 'Watched', data: { personId } }];
}

/** No fact for somebody who does not watch. @throws NotFound, Forbidden */
export function unwatchRequest(state: Conversation, _input: object, ctx: ConversationContext): ConversationEvent[] {
  requireSeen(ctx);
  const { personId } = ctx.actor;
  return state.watchers.includes(personId) ? [{ type: 'Unwatched', data: { personId } }] : [];
}
