import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import {
  dependencyOrder,
  type ItemEvent,
  type OrderEvent,
  type PlaceEvent,
  type PlanningEvent,
  planningLapses,
  planningSession,
  requestPlaces,
  roadmapItem,
  type SessionEvent,
} from './domain/index.js';
import { itemRow, itemVersion } from './items/item-row.js';
import { sessionRow } from './planning/session-row.js';

/** Every event of this context. */
export const roadmapEvents: readonly EventDefinition[] = [
  ...versionsOf<ItemEvent>(roadmapItem.type, {
    ItemProposed: 1,
    ItemRevised: 1,
    ItemPlanned: 1,
    ConfidenceSet: 1,
    ItemAgreed: 1,
    ItemCommitted: 1,
    ItemUncommitted: 1,
    ItemStarted: 1,
    ItemRescheduled: 1,
    RequestLinked: 1,
    RequestUnlinked: 1,
    DependencyAdded: 1,
    DependencyRemoved: 1,
    MoveSuggested: 1,
    SuggestionAnswered: 1,
    CampaignWorthinessAssessed: 1,
    VisibilitySet: 1,
    ItemShipped: 1,
    ShipmentReverted: 1,
    ItemMeasured: 1,
    ItemDropped: 1,
    ItemRevived: 1,
    RiskReviewRequired: 1,
    RiskGateFactRecorded: 1,
  }),
  ...versionsOf<OrderEvent>(dependencyOrder.type, { OrderExtended: 1 }),
  ...versionsOf<PlaceEvent>(requestPlaces.type, { RequestPlaced: 1, RequestTakenOff: 1 }),
  ...versionsOf<SessionEvent>(planningSession.type, {
    PlanningScheduled: 1,
    PlanningOpened: 1,
    AttendanceRecorded: 1,
    PlanningDecisionRecorded: 1,
    PlanningClosed: 1,
    PlanningCancelled: 1,
  }),
  ...versionsOf<PlanningEvent>(planningLapses.type, { PlanningCadenceLapsed: 1 }),
];

/** Any fact of this context. */
export type RoadmapFact = ItemEvent | OrderEvent | PlaceEvent | SessionEvent | PlanningEvent;

/** What this context adds to the model of the log. */
export const roadmapModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: roadmapEvents,
  aggregates: [roadmapItem, dependencyOrder, requestPlaces, planningSession, planningLapses] as readonly Aggregate<
    unknown,
    Fact
  >[],
  views: [itemRow, itemVersion, sessionRow] as readonly InlineView<object, Fact>[],
};
