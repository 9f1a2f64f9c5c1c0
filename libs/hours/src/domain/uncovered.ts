import { ValidationFailed } from '#libs/event-log';
import { requireRoom, type Side } from '#libs/vocabulary';
import { consentTo, requireLead } from './consent.js';
import { type HoursContext, requireWorkable } from './context.js';
import { after, change, type Step } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import { DebtNotAllowed, NothingUncovered } from './refusals.js';
import type { Allotment, AllotmentState, BeyondBase } from './state.js';

export interface DecideUncoveredInput {
  readonly entryIds: readonly string[];
  readonly decision: 'WRITE_OFF' | 'DEBT';
  /** The side that speaks; a write-off is the provider's alone. */
  readonly side: Side;
}

/** Entries decided about at once. */
export const maxDecided = 500;

/** @throws ValidationFailed, LimitReached, NothingUncovered */
function requireUncovered(month: AllotmentState, entryIds: readonly string[]): BeyondBase[] {
  const path = ['input', 'entryIds'];
  if (entryIds.length === 0) throw new ValidationFailed('Name at least one entry.', path);
  requireRoom(entryIds.length, maxDecided, { what: 'entries at once', path });
  const wanted = new Set(entryIds);
  const entries = month.beyond.filter(({ entryId, uncovered }) => wanted.has(entryId) && uncovered > 0);
  const found = new Set(entries.map(({ entryId }) => entryId));
  const missing = [...wanted].filter((entryId) => !found.has(entryId));
  if (missing.length > 0) throw new NothingUncovered(missing);
  return entries;
}

/**
 * What becomes of worked minutes that nothing covers: the provider writes them off, or both leads carry them into the next month.
 * @throws NothingUncovered, DebtNotAllowed, PeriodClosed, InvalidState, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function decideUncovered(month: Allotment, input: DecideUncoveredInput, ctx: HoursContext): AllotmentEvent[] {
  const live = requireWorkable(month);
  const entries = requireUncovered(live, input.entryIds);
  const type = input.decision === 'DEBT' ? 'UncoveredTimeCarriedAsDebt' : 'UncoveredTimeWrittenOff';
  const step: Step = () =>
    entries.map(({ entryId, requestId, uncovered }) => fact(type, { entryId, requestId, minutes: uncovered }));
  if (input.decision === 'WRITE_OFF') {
    requireLead('PROVIDER', ctx, 'hours.consent');
    return change(live, step);
  }
  if (!ctx.terms.debtAllowed) throw new DebtNotAllowed();
  const terms = entries.map(({ entryId, uncovered }) => ({ entryId, minutes: uncovered }));
  const { given, complete } = consentTo(live.consents, { action: 'CARRY_DEBT', terms, side: input.side }, ctx);
  return complete ? [given, ...change(after(live, [given]), step)] : [given];
}
