import { optionalText, owedReason, sides } from '#libs/vocabulary';
import { requireForward, requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { noteOf } from './lifecycle.js';
import { OutcomeUnmeasured } from './refusals-delivery.js';
import type { KnownRequest, Request } from './state.js';
import type { ReopenCause } from './values-delivery.js';
import { warned } from './warnings.js';
import { requireWhole } from './whole.js';

export interface ReopenInput {
  readonly cause: ReopenCause;
  /** Owed with OTHER. */
  readonly note?: string | null;
  /** What it will take, in minutes; from one on the estimate is stale. */
  readonly expectedMinutes: number;
}

/** Nobody will measure what it has brought. @throws InvalidState, ReasonRequired, PiiNotAllowed, ValidationFailed */
export function waiveOutcome(request: Request, input: { readonly reason: string }, ctx: RuleContext): RequestEvent[] {
  requireStatus(request, ctx, ['LAUNCHED']);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  return [{ type: 'OutcomeWaived', data: { reason: owedReason(input.reason, 'why it is not measured', rule) } }];
}

/** Every target has a measurement, or a reason says why there is none (P8). @throws OutcomeUnmeasured */
function requireOutcome({ outcomeTargets, outcomeWaived }: KnownRequest): void {
  if (outcomeWaived !== null) return;
  const open = outcomeTargets.filter(({ measurements }) => measurements.length === 0);
  if (outcomeTargets.length > 0 && open.length === 0) return;
  throw new OutcomeUnmeasured(open.map(({ targetId }) => targetId));
}

/** Both sides said what success is and whether it came (P17). */
const isSuccessJudged = ({ success }: KnownRequest): boolean =>
  sides.every((side) => success[side] !== undefined && success[side].judged !== null);

/** Done. Success that nobody judged is a warning. @throws InvalidState, RequestOnHold, OutcomeUnmeasured, PiiNotAllowed, ValidationFailed */
export function closeRequest(
  request: Request,
  input: { readonly note?: string | null },
  ctx: RuleContext,
): RequestEvent[] {
  const launched = requireForward(request, ctx, ['LAUNCHED']);
  requireOutcome(launched);
  const note = optionalText(input.note, { path: ['input', 'note'], max: ctx.policy.limits.maxText });
  const warnings = isSuccessJudged(launched) ? [] : (['SUCCESS_NOT_JUDGED'] as const);
  return [{ type: 'RequestClosed', data: { note, ...warned(warnings) } }];
}

/**
 * Taken up again; what is live stays live. From one expected minute on it takes a new estimate and two signatures.
 * @throws InvalidState, ReasonRequired, PiiNotAllowed, ValidationFailed
 */
export function reopenRequest(request: Request, input: ReopenInput, ctx: RuleContext): RequestEvent[] {
  requireStatus(request, ctx, ['LAUNCHED', 'CLOSED']);
  const { cause, expectedMinutes } = input;
  requireWhole(expectedMinutes, { min: 0, max: ctx.policy.limits.maxMinutes }, ['input', 'expectedMinutes']);
  const note = noteOf({ reason: cause, note: input.note }, ctx);
  return [{ type: 'RequestReopened', data: { cause, note, expectedMinutes } }];
}
