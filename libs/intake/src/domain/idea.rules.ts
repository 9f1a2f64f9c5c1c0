import { Forbidden, InvalidState, NotFound } from '#libs/event-log';
import { actsFor, freeText, optionalText, owedReason, plainText, requireRoom, type Side } from '#libs/vocabulary';
import { type IntakeContext, type Origin, wholeMinutes } from './context.js';
import type { Idea, IdeaEvent, IdeaSource, IdeaStatus, KnownIdea } from './idea.js';

export interface CaptureIdeaInput {
  /** From the workspace's counter. */
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly source?: { readonly kind: IdeaSource; readonly ref: string | null };
}

export interface ShapeIdeaInput {
  readonly problem: string;
  readonly benefit: string;
  readonly roughMinutes: number;
  readonly touches: readonly string[];
}

export interface IdeaReasonInput {
  readonly reason: string;
}

const OPEN = ['NEW', 'SHAPED'] as const satisfies readonly IdeaStatus[];
const RESTING = ['PARKED', 'DROPPED'] as const satisfies readonly IdeaStatus[];

/** The name people use for an idea, e.g. `IDEA-7`. */
export const ideaLabel = (number: number): string => `IDEA-${number}`;

/** @throws NotFound, Forbidden (own: of whoever captured it), InvalidState */
function requireIdea(idea: Idea, { actor }: IntakeContext, allowed: readonly IdeaStatus[]): KnownIdea {
  if (idea.status === 'unknown') throw new NotFound('idea');
  if (actor.grant === 'own' && !actsFor(actor, idea.capturedBy))
    throw new Forbidden('own', 'You may do this with ideas of your own only.');
  if (!allowed.includes(idea.status)) throw new InvalidState(idea.status, allowed);
  return idea;
}

/** @throws ValidationFailed, PiiNotAllowed */
export function captureIdea(
  idea: Idea,
  input: CaptureIdeaInput,
  { policy: { limits } }: IntakeContext,
  origin: Origin,
): IdeaEvent[] {
  if (idea.status !== 'unknown') throw new InvalidState(idea.status, ['unknown']);
  const { number, source = { kind: 'FORM', ref: null } } = input;
  const title = freeText(input.title, { path: ['input', 'title'], min: limits.minTitle, max: limits.maxTitle });
  const text = freeText(input.text, { path: ['input', 'text'], max: limits.maxText });
  const { teamId: originTeamId, side: originSide } = origin;
  return [{ type: 'IdeaCaptured', data: { number, title, text, originTeamId, originSide, source } }];
}

/** Says what it would bring and take; may be said again. Whether it is a quick win follows from it (P56). @throws ValidationFailed, PiiNotAllowed, LimitReached */
export function shapeIdea(idea: Idea, input: ShapeIdeaInput, ctx: IntakeContext): IdeaEvent[] {
  requireIdea(idea, ctx, OPEN);
  const { limits, quickWinMinutes, riskyTouches, version } = ctx.policy;
  const told = (field: 'problem' | 'benefit') =>
    freeText(input[field], { path: ['input', field], max: limits.maxText });
  const touches = [...new Set(input.touches)];
  requireRoom(touches.length, limits.maxTouches, { what: 'touches', path: ['input', 'touches'] });
  const roughMinutes = wholeMinutes(input.roughMinutes, limits.maxRoughMinutes, ['input', 'roughMinutes']);
  const quickWin = roughMinutes <= quickWinMinutes && !touches.some((touch) => riskyTouches.includes(touch));
  const shape = { problem: told('problem'), benefit: told('benefit'), roughMinutes, touches, quickWin };
  return [{ type: 'IdeaShaped', data: { ...shape, policyVersion: version } }];
}

const voteOf = (idea: KnownIdea, personId: string) => idea.votes.find(({ voterId }) => voterId === personId);

/** One vote a person, whoever they stand for. No fact when they voted before. @throws InvalidState, LimitReached */
export function voteForIdea(idea: Idea, side: Side | null, ctx: IntakeContext): IdeaEvent[] {
  const open = requireIdea(idea, ctx, OPEN);
  const voterId = ctx.actor.personId;
  if (voteOf(open, voterId)) return [];
  requireRoom(open.votes.length + 1, ctx.policy.limits.maxVotes, { what: 'votes for one idea' });
  return [{ type: 'IdeaVoted', data: { voterId, side } }];
}

/** No fact without a vote to take back. @throws InvalidState */
export function withdrawVote(idea: Idea, ctx: IntakeContext): IdeaEvent[] {
  const vote = voteOf(requireIdea(idea, ctx, OPEN), ctx.actor.personId);
  return vote ? [{ type: 'IdeaVoteWithdrawn', data: { voterId: vote.voterId, side: vote.side } }] : [];
}

const reasonOf = ({ reason }: IdeaReasonInput, what: string, { policy }: IntakeContext): string =>
  owedReason(reason, what, { path: ['input', 'reason'], max: policy.limits.maxText });

/** @throws InvalidState, ReasonRequired, PiiNotAllowed */
export function parkIdea(idea: Idea, input: IdeaReasonInput, ctx: IntakeContext): IdeaEvent[] {
  requireIdea(idea, ctx, OPEN);
  return [{ type: 'IdeaParked', data: { reason: reasonOf(input, 'what it has to wait for', ctx) } }];
}

/** @throws InvalidState, ReasonRequired, PiiNotAllowed */
export function dropIdea(idea: Idea, input: IdeaReasonInput, ctx: IntakeContext): IdeaEvent[] {
  requireIdea(idea, ctx, [...OPEN, 'PARKED']);
  return [{ type: 'IdeaDropped', data: { reason: reasonOf(input, 'why it will not be done', ctx) } }];
}

/** Takes up again what was parked or dropped, where it stood before. @throws InvalidState, PiiNotAllowed */
export function reviveIdea(idea: Idea, input: { readonly reason?: string | null }, ctx: IntakeContext): IdeaEvent[] {
  const resting = requireIdea(idea, ctx, RESTING);
  const reason = optionalText(input.reason, { path: ['input', 'reason'], max: ctx.policy.limits.maxText });
  return [{ type: 'IdeaRevived', data: { reason, status: resting.shape ? 'SHAPED' : 'NEW' } }];
}

/** Becomes the request that is drafted in the same append. @throws InvalidState */
export function convertIdea(idea: Idea, requestId: string, ctx: IntakeContext): IdeaEvent[] {
  requireIdea(idea, ctx, ['SHAPED']);
  const rule = { path: ['input', 'requestId'], max: ctx.policy.limits.maxShortText };
  return [{ type: 'IdeaConverted', data: { requestId: plainText(requestId, rule) } }];
}
