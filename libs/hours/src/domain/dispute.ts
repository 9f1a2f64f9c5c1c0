import { NotFound, ValidationFailed } from '#libs/event-log';
import { owedReason, type Side } from '#libs/vocabulary';
import { consentTo } from './consent.js';
import { type HoursContext, requireStatus } from './context.js';
import { after } from './course.js';
import { creditOn, type Credits } from './credit.js';
import { fact } from './facts.js';
import type { DisputeOutcome } from './facts-closing.js';
import type { Allotment, AllotmentState } from './state.js';
import { requireBooked, type TimeEntry } from './time-entry.js';

export interface ResolveDisputeInput {
  readonly disputeId: string;
  readonly outcome: DisputeOutcome;
  /** UPHELD: the minutes to be credited, at least one. */
  readonly creditMinutes?: number | null;
  readonly reason?: string | null;
  readonly side: Side;
}

/** @throws ValidationFailed */
function minutesOf({ outcome, creditMinutes }: ResolveDisputeInput): number {
  const minutes = outcome === 'REJECTED' ? 0 : (creditMinutes ?? 0);
  if (outcome === 'UPHELD' && (!Number.isSafeInteger(minutes) || minutes < 1))
    throw new ValidationFailed('Say how many minutes are credited.', ['input', 'creditMinutes']);
  return minutes;
}

/**
 * Both leads end a dispute: upheld with a credit, after which the statement is issued again, or rejected with a reason.
 * @throws NotFound, ValidationFailed, ReasonRequired, CreditExceedsOriginal, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function resolveDispute(
  { month, entry }: { readonly month: Allotment; readonly entry: TimeEntry },
  input: ResolveDisputeInput,
  ctx: HoursContext,
): Credits {
  const closing = requireStatus(month, ['CLOSING']);
  const { disputeId, outcome, side } = input;
  const dispute = closing.disputes.find((one) => one.disputeId === disputeId);
  if (!dispute) throw new NotFound('open dispute', ['input', 'disputeId']);
  const minutes = minutesOf(input);
  const reason = owedReason(input.reason, 'how it was settled', { path: ['input', 'reason'], max: 4000 });
  // Nothing is credited of an entry that was taken back meanwhile; its dispute still finds an end.
  const creditIn = (state: AllotmentState): Credits =>
    minutes === 0
      ? { month: [], entry: [] }
      : creditOn(
          { month: state, original: state, entry: requireBooked(entry, dispute.entryId, closing.period) },
          { minutes, reason },
        );
  const credits = creditIn(closing);
  const wish = { action: 'RESOLVE_DISPUTE', terms: { disputeId, outcome, minutes }, side } as const;
  const { given, complete } = consentTo(closing.consents, wish, ctx);
  if (!complete) return { month: [given], entry: [] };
  const head = [given, fact('DisputeResolved', { disputeId, outcome, creditMinutes: minutes, reason })];
  return { month: [...head, ...creditIn(after(closing, head)).month], entry: credits.entry };
}
