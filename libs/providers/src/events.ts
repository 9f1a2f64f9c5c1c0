import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import {
  agencyTeam,
  type AgencyTeamEvent,
  provider,
  type ProviderEvent,
  purchaseOrder,
  type PurchaseOrderEvent,
} from './domain/index.js';
import { agencyTeamRow } from './object/agency-team-row.js';
import { providerRow } from './object/provider-row.js';
import { purchaseOrderRow } from './object/purchase-order-row.js';

/** Every event of this context. */
export const providersEvents: readonly EventDefinition[] = [
  ...versionsOf<ProviderEvent>(provider.type, {
    ProviderInvited: 1,
    ProviderReviewStarted: 1,
    EvidenceSubmitted: 1,
    ChecklistItemVerified: 1,
    ChecklistItemRejected: 1,
    ProviderApproved: 1,
    ProviderRejected: 1,
    ProviderSuspended: 1,
    ProviderResumed: 1,
    ProviderRenewalDue: 1,
    ProviderExpired: 1,
    OffboardingStarted: 1,
    AccessGranted: 1,
    AccessRevoked: 1,
    ProviderOffboarded: 1,
    IntegrationStepDone: 1,
  }),
  ...versionsOf<PurchaseOrderEvent>(purchaseOrder.type, { CeilingSet: 1, SpendBooked: 1 }),
  ...versionsOf<AgencyTeamEvent>(agencyTeam.type, { AgencyTeamTaken: 1, AgencyTeamFreed: 1 }),
];

/** Any fact of this context. */
export type ProvidersFact = ProviderEvent | PurchaseOrderEvent | AgencyTeamEvent;

/** What this context adds to the model of the log. */
export const providersModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } =
  {
    events: providersEvents,
    aggregates: [provider, purchaseOrder, agencyTeam] as readonly Aggregate<unknown, Fact>[],
    views: [providerRow, purchaseOrderRow, agencyTeamRow] as readonly InlineView<object, Fact>[],
  };
