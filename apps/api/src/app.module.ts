import { AlignmentModule } from '#libs/alignment';
import { ApiKitModule, secureSchema } from '#libs/api-kit';
import { CalendarModule } from '#libs/calendar';
import { HoursModule } from '#libs/hours';
import { IntakeModule } from '#libs/intake';
import { type DemoAccess, authenticator, peopleSecurity, PeopleModule } from '#libs/people';
import { pendingMigrations } from '#libs/platform';
import type { Log, Settings } from '#libs/platform';
import { MetricsModule } from '#libs/metrics';
import { PoliciesModule } from '#libs/policies';
import { ProvidersModule } from '#libs/providers';
import { ReadersModule } from '#libs/readers';
import { RequestsModule } from '#libs/requests';
import { RiskModule } from '#libs/risk';
import { RoadmapModule } from '#libs/roadmap';
import { WebhooksModule } from '#libs/webhooks';
import { InputPipe, RefusalFilter } from '#libs/api-kit';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { ExplorerModule } from './explorer/explorer.module.js';
import { FeedsModule } from './feeds/feeds.module.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import { HealthModule } from './health/health.module.js';
import { migrations } from './migrations.js';
import { OperationsModule } from './operations/operations.module.js';
import { API_PARTS, type ApiOptions, type ApiParts, defaultOptions } from './parts.js';
import { PicturesModule } from './pictures/pictures.module.js';
import { reachOf } from './service/reach.js';
import type { Service } from './service/service.js';
import { ServiceModule } from './service/service.module.js';

export interface AppOptions {
  readonly service: Service;
  readonly settings: Settings;
  readonly log: Log;
  /** In demo mode: who can be tried out. */
  readonly demo: readonly DemoAccess[];
  /** The same in the workspace of the demo quarter. */
  readonly quarter?: readonly DemoAccess[];
  /** Other limits than the product's own. */
  readonly limits?: Partial<ApiOptions>;
}

@Global()
@Module({})
class PartsModule {
  static of(parts: ApiParts): DynamicModule {
    return { module: PartsModule, providers: [{ provide: API_PARTS, useValue: parts }], exports: [API_PARTS] };
  }
}

/** The api: transports, and every context behind them. */
@Module({})
export class AppModule {
  static of(options: AppOptions): DynamicModule {
    const { service } = options;
    return {
      module: AppModule,
      imports: [
        PartsModule.of(apiParts(options)),
        ServiceModule.of(service),
        ...apiModules(service.pool),
        GraphqlModule,
        HealthModule,
        ExplorerModule,
        PicturesModule,
        FeedsModule,
      ],
      providers: [
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: RefusalFilter },
      ],
    };
  }
}

/** The modules whose resolvers make the schema. */
export const apiModules = (pool: Pool) => [
  ApiKitModule,
  CqrsModule.forRoot(),
  PeopleModule.register(pool),
  PoliciesModule,
  CalendarModule,
  RequestsModule,
  IntakeModule,
  AlignmentModule,
  HoursModule,
  ProvidersModule,
  RiskModule,
  RoadmapModule,
  MetricsModule,
  ReadersModule,
  WebhooksModule,
  OperationsModule,
];

const offered = (group: string, people: readonly DemoAccess[]) =>
  people.map(({ title, person, token }) => ({ label: `${group}${title}, ${person.name}`, token }));

const apiParts = ({ service, settings, log, demo, quarter = [], limits }: AppOptions): ApiParts => ({
  options: {
    ...defaultOptions,
    drainMs: settings.shutdownSeconds * 1000,
    maxDepth: settings.maxDepth,
    maxAliases: settings.maxAliases,
    maxCost: settings.maxCost,
    ...(settings.metricsToken !== null && { metricsToken: settings.metricsToken }),
    ...(settings.publicUrl !== null && { publicUrl: settings.publicUrl }),
    ...limits,
  },
  authenticate: authenticator(service.pool),
  logEpoch: () => service.horizon.current().epoch,
  secureSchema: (schema) => secureSchema(schema, { ...peopleSecurity, reach: reachOf(service) }),
  probes: {
    database: () => service.pool.query('select 1'),
    migrations: async () => {
      const pending = await pendingMigrations(service.pool, migrations);
      if (pending.length > 0) throw new Error(`${pending.length} migrations have not run.`);
    },
  },
  metrics: service.metrics,
  log,
  ...(demo.length > 0 && {
    demoTokens: () => Promise.resolve([...offered('', demo), ...offered('Quarter: ', quarter)]),
  }),
});
