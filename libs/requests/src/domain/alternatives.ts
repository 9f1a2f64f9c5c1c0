import { actsFor, freeText, hasRole, owedReason, requireRoom } from '#libs/vocabulary';
import { Forbidden, NotFound, ValidationFailed } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import { reviseBrief } from './drafting.js';
import type { BriefInput } from './brief-input.js';
import type { RequestEvent } from './facts.js';
import { AlternativeClosed, AlternativeIncomplete } from './refusals-urgency.js';
import type { Alternative } from './state-delivery.js';
import type { KnownRequest, Request } from './state.js';

export interface ProposeAlternativeInput {
  readonly summary: string;
  /** What of the request the other way keeps; at least one. */
  readonly kept: readonly string[];
  /** What it gives up; at least one. */
  readonly lost: readonly string[];
  /** What the other way takes. */
  readonly minutes: number;
  /** What the way asked for would take, where somebody guesses it. */
  readonly replacesMinutes?: number | null;
}

export interface AcceptAlternativeInput {
  readonly alternativeId: string;
  /** The brief as the other way wants it. */
  readonly brief?: BriefInput | null;
}

export interface RejectAlternativeInput {
  readonly alternativeId: string;
  readonly reason: string;
}

/** Before it is built there is another way; afterwards there is only a change. */
const shapeable = ['SUBMITTED', 'TRIAGED', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS'] as const;

/** Minutes the accepted alternatives of a request save, as they were guessed (P58): an estimate, never a measurement. */
export const avoidedMinutes = ({ alternatives }: KnownRequest): number =>
  alternatives.reduce(
    (sum, { status, estimatedSavedMinutes }) => sum + (status === 'ACCEPTED' ? (estimatedSavedMinutes ?? 0) : 0),
    0,
  );

function partOf(part: 'kept' | 'lost', given: readonly string[], { policy }: RuleContext): string[] {
  const { maxAlternativeParts, maxText } = policy.limits;
  const path = ['input', part];
  const said = given.filter((text) => text.trim() !== '');
  if (said.length === 0) throw new AlternativeIncomplete(part);
  requireRoom(said.length, maxAlternativeParts, { what: `things ${part} by one alternative`, path });
  return said.map((text, index) => freeText(text, { path: [...path, String(index)], max: maxText }));
}

function minutesOf(minutes: number, field: string, { policy }: RuleContext): number {
  const { maxMinutes } = policy.limits;
  if (Number.isSafeInteger(minutes) && minutes >= 1 && minutes <= maxMinutes) return minutes;
  throw new ValidationFailed(`Say 1 to ${maxMinutes} whole minutes.`, ['input', field]);
}

/**
 * Another way to the same end, with its price and what it saves (P58).
 * @throws AlternativeIncomplete, ValidationFailed, LimitReached, PiiNotAllowed, InvalidState
 */
export function proposeAlternative(request: Request, input: ProposeAlternativeInput, ctx: RuleContext): RequestEvent[] {
  const { alternatives } = requireStatus(request, ctx, shapeable);
  const { maxAlternatives, maxText } = ctx.policy.limits;
  requireRoom(alternatives.length + 1, maxAlternatives, { what: 'alternatives of one request' });
  const minutes = minutesOf(input.minutes, 'minutes', ctx);
  const replaces = input.replacesMinutes ?? null;
  const replacesMinutes = replaces === null ? null : minutesOf(replaces, 'replacesMinutes', ctx);
  const data = {
    alternativeId: `A${alternatives.length + 1}`,
    summary: freeText(input.summary, { path: ['input', 'summary'], max: maxText }),
    kept: partOf('kept', input.kept, ctx),
    lost: partOf('lost', input.lost, ctx),
    minutes,
    replacesMinutes,
    estimatedSavedMinutes: replacesMinutes !== null && replacesMinutes > minutes ? replacesMinutes - minutes : null,
  };
  return [{ type: 'AlternativeProposed', data }];
}

/** Who asked answers, or the lead of their team; whoever only writes the brief along does not. */
function requireAnswer(request: Request, alternativeId: string, ctx: RuleContext): Alternative {
  const { requesterId, alternatives } = requireStatus(request, ctx, shapeable);
  if (!actsFor(ctx.actor, requesterId) && !hasRole(ctx.actor, 'MARKETING_LEAD')) {
    const message = 'The requester or the marketing lead answers an alternative.';
    throw new Forbidden('request.answerAlternative', message);
  }
  const found = alternatives.find((one) => one.alternativeId === alternativeId);
  if (!found) throw new NotFound('alternative', ['input', 'alternativeId']);
  if (found.status !== 'PROPOSED') throw new AlternativeClosed(alternativeId);
  return found;
}

/**
 * The other way is taken, with the brief it changes.
 * @throws Forbidden, NotFound, AlternativeClosed, InvalidState, and as `reviseBrief`
 */
export function acceptAlternative(request: Request, input: AcceptAlternativeInput, ctx: RuleContext): RequestEvent[] {
  const { alternativeId } = requireAnswer(request, input.alternativeId, ctx);
  const revised = input.brief ? reviseBrief(request, { brief: input.brief, cause: 'ALTERNATIVE' }, ctx) : [];
  return [{ type: 'AlternativeAccepted', data: { alternativeId } }, ...revised];
}

/** @throws Forbidden, NotFound, AlternativeClosed, ReasonRequired, InvalidState */
export function rejectAlternative(request: Request, input: RejectAlternativeInput, ctx: RuleContext): RequestEvent[] {
  const { alternativeId } = requireAnswer(request, input.alternativeId, ctx);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  const reason = owedReason(input.reason, 'why the other way is not taken', rule);
  return [{ type: 'AlternativeRejected', data: { alternativeId, reason } }];
}
