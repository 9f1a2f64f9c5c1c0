import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import {
  freeze,
  type FreezeEvent,
  peak,
  type PeakEvent,
  property,
  type PropertyEvent,
  type ReviewEvent,
  riskReview,
} from './domain/index.js';
import { reviewVersion } from './pictures/review-version.js';
import { freezeRow } from './properties/freeze-row.js';
import { peakRow } from './properties/peak-row.js';
import { propertyRow } from './properties/property-row.js';
import { reviewRow } from './reviews/review-row.js';

/** Every event of this context. */
export const riskEvents: readonly EventDefinition[] = [
  ...versionsOf<ReviewEvent>(riskReview.type, {
    ReviewOpened: 1,
    LensesAdded: 1,
    ReviewHastened: 1,
    ChecklistExtended: 1,
    ReviewScopeChanged: 1,
    ReviewerAssigned: 1,
    LensQuestionAnswered: 1,
    LensSigned: 1,
    LensUnsigned: 1,
    ReviewCleared: 1,
    ReviewClearedWithConditions: 1,
    ConditionMet: 1,
    ReviewBlocked: 1,
    ReviewReopened: 1,
    ReviewExpired: 1,
    ReviewCancelled: 1,
    RiskIdentified: 1,
    RiskRated: 1,
    MitigationAdded: 1,
    MitigationCompleted: 1,
    MitigationVerified: 1,
    TreatmentChosen: 1,
    RiskAcceptanceGivenBySide: 1,
    RiskAccepted: 1,
    RiskAcceptanceExpired: 1,
    RiskAcceptanceRevoked: 1,
    RiskAcknowledged: 1,
    RiskMaterialised: 1,
    RiskReviewDue: 1,
  }),
  ...versionsOf<PropertyEvent>(property.type, {
    PropertyRegistered: 1,
    ResponsibilityAssigned: 1,
    CheckRecorded: 1,
    PropertyFrozen: 1,
    PropertyThawed: 1,
  }),
  ...versionsOf<PeakEvent>(peak.type, { PeakDeclared: 1 }),
  ...versionsOf<FreezeEvent>(freeze.type, {
    FreezeDeclared: 1,
    FreezeOverrideGivenBySide: 1,
    FreezeOverridden: 1,
    FreezeEnded: 1,
  }),
];

/** Any fact of this context. */
export type RiskFact = ReviewEvent | PropertyEvent | PeakEvent | FreezeEvent;

/** What this context adds to the model of the log. */
export const riskModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: riskEvents,
  aggregates: [riskReview, property, peak, freeze] as readonly Aggregate<unknown, Fact>[],
  views: [reviewRow, reviewVersion, propertyRow, peakRow, freezeRow] as readonly InlineView<object, Fact>[],
};
