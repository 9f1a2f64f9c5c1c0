import type { Aggregate, Recorded } from '#libs/event-log';
import { withConsent, withoutConsent } from './consent.js';
import * as closing from './evolve-closing.js';
import { changing } from './evolve-kit.js';
import * as pool from './evolve-pool.js';
import * as work from './evolve-work.js';
import type { AllotmentEvent } from './facts.js';
import type { Allotment, AllotmentState } from './state.js';

/** One case an event and no default: the compiler lists what is missing. */
// oxlint-disable-next-line max-lines-per-function -- as long as the list of facts; each case is one call
function applyKnown(month: AllotmentState, event: AllotmentEvent): AllotmentState {
  switch (event.type) {
    case 'PeriodOpened':
    case 'ShortfallRaised':
    case 'MinutesExpired':
      return month;
    case 'PeriodAmended':
      return pool.amended(month, event.data);
    case 'PeriodStarted':
      return { ...month, status: 'OPEN', ...event.data };
    case 'BalanceCarriedIn':
      return pool.carriedIn(month, event.data);
    case 'GrantAdjusted':
      return pool.grantAdjusted(month, event.data);
    case 'ReductionApplied':
      return pool.reductionApplied(month, event.data);
    case 'BudgetThresholdCrossed':
      return { ...month, thresholds: [...month.thresholds, event.data.percent] };
    case 'MinutesReserved':
    case 'ReservationAdjusted':
    case 'ReservationMovedIn':
      return work.reserved(month, event.data);
    case 'ReservationMovedOut':
      return work.movedOut(month, event.data);
    case 'ReservationReleased':
      return work.released(month, event.data);
    case 'TimeRecorded':
    case 'LateTimeRecorded':
      return work.worked(month, event.data);
    case 'TimeReversed':
      return work.reversed(month, event.data);
    case 'PriorPeriodAdjusted':
      return work.credited(month, event.data);
    case 'UncoveredTimeCovered':
      return work.covered(month, event.data);
    case 'UncoveredTimeWrittenOff':
      return work.writtenOff(month, event.data);
    case 'UncoveredTimeCarriedAsDebt':
      return work.carriedAsDebt(month, event.data);
    case 'WorkStopped':
      return changing(month, event.data.requestId, () => ({ stopped: true }));
    case 'OverageRaised':
      return pool.raised(month, event.data);
    case 'OverageResized':
      return pool.resized(month, event.data);
    case 'OverageApprovedBySide':
      return pool.signedBySide(month, event.data);
    case 'OverageApproved':
      return pool.overageApproved(month, event.data);
    case 'OverageReminded':
      return pool.overageSaid(month, event.data.overageId, 'REMINDED');
    case 'OverageEscalated':
      return pool.overageSaid(month, event.data.overageId, 'ESCALATED');
    case 'OverageWithdrawn':
    case 'OverageDeclined':
      return pool.overageGone(month, event.data.overageId);
    case 'OverageLapsed':
      return pool.lapsed(month, event.data);
    case 'ConsentGiven':
      return { ...month, consents: withConsent(month.consents, event.data) };
    case 'ConsentWithdrawn':
      return { ...month, consents: withoutConsent(month.consents, event.data.consentId) };
    case 'ClosingBegun':
      return closing.closingBegun(month, event.data);
    case 'GraceEnded':
      return closing.graceEnded(month);
    case 'DecisionsAsked':
      return closing.decisionsAsked(month);
    case 'OverageRebased':
      return work.rebased(month, event.data);
    case 'StatementIssued':
      return closing.statementIssued(month, event.data);
    case 'StatementVoided':
      return { ...month, statement: null };
    case 'StatementAccepted':
      return closing.statementAccepted(month, event.data);
    case 'LineDisputed':
      return closing.lineDisputed(month, event.data);
    case 'DisputeResolved':
      return closing.disputeResolved(month, event.data);
    case 'PeriodClosed':
      return closing.closed(month, event.data);
  }
}

/** One more fact on a month that is there; data alone decides, not who wrote it or when. */
export const applied = (month: AllotmentState, event: AllotmentEvent): AllotmentState =>
  // Nothing comes back for a type of a newer program.
  applyKnown(month, event) ?? month;

/** How one fact changes a month. Total: what does not fit leaves it as it is. */
export function evolve(month: Allotment, event: AllotmentEvent): Allotment {
  if (month.status !== 'unknown') return applied(month, event);
  return event.type === 'PeriodOpened' ? pool.opened(event.data) : month;
}

/** The HourAllotment aggregate; its id is {@link allotmentId}. */
export const allotment: Aggregate<Allotment, AllotmentEvent> = {
  type: 'allotment',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (month, event: Recorded<AllotmentEvent>) => evolve(month, event),
};

/** One stream for each agreement and month, so that a month cannot be opened twice. */
export const allotmentId = (agreementId: string, period: string): string => `${agreementId}-${period}`;
