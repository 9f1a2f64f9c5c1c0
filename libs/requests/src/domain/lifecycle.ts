import { optionalText, owedReason, upcomingDate } from '#libs/vocabulary';
import { ValidationFailed } from '#libs/event-log';
import { requireComplete } from './brief.js';
import { requireActive, requireForward, requireOpen, requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent, RequestFacts } from './facts.js';
import { OwnerRequired, ProviderUnknown, RequestNotHeld } from './refusals.js';
import type { Request } from './state.js';
import { isOpen, openStatuses } from './state.js';
import { openSuggestions } from './touches.js';
import type { WarningCode } from './values-delivery.js';
import { warned } from './warnings.js';
import type { DeclineReason, PriorityClass, WithdrawReason } from './values.js';

export interface TriageInput {
  /** Null when the directory knows no such team: PROVIDER_UNKNOWN. */
  readonly providerTeamId: string | null;
  /** An outside provider working for that team. */
  readonly providerId?: string | null;
  /** Left out: whoever owns the request already. */
  readonly ownerId?: string | null;
  /** EXPEDITE is granted by its own command. */
  readonly priorityClass: PriorityClass;
  readonly roughMinutes: number;
  /** What the caller of the rule has found out and is to be said aloud. */
  readonly warnings?: readonly WarningCode[];
}

export interface DeclineInput {
  readonly reason: DeclineReason;
  /** Owed with OTHER. */
  readonly note?: string | null;
  readonly reviveWhen?: string | null;
}

export interface WithdrawInput {
  readonly reason: WithdrawReason;
  /** Owed with OTHER. */
  readonly note?: string | null;
}

export interface HoldInput {
  readonly reason: string;
  readonly reviewDate: string;
}

export interface ReasonInput {
  readonly reason?: string | null;
}

/** Hands the draft to the provider; suggested touches nobody answered are a warning here. @throws RequestIncomplete, RequestOnHold */
export function submitRequest(request: Request, _input: object, ctx: RuleContext): RequestEvent[] {
  const draft = requireForward(request, ctx, ['DRAFT']);
  requireComplete(draft.type, draft.brief, ctx.policy);
  const { revision, completeness } = draft;
  const { slaTargets } = ctx.policy;
  const warnings = openSuggestions(draft).length > 0 ? (['TOUCH_SUGGESTION_UNANSWERED'] as const) : [];
  return [{ type: 'RequestSubmitted', data: { revision, completeness, slaTargets, ...warned(warnings) } }];
}

function roughMinutesOf(minutes: number, { policy }: RuleContext): number {
  const { maxMinutes } = policy.limits;
  if (Number.isSafeInteger(minutes) && minutes >= 1 && minutes <= maxMinutes) return minutes;
  throw new ValidationFailed(`The rough size is 1 to ${maxMinutes} whole minutes.`, ['input', 'roughMinutes']);
}

/** What triage settles: who provides, how urgent, how large. */
function triageOf(input: TriageInput, ctx: RuleContext): RequestFacts['RequestTriaged'] {
  const { providerTeamId, providerId, priorityClass } = input;
  if (providerTeamId === null || providerTeamId.trim() === '') throw new ProviderUnknown(['input', 'providerTeamId']);
  if (priorityClass === 'EXPEDITE') {
    const message = 'EXPEDITE is granted, not triaged: ask for it with expediteRequest.';
    throw new ValidationFailed(message, ['input', 'priorityClass']);
  }
  const roughMinutes = roughMinutesOf(input.roughMinutes, ctx);
  const said = warned(input.warnings ?? []);
  return { providerTeamId, ...(providerId == null ? {} : { providerId }), priorityClass, roughMinutes, ...said };
}

/** Provider, owner, class and rough size. @throws OwnerRequired, ProviderUnknown, RequestOnHold, ValidationFailed */
export function triageRequest(request: Request, input: TriageInput, ctx: RuleContext): RequestEvent[] {
  const submitted = requireForward(request, ctx, ['SUBMITTED']);
  const { ownerId: previousOwnerId } = submitted;
  const ownerId = input.ownerId ?? previousOwnerId;
  if (ownerId === null || ownerId.trim() === '') throw new OwnerRequired(['input', 'ownerId']);
  const triaged: RequestEvent = { type: 'RequestTriaged', data: triageOf(input, ctx) };
  if (ownerId === previousOwnerId) return [triaged];
  return [triaged, { type: 'OwnerAssigned', data: { ownerId, previousOwnerId, reason: null } }];
}

/** A note to a reason out of a list; OTHER says nothing without one. */
export function noteOf(input: { reason: string; note?: string | null }, ctx: RuleContext): string | null {
  const rule = { path: ['input', 'note'], max: ctx.policy.limits.maxText };
  return input.reason === 'OTHER' ? owedReason(input.note, 'OTHER needs a note', rule) : optionalText(input.note, rule);
}

/** The provider says no, and what would change that (P15). @throws InvalidState, ReasonRequired */
export function declineRequest(request: Request, input: DeclineInput, ctx: RuleContext): RequestEvent[] {
  requireStatus(request, ctx, ['SUBMITTED', 'TRIAGED', 'ESTIMATED']);
  const reviveWhen = optionalText(input.reviveWhen, { path: ['input', 'reviveWhen'], max: ctx.policy.limits.maxText });
  return [{ type: 'RequestDeclined', data: { reason: input.reason, note: noteOf(input, ctx), reviveWhen } }];
}

/** The consumer takes it back. @throws InvalidState, ReasonRequired */
export function withdrawRequest(request: Request, input: WithdrawInput, ctx: RuleContext): RequestEvent[] {
  requireActive(request, ctx);
  return [{ type: 'RequestWithdrawn', data: { reason: input.reason, note: noteOf(input, ctx) } }];
}

/** Back to a draft; number, brief and questions stay (P15). @throws InvalidState */
export function reviveRequest(request: Request, input: ReasonInput, ctx: RuleContext): RequestEvent[] {
  requireStatus(request, ctx, ['DECLINED', 'WITHDRAWN']);
  const reason = optionalText(input.reason, { path: ['input', 'reason'], max: ctx.policy.limits.maxText });
  return [{ type: 'RequestRevived', data: { reason } }];
}

/** Nothing moves forward until it is resumed. @throws ReasonRequired, DateInPast, RequestOnHold when it is held already */
export function holdRequest(request: Request, input: HoldInput, ctx: RuleContext): RequestEvent[] {
  requireForward(request, ctx, openStatuses);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  const reason = owedReason(input.reason, 'why it has to wait', rule);
  const reviewDate = upcomingDate(input.reviewDate, ctx.today, ['input', 'reviewDate']);
  return [{ type: 'RequestHeld', data: { reason, reviewDate } }];
}

/** @throws RequestNotHeld */
export function resumeRequest(request: Request, input: ReasonInput, ctx: RuleContext): RequestEvent[] {
  const open = requireOpen(request, ctx);
  if (!open.held) throw new RequestNotHeld();
  const reason = optionalText(input.reason, { path: ['input', 'reason'], max: ctx.policy.limits.maxText });
  return [{ type: 'RequestResumed', data: { reason } }];
}

/**
 * For the process that watches holds: the fact that a review date has come, once for each hold; no fact before that day, after it
 * was said, or when nothing is held. `ctx.today` is the day reached.
 */
export function reportHoldReview(request: Request, _input: object, ctx: RuleContext): RequestEvent[] {
  if (!isOpen(request) || !request.held || request.held.reviewDue) return [];
  const { reviewDate } = request.held;
  return ctx.today < reviewDate ? [] : [{ type: 'RequestHoldReviewDue', data: { reviewDate } }];
}
