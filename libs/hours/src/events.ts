import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { agreementRow } from './agreements/agreement-row.js';
import {
  agreement,
  type AgreementEvent,
  allotment,
  type AllotmentEvent,
  timeEntry,
  type TimeEntryEvent,
} from './domain/index.js';
import { allotmentRow } from './months/allotment-row.js';
import { waitingRow } from './overage/waiting-row.js';
import { timeEntryRow } from './time/time-entry-row.js';

/** Every event of this context. */
export const hoursEvents: readonly EventDefinition[] = [
  ...versionsOf<AgreementEvent>(agreement.type, {
    AgreementDrafted: 1,
    AgreementSigned: 1,
    AgreementActivated: 1,
    AgreementAmended: 1,
    RateSet: 1,
    AgreementEnded: 1,
    AgreementConsentGiven: 1,
    AgreementConsentWithdrawn: 1,
  }),
  ...versionsOf<AllotmentEvent>(allotment.type, {
    PeriodOpened: 1,
    PeriodAmended: 1,
    PeriodStarted: 1,
    BalanceCarriedIn: 1,
    GrantAdjusted: 1,
    ReductionApplied: 1,
    ShortfallRaised: 1,
    BudgetThresholdCrossed: 1,
    MinutesReserved: 1,
    ReservationAdjusted: 1,
    ReservationMovedOut: 1,
    ReservationMovedIn: 1,
    ReservationReleased: 1,
    TimeRecorded: 1,
    LateTimeRecorded: 1,
    TimeReversed: 1,
    PriorPeriodAdjusted: 1,
    UncoveredTimeCovered: 1,
    UncoveredTimeWrittenOff: 1,
    UncoveredTimeCarriedAsDebt: 1,
    WorkStopped: 1,
    OverageRaised: 1,
    OverageResized: 1,
    OverageWithdrawn: 1,
    OverageApprovedBySide: 1,
    OverageApproved: 1,
    OverageDeclined: 1,
    OverageLapsed: 1,
    OverageReminded: 1,
    OverageEscalated: 1,
    ClosingBegun: 1,
    GraceEnded: 1,
    DecisionsAsked: 1,
    OverageRebased: 1,
    StatementIssued: 1,
    StatementVoided: 1,
    StatementAccepted: 1,
    LineDisputed: 1,
    DisputeResolved: 1,
    MinutesExpired: 1,
    PeriodClosed: 1,
    ConsentGiven: 1,
    ConsentWithdrawn: 1,
  }),
  ...versionsOf<TimeEntryEvent>(timeEntry.type, { EntryBooked: 1, EntryReversed: 1, EntryCredited: 1 }),
];

/** Any fact of this context. */
export type HoursFact = AgreementEvent | AllotmentEvent | TimeEntryEvent;

/** What this context adds to the model of the log. */
export const hoursModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: hoursEvents,
  aggregates: [agreement, allotment, timeEntry] as readonly Aggregate<unknown, Fact>[],
  views: [agreementRow, allotmentRow, waitingRow, timeEntryRow] as readonly InlineView<object, Fact>[],
};
