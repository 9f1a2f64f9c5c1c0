import type { Aggregate, Recorded } from '#libs/event-log';
import * as course from './evolve-course.js';
import * as risks from './evolve-risks.js';
import type { ReviewEvent } from './facts.js';
import type { Review, ReviewState } from './state.js';

/** One case an event and no default: the compiler lists what is missing. */
// oxlint-disable-next-line max-lines-per-function -- as long as the list of facts; each case is one call
function applyKnown(review: ReviewState, event: ReviewEvent): ReviewState {
  switch (event.type) {
    case 'ReviewOpened':
      return review;
    case 'ReviewHastened':
      return course.hastened(review, event.data);
    case 'LensesAdded':
      return course.lensesAdded(review, event.data);
    case 'ChecklistExtended':
      return course.checklistExtended(review, event.data);
    case 'ReviewScopeChanged':
      return course.scopeChanged(review, event.data);
    case 'ReviewerAssigned':
      return course.reviewerAssigned(review, event.data);
    case 'LensQuestionAnswered':
      return course.checklistAnswered(review, event.data);
    case 'LensSigned':
      return course.lensSigned(review, event.data);
    case 'LensUnsigned':
      return course.lensUnsigned(review, event.data);
    case 'ReviewCleared':
      return course.decided(review, 'CLEARED', event.data);
    case 'ReviewClearedWithConditions':
      return course.decided(review, 'CONDITIONAL', event.data);
    case 'ConditionMet':
      return course.conditionMet(review, event.data);
    case 'ReviewBlocked':
      return course.blocked(review, event.data);
    case 'ReviewReopened':
      return course.reopened(review);
    case 'ReviewExpired':
      return { ...review, status: 'EXPIRED' };
    case 'ReviewCancelled':
      return { ...review, status: 'CANCELLED' };
    case 'RiskIdentified':
      return risks.identified(review, event.data);
    case 'RiskRated':
      return risks.rated(review, event.data);
    case 'MitigationAdded':
      return risks.mitigationAdded(review, event.data);
    case 'MitigationCompleted': {
      const { mitigationId, by, evidence } = event.data;
      return risks.changingMitigation(review, mitigationId, { status: 'DONE', completedBy: by, evidence });
    }
    case 'MitigationVerified': {
      const { mitigationId, by } = event.data;
      return risks.changingMitigation(review, mitigationId, { status: 'VERIFIED', verifiedBy: by });
    }
    case 'TreatmentChosen': {
      const { riskId, treatment, owner } = event.data;
      return risks.changingRisk(review, riskId, () => ({ treatment, owner }));
    }
    case 'RiskAcceptanceGivenBySide': {
      const { riskId, ...offered } = event.data;
      return risks.changingRisk(review, riskId, () => ({ offered }));
    }
    case 'RiskAccepted':
      return risks.accepted(review, event.data);
    case 'RiskAcceptanceExpired':
      return risks.changingRisk(review, event.data.riskId, () => ({ acceptance: null }));
    case 'RiskAcceptanceRevoked':
      return risks.changingRisk(review, event.data.riskId, () => ({ acceptance: null, offered: null }));
    case 'RiskAcknowledged':
      return risks.acknowledged(review, event.data);
    case 'RiskMaterialised': {
      const { riskId, occurrence } = event.data;
      return risks.changingRisk(review, riskId, (risk) => ({ occurrences: [...risk.occurrences, occurrence] }));
    }
    case 'RiskReviewDue': {
      const { riskId, dueOn } = event.data;
      return risks.changingRisk(review, riskId, ({ saidDue }) => ({ saidDue: [...saidDue, dueOn] }));
    }
  }
}

/** One more fact on a review that is there; data alone decides, not who wrote it or when. */
export const applied = (review: ReviewState, event: ReviewEvent): ReviewState => ({
  // Nothing comes back for a type of a newer program.
  ...(applyKnown(review, event) ?? review),
  version: review.version + 1,
});

/** How one fact changes a review. Total: what does not fit leaves it as it is, but for its version. */
export function evolve(review: Review, event: ReviewEvent): Review {
  if (review.status !== 'unknown') return applied(review, event);
  return event.type === 'ReviewOpened' ? course.opened(event.data) : review;
}

/** The RiskReview aggregate; one for each subject, so its id derives from the subject. */
export const riskReview: Aggregate<Review, ReviewEvent> = {
  type: 'risk-review',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (review, event: Recorded<ReviewEvent>) => evolve(review, event),
};
