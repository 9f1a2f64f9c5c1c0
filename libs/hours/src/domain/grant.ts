import { owedReason, type Side } from '#libs/vocabulary';
import { ValidationFailed } from '#libs/event-log';
import { consentTo } from './consent.js';
import { type HoursContext, requireLive } from './context.js';
import { change, run, sayShortfall, after, type Step } from './course.js';
import { crossings } from './drawing.js';
import { type AllotmentEvent, fact } from './facts.js';
import { maxMonthMinutes } from './money.js';
import type { Allotment, AllotmentState } from './state.js';

export interface AdjustGrantInput {
  /** Minutes more or, negative, less. */
  readonly minutes: number;
  readonly side: Side;
  readonly reason?: string | null;
}

/** An adjustment with all that follows: free minutes find use, a cut takes what is free, thresholds may be reached. */
export function adjusted(month: AllotmentState, step: Step, ctx: HoursContext): AllotmentEvent[] {
  const facts = change(month, step);
  const state = after(month, facts);
  return [
    ...facts,
    ...run(state, [sayShortfall, (now) => (now.status === 'PLANNED' ? [] : crossings(now, ctx.terms))]),
  ];
}

/** @throws ValidationFailed */
function requireMinutes(minutes: number): void {
  if (!Number.isSafeInteger(minutes) || minutes === 0 || Math.abs(minutes) > maxMonthMinutes) {
    throw new ValidationFailed('Write whole minutes, more or less than 0.', ['input', 'minutes']);
  }
}

const reasonRule = { path: ['input', 'reason'], max: 4000 };

/**
 * Both leads change a month that an amendment cannot reach. A cut larger than what is free is applied as far as it goes.
 * @throws ValidationFailed, ReasonRequired, PeriodClosed, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function adjustGrant(month: Allotment, input: AdjustGrantInput, ctx: HoursContext): AllotmentEvent[] {
  const { minutes, side } = input;
  requireMinutes(minutes);
  const reason = owedReason(input.reason, 'why the month is adjusted', reasonRule);
  const live = requireLive(month);
  const { given, complete } = consentTo(live.consents, { action: 'ADJUST_GRANT', terms: { minutes }, side }, ctx);
  if (!complete) return [given];
  const step: Step = () => [fact('GrantAdjusted', { minutes, cause: 'LEADS', reason })];
  return [given, ...adjusted(after(live, [given]), step, ctx)];
}

/**
 * An absence of the dedicated person takes minutes from a month that is open already, or gives them back (positive).
 * @throws ValidationFailed, PeriodClosed
 */
export function adjustForAbsence(
  month: Allotment,
  { minutes, reason }: { readonly minutes: number; readonly reason: string },
  ctx: HoursContext,
): AllotmentEvent[] {
  requireMinutes(minutes);
  return adjusted(requireLive(month), () => [fact('GrantAdjusted', { minutes, cause: 'ABSENCE', reason })], ctx);
}
