import { alignmentModel } from '#libs/alignment';
import { calendarModel } from '#libs/calendar';
import { type ConsumerDefinition, EventCatalogue, type LogModel } from '#libs/event-log';
import { hoursConsumers, hoursModel } from '#libs/hours';
import { intakeModel } from '#libs/intake';
import { metricsConsumers, metricsModel } from '#libs/metrics';
import { peopleModel } from '#libs/people';
import { policiesModel } from '#libs/policies';
import { providersConsumers, providersModel } from '#libs/providers';
import { readersConsumers } from '#libs/readers';
import { requestsConsumers, requestsModel } from '#libs/requests';
import { riskConsumers, riskModel } from '#libs/risk';
import { roadmapConsumers, roadmapModel } from '#libs/roadmap';
import { webhooksConsumers, webhooksModel } from '#libs/webhooks';
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

/** Every event, aggregate and inline view the program knows. @throws CatalogueError when events do not fit together. */
export const logModel = (): LogModel => ({
  catalogue: new EventCatalogue(contexts.flatMap(({ events }) => events)),
  aggregates: contexts.flatMap(({ aggregates }) => aggregates),
  views: contexts.flatMap(({ views }) => views),
});

/** Every asynchronous read model and process manager; `pool` is for what they look up beside the log. */
export const consumersOver = (pool: Pool): readonly ConsumerDefinition[] => [
  ...requestsConsumers(pool),
  ...hoursConsumers(pool),
  ...providersConsumers(pool),
  ...riskConsumers(pool),
  ...roadmapConsumers(pool),
  ...metricsConsumers(pool),
  ...readersConsumers(pool),
  ...webhooksConsumers(pool),
];
