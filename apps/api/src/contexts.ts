import { type AlignmentFact, alignmentModel } from '#libs/alignment';
import { type CalendarFact, calendarModel } from '#libs/calendar';
import { type ConsumerDefinition, EventCatalogue, type LogModel } from '#libs/event-log';
import { type HoursFact, hoursConsumers, hoursModel } from '#libs/hours';
import { intakeConsumers, type IntakeFact, intakeModel } from '#libs/intake';
import { type MetricsFact, metricsConsumers, metricsModel } from '#libs/metrics';
import { type PeopleFact, peopleModel } from '#libs/people';
import { type PoliciesFact, policiesModel } from '#libs/policies';
import { type ProvidersFact, providersConsumers, providersModel } from '#libs/providers';
import { readersConsumers } from '#libs/readers';
import { type RequestsFact, requestsConsumers, requestsModel } from '#libs/requests';
import { type RiskFact, riskConsumers, riskModel } from '#libs/risk';
import { type RoadmapFact, roadmapConsumers, roadmapModel } from '#libs/roadmap';
import { type WebhooksFact, webhooksConsumers, webhooksModel } from '#libs/webhooks';
import type { Pool } from 'pg';

/** The one list of contexts: what each adds to the log's model. Their Nest modules are listed in app.module.ts. */
const contexts = [
  peopleModel,
  policiesModel,
  calendarModel,
  requestsModel,
  intakeModel,
  alignmentModel,
  hoursModel,
  providersModel,
  riskModel,
  roadmapModel,
  metricsModel,
  webhooksModel,
];

/** Whatever may be in the log, as types: their JSON schemas are made of it (`npm run events`), and compared with the list above. */
export type AnyFact =
  | PeopleFact
  | PoliciesFact
  | CalendarFact
  | RequestsFact
  | IntakeFact
  | AlignmentFact
  | HoursFact
  | ProvidersFact
  | RiskFact
  | RoadmapFact
  | MetricsFact
  | WebhooksFact;

/** Every event, aggregate and inline view the program knows. @throws CatalogueError when events do not fit together. */
export const logModel = (): LogModel => ({
  catalogue: new EventCatalogue(contexts.flatMap(({ events }) => events)),
  aggregates: contexts.flatMap(({ aggregates }) => aggregates),
  views: contexts.flatMap(({ views }) => views),
});

const eventTypes = [...new Set(contexts.flatMap(({ events }) => events.map(({ type }) => type)))];

/** Every asynchronous read model and process manager; `pool` is for what they look up beside the log. */
export const consumersOver = (pool: Pool): readonly ConsumerDefinition[] => [
  ...requestsConsumers(pool),
  ...intakeConsumers,
  ...hoursConsumers(pool),
  ...providersConsumers(pool),
  ...riskConsumers(pool),
  ...roadmapConsumers(pool),
  ...metricsConsumers(pool),
  ...readersConsumers(pool, eventTypes),
  ...webhooksConsumers(contexts.flatMap(({ events }) => events.map(({ type }) => type))),
];
