import { TimeTravel } from '#libs/api-kit';
import { calendarModel, CalendarModule } from '#libs/calendar';
import {
  type ConsumerDefinition,
  Consumers,
  EventCatalogue,
  EventLog,
  Horizon,
  Past,
  PostgresLogStore,
  registerInlineViews,
  RowHistory,
} from '#libs/event-log';
import { peopleModel, PeopleModule, peopleSecurity } from '#libs/people';
import { connect } from '#libs/platform';
import { PoliciesModule, policiesModel } from '#libs/policies';
import { requestsModel, RequestsModule } from '#libs/requests';
import { testDatabase } from '#test/kit/database';
import { type SchemaApp, schemaApp, type SchemaAppOptions } from '#test/kit/graphql-api';
import pg from 'pg';
import { riskModel } from './events.js';
import { RiskModule } from './risk.module.js';

type ContextModel = Pick<typeof riskModel, 'events' | 'aggregates' | 'views'>;

/** What a spec adds to people, calendars, requests and risk. */
export interface Surroundings {
  readonly models?: readonly ContextModel[];
  readonly modules?: SchemaAppOptions['modules'];
  /** Consumers that follow the log from the start; `advance` waits for them. */
  readonly consumers?: (pool: pg.Pool) => readonly ConsumerDefinition[];
}

/** What a running program stands on. */
export interface Base {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  readonly horizon: Horizon;
  readonly consumers: readonly ConsumerDefinition[];
  end(): Promise<void>;
}

const modelOf = (more: readonly ContextModel[]) => {
  const contexts: readonly ContextModel[] = [
    peopleModel,
    policiesModel,
    calendarModel,
    requestsModel,
    riskModel,
    ...more,
  ];
  return {
    catalogue: new EventCatalogue(contexts.flatMap(({ events }) => events)),
    aggregates: contexts.flatMap(({ aggregates }) => aggregates),
    views: contexts.flatMap(({ views }) => views),
  };
};

interface Program {
  readonly base: Base;
  readonly app: SchemaApp;
}

/** People, policies, calendars, requests and risk over a database of their own, without a transport. */
export async function startProgram({
  models = [],
  modules = [],
  consumers = () => [],
}: Surroundings): Promise<Program> {
  const database = await testDatabase();
  const owner = database.ownerPool(2);
  const model = modelOf(models);
  await registerInlineViews(owner, model);
  const pool = database.pool(12);
  const listen = () => connect({ url: database.url, applicationName: 'spec' });
  const horizon = new Horizon({ pool, pollMs: 200, connect: listen });
  const store = new PostgresLogStore(pool, horizon.signal);
  const log = new EventLog(store, model);
  const past = new Past({ pool, model });
  await horizon.start();
  const app = await schemaApp({
    modules: [PeopleModule.register(pool), PoliciesModule, CalendarModule, RequestsModule, RiskModule, ...modules],
    surroundings: [
      { provide: pg.Pool, useValue: pool },
      { provide: PostgresLogStore, useValue: store },
      { provide: EventLog, useValue: log },
      { provide: Horizon, useValue: horizon },
      { provide: Consumers, useValue: new Consumers(pool, horizon) },
      {
        provide: RowHistory,
        useValue: new RowHistory({ pool, consumers: new Consumers(pool, horizon), definitions: [] }),
      },
      { provide: Past, useValue: past },
      { provide: TimeTravel, useValue: new TimeTravel({ pool, horizon }) },
    ],
    security: peopleSecurity,
  });
  const end = async (): Promise<void> => {
    await Promise.all([log.settle(), past.settle()]);
    await horizon.stop();
    await database.drop();
  };
  return { base: { pool, owner, log, horizon, consumers: consumers(pool), end }, app };
}
