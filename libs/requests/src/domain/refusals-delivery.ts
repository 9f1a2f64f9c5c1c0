import type { LocalDate } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import { Refusal } from '#libs/event-log';
import type { EstimateOwes } from './values-delivery.js';

const stillOwed: Readonly<Record<EstimateOwes, string>> = {
  CONFIRMATION: 'The scope moved after it was signed: an engineer confirms the estimate or hands in a new one first.',
  ESTIMATE: 'The minutes that were signed no longer do: hand in a new estimate first, and let both sides sign it.',
  SIGNATURES: 'The new estimate waits for the signatures of both sides (approveRequest).',
};

/** R5: what was signed does not cover what is being built. */
export class EstimateStale extends Refusal<{ estimateId: string; owes: EstimateOwes }> {
  constructor(estimateId: string, owes: EstimateOwes) {
    super('ESTIMATE_STALE', 'PRECONDITION', stillOwed[owes], { estimateId, owes });
  }
}

/** P3: each criterion is verified by itself before the whole is accepted. */
export class CriteriaUnverified extends Refusal<{ ids: readonly string[] }> {
  constructor(ids: readonly string[]) {
    const message = `Verify these criteria first, or reject what does not hold: ${ids.join(', ')}.`;
    super('CRITERIA_UNVERIFIED', 'PRECONDITION', message, { ids });
  }
}

/** Who delivered it does not accept it, nor a deputy of theirs or whom they stood for. */
export class DelivererCannotAccept extends Refusal {
  constructor() {
    const message = 'You, or whom you stand for, delivered this; somebody else must accept it.';
    super('SELF_APPROVAL_FORBIDDEN', 'FORBIDDEN', message);
  }
}

/** P6: nobody has seen the events of the brief arrive. */
export class TrackingUnverified extends Refusal {
  constructor() {
    const message = 'Check that the tracking of the brief arrives (verifyTracking), or waive it with a reason.';
    super('TRACKING_UNVERIFIED', 'PRECONDITION', message);
  }
}

/** The launch is said to be later than now. */
export class LaunchInFuture extends Refusal<{ date: LocalDate; today: LocalDate; now: Instant }> {
  constructor(launch: { localDate: LocalDate }, moment: { today: LocalDate; now: Instant }) {
    const { today, now } = moment;
    const message = `A launch is recorded once it has happened; it is ${now} now.`;
    const details = { date: launch.localDate, today, now };
    super('DATE_IN_FUTURE', 'VALIDATION', message, details, { path: ['input', 'launchedAt'] });
  }
}

/** P8: what the work has brought is not measured. No ids: no target was ever set. */
export class OutcomeUnmeasured extends Refusal<{ targetIds: readonly string[] }> {
  constructor(targetIds: readonly string[]) {
    const what = targetIds.length > 0 ? `Record the outcome of ${targetIds.join(', ')}` : 'Set and measure a target';
    const message = `${what} (recordOutcome), or waive it with a reason (waiveOutcome).`;
    super('OUTCOME_UNMEASURED', 'PRECONDITION', message, { targetIds });
  }
}
